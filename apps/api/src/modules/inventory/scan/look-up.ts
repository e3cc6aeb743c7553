/** Which records a scanned code names, and what speaks against using what it stands for. */
import { because, type Reason, type Rec, type RecordName, registry } from "@lotline/schema";
import { dateIn, type Reader } from "../../../base/context.ts";
import type { Scan } from "../../../base/scan.ts";
import { itemsOfDi } from "../../master/index.ts";
import { type SearchHit, searchRecords } from "../../platform/index.ts";
import { usability } from "../lot/usable.ts";

type Read = Exclude<Scan, { kind: "unreadable" }>;

/**
 * The records whose own keys the code holds, whole. The most telling element decides: the unit by its serial number before its lot,
 * the logistic unit, place, reference, part and product. With a target only its records count, and the product of a lot is an item too.
 */
export async function lookUp(reader: Reader, scan: Read, target: RecordName | undefined): Promise<readonly SearchHit[]> {
  for (const { text, only } of keysOf(scan)) {
    const exact = (await searchRecords(reader, text.slice(0, 100))).filter((hit) => hit.exact);
    const wanted = exact.filter((hit) => target === undefined || hit.record === target);
    const kept = wanted.filter((hit) => only === undefined || hit.record === only);
    const found = kept.length > 0 ? kept : wanted;
    // A record's own number is meant before the same text in another field of another record.
    const byNumber = found.filter(({ by }) => by === "number");
    if (found.length > 0) return byNumber.length > 0 ? byNumber : found;
  }
  return itemHits(reader, scan, target);
}

interface Key {
  readonly text: string;
  /** Its records are meant before others of the same number. */
  readonly only?: RecordName;
}

function keysOf(scan: Read): readonly Key[] {
  if (scan.kind === "code") return [{ text: scan.text }];
  const { lot, serial, sscc, place, reference, part } = scan.elements;
  const keys: readonly { text: string | undefined; only?: RecordName }[] = [
    { text: serial, only: "Serial" },
    { text: lot, only: "Lot" },
    { text: sscc },
    { text: place },
    { text: reference },
    { text: part },
  ];
  return keys.flatMap(({ text, only }) => (text === undefined ? [] : [{ text, only }]));
}

/** The item of the product's identifier, or of a bare number that is one. */
async function itemHits(reader: Reader, scan: Read, target: RecordName | undefined): Promise<SearchHit[]> {
  if (target !== undefined && target !== "Item") return [];
  if (!reader.actor.permits.has("item.read")) return [];
  const items = await itemsOfDi(reader, identifiersOf(scan));
  return items.map(({ id, number, nameEn, nameZh }) => ({
    record: "Item",
    id,
    number,
    title: { en: nameEn, zh: nameZh },
    by: "di",
    exact: true,
  }));
}

function identifiersOf(scan: Read): readonly string[] {
  if (scan.kind === "code") return /^\d{8}$|^\d{12,14}$/.test(scan.text) ? [scan.text.padStart(14, "0")] : [scan.text];
  const { di, content } = scan.elements;
  return [di, content].filter((text) => text !== undefined);
}

/** Why the lot or unit that was found may not be used, and what the code says that is not so. */
export async function unfit(reader: Reader, scan: Read, hits: readonly SearchHit[]): Promise<readonly Reason[]> {
  const [hit, ...others] = hits;
  const unit = hit?.record === "Serial" && others.length === 0 ? await unitOf(reader, hit.id) : undefined;
  const lot = hit?.record === "Lot" && others.length === 0 ? hit : unit && { id: unit.lot };
  const wrong = lot ? [...(unit ? goneReasons(unit) : []), ...(await differences(reader, scan, lot.id))] : [];
  // A lot that waits for its inspection or release is scanned all day; that it is held or past its day must be said.
  const use = lot
    ? ((await usability(reader, [lot.id])).get(lot.id) ?? []).filter(({ code }) => code !== "LOT_NOT_RELEASED")
    : [];
  const saysExpired =
    scan.kind === "elements" && use.every(({ code }) => code !== "LOT_EXPIRED") ? expiredByCode(reader, scan) : [];
  return [...wrong, ...use, ...saysExpired];
}

interface UnitFact {
  readonly number: string;
  readonly lot: string;
  readonly whereabouts: Rec<"Serial">["whereabouts"];
}

async function unitOf(reader: Reader, id: string): Promise<UnitFact | undefined> {
  const [unit] = await reader.sql<UnitFact>("select number, lot_id as lot, whereabouts from serial where id = ?", [id]);
  return unit;
}

/** Places where a unit that is in somebody's hand cannot be by the book. */
const gone: ReadonlySet<UnitFact["whereabouts"]> = new Set(["scrap", "sample", "consumed", "adjustment"]);

function goneReasons({ number, whereabouts }: UnitFact): Reason[] {
  if (!gone.has(whereabouts)) return [];
  const { en, zh } = registry.Serial.fields.whereabouts.of.values[whereabouts];
  return [because("SCAN_UNIT_GONE", `By the book unit ${number} is: ${en}.`, `账面上 ${number} 为：${zh}。`, "Serial", number)];
}

interface LotFact {
  readonly number: string;
  readonly itemId: string;
  readonly item: string;
  readonly expiresOn: string | null;
}

/** The code names another item or another expiry than the lot has: a wrong label, or a wrong lot. */
async function differences(reader: Reader, scan: Read, id: string): Promise<Reason[]> {
  if (scan.kind === "code") return [];
  const [lot] = await reader.sql<LotFact>(
    `select l.number, l.item_id as "itemId", i.number as item, l.expires_on::text as "expiresOn"
     from lot l join item i on i.id = l.item_id where l.id = ?`,
    [id],
  );
  const { di, expiresOn } = scan.elements;
  const items = di === undefined ? [] : await itemsOfDi(reader, [di]);
  const reasons: Reason[] = [];
  if (lot && items.length > 0 && !items.some((item) => item.id === lot.itemId)) {
    const named = items.map(({ number }) => number).join(", ");
    reasons.push(
      because(
        "SCAN_OTHER_ITEM",
        `The code is of ${named}, but lot ${lot.number} is of ${lot.item}.`,
        `编码属于 ${named}，而批 ${lot.number} 属于 ${lot.item}。`,
        "Lot",
        lot.number,
      ),
    );
  }
  if (lot && expiresOn !== undefined && lot.expiresOn !== null && !lot.expiresOn.startsWith(expiresOn)) {
    reasons.push(
      because(
        "SCAN_OTHER_EXPIRY",
        `The code says that it expires on ${expiresOn}; lot ${lot.number} expires on ${lot.expiresOn}.`,
        `编码的失效日期为 ${expiresOn}，而批 ${lot.number} 为 ${lot.expiresOn}。`,
        "Lot",
        lot.number,
      ),
    );
  }
  return reasons;
}

/** The code's own expiry has passed; the last good day counts, in the company's first zone. */
function expiredByCode(reader: Reader, scan: Extract<Scan, { kind: "elements" }>): Reason[] {
  const { expiresOn } = scan.elements;
  if (expiresOn === undefined || expiresOn >= dateIn(reader.firmZone, reader.now).slice(0, expiresOn.length)) return [];
  return [because("SCAN_EXPIRED", `By its label it expired on ${expiresOn}.`, `标签上的失效日期 ${expiresOn} 已过。`)];
}
