/** The third step: what is wrong, counted and row by row; texts are given a meaning, cells are mended in their place. */
import { useQuery } from "@apollo/client/react";
import type { ImportMapping } from "@lotline/schema";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import paste from "../../../kit/paste/paste.module.css";
import { parseTsv } from "../../../kit/paste/tsv.ts";
import { ErrorState, Skeleton } from "../../../kit/states.tsx";
import css from "./import.module.css";
import {
  checkImportDocument,
  correctImportDocument,
  type ImportGroup,
  type ImportRow,
  importGroupsQuery,
  importRowsQuery,
  isAtWork,
  mapImportDocument,
  textAt,
} from "./imports.ts";
import { optionsOf } from "./MappingStep.tsx";
import { Progress } from "./Progress.tsx";
import type { StepProps } from "./Wizard.tsx";

/** Rows that are drawn; the rest is counted, and comes when these are mended. */
const shown = 200;
const unmapped = new Set(["UNMAPPED_VALUE", "UNMAPPED_REFERENCE"]);

export function CheckStep(props: StepProps & { onNext: () => void }) {
  const { t } = useWords("import");
  const { batch, busy, order, round, onNext } = props;
  if (isAtWork(batch.state)) return <Progress batch={batch} />;
  if (batch.state !== "checked")
    return (
      <div className={css.buttons}>
        <Button look="primary" busy={busy} onClick={() => void order([checkImportDocument, {}])}>
          {t("import.checkAgain")}
        </Button>
      </div>
    );
  const n = (count: number) => count.toLocaleString("en");
  return (
    <>
      <p className={css.counts} role="status">
        {t("import.counts", { total: n(batch.total), ok: n(batch.ok), wrong: n(batch.wrong) })}
      </p>
      {batch.wrong === 0 ? (
        <>
          <p>{t("import.allRight")}</p>
          <div className={css.buttons}>
            <Button look="primary" onClick={onNext}>
              {t("import.toDifference")}
            </Button>
          </div>
        </>
      ) : (
        <Wrong key={round} {...props} />
      )}
    </>
  );
}

/** From error to error by Enter, and from the last one to the check by Ctrl+Enter, without a hand on the mouse. */
const asksToSave = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean => key === "Enter" && (ctrlKey || metaKey);

