/** Stock counts: blind lines frozen at the start, differences against the book of the moment, posted by a second signature. */
import {
  type ActionInputOf,
  because,
  type Line,
  maxLines,
  type Reason,
  type Rec,
  readSerials,
  writeSerials,
} from "@lotline/schema";
import { notFound } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { amount } from "../stock/amount.ts";
import { count } from "../stock/correct.ts";
import type { Counted } from "../stock/types.ts";
import { type BookLine, bookOf, standingAt } from "./book.ts";

type CountLine = Line<"StockCount", "lines">;

export const stockCountBehaviour = behaviour({
  record: "StockCount",
  actions: {
    start: { effect: start },
    record: { effect: record },
    submit: {
      effect: async (tx, sheet) => {
        const open = (await tx.lines("StockCount", "lines", sheet)).filter((line) => line.counted === null);
        tx.require(open.length > 0 ? [linesOpen(open)] : []);
      },
    },
    recount: {
      effect: async (tx, sheet, { lines: wanted }) => {
        const lines = await tx.lines("StockCount", "lines", sheet);
        for (const { line } of wanted)
          tx.updateLine<"StockCount", "lines">("StockCount", sheet, lineAt(tx, sheet, lines, line), {
            counted: null,
            serialsFound: null,
            serialsMissing: null,
            serialsExtra: null,
            countedAt: null,
            bookAtCount: null,
            difference: null,
          });
        tx.require(wanted.length > 0 ? [] : [nothingChosen]);
      },
    },
    approve: { effect: approve },
  },
});

const nothingChosen = because("COUNT_NOTHING_CHOSEN", "Choose the lines to be counted again.", "请选择需复盘的行。");

/** Everything that stands at the places now, with what the book says of it. */
async function start(tx: Tx, sheet: Rec<"StockCount">): Promise<void> {
  const places = await tx.lines("StockCount", "places", sheet);
  const standing = await standingAt(
    tx,
    places.map((line) => line.location),
    sheet.site,
    sheet.item,
  );
  tx.require([
    ...(places.length > 0
      ? []
      : [because("COUNT_NO_PLACES", "Name the places to be counted.", "请指定盘点库位。", "StockCount", sheet.number)]),
    ...(standing.length <= maxLines
      ? []
      : [
          because(
            "COUNT_TOO_LONG",
            `More than ${maxLines} lots stand there; count fewer places or one item at a time.`,
            `这些库位超过 ${maxLines} 个批，请减少库位或按物料分单盘点。`,
            "StockCount",
            sheet.number,
          ),
        ]),
  ]);
  for (const [index, { lot, location, quantity }] of standing.entries())
    tx.addLine("StockCount", "lines", sheet, index + 1, { lot, location, bookAtStart: quantity });
  tx.update("StockCount", sheet, { startedAt: tx.now });
}

/** What was found, beside what the book says at this moment; the lots are locked, so that nothing moves in between. */
async function record(tx: Tx, sheet: Rec<"StockCount">, given: ActionInputOf<"StockCount", "record">): Promise<void> {
  const lines = await tx.lines("StockCount", "lines", sheet);
  const counts = given.counts.map(({ line, ...seen }) => ({ line: lineAt(tx, sheet, lines, line), ...seen }));
  await tx.lock("Lot", [...counts.map(({ line }) => line.lot), ...given.found.map(({ lot }) => lot)]);
  const book = await bookOf(tx, [...counts.map(({ line }) => line), ...given.found]);
  const places = new Set((await tx.lines("StockCount", "places", sheet)).map((line) => line.location));
  tx.require([
    ...counts.flatMap(({ line, ...seen }) => countReasons(bookLine(book, line), seen)),
    ...given.found.flatMap((found, index) => [
      ...foundReasons(bookLine(book, found), [...lines, ...given.found.slice(0, index)], places),
      ...countReasons(bookLine(book, found), found),
    ]),
    ...(lines.length + given.found.length <= maxLines
      ? []
      : [because("TOO_MANY_LINES", `A sheet has at most ${maxLines} lines.`, `每单最多 ${maxLines} 行。`)]),
  ]);
  for (const { line, ...seen } of counts)
    tx.updateLine<"StockCount", "lines">("StockCount", sheet, line, {
      ...result(tx, bookLine(book, line), seen),
      firstCounted: line.firstCounted ?? seen.counted,
    });
  for (const [index, { lot, location, ...seen }] of given.found.entries())
    tx.addLine("StockCount", "lines", sheet, lines.length + index + 1, {
      lot,
      location,
      bookAtStart: "0",
      firstCounted: seen.counted,
      ...result(tx, bookLine(book, { lot, location }), seen),
    });
}

function bookLine(book: ReadonlyMap<string, BookLine>, { lot, location }: { lot: string; location: string }): BookLine {
  const at = book.get(`${lot} ${location}`);
  if (!at) throw notFound("Lot", lot);
  return at;
}

/** Why something cannot be added to the sheet: a line before it says it, or its place is not counted. */
const foundReasons = (
  at: BookLine,
  before: readonly Pick<CountLine, "lot" | "location">[],
  places: ReadonlySet<string>,
): Reason[] => {
  const line = before.findIndex(({ lot, location }) => lot === at.lot && location === at.location) + 1;
  return [
    ...(line > 0 ? [because("COUNT_LINE_KNOWN", `${at.number} is line ${line}.`, `${at.number} 已列于第 ${line} 行。`)] : []),
    ...(places.has(at.location)
      ? []
      : [because("COUNT_OTHER_PLACE", `${at.place} is not counted on this sheet.`, `${at.place} 不在本盘点单内。`)]),
  ];
};

