import { because, type Duty, type New, type Reason, type Rec } from "@lotline/schema";
import { dutiesOf } from "../../../kernel/authorize.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { carryHolds } from "../hold/place.ts";
import { usability } from "../lot/usable.ts";
import { type Edge, type Line, post } from "../posting.ts";
import { amount, sum } from "./amount.ts";
import { apart, type Place, placeReasons, quantityOf, type StockLot, shelves, survey } from "./ground.ts";
import { partSerials } from "./serials.ts";
import { type Arrival, storageReasons } from "./storage.ts";
import type { Merge, Split, Use } from "./types.ts";
import { takesOf } from "./use.ts";

const mostParts = 50;

/** Parts of a lot under numbers of their own. Status, holds and the duties people had on it go with each part. */
export async function split(tx: Tx, { lot: id, location, parts, source, remark }: Split): Promise<Rec<"Lot">[]> {
  if (parts.length === 0 || parts.length > mostParts) tx.require([partsReason]);
  const [parent] = await tx.lock("Lot", [id]);
  if (!parent) throw new Error("no lot");
  const children: Rec<"Lot">[] = [];
  for (const { number, quantity } of parts) children.push(await tx.create("Lot", likeParents([parent], number, quantity)));
  const ids = children.map((child) => child.id);
  const ground = await survey(tx, [id, ...ids], [location, ...parts.flatMap((part) => part.to ?? [])], ["regroup"]);
  const amounts = parts.map((part, i) => ({
    lot: ground.lot(ids[i] ?? ""),
    to: ground.place(part.to ?? location),
    quantity: quantityOf(tx, ground.lot(id), part.quantity),
    serials: part.serials,
  }));
  const total = sum(amounts.map((part) => part.quantity));
  const from = ground.place(location);
  const aside = ground.outside("regroup");
  tx.require(
    await placesFor(
      tx,
      [id],
      [from],
      amounts.map(({ to }) => ({ lot: ground.lot(id), place: to })),
    ),
  );
  const units = partSerials(tx, ground.lot(id), amounts);
  const out = amounts.map(({ lot, quantity }): Edge => ({ lot: lot.id, quantity, direction: "out" }));
  await post(tx, {
    kind: "split",
    source,
    remark,
    lines: [
      { lot: ground.lot(id), place: from, quantity: total.negated() },
      { lot: ground.lot(id), place: aside, quantity: total },
      ...amounts.flatMap(({ lot, to, quantity }): Line[] => [
        { lot, place: aside, quantity: quantity.negated() },
        { lot, place: to, quantity },
      ]),
    ],
    // The units named go with their part.
    serials: amounts.map(({ lot, to }, i) => ({
      lot: ground.lot(id),
      serials: units[i] ?? [],
      from,
      to,
      into: { lot, aside },
    })),
    event: { kind: "split" },
    edges: [{ lot: id, quantity: total, direction: "in" }, ...out],
  });
  for (const child of children) await carryStatus(tx, [parent], child);
  return children;
}

const partsReason = because("SPLIT_PARTS", `Give 1 to ${mostParts} parts.`, `请给出 1 至 ${mostParts} 份。`);

/** Lots of one item and one status become one lot; all their holds go with it, and the earliest expiry counts. */
export async function merge(tx: Tx, { number, lines, to, source, remark }: Merge): Promise<Rec<"Lot">> {
  const parents = await tx.lock(
    "Lot",
    lines.map((line) => line.lot),
  );
  tx.require(mixReasons(parents));
  const takesTotal = sum(lines.map((line) => amount(line.quantity)));
  const made = await tx.create("Lot", likeParents(parents, number, takesTotal.toFixed()));
  const ground = await survey(
    tx,
    [made.id, ...parents.map((parent) => parent.id)],
    [to, ...lines.map((line) => line.location)],
    ["regroup"],
  );
  const takes = takesOf(tx, ground, lines);
  const aside = ground.outside("regroup");
  tx.require([
    ...keptApart(parents.map((parent) => ground.lot(parent.id))),
    ...(await placesFor(
      tx,
      parents.map((parent) => parent.id),
      takes.map((take) => take.place),
      parents.map((parent) => ({ lot: ground.lot(parent.id), place: ground.place(to) })),
    )),
  ]);
  const intoEvent = Map.groupBy(takes, (take) => take.lot.id);
  const into = [...intoEvent].map(
    ([lot, group]): Edge => ({ lot, quantity: sum(group.map((take) => take.quantity)), direction: "in" }),
  );
  await post(tx, {
    kind: "merge",
    source,
    remark,
    lines: [
      ...takes.flatMap(({ lot, place, quantity }): Line[] => [
        { lot, place, quantity: quantity.negated() },
        { lot, place: aside, quantity },
      ]),
      { lot: ground.lot(made.id), place: aside, quantity: takesTotal.negated() },
      { lot: ground.lot(made.id), place: ground.place(to), quantity: takesTotal },
    ],
    event: { kind: "merge" },
    edges: [...into, { lot: made.id, quantity: takesTotal, direction: "out" }],
  });
  await carryStatus(tx, parents, made);
  return made;
}

/** Worked over: the lot goes through an event and comes out as itself, a loop that the trace shows (REQ-TRC-11). */
export async function rework(tx: Tx, given: Use): Promise<string> {
  const ground = await survey(tx, [given.lot], [given.location], []);
  const takes = takesOf(tx, ground, [given]);
  tx.require(
    placeReasons(
      "LOCATION_NOT_A_SHELF",
      takes.map((take) => take.place),
      shelves,
    ),
  );
  return post(tx, {
    kind: "rework",
    source: given.source,
    remark: given.remark,
    lines: takes.flatMap(({ lot, place, quantity }): Line[] => [
      { lot, place, quantity: quantity.negated() },
      { lot, place, quantity },
    ]),
    event: { kind: "rework" },
    edges: takes.flatMap(({ lot, quantity }): Edge[] => [
      { lot: lot.id, quantity, direction: "in" },
      { lot: lot.id, quantity, direction: "out" },
    ]),
  });
}