function Wrong({ batch, busy, order }: StepProps) {
  const { t } = useWords("import");
  const [onlyWrong, setOnlyWrong] = useState(true);
  const [values, setValues] = useState<ImportMapping["values"]>({});
  const [fixes, setFixes] = useState<ReadonlyMap<string, string>>(new Map());
  const { data: found } = useQuery(importGroupsQuery, { variables: { id: batch.id }, fetchPolicy: "no-cache" });
  const { data, error, refetch } = useQuery(importRowsQuery, {
    variables: { id: batch.id, wrongOnly: onlyWrong, first: shown },
    fetchPolicy: "no-cache",
  });
  const rows = data?.batch.rows;
  const all = onlyWrong ? batch.wrong : batch.total;
  const count = fixes.size + Object.values(values).reduce((sum, of) => sum + Object.keys(of).length, 0);
  const mean = (path: string, text: string, value: string) =>
    setValues((before) => ({ ...before, [path]: { ...before[path], [text]: value } }));
  const save = () => {
    const corrections = [...fixes].map(([key, text]) => {
      const [position, at] = key.split(" ").map(Number);
      return { position: position ?? 0, column: batch.headers[at ?? 0] ?? "", text };
    });
    const paths = new Set([...Object.keys(batch.mapping.values), ...Object.keys(values)]);
    const merged = Object.fromEntries([...paths].map((path) => [path, { ...batch.mapping.values[path], ...values[path] }]));
    const orders = [
      ...(corrections.length > 0 ? [[correctImportDocument, { corrections }] as const] : []),
      ...(Object.keys(values).length > 0
        ? [[mapImportDocument, { mapping: { ...batch.mapping, values: merged } }] as const]
        : []),
      [checkImportDocument, {}] as const,
    ];
    void order(...orders);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of its boxes come together here
    <div className={css.wrong} onKeyDown={(event) => asksToSave(event) && !busy && save()}>
      <section aria-label={t("import.groups")}>
        <h2>{t("import.groups")}</h2>
        <ul className={css.groups}>
          {found?.batch.groups.map((group) => (
            <Group
              key={`${group.column} ${group.code} ${group.value}`}
              group={group}
              batch={batch}
              values={values}
              onMean={mean}
            />
          ))}
        </ul>
      </section>
      <section aria-label={t("import.wrongRows")}>
        <div className={css.head}>
          <h2>{t("import.wrongRows")}</h2>
          <label>
            <input type="checkbox" checked={onlyWrong} onChange={(event) => setOnlyWrong(event.currentTarget.checked)} />{" "}
            {t("import.onlyWrong")}
          </label>
          <p className={css.hint}>{t("import.fixHint")}</p>
        </div>
        {rows && <Rows headers={batch.headers} rows={rows} fixes={fixes} onFixes={setFixes} />}
        {!rows && !error && <Skeleton rows={5} />}
        {!rows && error && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
        {rows?.length === shown && all > shown && <p className={css.hint}>{t("import.more", { n: all - shown })}</p>}
      </section>
      <div className={css.buttons}>
        <Button look="primary" busy={busy} onClick={save}>
          {count > 0 ? t("import.saveFixes", { n: count }) : t("import.checkAgain")}
        </Button>
      </div>
    </div>
  );
}

interface GroupProps {
  group: ImportGroup;
  batch: StepProps["batch"];
  values: ImportMapping["values"];
  onMean: (path: string, text: string, value: string) => void;
}

/** Equal errors; a text that nothing stands for yet can be given its meaning once for all rows. */
function Group({ group, batch, values, onMean }: GroupProps) {
  const { t, say, lang } = useWords("import");
  const { column, code, value, text, count, line } = group;
  const target = batch.targets.find(({ path }) => path === (column === null ? undefined : batch.mapping.columns[column]));
  const id = useId();
  const options = target ? optionsOf(target.field, say, lang) : [];
  return (
    <li>
      <span>{say(text)}</span>
      <span className={css.times}>{t("import.times", { n: count.toLocaleString("en"), line })}</span>
      {target && value && unmapped.has(code) && (
        <label htmlFor={id}>
          {t("import.means", { text: value })}{" "}
          {options.length > 0 ? (
            <select
              id={id}
              className={css.control}
              value={values[target.path]?.[value] ?? ""}
              onChange={(event) => onMean(target.path, value, event.currentTarget.value)}
            >
              <option value="" disabled>
                {t("import.meansNothing")}
              </option>
              {options.map(([key, name]) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </select>
          ) : (
            <input
              id={id}
              className={css.control}
              value={values[target.path]?.[value] ?? ""}
              onChange={(event) => onMean(target.path, value, event.currentTarget.value)}
            />
          )}
        </label>
      )}
    </li>
  );
}

interface RowsProps {
  headers: readonly string[];
  rows: readonly ImportRow[];
  /** By "line column": what is typed and not saved yet. */
  fixes: ReadonlyMap<string, string>;
  onFixes: (fixes: ReadonlyMap<string, string>) => void;
}

function Rows({ headers, rows, fixes, onFixes }: RowsProps) {
  const { t } = useWords("import");
  const put = (from: number, at: number, cells: readonly (readonly string[])[]) => {
    const next = new Map(fixes);
    for (const [down, line] of cells.entries())
      for (const [right, text] of line.entries()) {
        const row = rows[from + down];
        if (row && at + right < headers.length) next.set(`${row.position} ${at + right}`, text);
      }
    onFixes(next);
  };
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => table.current?.querySelector<HTMLInputElement>("input[aria-invalid]")?.focus({ preventScroll: true }), []);
  const keys = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLInputElement)) return;
    const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>("input[aria-invalid]")];
    const here = boxes.indexOf(event.target);
    event.preventDefault();
    const next = boxes[here + (event.shiftKey ? -1 : 1)];
    next?.focus();
    next?.select();
  };
  return (
    <div className={paste.scroll}>
      <table ref={table} className={paste.table} onKeyDown={keys}>
        <thead>
          <tr>
            <th scope="col">{t("import.line")}</th>
            {headers.map((header) => (
              <th key={header} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.position}>
              <th scope="row">
                {row.position}
                <Whys row={row} column={null} />
              </th>
              {headers.map((header, at) => (
                <Cell
                  key={header}
                  row={row}
                  header={header}
                  text={fixes.get(`${row.position} ${at}`) ?? textAt(row, at)}
                  onText={(text) => put(index, at, [[text]])}
                  onCells={(cells) => put(index, at, cells)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  row: ImportRow;
  header: string;
  text: string;
  onText: (text: string) => void;
  onCells: (cells: readonly (readonly string[])[]) => void;
}

/** A cell with something wrong is a box; the others open when they are double-clicked, for the cause may stand beside the error. */
function Cell({ row, header, text, onText, onCells }: CellProps) {
  const { t } = useWords("import");
  const isWrong = row.issues.some(({ column }) => column === header);
  const [open, setOpen] = useState(isWrong);
  const pasted = (event: ClipboardEvent) => {
    const cells = parseTsv(event.clipboardData.getData("text/plain"));
    if (cells.length < 2 && (cells[0]?.length ?? 0) < 2) return;
    event.preventDefault();
    onCells(cells);
  };
  if (!open)
    return (
      <td>
        <button
          type="button"
          className={css.cell}
          title={t("import.fix", { line: row.position, column: header })}
          onClick={() => setOpen(true)}
        >
          {text || "–"}
        </button>
      </td>
    );
  return (
    <td data-state={isWrong ? "wrong" : undefined}>
      <input
        className={paste.fix}
        aria-label={t("import.fix", { line: row.position, column: header })}
        aria-invalid={isWrong || undefined}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onPaste={pasted}
      />
      <Whys row={row} column={header} />
    </td>
  );
}

function Whys({ row, column }: { row: ImportRow; column: string | null }) {
  const { say } = useWords("import");
  return row.issues
    .filter((issue) => issue.column === column)
    .map((issue) => (
      <span key={issue.code} className={paste.why}>
        {say(issue.text)}
      </span>
    ));
}
