import { boms } from "./catalogue.ts";
import type { Bought, Made, Scene } from "./scene.ts";

/** One campaign: the material of a month, the parts made of it, and the finished lots. */
interface Campaign {
  /** Suffix of its lot numbers, e.g. 2510. */
  readonly tag: string;
  readonly month: string;
  /** PVC received and its supplier lot. */
  readonly pvc: { readonly quantity: string; readonly supplierLot: string };
  readonly sets: number;
}

const suppliersOf: { readonly [item: string]: string } = {
  "RM-201": "SUP-01",
  "RM-202": "SUP-02",
  "RM-203": "SUP-02",
  "RM-206": "SUP-02",
  "RM-208": "SUP-02",
  "RM-204": "SUP-03",
  "RM-207": "SUP-03",
  "RM-205": "SUP-04",
  "PK-301": "SUP-05",
  "PK-302": "SUP-05",
  "PK-303": "SUP-05",
  "PK-304": "SUP-05",
  "PK-305": "SUP-05",
};
const prices: { readonly [item: string]: string } = {
  "RM-201": "18.5",
  "RM-202": "16.2",
  "RM-203": "11.4",
  "RM-204": "0.012",
  "RM-205": "0.11",
  "RM-206": "0.02",
  "RM-207": "0.008",
  "RM-208": "0.35",
  "PK-301": "0.18",
  "PK-302": "1.1",
  "PK-303": "4.6",
  "PK-304": "0.05",
  "PK-305": "0.09",
};

/** R201-2607, P301-2607 … */
export const lotOf = (item: string, tag: string): string => `${item.replace("RM-", "R").replace("PK-", "P")}-${tag}`;

const shelf: { readonly [item: string]: number } = { "RM-206": 24, "RM-208": 12, "PK-301": 36 };

const monthsOn = (day: string, months: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
};

export const bought = (item: string, quantity: string, tag: string, supplierLot: string, madeOn: string): Bought => ({
  item,
  quantity,
  price: prices[item] ?? "1",
  lot: lotOf(item, tag),
  supplierLot,
  madeOn,
  // What is kept at 2–8 °C travels with a logger.
  ...(item === "RM-208" ? { logged: { loggerMin: "3.1", loggerMax: "6.8", minutesOut: 0 } } : {}),
  ...(shelf[item] ? { expiresOn: monthsOn(madeOn, shelf[item]) } : {}),
});

const whole = (value: number): string => String(Math.ceil(value));

/** Everything but PVC for a number of sets, with some to spare. */
export function otherMaterial(tag: string, sets: number, madeOn: string): { [supplier: string]: Bought[] } {
  const n = sets * 1.05;
  const lines = [
    bought("RM-202", whole(n * 0.0019 + 5), tag, `HY-A${tag}`, madeOn),
    bought("RM-203", whole(n * 0.004 + 10), tag, `HY-P${tag}`, madeOn),
    bought("RM-206", whole(n * 0.35 + 50), tag, `HY-C${tag}`, madeOn),
    bought("RM-208", whole(n * 0.02 + 10), tag, `HY-E${tag}`, madeOn),
    bought("RM-204", whole(n * 3.2 + 500), tag, `KM-S${tag}`, madeOn),
    bought("RM-207", whole(n * 1.9 + 500), tag, `KM-V${tag}`, madeOn),
    bought("RM-205", whole(n + 200), tag, `QH${tag}`, madeOn),
    bought("PK-301", whole(n * 1.02 + 200), tag, `LP1-${tag}`, madeOn),
    bought("PK-302", whole(n * 0.02 + 20), tag, `LP2-${tag}`, madeOn),
    bought("PK-303", whole(n * 0.0025 + 10), tag, `LP3-${tag}`, madeOn),
    bought("PK-304", whole(n * 1.0225 + 500), tag, `LP4-${tag}`, madeOn),
    bought("PK-305", whole(n * 0.02 + 20), tag, `LP5-${tag}`, madeOn),
  ];
  const bySupplier: { [supplier: string]: Bought[] } = {};
  for (const line of lines) {
    const supplier = suppliersOf[line.item] ?? "";
    bySupplier[supplier] = [...(bySupplier[supplier] ?? []), line];
  }
  return bySupplier;
}

