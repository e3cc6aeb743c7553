/** One cell of a list: the first leads to the record, holds and states have their marks, everything else is a value of its field. */
import { type RecordName, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { type Row, textOf, unitIn } from "../data/row.ts";
import { useFeature } from "../feature.tsx";
import { FieldValue } from "../field/FieldValue.tsx";
import { useWords } from "../lang.tsx";
import { HoldTag } from "../mark/HoldTag.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { Code } from "../mark/Text.tsx";
import { recordPath } from "../path.ts";
import type { Column } from "./columns.ts";
import css from "./query.module.css";

interface Props {
  name: RecordName;
  row: Row;
  column: Column;
  first: boolean;
  /** In a grid links are not in the tab order; in a table they are. */
  inGrid?: boolean;
}

export function Cell({ name, row, column, first, inGrid = true }: Props) {
  const { say } = useWords();
  const feature = useFeature(name);
  const value = row[column.id];
  // The first column leads to the record, whichever it is.
  if (first) {
    return (
      <Link
        to={recordPath(name, textOf(row.number))}
        tabIndex={inGrid ? -1 : undefined}
        className={inGrid ? css.number : undefined}
      >
        <Code>{textOf(value)}</Code>
      </Link>
    );
  }
  if (column.own) return <column.own row={row} />;
  const holds = feature.holds?.(row) ?? [];
  if (column.id === "holds") return holds.map((hold) => <HoldTag key={hold.en} reason={say(hold)} />);
  if (column.id === "state" && column.field.kind === "choice") {
    const label = column.field.of.values[textOf(value)];
    return <StatusWord name={textOf(value)} record={name} label={label ? say(label) : textOf(value)} held={holds.length > 0} />;
  }
  const { unit } = unitIn(column.field, registry[name].fields, row);
  return <FieldValue field={column.field} value={value} unit={unit} inGrid={inGrid} />;
}
