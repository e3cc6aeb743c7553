/**
 * The dated revisions of a record (of an item: its specification, bill of material, inspection plan), and which of them was in
 * force at a moment: "what applied on that day" is asked of the thing, not of one of its revisions.
 */
import { useQuery } from "@apollo/client/react";
import { type AnyRecord, columnField, type Fields, type RecordName, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useZone } from "../clock.tsx";
import { asOfListDocument, listDocument } from "../data/documents.ts";
import { isRow, type Row, textOf } from "../data/row.ts";
import { failureOf } from "../failure.ts";
import { FieldValue } from "../field/FieldValue.tsx";
import { inZone } from "../format.ts";
import { useWords } from "../lang.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { Code } from "../mark/Text.tsx";
import { isRecordName, recordPath } from "../path.ts";
import { useMay } from "../session.tsx";
import { FailureText } from "../states.tsx";
import { ChangeValue } from "./ChangeValue.tsx";
import { type Image, inForce } from "./in-force.ts";
import css from "./record.module.css";
import { Table, type TableColumn } from "./Table.tsx";

/** A thing has few revisions; more than these are in the list of the type. */
const most = 50;

/** The record types that are dated revisions of this one, with the field that names it. */
function useRevisionTypes(of: RecordName): readonly (readonly [RecordName, string])[] {
  const may = useMay();
  return Object.keys(registry)
    .filter(isRecordName)
    .flatMap((name) => {
      const { revisionOf, fields, read }: AnyRecord = registry[name];
      const field = revisionOf === undefined ? undefined : (fields as Fields)[revisionOf];
      return revisionOf && field?.kind === "ref" && field.target === of && may(read) ? [[name, revisionOf] as const] : [];
    });
}

interface Props {
  readonly name: RecordName;
  readonly id: string;
}

/** All revisions of a record, by type, the newest first. */
export function Revisions({ name, id }: Props) {
  return useRevisionTypes(name).map(([type, field]) => <RevisionTable key={type} type={type} field={field} id={id} />);
}

interface TypeProps {
  readonly type: RecordName;
  readonly field: string;
  readonly id: string;
}

function RevisionTable({ type, field, id }: TypeProps) {
  const { t, say } = useWords();
  const record: AnyRecord = registry[type];
  const { data, error } = useQuery<{ page: { edges: readonly { node: unknown }[] } }>(listDocument(type), {
    variables: { filter: { [field]: { in: [id] } }, sort: ["-createdAt"], first: most, count: false },
    fetchPolicy: "network-only",
  });
  const rows: readonly Row[] = data?.page.edges.map(({ node }) => node).filter(isRow) ?? [];
  if (error) return <FailureText failure={failureOf(error)} />;
  if (rows.length === 0) return null;
  const shown = record.list.columns.filter((column) => !["number", "revision", field].includes(column));
  const columns = shown.flatMap((key): TableColumn<Row>[] => {
    const spec = columnField(record, key);
    if (!spec) return [];
    const cell = (row: Row) =>
      key === "state" ? <State type={type} state={textOf(row.state)} /> : <FieldValue field={spec} value={row[key]} />;
    return [{ key, head: say(spec.label), cell }];
  });
  const number: TableColumn<Row> = {
    key: "number",
    head: say(record.label),
    cell: (row) => (
      <Link to={recordPath(type, textOf(row.number))}>
        <Code>{textOf(row.number)}</Code>
      </Link>
    ),
  };
  return (
    <Table
      title={say(record.plural)}
      rows={rows}
      rowKey={({ id: key }) => key}
      empty={t("word.none")}
      columns={[number, ...columns]}
    />
  );
}

function State({ type, state }: { type: RecordName; state: string }) {
  const { say } = useWords();
  const record: AnyRecord = registry[type];
  const label = record.states?.[state];
  return <StatusWord name={state} record={type} label={label ? say(label) : state} />;
}

/** The revisions that were in force at a moment, by what was recorded then, each with its values of then. */
export function RevisionsThen({ name, id, at }: Props & { readonly at: string }) {
  return useRevisionTypes(name).map(([type, field]) => <Then key={type} type={type} field={field} id={id} at={at} />);
}

interface Images {
  readonly page: { readonly edges: readonly { readonly node: { readonly id: string; readonly asOf: Image | null } }[] };
}

function Then({ type, field, id, at }: TypeProps & { readonly at: string }) {
  const { t, say } = useWords();
  const zone = useZone();
  const record: AnyRecord = registry[type];
  const { data, error } = useQuery<Images>(asOfListDocument(type), {
    variables: { filter: { [field]: { in: [id] } }, first: most, at },
    fetchPolicy: "no-cache",
  });
  if (error) return <FailureText failure={failureOf(error)} />;
  if (!data) return null;
  const day = inZone(at, zone)?.date ?? "";
  const image = inForce(
    data.page.edges.flatMap(({ node }) => (node.asOf ? [node.asOf] : [])),
    day,
  );
  const fields: Fields = record.fields;
  const title = t("record.inForceThen", { label: say(record.label), day });
  const shown = Object.entries(fields).filter(([key]) => key !== field && textOf(image?.[key]) !== "");
  return (
    <section className={css.group} aria-label={title}>
      <div className={css.groupHead}>
        <h2>{title}</h2>
        {image && (
          <Link to={recordPath(type, textOf(image.number))}>
            <Code>{textOf(image.number)}</Code>
          </Link>
        )}
      </div>
      {!image && <p className={css.small}>{t("record.inForceNone")}</p>}
      <dl>
        {shown.map(([key, spec]) => (
          <div key={key} className={css.line}>
            <dt>{say(spec.label)}</dt>
            <dd>
              <ChangeValue field={spec} value={image?.[key] ?? null} />
              {spec.kind === "integer" && spec.unit && ` ${say(spec.unit)}`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