const perUnit = (item: string, component: string): number => Number(boms[item]?.find(([c]) => c === component)?.[1] ?? 0);

/** A quantity as text without the noise of binary fractions. */
const amount = (value: number): string => String(Math.round(value * 1e6) / 1e6);

/** A part made of one material, by weight or area of its bill. */
export const simplePart = (item: string, lot: string, quantity: number, material: string, tag: string): Made => ({
  item,
  lot,
  quantity: String(quantity),
  good: String(quantity),
  scrapped: "0",
  issues: [[lotOf(material, tag), amount(quantity * perUnit(item, material))]],
});

export interface SetRun {
  readonly suffix: string;
  readonly tag: string;
  readonly sets: number;
  readonly scrapped: number;
  readonly tubes: readonly (readonly [string, number])[];
  readonly chambers: readonly (readonly [string, number])[];
}

/** The five orders that end in one finished lot: spike with chamber, tubing, assembly, pouching, packing. */
export function setOrders(run: SetRun): Made[] {
  const { suffix, tag, sets } = run;
  const whole_ = (item: string, lot: string, issues: (readonly [string, string])[]): Made => ({
    item,
    lot,
    quantity: String(sets),
    good: String(sets),
    scrapped: "0",
    issues,
  });
  const of = (item: string, material: string): readonly [string, string] => [
    lotOf(material, tag),
    amount(sets * perUnit(item, material)),
  ];
  return [
    whole_("SA-110", `SA110-${suffix}`, [
      [`MP111-${tag}`, String(sets)],
      ...run.chambers.map(([l, n]) => [l, String(n)] as const),
      of("SA-110", "RM-207"),
    ]),
    whole_("SA-120", `SA120-${suffix}`, [...run.tubes.map(([l, n]) => [l, String(n)] as const), [`MP122-${tag}`, String(sets)]]),
    whole_("SF-IS100-AS", `AS-${suffix}`, [
      [`SA110-${suffix}`, String(sets)],
      [`SA120-${suffix}`, String(sets)],
      [`SA130-${tag}`, String(sets)],
      [`SA140-${tag}`, String(sets)],
      of("SF-IS100-AS", "RM-206"),
    ]),
    whole_("SF-IS100-NS", `NS-${suffix}`, [[`AS-${suffix}`, String(sets)], of("SF-IS100-NS", "PK-301")]),
    {
      item: "FG-IS100",
      lot: `IS${suffix}`,
      quantity: String(sets),
      good: String(sets - run.scrapped),
      scrapped: String(run.scrapped),
      issues: [
        [`NS-${suffix}`, String(sets)],
        of("FG-IS100", "PK-302"),
        of("FG-IS100", "PK-303"),
        of("FG-IS100", "PK-304"),
        of("FG-IS100", "PK-305"),
      ],
    },
  ];
}

/** Parts common to all finished lots of a campaign. */
export async function makeCommonParts(scene: Scene, tag: string, sets: number, day: string): Promise<void> {
  await scene.makeUsable(simplePart("MP-111", `MP111-${tag}`, sets, "RM-202", tag), day, "08:10");
  await scene.makeUsable(simplePart("MP-122", `MP122-${tag}`, sets, "RM-203", tag), day, "09:20");
  await scene.makeUsable(simplePart("MP-131", `MP131-${tag}`, sets * 2, "RM-203", tag), day, "10:30");
  await scene.makeUsable(simplePart("MP-141", `MP141-${tag}`, sets, "RM-203", tag), day, "11:40");
  const filter: Made = {
    item: "SA-130",
    lot: `SA130-${tag}`,
    quantity: String(sets),
    good: String(sets),
    scrapped: "0",
    issues: [
      [`MP131-${tag}`, String(sets * 2)],
      [lotOf("RM-204", tag), amount(sets * 3.2)],
    ],
  };
  await scene.makeUsable(filter, day, "13:00", "liyan");
  const needle: Made = {
    item: "SA-140",
    lot: `SA140-${tag}`,
    quantity: String(sets),
    good: String(sets),
    scrapped: "0",
    issues: [
      [lotOf("RM-205", tag), String(sets)],
      [`MP141-${tag}`, String(sets)],
      [lotOf("RM-208", tag), amount(sets * 0.02)],
    ],
  };
  await scene.makeUsable(needle, day, "14:30", "liyan");
}

