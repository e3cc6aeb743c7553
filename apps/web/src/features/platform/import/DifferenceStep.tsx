/** The fourth step: what will be different afterwards: records that are made, or fields of those that exist. */
import { useQuery } from "@apollo/client/react";
import { type ImportTarget, registry } from "@lotline/schema";
import { Button } from "../../../kit/Button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code, OldNew } from "../../../kit/mark/Text.tsx";
import { isRecordName } from "../../../kit/path.ts";
import kit from "../../../kit/record/record.module.css";
import { ErrorState, Skeleton } from "../../../kit/states.tsx";
import css from "./import.module.css";
import { type FieldChange, type ImportRow, importChangesQuery, importRowsQuery, importTakenQuery, textAt } from "./imports.ts";
import { optionsOf } from "./MappingStep.tsx";
import type { StepProps } from "./Wizard.tsx";

const shown = 50;

export function DifferenceStep({ batch, onNext }: StepProps & { onNext: () => void }) {
  const { t, say, lang } = useWords("import");
  const record = isRecordName(batch.record) ? say(registry[batch.record].label) : batch.record;
  const leftOut = batch.headers.filter((header) => batch.mapping.columns[header] === "");
  const rows = batch.mode === "change" ? batch.ok : batch.total;
  const n = (count: number) => count.toLocaleString("en");
  const nameOf = (path: string, value: string) => {
    const target = batch.targets.find((one) => one.path === path);
    return (target && optionsOf(target.field, say, lang).find(([key]) => key === value)?.[1]) ?? value;
  };
  return (
    <>
      <p className={css.counts}>
        {batch.mode === "change"
          ? t("import.changes", { n: n(batch.ok), same: n(batch.records - batch.ok - batch.wrong) })
          : `${t("import.new", { n: n(batch.records), record, rows: n(batch.total) })} ${t("import.unchanged")}`}
      </p>
      {leftOut.length > 0 && <p>{t("import.leftOut", { columns: leftOut.join(t("word.comma")) })}</p>}
      {Object.keys(batch.mapping.fixed).length > 0 && (
        <ul className={css.groups}>
          {Object.entries(batch.mapping.fixed).map(([path, text]) => (
            <li key={path}>
              {t("import.fixed")}: {say(batch.targets.find((one) => one.path === path)?.field.label ?? { en: path, zh: path })} ={" "}
              {nameOf(path, text)}
            </li>
          ))}
        </ul>
      )}
      <Taken batch={batch} nameOf={nameOf} />
      <section>
        <h2>{t(batch.mode === "change" ? "import.oldNew" : "import.asStored")}</h2>
        {batch.mode === "change" ? <Changes batch={batch} nameOf={nameOf} /> : <StoredTable batch={batch} nameOf={nameOf} />}
        {rows > shown && <p className={css.hint}>{t("import.more", { n: n(rows - shown) })}</p>}
      </section>
      <div className={css.buttons}>
        <Button look="primary" disabled={batch.ok === 0} onClick={onNext}>
          {t("import.step.commit")}
        </Button>
      </div>
    </>
  );
}

type NameOf = (path: string, value: string) => string;

/** What texts of choices and flags were taken for. */
function Taken({ batch, nameOf }: { batch: StepProps["batch"]; nameOf: NameOf }) {
  const { t } = useWords("import");
  const { data } = useQuery(importTakenQuery, { variables: { id: batch.id }, fetchPolicy: "no-cache" });
  if (!data || data.batch.takenFor.length === 0) return null;
  return (
    <section>
      <h2>{t("import.taken")}</h2>
      <ul className={css.taken}>
        {data.batch.takenFor.map(({ path, column, text, value, count }) => (
          <li key={`${path} ${text}`}>
            {t("import.takenRow", { column, text })} → <strong>{nameOf(path, value)}</strong>{" "}
            <span className={css.times}>×{count.toLocaleString("en")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Field by field, what a record has and what it shall have; what needs approval says so. */
function Changes({ batch, nameOf }: { batch: StepProps["batch"]; nameOf: NameOf }) {
  const { t, say } = useWords("import");
  const { data, error, refetch } = useQuery(importChangesQuery, {
    variables: { id: batch.id, first: shown },
    fetchPolicy: "no-cache",
  });
  if (error && !data) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={6} />;
  const words = (path: string, text: string | null) => (text === null ? "–" : nameOf(path, text));
  return (
    <div className={css.scroll}>
      <table className={kit.table}>
        <thead>
          <tr>
            <th scope="col">{t("import.line")}</th>
            <th scope="col">{isRecordName(batch.record) ? say(registry[batch.record].label) : batch.record}</th>
            <th scope="col">{t("import.field")}</th>
            <th scope="col">{t("import.oldNew")}</th>
          </tr>
        </thead>
        <tbody>
          {data.batch.rows.flatMap(({ position, input }) => {
            // Written by the check of a file that changes records.
            const { number, changes } = input as unknown as { number: string; changes: readonly FieldChange[] };
            return changes.map(({ path, shown: value, approved }, index) => (
              <tr key={`${position} ${path}`}>
                <td>{index === 0 ? position : ""}</td>
                <td>{index === 0 ? <Code>{number}</Code> : ""}</td>
                <td>{say(batch.targets.find((one) => one.path === path)?.field.label ?? { en: path, zh: path })}</td>
                <td>
                  <OldNew before={words(path, value.before)} after={words(path, value.after)} />
                  {approved && <span className={css.times}> {t("import.byApproval")}</span>}
                </td>
              </tr>
            ));
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The first rows with the values that will stand in their records. */
function StoredTable({ batch, nameOf }: { batch: StepProps["batch"]; nameOf: NameOf }) {
  const { t, say } = useWords("import");
  const { data, error, refetch } = useQuery(importRowsQuery, {
    variables: { id: batch.id, wrongOnly: false, first: shown },
    fetchPolicy: "no-cache",
  });
  const columns = batch.headers.flatMap((header, at) => {
    const target = batch.targets.find(({ path }) => path === batch.mapping.columns[header]);
    return target ? [{ header, at, target }] : [];
  });
  if (error && !data) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={6} />;
  return (
    <div className={css.scroll}>
      <table className={kit.table}>
        <thead>
          <tr>
            <th scope="col">{t("import.line")}</th>
            {columns.map(({ header, target }) => (
              <th key={header} scope="col">
                {say(target.field.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.batch.rows.map((row) => (
            <tr key={row.position}>
              <td>{row.position}</td>
              {columns.map(({ header, at, target }) => (
                <Stored key={header} row={row} at={at} target={target} nameOf={nameOf} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface StoredProps {
  row: ImportRow;
  at: number;
  target: ImportTarget;
  nameOf: NameOf;
}

/** A value as it will stand; where that differs from the file, both. */
function Stored({ row, at, target, nameOf }: StoredProps) {
  const { t } = useWords("import");
  const given = textAt(row, at);
  const own = row.cells[at] ?? "";
  const attributes = Object(row.input?.attributes) as Readonly<Record<string, unknown>>;
  const name = target.path.replace(/^attributes\./, "");
  const value = name === target.path ? row.input?.[target.path] : attributes[name];
  // References are shown as the file names them; rows of a record stand in its first.
  const stored =
    target.set !== null || target.field.kind === "ref" || value === undefined || value === null
      ? given.trim()
      : nameOf(target.path, String(value));
  return (
    <td>
      {stored === own ? stored || "–" : <OldNew before={own || "–"} after={stored || "–"} />}
      {own !== given && <span className={css.times}> {t("import.corrected")}</span>}
    </td>
  );
}
