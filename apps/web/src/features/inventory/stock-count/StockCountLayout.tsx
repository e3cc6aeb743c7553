/** The page of a stock count: the blind sheet while it is counted, the differences with their reasons when it is reviewed. */
import { countReason, registry } from "@lotline/schema";
import { type KeyboardEvent, type SubmitEvent, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { isRow, type Row, refOf, rowsOf, textOf } from "../../../kit/data/row.ts";
import { areTexts, readDraft, useKept } from "../../../kit/draft.ts";
import field from "../../../kit/field/field.module.css";
import { useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { Masked, Quantity } from "../../../kit/mark/Text.tsx";
import { Progress } from "../../../kit/record/DialogParts.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import { LineTable } from "../../../kit/record/LineTables.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import type { LoadedRecord, RecordLayoutProps } from "../../../kit/record/types.ts";
import { useAct } from "../../../kit/record/useAct.ts";
import { useMay, useSession } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { useWhen } from "../../../kit/useWhen.ts";
import { micros } from "../../inventory/strip/amounts.ts";
import { LotCell, RefCell } from "../../shared/cells.tsx";
import { lineWords } from "../../shared/line-words.ts";
import { quantityColumn } from "../../shared/NumberedLines.tsx";
import { Steps } from "../../shared/Steps.tsx";
import css from "./count.module.css";
import { boxName, countsOf, differing, stillTyped, type Texts, typedIn } from "./sheet.ts";

const identity = ["subject", "item", "site", "createdBy"];
const dates = ["startedAt", "createdAt", "retainUntil"];
const way = ["draft", "counting", "review", "posted"];

export default function StockCountLayout({ name, row, again }: RecordLayoutProps) {
  const { t } = useWords();
  const may = (action: string) => row.actions.some((one) => one.name === action && one.allowed);
  return (
    <>
      <Steps name={name} row={row} states={way} />
      {may("record") ? <Sheet key={row.version} row={row} again={again} /> : <Reviewed row={row} />}
      <LineTable name="StockCount" row={row} set="places" />
      <div className={`${kit.groups} ${css.fields}`}>
        <FieldList name={name} row={row} title={t("record.identity")} names={identity} />
        <FieldList name={name} row={row} title={t("record.dates")} names={dates} />
      </div>
    </>
  );
}

const unitOf = (line: Row): string | undefined => refOf(line.lot)?.unit;

function useColumns(): TableColumn<Row>[] {
  const { say } = useWords();
  const words = lineWords("StockCount");
  return [
    { key: "no", head: "#", cell: (_, index) => <span className={kit.small}>{index + 1}</span> },
    {
      key: "location",
      head: say(words.of("location")),
      cell: (line) => <RefCell to="Location" value={line.location} nameless />,
    },
    { key: "lot", head: say(words.of("lot")), cell: (line) => <LotCell value={line.lot} /> },
    {
      key: "item",
      head: say(registry.Lot.fields.item.label),
      cell: ({ lot }) => <RefCell to="Item" value={isRow(lot) ? lot.item : undefined} />,
    },
  ];
}

/** What is counted, typed line by line: Enter goes to the next box, saving sends what was typed. */
function Sheet({ row, again }: { row: LoadedRecord; again: () => void }) {
  const { t, say } = useWords();
  const tell = useTell();
  const act = useAct("StockCount", row, "record");
  const lines = rowsOf(row.lines);
  const { typed, set } = useCounts(row, lines);
  const words = lineWords("StockCount");
  const counts = countsOf(lines, typed);
  useFresh(act.failure?.kind === "conflict", again);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (counts.length === 0 || !(await act.send({ input: { counts, found: [] } }))) return;
    tell(t("count.saved", { n: counts.length }));
    again();
  };
  const box = (line: Row, index: number) => {
    const serialTracked = isTracked(line);
    const known = typed.get(index + 1);
    return (
      <span className={css.box}>
        {serialTracked && (
          <textarea
            className={field.input}
            rows={1}
            aria-label={`${say(words.of("serialsFound"))} ${index + 1}`}
            value={known?.serials ?? textOf(line.serialsFound)}
            onChange={(event) => set(index + 1, "serials", event.currentTarget.value)}
          />
        )}
        <input
          className={`${field.input} ${css.counted}`}
          data-right
          data-count
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          aria-label={`${say(words.of("counted"))} ${index + 1}`}
          value={known?.counted ?? textOf(line.counted)}
          onChange={(event) => set(index + 1, "counted", event.currentTarget.value)}
          onKeyDown={nextBox}
        />
        <span className={`${kit.small} ${css.unit}`}>{unitOf(line)}</span>
      </span>
    );
  };
  const open = lines.filter((line) => textOf(line.counted) === "").length;
  return (
    <form onSubmit={submit} noValidate>
      <Table
        title={say(words.title)}
        note={t("count.open", { n: open, all: lines.length })}
        rows={lines}
        rowKey={(line) => line.id}
        empty={t("record.noLines")}
        columns={[...useColumns(), { key: "counted", head: say(words.of("counted")), right: true, cell: box }]}
      />
      <p className={css.below}>
        <Button type="submit" look="primary" busy={act.busy} disabled={counts.length === 0 && !act.unknown}>
          {act.unknown ? t("do.check") : t("count.save")}
        </Button>
        <span className={kit.small}>{t("count.blind")}</span>
      </p>
      {act.failure && <FailureText failure={act.failure} />}
      <Progress act={act} label={t("count.save")} />
    </form>
  );
}

/** What is typed on the sheet, kept as its draft: a reload, or counts that somebody else saves, lose nothing. */
function useCounts(row: LoadedRecord, lines: readonly Row[]) {
  const { personId } = useSession().session;
  const what = `StockCount.${row.id}.counts`;
  const [texts, setTexts] = useState<Texts>(() => stillTyped(lines, readDraft(personId, what, areTexts)?.state ?? {}));
  useKept(what, row.version, Object.keys(texts).length > 0 ? texts : undefined);
  const set = (line: number, part: "counted" | "serials", text: string) =>
    setTexts((before) => ({ ...before, [boxName(line, part)]: text }));
  return { typed: typedIn(texts), set };
}

/** Somebody else has saved counts meanwhile: they are shown, and what was typed here stays to be saved. */
function useFresh(isStale: boolean, again: () => void): void {
  const { t } = useWords();
  const tell = useTell();
  useWhen(isStale, () => {
    tell(t("count.stale"));
    again();
  });
}

const isTracked = ({ lot }: Row): boolean => isRow(lot) && isRow(lot.item) && lot.item.serialTracked === true;

// Down the column, as on paper.
function nextBox(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== "Enter") return;
  const boxes = [...(event.currentTarget.form?.querySelectorAll<HTMLInputElement>("[data-count]") ?? [])];
  const next = boxes[boxes.indexOf(event.currentTarget) + 1];
  if (!next) return;
  event.preventDefault();
  next.select();
  next.focus();
}