/** Deliveries of several suppliers, each ordered, received and released on the same days. */
export const buyAll = (
  bySupplier: { readonly [supplier: string]: readonly Bought[] },
  ordered: string,
  received: string,
  released: string,
): ((scene: Scene) => Promise<void>)[] =>
  Object.entries(bySupplier).map(
    ([supplier, lines]) =>
      (scene: Scene) =>
        scene.buy(supplier, ordered, received, released, lines),
  );

/** A quiet month: material in, one finished lot out, sold to the hospitals. */
export async function quietMonth(scene: Scene, { tag, month, pvc, sets }: Campaign): Promise<void> {
  const day = (d: number) => `${month}-${String(d).padStart(2, "0")}`;
  await scene.together(
    (own) => own.buy("SUP-01", day(1), day(4), day(5), [bought("RM-201", pvc.quantity, tag, pvc.supplierLot, day(1))]),
    ...buyAll(otherMaterial(tag, sets, day(1)), day(1), day(5), day(6)),
  );
  await makeCommonParts(scene, tag, sets, day(9));
  await scene.makeUsable(simplePart("SF-121", `TB-${tag}`, sets, "RM-201", tag), day(10), "08:10");
  await scene.makeUsable(simplePart("MP-112", `MP112-${tag}`, sets, "RM-201", tag), day(10), "10:10");
  const orders = setOrders({
    suffix: `${tag}C`,
    tag,
    sets,
    scrapped: 150,
    tubes: [[`TB-${tag}`, sets]],
    chambers: [[`MP112-${tag}`, sets]],
  });
  await finishSets(scene, orders, [day(12), day(13), day(14), day(15), day(16)]);
  await releaseFinished(scene, `IS${tag}C`, String(sets - 150), day(25));
  const half = String(Math.floor((sets - 150) / 800) * 400);
  const rest = String(sets - 150 - Number(half));
  const shipments = [
    await scene.ship("C-04", day(27), "09:00", `IS${tag}C`, "FG-IS100", half),
    await scene.ship("C-06", day(27), "10:30", `IS${tag}C`, "FG-IS100", rest),
  ];
  await scene.at(day(28), "15:30");
  for (const shipment of shipments) await scene.deliver(shipment, day(28));
}

/** The chain of orders of one finished lot, one a day; the last lot stays in quarantine. */
export async function finishSets(scene: Scene, orders: readonly Made[], days: readonly string[]): Promise<void> {
  for (const [index, order] of orders.entries()) {
    const day = days[index] ?? days[days.length - 1] ?? "";
    if (index < orders.length - 1) await scene.makeUsable(order, day, "08:20");
    else {
      await scene.at(day, "08:20");
      await scene.make(order, day, "liyan");
    }
  }
}

/** Tests, market release and the way to the finished goods store. */
export async function releaseFinished(scene: Scene, lot: string, quantity: string, day: string, time = "10:42"): Promise<void> {
  await scene.at(day, "08:30");
  await scene.inspect(lot, "FG-IS100", "sunye");
  await scene.at(day, time);
  await scene.release(lot, "zhouqiming", true);
  await scene.store(lot, quantity, "SZ1-F1");
}
