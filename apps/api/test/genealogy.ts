/** The genealogy with exact balances of the demo company (scenarios.md §1), made on the stock ledger alone, with a control. */
import { count, issue, move, produceLot, receiveLot, type Source, sample, scrap, ship } from "../src/modules/inventory/index.ts";
import { document, openStage, type PlaceType, type Stage } from "./stock-stage.ts";

type Uses = readonly (readonly [lot: string, quantity: string])[];

/** lot, pieces, kilograms of R201-2607, scrapped, tested */
const tubes = [
  ["TB-071", "15000", "176.9", "145", "5"],
  ["TB-072", "15000", "176.9", "145", "5"],
  ["TB-073", "15000", "176.9", "145", "5"],
  ["TB-074", "15000", "176.9", "145", "5"],
  ["TB-075", "13600", "160.4", "400", "0"],
] as const;
const chambers = [
  ["MP112-26-31", "38000", "100.15", "360", "10"],
  ["MP112-26-32", "36000", "94.85", "820", "10"],
] as const;

const itemClasses = {
  "RM-201": "raw",
  "SF-121": "component",
  "MP-112": "component",
  "SA-110": "subassembly",
  "SA-120": "subassembly",
  "SF-AS": "subassembly",
  "SF-NS": "subassembly",
  "FG-IS100": "finished",
} as const;
type ItemNumber = keyof typeof itemClasses;

const consignees = ["C-01", "C-02", "C-04", "C-05", "C-06", "C-07"];

export class Genealogy {
  readonly stage: Stage;
  readonly items = new Map<string, string>();
  readonly lots = new Map<string, string>();

  constructor(stage: Stage) {
    this.stage = stage;
  }

  readonly idOf = (number: string): string => this.lots.get(number) ?? "";
  readonly customer = (number: string): string => this.stage.customers[consignees.indexOf(number)] ?? "";
  /** The domain clock stands at this wall time in Suzhou. */
  readonly at = (moment: string) =>
    this.stage.house.sql("select public.set_domain_clock(0, $1::timestamptz)", [`${moment}:00+08:00`]);
  readonly take = (lot: string, quantity: string, type: PlaceType = "storage") => ({
    lot: this.idOf(lot),
    location: this.stage.place[type],
    quantity,
    source: document("Lot"),
  });
  readonly move = (lot: string, from: PlaceType, to: PlaceType, quantity: string) => {
    const { place } = this.stage;
    const asked = { lot: this.idOf(lot), from: place[from], to: place[to], quantity, source: document("Lot") };
    return this.stage.run((tx) => move(tx, asked));
  };

  /** Released and put on the shelf. */
  async store(number: string, quantity: string): Promise<void> {
    await this.stage.run((tx) => tx.act("Lot", this.idOf(number), "carryRelease", {}));
    await this.move(number, "quarantine", "storage", quantity);
  }

  async receive(number: string, supplierLot: string, quantity: string): Promise<void> {
    const { place, supplier, run } = this.stage;
    const item = this.items.get("RM-201") ?? "";
    const asked = { number, item, supplier, supplierLot, quantity, location: place.quarantine, source: document("Receipt") };
    this.lots.set(number, (await run((tx) => receiveLot(tx, asked))).id);
    await this.store(number, quantity);
  }

  /** A work order: its issues and its output, each in a command of its own as on the floor. */
  async make(item: ItemNumber, number: string, good: string, inputs: Uses, usable = true): Promise<Source> {
    const source = document("WorkOrder", `WO-${number}`);
    for (const [lot, quantity] of inputs) await this.stage.run((tx) => issue(tx, { source, lines: [this.take(lot, quantity)] }));
    const asked = { source, number, item: this.items.get(item) ?? "", quantity: good, location: this.stage.place.quarantine };
    this.lots.set(number, (await this.stage.run((tx) => produceLot(tx, asked))).id);
    if (usable) await this.store(number, good);
    return source;
  }

  async makeSet(suffix: string, good: string, tubeUse: Uses, chamberUse: Uses): Promise<void> {
    const both: Uses = [
      [`SA120-${suffix}`, "24000"],
      [`SA110-${suffix}`, "24000"],
    ];
    await this.make("SA-120", `SA120-${suffix}`, "24000", tubeUse);
    await this.make("SA-110", `SA110-${suffix}`, "24000", chamberUse);
    await this.make("SF-AS", `AS-${suffix}`, "24000", both);
    await this.make("SF-NS", `NS-${suffix}`, "24000", [[`AS-${suffix}`, "24000"]]);
    await this.make("FG-IS100", `IS${suffix}`, good, [[`NS-${suffix}`, "24000"]], false);
  }

