/** The temperatures of the way, as the logger of a delivery tells them, against what the item needs (REQ-GATE-19). */
import { because, type Line, type Rec, type StorageTerms, storageRange, storageWords } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { openDeviation } from "../../quality/index.ts";

interface Logged {
  readonly loggerMin: string | null;
  readonly loggerMax: string | null;
}

/** True when a reading lies outside what the item needs; without readings, or without limits, there is nothing to judge. Pure. */
export function isExcursion({ loggerMin, loggerMax }: Logged, need: StorageTerms): boolean {
  const range = storageRange(need);
  if (range === null) return false;
  const readings = [loggerMin, loggerMax].flatMap((reading) => (reading === null ? [] : [Number(reading)]));
  return readings.some(
    (reading) => (range.min !== null && reading < Number(range.min)) || (range.max !== null && reading > Number(range.max)),
  );
}

interface Received {
  readonly receipt: Rec<"Receipt">;
  readonly line: Line<"Receipt", "lines">;
  readonly lot: Rec<"Lot">;
}

/** What came too warm or too cold is received, and in the same transaction a deviation is opened and the lot held. */
export async function judgeColdChain(tx: Tx, { receipt, line, lot }: Received): Promise<Rec<"Deviation"> | undefined> {
  const revision = lot.itemRevision && (await tx.get("ItemRevision", lot.itemRevision));
  if (!revision || !isExcursion(line, revision)) return undefined;
  const item = await tx.get("Item", lot.item);
  const place = await tx.get("Location", line.location);
  const deviation = await openDeviation(tx, {
    site: receipt.site,
    kind: "excursion",
    description: excursionWords(line, item.number, revision),
    place: place.number,
    containment: "Received into quarantine and held / 收入待验区并冻结",
    item: item.id,
    lots: [lot.id],
    source: receipt.number,
  });
  await tx.idOf(deviation);
  return deviation;
}

const span = (low: string | null, high: string | null): string =>
  [low, high].flatMap((reading) => (reading === null ? [] : [Number(reading).toFixed(1)])).join("–");

function excursionWords(line: Line<"Receipt", "lines">, item: string, need: StorageTerms): string {
  const words = storageWords(need);
  const [read, minutes] = [span(line.loggerMin, line.loggerMax), line.minutesOut];
  const [forEn, forZh] = minutes === null ? ["", ""] : [` for ${minutes} min`, ` 持续 ${minutes} 分钟`];
  return `${item}: logger read ${read} °C on arrival${forEn}, limit ${words.en} / 到货记录仪 ${read} °C${forZh}，要求 ${words.zh}`;
}

interface Transported extends Logged, StorageTerms {
  readonly lot: string;
  readonly receipt: string;
}

const transportsOf = async (reader: Reader, lots: readonly { id: string }[]): Promise<Map<string, Transported>> => {
  const rows = await reader.sql<Transported>(
    `select l.lot_id as lot, r.number as receipt, l.logger_min as "loggerMin", l.logger_max as "loggerMax",
       v.storage_class as "storageClass", v.storage_min::text as "storageMin", v.storage_max::text as "storageMax"
     from receipt_line l join receipt r on r.id = l.head_id join lot t on t.id = l.lot_id join item_revision v on v.id = t.item_revision_id
     where l.lot_id = any(?::bigint[])`,
    [lots.map((lot) => lot.id)],
  );
  return new Map(rows.map((row) => [row.lot, row]));
};

/** What must be kept cold is not released without a record of how it came: goods are taken in at once, and decided on later. */
export const transportRecorded = condition({
  gate: "lot.release",
  code: "TEMPERATURE_RECORD_MISSING",
  about: { en: "What is kept cold came with a temperature reading", zh: "冷藏、冷冻物料有到货温度记录" },
  record: "Lot",
  facts: transportsOf,
  check: (lot, came) =>
    came && (came.storageClass === "cold" || came.storageClass === "frozen") && came.loggerMin === null && came.loggerMax === null
      ? [
          because(
            "TEMPERATURE_RECORD_MISSING",
            `${lot.number} came on ${came.receipt} without a temperature reading.`,
            `${lot.number} 随 ${came.receipt} 到货时无温度记录。`,
            "Receipt",
            came.receipt,
          ),
        ]
      : [],
});
