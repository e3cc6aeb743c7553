/** A small warehouse for tests of the stock ledger: one site with every kind of location, three items, six customers. */
import { randomUUID } from "node:crypto";
import type { Rec, RecordName } from "@lotline/schema";
import { command } from "../src/kernel/command.ts";
import type { Tx } from "../src/kernel/tx.ts";
import { move, receiveLot, type Source } from "../src/modules/inventory/index.ts";
import { type House, openHouse } from "./house.ts";

export type PlaceType = Rec<"Location">["type"];

export interface Stage {
  readonly house: House;
  readonly site: string;
  readonly place: { readonly [T in PlaceType]: string };
  readonly item: { readonly raw: string; readonly part: string; readonly device: string };
  newItem(number: string, itemClass: Rec<"Item">["itemClass"], unit?: "kg" | "ea"): Promise<string>;
  readonly supplier: string;
  readonly customers: readonly string[];
  /** A command of this person's around the work; by the warehouse keeper when nobody is named. */
  run<T>(work: (tx: Tx) => Promise<T>, login?: string): Promise<T>;
  /** A received lot; when released also moved to storage. */
  lot(given?: {
    number?: string;
    item?: string;
    quantity?: string;
    expiresOn?: string | null;
    supplierLot?: string;
  }): Promise<string>;
  releasedLot(given?: {
    number?: string;
    item?: string;
    quantity?: string;
    expiresOn?: string | null;
    supplierLot?: string;
  }): Promise<string>;
  close(): Promise<void>;
}

let documents = 0;

/** A document that a posting names, with an id of its own; the ledger does not read it. */
export function document(record: RecordName = "WorkOrder", number?: string): Source {
  documents += 1;
  return { record, id: String(1_000_000 + documents), number: number ?? `DOC-${documents}` };
}

/** Opens a house and enters the warehouse's master data by the people whose task it is. */
export async function openStage(): Promise<Stage> {
  const house = await openHouse();
  const steward = await house.hands.as("luoan");
  const { id: site } = await (await house.hands.as("guping")).create("Site", {
    number: "SZ1",
    nameEn: "Suzhou",
    nameZh: "苏州",
    zone: "Asia/Shanghai",
    address: "1 Demo Road",
  });
  // The outside places come with the site; the shelves are entered.
  for (const type of ["quarantine", "storage", "production", "blocked", "retained", "dispatch"])
    await steward.create("Location", { number: `SZ1-${type.toUpperCase()}`, nameEn: type, nameZh: type, type, site });
  const places = await house.sql<{ type: string; id: string }>("select type, id from location where site_id = $1", [site]);
  const { id: kg } = await steward.create("Unit", { symbol: "kg", nameEn: "kilogram", nameZh: "千克", decimals: 3 });
  const { id: ea } = await steward.create("Unit", { symbol: "ea", nameEn: "each", nameZh: "个", decimals: 0 });
  const newItem: Stage["newItem"] = async (number, itemClass, unit = "ea") => {
    const made = await steward.create("Item", {
      number,
      nameEn: number,
      nameZh: number,
      itemClass,
      unit: unit === "kg" ? kg : ea,
      inspectionRequired: true,
      source: itemClass === "raw" ? "bought" : "made",
      ...(itemClass === "finished" ? { deviceClass: "III" } : {}),
    });
    return made.id;
  };
  const item = {
    raw: await newItem("RM-1", "raw", "kg"),
    part: await newItem("SA-1", "subassembly"),
    device: await newItem("FG-1", "finished"),
  };
  const partner = (number: string) => ({ number, nameEn: number, nameZh: number, address: "Demo" });
  const supplier = (await (await house.hands.as("mengfei")).create("Supplier", partner("SUP-1"))).id;
  const customers: string[] = [];
  for (const number of ["C-01", "C-02", "C-04", "C-05", "C-06", "C-07"])
    customers.push((await steward.create("Customer", { ...partner(number), kind: "hospital" })).id);

  const run: Stage["run"] = async (work, login = "gaolang") => {
    const { ctx } = await house.hands.as(login);
    const results: Awaited<ReturnType<typeof work>>[] = [];
    await command(house.kernel, ctx, { id: randomUUID(), operation: "test", input: null }, async (tx) => {
      results.splice(0, results.length, await work(tx));
      return null;
    });
    return results[0] as Awaited<ReturnType<typeof work>>;
  };
  // Every location type is among them.
  const place = Object.fromEntries(places.map((row) => [row.type, row.id])) as Stage["place"];
  let numbers = 0;
  const receive = (tx: Tx, given: Parameters<Stage["lot"]>[0] = {}) =>
    receiveLot(tx, {
      number: given.number ?? `L-${++numbers}`,
      item: given.item ?? item.raw,
      supplier,
      supplierLot: given.supplierLot ?? "S-1",
      quantity: given.quantity ?? "100",
      expiresOn: given.expiresOn ?? null,
      location: place.quarantine,
      source: document("Receipt"),
    });
  return {
    house,
    site,
    place,
    item,
    newItem,
    supplier,
    customers,
    run,
    lot: (given) => run(async (tx) => (await receive(tx, given)).id),
    releasedLot: (given) =>
      run(async (tx) => {
        const { id } = await receive(tx, given);
        await tx.act("Lot", id, "carryRelease", {});
        const source = document();
        // An expired lot may not leave quarantine; tests that need one on the shelf let it expire there.
        await move(tx, { lot: id, from: place.quarantine, to: place.storage, quantity: given?.quantity ?? "100", source });
        return id;
      }),
    close: () => house.close(),
  };
}