  async ship(lot: string, parts: Uses, into: "customer" | "transit" = "customer"): Promise<void> {
    for (const [number, quantity] of parts) {
      const lines = [this.take(lot, quantity)];
      await this.stage.run((tx) => ship(tx, { source: document("Shipment"), customer: this.customer(number), lines, into }));
    }
  }
}

/** Opens a warehouse and plays it to 2026-08-20 09:00. */
export async function openGenealogy(): Promise<Genealogy> {
  const made = new Genealogy(await openStage());
  for (const [number, itemClass] of Object.entries(itemClasses))
    made.items.set(number, await made.stage.newItem(number, itemClass, number === "RM-201" ? "kg" : "ea"));
  await made.at("2026-07-06 09:40");
  await raw(made);
  await made.at("2026-07-13 08:00");
  await parts(made);
  await sets(made);
  await made.at("2026-08-12 08:00");
  await sales(made);
  await made.at("2026-08-20 09:00");
  return made;
}

async function raw(made: Genealogy): Promise<void> {
  await made.receive("R201-2607", "PV26-118", "1200");
  await made.receive("R201-2606", "PV26-090", "120");
  await made.stage.run((tx) => scrap(tx, { ...made.take("R201-2607", "2.4"), remark: "spilt" }));
  await made.stage.run((tx) => sample(tx, made.take("R201-2607", "3")));
}

async function parts(made: Genealogy): Promise<void> {
  const { run, place } = made.stage;
  for (const [number, pieces, kilograms] of tubes) await made.make("SF-121", number, pieces, [["R201-2607", kilograms]]);
  for (const [number, pieces, kilograms] of chambers) await made.make("MP-112", number, pieces, [["R201-2607", kilograms]]);
  const counted = [{ lot: made.idOf("R201-2607"), location: place.storage, difference: "-5.6" }];
  await run((tx) => count(tx, { lines: counted, source: document("StockCount") }));
  for (const [number, , , scrapped, tested] of [...tubes, ...chambers]) {
    await run((tx) => scrap(tx, made.take(number, scrapped)));
    if (tested !== "0") await run((tx) => sample(tx, made.take(number, tested)));
  }
}

const useOfTubes: { readonly [suffix: string]: Uses } = {
  "2607A": [
    ["TB-071", "14800"],
    ["TB-072", "9200"],
  ],
  "2607B": [
    ["TB-072", "5600"],
    ["TB-073", "14800"],
    ["TB-074", "3600"],
  ],
  "2608A": [
    ["TB-074", "11200"],
    ["TB-075", "12800"],
  ],
};
const useOfChambers: { readonly [suffix: string]: Uses } = {
  "2607A": [["MP112-26-31", "24000"]],
  "2607B": [
    ["MP112-26-31", "13400"],
    ["MP112-26-32", "10600"],
  ],
  "2608A": [["MP112-26-32", "24000"]],
};

async function sets(made: Genealogy): Promise<void> {
  for (const [suffix, good] of Object.entries({ "2607A": "23640", "2607B": "23712", "2608A": "23580" }))
    await made.makeSet(suffix, good, useOfTubes[suffix] ?? [], useOfChambers[suffix] ?? []);
  // The control uses a raw lot of its own.
  await made.make("SF-121", "TB-061", "6000", [["R201-2606", "70.2"]]);
  await made.make("SA-120", "SA120-2606C", "6000", [["TB-061", "6000"]]);
  await made.make("FG-IS100", "IS2606C", "6000", [["SA120-2606C", "6000"]], false);
  for (const [number, stored] of Object.entries({ IS2607A: "23200", IS2607B: "23272" })) {
    await made.move(number, "quarantine", "retained", "120");
    await made.stage.run((tx) => sample(tx, made.take(number, "320", "quarantine")));
    await made.store(number, stored);
  }
}

async function sales(made: Genealogy): Promise<void> {
  await made.ship("IS2607A", [
    ["C-01", "2000"],
    ["C-02", "4000"],
    ["C-04", "4000"],
    ["C-05", "3200"],
    ["C-06", "3600"],
    ["C-07", "3200"],
  ]);
  await made.ship("IS2607B", [
    ["C-04", "4800"],
    ["C-05", "2400"],
    ["C-06", "2400"],
  ]);
  await made.ship("IS2607B", [["C-07", "2400"]], "transit");
  await made.move("IS2607B", "storage", "blocked", "72");
}
