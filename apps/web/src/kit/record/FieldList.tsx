/** Fields as label–value lines below a group head; own layouts choose names and title, the kit shows all groups. */
import { columnField, type Fields, type RecordName } from "@lotline/schema";
import type { ReactNode } from "react";
import { useShown } from "../data/attributes.ts";
import { unitIn } from "../data/row.ts";
import { FieldValue } from "../field/FieldValue.tsx";
import { useWords } from "../lang.tsx";
import { FieldHistory } from "./FieldHistory.tsx";
import css from "./record.module.css";
import type { LoadedRecord } from "./types.ts";

interface Props {
  name: RecordName;
  row: LoadedRecord;
  title: string;
  names: readonly string[];
  /** A word at the right end of the head, e.g. the unit. */
  note?: string;
  /** What stands at the right of a value, e.g. the time left until a date. */
  beside?: Readonly<Record<string, ReactNode>>;
}

export function FieldList({ name, row, title, names, note, beside }: Props) {
  const { say } = useWords();
  const record = useShown(name);
  const fields: Fields = record.fields;
  return (
    <section className={css.group} aria-label={title}>
      <div className={css.groupHead}>
        <h2>{title}</h2>
        {note && <span>{note}</span>}
      </div>
      <dl>
        {names.map((field) => {
          const spec = columnField(record, field);
          if (!spec) return null;
          return (
            <div
              key={field}
              className={css.line}
              data-wide={spec.kind === "json" || (spec.kind === "text" && spec.multiline) || undefined}
            >
              <dt>
                {say(spec.label)} <FieldHistory name={name} row={row} field={field} />
              </dt>
              <dd>
                <FieldValue field={spec} value={row[field]} {...unitIn(spec, fields, row)} />
                {beside?.[field] && <span className={css.beside}>{beside[field]}</span>}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
