/** The page of a proposed change: the record it is about, what it has and what it would have, and why. */
import { type AnyRecord, type Fields, type Label, registry, valueText, valueWords } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { rowsOf, textOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table } from "../../../kit/record/Table.tsx";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { Group, Line } from "../../shared/Lines.tsx";

const asked = ["why", "createdBy", "createdAt", "effectiveOn"];
const { lines }: AnyRecord = registry.MasterChange;

export default function MasterChangeLayout({ name, row }: RecordLayoutProps) {
  const { t, say } = useWords();
  const type = textOf(row.recordType);
  const fields: Fields = isRecordName(type) ? registry[type].fields : {};
  const { label, fields: of } = lines.values;
  const words = (name: string, text: unknown): string => {
    const field = fields[name];
    return field ? say(valueWords(field, valueText(field, text))) : textOf(text);
  };
  return (
    <>
      <div className={kit.groups}>
        <Changed row={row} />
        <FieldList name={name} row={row} title={t("change.asked")} names={asked} />
      </div>
      <Table
        title={say(label)}
        rows={rowsOf(row.values)}
        rowKey={({ id }) => id}
        empty={t("word.none")}
        columns={[
          { key: "field", head: say(of.field.label), cell: ({ field }) => say(labelOf(fields, textOf(field))) },
          { key: "before", head: say(of.before.label), cell: ({ field, before }) => words(textOf(field), before) },
          { key: "after", head: say(of.after.label), cell: ({ field, after }) => <strong>{words(textOf(field), after)}</strong> },
        ]}
      />
    </>
  );
}

const labelOf = (fields: Fields, name: string): Label => fields[name]?.label ?? { en: name, zh: name };

/** The record that changes, and on which version of it the change was proposed. */
function Changed({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const { recordType, recordNumber, recordVersion } = registry.MasterChange.fields;
  const types: Readonly<Record<string, Label>> = recordType.of.values;
  const [type, number] = [textOf(row.recordType), textOf(row.recordNumber)];
  const label = types[type];
  return (
    <Group title={t("change.of")}>
      <Line label={say(recordType.label)}>{label ? say(label) : type}</Line>
      <Line label={say(recordNumber.label)}>
        <Link to={recordPath(type, number)}>
          <Code>{number}</Code>
        </Link>
      </Line>
      <Line label={say(recordVersion.label)}>{t("word.version", { n: Number(row.recordVersion) })}</Line>
    </Group>
  );
}