interface Seen {
  readonly counted: string;
  readonly serials?: string | null | undefined;
}

/** The units that were found; null when they cannot be read or are not as many as the amount says. */
function unitsOf({ counted, serials }: Seen): readonly string[] | null {
  const read = readSerials(serials ?? "");
  return read.ok && amount(counted).equals(read.serials.length) ? read.serials : null;
}

/** Why a count of one line cannot be taken. */
function countReasons(at: BookLine, seen: Seen): Reason[] {
  const units = at.serialTracked ? unitsOf(seen) : [];
  const { extra } = compared(at.serials, units ?? []);
  const elsewhere = extra.filter((serial) => !at.lost.includes(serial));
  const reason = (code: string, en: string, zh: string) => because(code, en, zh, "Lot", at.number);
  return [
    ...(amount(seen.counted).decimalPlaces() <= at.decimals
      ? []
      : [
          reason(
            "QUANTITY_DECIMALS",
            `${at.unit} has at most ${at.decimals} decimals.`,
            `单位 ${at.unit} 最多 ${at.decimals} 位小数。`,
          ),
        ]),
    ...(units
      ? []
      : [
          // Units are counted one by one: as many are named as were found.
          reason(
            "SERIALS_COUNT",
            `Units of ${at.number} are counted one by one: name as many serial numbers as were found.`,
            `${at.number} 须逐件盘点：所列序列号须与实盘数量一致。`,
          ),
        ]),
    ...(elsewhere.length > 0
      ? [
          reason(
            "COUNT_SERIAL_ELSEWHERE",
            `By the book these of ${at.number} stand elsewhere: ${writeSerials(elsewhere)}. Move them first.`,
            `账面上 ${at.number} 的下列序列号在别处：${writeSerials(elsewhere)}。请先移库。`,
          ),
        ]
      : []),
  ];
}

/** A count of one line beside the book of the moment; of serial-tracked lots also which units are missing and which are there besides. */
function result(tx: Tx, at: BookLine, seen: Seen) {
  const found = (at.serialTracked && unitsOf(seen)) || [];
  const { missing, extra } = at.serialTracked ? compared(at.serials, found) : { missing: [], extra: [] };
  return {
    counted: seen.counted,
    serialsFound: writeSerials(found) || null,
    serialsMissing: writeSerials(missing) || null,
    serialsExtra: writeSerials(extra) || null,
    countedAt: tx.now,
    bookAtCount: at.quantity,
    difference: amount(seen.counted).minus(at.quantity).toFixed(),
  };
}

const compared = (book: readonly string[], found: readonly string[]) => {
  const [there, seenOnes] = [new Set(book), new Set(found)];
  return { missing: book.filter((serial) => !seenOnes.has(serial)), extra: found.filter((serial) => !there.has(serial)) };
};

/** The differences of all lines in one posting, each with its reason. */
async function approve(tx: Tx, sheet: Rec<"StockCount">, { reasons }: ActionInputOf<"StockCount", "approve">): Promise<void> {
  const lines = await tx.lines("StockCount", "lines", sheet);
  const given = new Map(reasons.map(({ line, reason }) => [lineAt(tx, sheet, lines, line).position, reason]));
  const differing = lines.filter(
    (line) => line.serialsMissing !== null || line.serialsExtra !== null || !amount(line.difference ?? "0").isZero(),
  );
  const unexplained = differing.filter((line) => !given.has(line.position));
  tx.require(unexplained.length > 0 ? [reasonMissing(unexplained)] : []);
  for (const line of differing)
    tx.updateLine<"StockCount", "lines">("StockCount", sheet, line, { reason: given.get(line.position) ?? null });
  const counted = differing.map(
    ({ lot, location, difference, serialsMissing: missing, serialsExtra: extra }): Counted => ({
      lot,
      location,
      difference: difference ?? "0",
      missing,
      extra,
    }),
  );
  await count(tx, {
    lines: counted,
    source: { record: "StockCount", id: sheet.id, number: sheet.number },
    remark: sheet.subject,
  });
}

function lineAt(tx: Tx, sheet: Rec<"StockCount">, lines: readonly CountLine[], position: number): CountLine {
  const line = lines.find((one) => one.position === position);
  if (!line) {
    tx.require([
      because(
        "COUNT_NO_LINE",
        `${sheet.number} has no line ${position}.`,
        `${sheet.number} 没有第 ${position} 行。`,
        "StockCount",
        sheet.number,
      ),
    ]);
    throw new Error("refused");
  }
  return line;
}

const positions = (lines: readonly CountLine[]): string => lines.map((line) => line.position).join(", ");

const linesOpen = (lines: readonly CountLine[]) =>
  because("COUNT_LINES_OPEN", `Not counted yet: lines ${positions(lines)}.`, `尚未盘点：第 ${positions(lines)} 行。`);

const reasonMissing = (lines: readonly CountLine[]) =>
  because(
    "COUNT_REASON_MISSING",
    `Give the reason of the difference in lines ${positions(lines)}.`,
    `请填写第 ${positions(lines)} 行差异的原因。`,
  );