/** The differences by line and by unit. */
function Reviewed({ row }: { row: LoadedRecord }) {
  const { t, say } = useWords();
  const lines = rowsOf(row.lines);
  const words = lineWords("StockCount");
  const seesBook = useMay()("stockCount.approve");
  const reasons = countReason.values;
  const off = differing(lines).length;
  const quantity = (key: "counted" | "firstCounted") => quantityColumn(key, say(words.of(key)), { lines, unitOf });
  const book = (key: "bookAtStart" | "bookAtCount" | "difference"): TableColumn<Row> =>
    seesBook
      ? quantityColumn(key, say(words.of(key)), {
          lines,
          unitOf,
          ...(key === "difference" ? { cell: (line: Row) => <Difference line={line} /> } : {}),
        })
      : { key, head: say(words.of(key)), right: true, cell: () => <Masked /> };
  const columns = [
    ...useColumns(),
    book("bookAtStart"),
    quantity("firstCounted"),
    quantity("counted"),
    book("bookAtCount"),
    book("difference"),
    {
      key: "reason",
      head: say(words.of("reason")),
      cell: (line: Row) => {
        const reason = textOf(line.reason);
        return reason in reasons ? say(reasons[reason as keyof typeof reasons]) : t("word.empty");
      },
    },
  ];
  return (
    <Table
      title={say(words.title)}
      note={seesBook && off > 0 ? t("count.differ", { n: off, all: lines.length }) : lines.length}
      rows={lines}
      rowKey={(line) => line.id}
      empty={t("record.noLines")}
      columns={columns}
    />
  );
}

function Difference({ line }: { line: Row }) {
  const value = textOf(line.difference);
  if (value === "") return null;
  const off = micros(value) !== 0n;
  return (
    <span className={off ? css.off : undefined}>
      {micros(value) > 0n && "+"}
      <Quantity value={value} unit={unitOf(line)} />
    </span>
  );
}