// What may not be used stays apart also under a new number; where it stands already it may stay.
async function placesFor(
  tx: Tx,
  lots: readonly string[],
  from: readonly Place[],
  arrivals: readonly Arrival[],
): Promise<Reason[]> {
  const blockers = [...(await usability(tx, lots)).values()].flat();
  const blocked = blockers.length > 0;
  const moved = arrivals.filter(({ place }) => !from.includes(place));
  const elsewhere = [...new Set(moved.map(({ place }) => place))];
  const onShelves = elsewhere.filter((place) => shelves.includes(place.type));
  const notApart = blocked ? placeReasons("LOCATION_NOT_APART", onShelves, apart) : [];
  return [
    ...placeReasons("LOCATION_NOT_A_SHELF", [...new Set([...from, ...elsewhere])], shelves),
    // The place alone would not say why: with it comes what makes the lots unusable.
    ...(notApart.length > 0 ? [...blockers, ...notApart] : []),
    ...(await storageReasons(tx, moved, blocked ? apart : shelves)),
  ];
}

// A mixture would hide which lot a unit came with, though its serial number says what it is.
const keptApart = (lots: readonly StockLot[]): Reason[] =>
  lots
    .filter((lot) => lot.serialTracked)
    .map(({ number, item }) =>
      because(
        "SERIALS_KEEP_LOT",
        `${item} is serial-tracked: ${number} is not mixed with another lot.`,
        `${item} 按序列号管理：${number} 不与其他批合并。`,
        "Lot",
        number,
      ),
    );

function mixReasons(parents: readonly Rec<"Lot">[]): Reason[] {
  const differ = (of: (lot: Rec<"Lot">) => string) => new Set(parents.map(of)).size > 1;
  return [
    ...(parents.length < 2 ? [because("MERGE_ONE", "A merge needs at least two lots.", "合批至少需要两个批。")] : []),
    ...(differ((lot) => lot.item)
      ? [because("ITEMS_DIFFER", "Only lots of one item can be merged.", "仅同一物料的批可合并。")]
      : []),
    ...(differ((lot) => lot.itemRevision ?? "")
      ? [because("REVISIONS_DIFFER", "Only lots of one item revision can be merged.", "仅同一物料版本的批可合并。")]
      : []),
    ...(differ((lot) => lot.state)
      ? [because("STATES_DIFFER", "Only lots of one status can be merged.", "仅同一状态的批可合并。")]
      : []),
  ];
}

/** The fields of a lot that comes from others: what they have in common, the earliest dates. */
function likeParents(parents: readonly Rec<"Lot">[], number: string, quantity: string): New<"Lot"> {
  const [first] = parents;
  if (!first) throw new Error("no parent");
  const common = <K extends "itemRevision" | "supplier" | "supplierLot">(key: K) =>
    parents.every((parent) => parent[key] === first[key]) ? first[key] : null;
  const earliest = (key: "madeOn" | "expiresOn") => parents.flatMap((parent) => parent[key] ?? []).sort()[0] ?? null;
  return {
    number,
    item: first.item,
    itemRevision: common("itemRevision"),
    isFinishedDevice: first.isFinishedDevice,
    supplier: common("supplier"),
    supplierLot: supplierLots(parents),
    quantityMade: quantity,
    madeOn: earliest("madeOn"),
    expiresOn: earliest("expiresOn"),
    site: first.site,
  };
}

// All of them as far as they fit; the trace finds each by its own lot anyway.
function supplierLots(parents: readonly Rec<"Lot">[]): string | null {
  const all = [...new Set(parents.flatMap((parent) => parent.supplierLot ?? []))].join(" + ");
  return all === "" || all.length > mostSupplierLot ? null : all;
}
const mostSupplierLot = 60;

async function carryStatus(tx: Tx, parents: readonly Rec<"Lot">[], child: Rec<"Lot">): Promise<void> {
  await carryDuties(tx, parents, child);
  await carryHolds(tx, parents, child);
  const [first] = parents;
  const carriedFrom = parents.map((parent) => parent.number);
  switch (first?.state) {
    case "underTest":
      await tx.act("Lot", child.id, "startTest", {});
      break;
    case "rejected":
      await tx.act("Lot", child.id, "reject", {});
      break;
    case "released": {
      const releases = parents.flatMap((parent) => parent.releasedAt ?? []);
      const latest = releases.reduce((a, b) => (a > b ? a : b), releases[0] ?? tx.now);
      tx.update("Lot", child, { releasedAt: latest, releaseEvidence: { carriedFrom } });
      await tx.act("Lot", child.id, "carryRelease", {});
      break;
    }
    default:
  }
}

// Who inspected, performed or received the parent may not release a part of it either (compliance.md §C, rules 3 and 4).
async function carryDuties(tx: Tx, parents: readonly Rec<"Lot">[], child: Rec<"Lot">): Promise<void> {
  const known = await dutiesOf(tx, "Lot", parents);
  const pairs = new Set(parents.map((parent) => `author ${parent.createdBy}`));
  for (const duties of known.values())
    for (const [duty, people] of duties) for (const person of people) pairs.add(`${duty} ${person}`);
  for (const pair of pairs) {
    const [duty = "", person = ""] = pair.split(" ");
    // Read from the duty table, which only ever holds these words.
    tx.duty("Lot", child.id, duty as Duty, person);
  }
}
