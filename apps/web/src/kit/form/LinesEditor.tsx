/** The child rows of a form as a table by keyboard: Enter goes to the next row and makes one at the end, Ctrl+Delete removes. */
import { type Field, type Fields, givenFields, maxLines } from "@lotline/schema";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button, IconButton } from "../Button.tsx";
import { unitIn } from "../data/row.ts";
import { useLazy } from "../feature.tsx";
import { FieldInput } from "../field/FieldInput.tsx";
import { useWords } from "../lang.tsx";
import type { PastedLines } from "../paste/PasteLines.tsx";
import css from "./form.module.css";
import { type FormRow, newRow, type Value } from "./values.ts";

interface Props {
  set: string;
  label: string;
  fields: Fields;
  rows: readonly FormRow[];
  onChange: (rows: readonly FormRow[]) => void;
  issue: (key: string) => string | undefined;
  onLeave: (key: string) => void;
}

const loadPaste = () => import("../paste/PasteLines.tsx");

export function LinesEditor({ set, label, fields, rows, onChange, issue, onLeave }: Props) {
  const { t } = useWords();
  const id = useId();
  const given = givenFields(fields);
  const { table, add, remove, onKeyDown } = useLines(fields, rows, onChange);
  const paste = usePaste({ label, fields, rows, onChange });
  const change = (index: number, name: string, value: Value) =>
    onChange(rows.map((row, other) => (other === index ? { ...row, values: { ...row.values, [name]: value } } : row)));
  return (
    <section className={css.lines} aria-labelledby={id}>
      <div className={css.linesHead}>
        <h2 id={id}>{label}</h2>
        <span className={css.hint}>{t("form.lineKeys")}</span>
      </div>
      <div className={css.linesScroll}>
        <table ref={table} className={css.table} aria-labelledby={id}>
          <Head given={given} />
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.key}>
                <td className={css.index}>{index + 1}</td>
                {given.map(([name, field], column) => (
                  <td
                    key={name}
                    data-kind={field.kind}
                    onKeyDown={(event) => onKeyDown(event, index, column + 1)}
                    onPaste={(event) => paste.onPaste(event, index, column)}
                  >
                    <LineBox
                      name={name}
                      field={field}
                      row={row}
                      index={index}
                      fields={fields}
                      error={issue(`${set}.${row.key}.${name}`)}
                      onChange={(value) => change(index, name, value)}
                      onLeave={() => onLeave(`${set}.${row.key}.${name}`)}
                    />
                  </td>
                ))}
                <td className={css.index}>
                  <IconButton
                    icon={IconX}
                    name={t("form.removeLine", { n: index + 1 })}
                    tabIndex={-1}
                    onClick={() => remove(index)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button look="quiet" icon={IconPlus} onClick={add}>
        {t("form.addLine")}
      </Button>
      {issue(set) && <p className={css.error}>{issue(set)}</p>}
      {paste.dialog}
    </section>
  );
}

/** One cell is pasted into its box; a range goes over several lines, with a preview. */
function usePaste({ label, fields, rows, onChange }: Pick<Props, "label" | "fields" | "rows" | "onChange">) {
  const [pasted, setPasted] = useState<PastedLines>();
  const { component: Paste } = useLazy(pasted ? loadPaste : undefined);
  const onPaste = (event: ClipboardEvent, index: number, column: number) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n\r]/.test(text.trimEnd())) return;
    event.preventDefault();
    setPasted({ text, index, column });
  };
  const apply = (next: readonly FormRow[]) => {
    setPasted(undefined);
    onChange(next);
  };
  const dialog = pasted && Paste && (
    <Paste label={label} fields={fields} rows={rows} pasted={pasted} onApply={apply} onClose={() => setPasted(undefined)} />
  );
  return { onPaste, dialog };
}

// One that is chosen from a list stands as a text does.
const isNumber = (field: Field): boolean =>
  field.kind === "quantity" || (field.kind === "decimal" && !field.inForce) || field.kind === "integer";

function Head({ given }: { given: readonly [string, Field][] }) {
  const { t, say } = useWords();
  return (
    <thead>
      <tr>
        <th scope="col" className={css.index}>
          #
        </th>
        {given.map(([name, field]) => (
          <th key={name} scope="col" data-right={isNumber(field) || undefined}>
            {say(field.label)} {field.optional && <span className={css.optional}>{t("word.optional")}</span>}
          </th>
        ))}
        <th className={css.index}>
          <span className={css.spoken}>{t("do.remove")}</span>
        </th>
      </tr>
    </thead>
  );
}

interface LineBoxProps {
  name: string;
  field: Field;
  row: FormRow;
  index: number;
  fields: Fields;
  error: string | undefined;
  onChange: (value: Value) => void;
  onLeave: () => void;
}

function LineBox({ name, field, row, index, fields, error, onChange, onLeave }: LineBoxProps) {
  const { t, say } = useWords();
  return (
    <FieldInput
      field={field}
      bare
      label={`${t("form.line", { n: index + 1 })}, ${say(field.label)}`}
      value={row.values[name] ?? null}
      onChange={onChange}
      onLeave={onLeave}
      error={error}
      unit={unitIn(field, fields, row.values).unit}
    />
  );
}

/** The keys of the table, and where the focus goes after a row was made or removed. */
function useLines(fields: Fields, rows: readonly FormRow[], onChange: (rows: readonly FormRow[]) => void) {
  const table = useRef<HTMLTableElement>(null);
  const wanted = useRef<{ row: number; column: number }>(undefined);
  const focus = (row: number, column: number) => {
    const cell = table.current?.tBodies[0]?.rows[row]?.cells[column];
    cell?.querySelector<HTMLElement>("input:not([aria-hidden]), select, textarea")?.focus();
  };
  // The row that was just made is on the screen only after this render.
  useEffect(() => {
    if (!wanted.current) return;
    focus(wanted.current.row, wanted.current.column);
    wanted.current = undefined;
  });
  const add = () => {
    if (rows.length >= maxLines) return;
    wanted.current = { row: rows.length, column: 1 };
    onChange([...rows, newRow(fields)]);
  };
  const remove = (index: number) => {
    wanted.current = { row: Math.max(0, Math.min(index, rows.length - 2)), column: 1 };
    onChange(rows.filter((_, other) => other !== index));
  };
  const onKeyDown = (event: KeyboardEvent, index: number, column: number) => {
    // Enter inside an open list box or while composing belongs to them.
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    const open = event.target instanceof HTMLElement && event.target.getAttribute("aria-expanded") === "true";
    if (event.key === "Enter" && !open) {
      event.preventDefault();
      if (index === rows.length - 1) add();
      else focus(index + 1, column);
    }
    if (event.key === "Delete" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      remove(index);
    }
  };
  return { table, add, remove, onKeyDown };
}
