import type { Handled } from "../hands.ts";
import { setStorage } from "./catalogue.ts";
import { countPlace } from "./counts.ts";
import { noteArrival } from "./own-fields.ts";
import type { Made, Scene } from "./scene.ts";
import {
  bought,
  buyAll,
  finishSets,
  lotOf,
  makeCommonParts,
  otherMaterial,
  releaseFinished,
  setOrders,
  simplePart,
} from "./story.ts";

const tag = "2607";

/** Tubes of R201-2607: 73,600 pieces for 868.0 kg, the purge of each order included. */
const tubes: readonly (readonly [lot: string, pieces: number, kilograms: string, day: string])[] = [
  ["TB-071", 15_000, "176.9", "2026-07-13"],
  ["TB-072", 15_000, "176.9", "2026-07-14"],
  ["TB-073", 15_000, "176.9", "2026-07-15"],
  ["TB-074", 15_000, "176.9", "2026-07-16"],
  ["TB-075", 13_600, "160.4", "2026-07-17"],
];
/** Chambers: 74,000 pieces for 195.0 kg, runners included. */
const chambers: readonly (readonly [string, number, string, string])[] = [
  ["MP112-26-31", 38_000, "100.15", "2026-07-15"],
  ["MP112-26-32", 36_000, "94.85", "2026-07-17"],
];
/** What was scrapped and tested of them later: lot, scrapped, tested. */
const losses: readonly (readonly [string, string, string])[] = [
  ["TB-071", "145", "5"],
  ["TB-072", "145", "5"],
  ["TB-073", "145", "5"],
  ["TB-074", "145", "5"],
  ["TB-075", "400", "0"],
  ["MP112-26-31", "360", "10"],
  ["MP112-26-32", "820", "10"],
];

async function lose(scene: Scene, lot: string, from: string, scrapped: string, tested: string): Promise<void> {
  const record = await scene.find("Lot", lot);
  const location = await scene.id("Location", from);
  if (scrapped !== "0")
    await (await scene.by("dingkai")).act(
      "Lot",
      record,
      "scrap",
      { from: location, quantity: scrapped },
      "Start-up and setting pieces, counted by the line",
    );
  if (tested !== "0") await (await scene.by("sunye")).act("Lot", record, "sample", { from: location, quantity: tested });
}

/** 2026-07-06: the delivery of US-02, and the other material of the campaign. */
export const receiveMaterial = (scene: Scene): Promise<void> =>
  scene.together(receiveCompound, ...buyAll(otherMaterial(tag, 78_000, "2026-07-01"), "2026-07-01", "2026-07-07", "2026-07-08"));

async function receiveCompound(scene: Scene): Promise<void> {
  await scene.at("2026-06-29", "08:30");
  const packed = { unit: "bag", quantity: "48", price: "462.5" };
  const lines = [{ ...bought("RM-201", "1200", tag, "PV26-118", "2026-06-26"), packed }];
  const order = await scene.order("SUP-01", "2026-07-06", lines);
  await scene.at("2026-07-06", "09:40");
  await scene.receive(order, lines);
  await noteArrival(scene, await scene.find("Lot", lotOf("RM-201", tag)), "24.6");
  await scene.at("2026-07-07", "08:30");
  await scene.inspect(lotOf("RM-201", tag), "RM-201", "chenhe");
  await scene.at("2026-07-08", "10:05");
  await scene.release(lotOf("RM-201", tag));
  await scene.store(lotOf("RM-201", tag), "1200");
  await lose(scene, lotOf("RM-201", tag), "SZ1-S1", "2.4", "3");
}

/** Tubes and chambers of R201-2607, and the parts that do not come from it. */
export async function makeParts(scene: Scene): Promise<void> {
  await makeCommonParts(scene, tag, 72_000, "2026-07-10");
  const part = (item: string, lot: string, pieces: number, kilograms: string): Made => ({
    item,
    lot,
    quantity: String(pieces),
    good: String(pieces),
    scrapped: "0",
    issues: [[lotOf("RM-201", tag), kilograms]],
    remark: "Purge and runners at start-up / 开机清料与流道料",
  });
  await scene.together(
    async (own) => {
      for (const [lot, pieces, kilograms, day] of tubes)
        await own.makeUsable(part("SF-121", lot, pieces, kilograms), day, "08:10", "liyan");
    },
    async (own) => {
      for (const [lot, pieces, kilograms, day] of chambers)
        await own.makeUsable(part("MP-112", lot, pieces, kilograms), day, "13:10", "wutong");
    },
  );
  await scene.at("2026-07-20", "15:00");
  for (const [lot, scrapped, tested] of losses) await lose(scene, lot, "SZ1-S1", scrapped, tested);
  // What the count of 20 July did not find.
  await countPlace(scene, {
    subject: "PVC in the material store, 20 July / 原辅料库 PVC，7 月 20 日",
    location: "SZ1-S1",
    item: "RM-201",
    found: new Map([[lotOf("RM-201", tag), "126"]]),
  });
}

/** IS2607A, IS2607B and IS2608A with their splits of tubes and chambers. */
export async function makeSets(scene: Scene): Promise<void> {
  const run = (suffix: string, scrapped: number, tubeUse: [string, number][], chamberUse: [string, number][]) =>
    setOrders({ suffix, tag, sets: 24_000, scrapped, tubes: tubeUse, chambers: chamberUse });
  const a = run(
    "2607A",
    360,
    [
      ["TB-071", 14_800],
      ["TB-072", 9_200],
    ],
    [["MP112-26-31", 24_000]],
  );
  const b = run(
    "2607B",
    288,
    [
      ["TB-072", 5_600],
      ["TB-073", 14_800],
      ["TB-074", 3_600],
    ],
    [
      ["MP112-26-31", 13_400],
      ["MP112-26-32", 10_600],
    ],
  );
  const c = run(
    "2608A",
    420,
    [
      ["TB-074", 11_200],
      ["TB-075", 12_800],
    ],
    [["MP112-26-32", 24_000]],
  );
  const sent: Sent[] = [];
  await scene.together(
    async (own) => {
      await finishSets(own, a, ["2026-07-24", "2026-07-24", "2026-07-27", "2026-07-30", "2026-07-31"]);
      await own.at("2026-08-08", "08:30");
      await keep(own, "IS2607A");
      await releaseFinished(own, "IS2607A", "23200", "2026-08-08", "16:32");
      sent.push(...(await shipA(own)));
    },
    async (own) => {
      await finishSets(own, b, ["2026-07-25", "2026-07-25", "2026-07-28", "2026-07-31", "2026-07-31"]);
      await own.at("2026-08-11", "08:10");
      await keep(own, "IS2607B");
      await releaseFinished(own, "IS2607B", "23272", "2026-08-11", "11:20");
      sent.push(...(await shipB(own)));
    },
    (own) => finishSets(own, c, ["2026-08-06", "2026-08-06", "2026-08-09", "2026-08-12", "2026-08-15"]),
  );
  await scene.at("2026-08-19", "09:40");
  for (const { shipment, on } of sent) await scene.deliver(shipment, on);
  await blockCartons(scene);
}

/** 120 retained, 320 tested in the laboratory. */
async function keep(scene: Scene, lot: string): Promise<void> {
  const record = await scene.find("Lot", lot);
  const from = await scene.id("Location", "SZ1-Q1");
  await (await scene.by("dingkai")).act("Lot", record, "retain", {
    from,
    to: await scene.id("Location", "SZ1-K1"),
    quantity: "120",
  });
  await (await scene.by("sunye")).act("Lot", record, "sample", { from, quantity: "320" });
}

interface Sent {
  readonly shipment: Handled;
  readonly on: string;
}

/** Customer, day, hour and pieces of each shipment, and the day it arrived. */
type Part = readonly [customer: string, day: string, time: string, quantity: string, arrived: string];

const shipAll = async (scene: Scene, lot: string, parts: readonly Part[]): Promise<Sent[]> => {
  const sent: Sent[] = [];
  for (const [customer, day, time, quantity, on] of parts)
    sent.push({ shipment: await scene.ship(customer, day, time, lot, "FG-IS100", quantity), on });
  return sent;
};

const shipA = (scene: Scene): Promise<Sent[]> =>
  shipAll(scene, "IS2607A", [
    ["C-02", "2026-08-09", "09:00", "4000", "2026-08-10"],
    ["C-04", "2026-08-09", "10:30", "4000", "2026-08-11"],
    ["C-05", "2026-08-10", "09:00", "3200", "2026-08-11"],
    ["C-06", "2026-08-10", "10:30", "3600", "2026-08-12"],
    ["C-07", "2026-08-10", "13:30", "3200", "2026-08-13"],
    ["C-01", "2026-08-12", "14:20", "2000", "2026-08-13"],
  ]);

const shipB = (scene: Scene): Promise<Sent[]> =>
  shipAll(scene, "IS2607B", [
    ["C-04", "2026-08-12", "16:00", "4800", "2026-08-14"],
    ["C-05", "2026-08-14", "09:00", "2400", "2026-08-15"],
    ["C-06", "2026-08-18", "09:00", "2400", "2026-08-18"],
  ]);

/** Three cartons of 24 that a forklift crushed in the rack. */
const blockCartons = async (scene: Scene): Promise<void> => {
  await (await scene.by("dingkai")).act("Lot", await scene.find("Lot", "IS2607B"), "move", {
    from: await scene.id("Location", "SZ1-F1"),
    to: await scene.id("Location", "SZ1-B1"),
    quantity: "72",
  });
};

/** Lots of their own PVC, which a trace of R201-2607 must not reach. */
export async function makeControls(scene: Scene): Promise<void> {
  const other = "2608";
  await scene.together(
    (own) =>
      own.buy("SUP-01", "2026-07-27", "2026-08-03", "2026-08-04", [bought("RM-201", "120", other, "PV26-131", "2026-07-30")]),
    ...buyAll(otherMaterial(other, 6_000, "2026-07-28"), "2026-07-28", "2026-08-03", "2026-08-04"),
  );
  await makeCommonParts(scene, other, 6_000, "2026-08-07");
  await scene.makeUsable(simplePart("SF-121", "TB-081", 6_000, "RM-201", other), "2026-08-08", "09:10");
  await scene.makeUsable(simplePart("MP-112", "MP112-26-41", 6_000, "RM-201", other), "2026-08-08", "11:10");
  const orders = setOrders({
    suffix: "2608B",
    tag: other,
    sets: 6_000,
    scrapped: 0,
    tubes: [["TB-081", 6_000]],
    chambers: [["MP112-26-41", 6_000]],
  });
  await finishSets(scene, orders, ["2026-08-10", "2026-08-10", "2026-08-11", "2026-08-12", "2026-08-14"]);
}

/** The shelf life of the finished set: 24 months until the ageing study allowed 36, in force from 2026-07-20. */
export async function reviseShelfLife(scene: Scene): Promise<void> {
  await scene.at("2026-07-14", "09:00");
  const revision = await (await scene.by("luoan")).create("ItemRevision", {
    item: await scene.id("Item", "FG-IS100"),
    revision: "B",
    changeReason: "Ageing study AS-26-02 supports a longer shelf life / 老化研究 AS-26-02 支持延长有效期",
    specification: "Infusion set 5 µm, sterile / 一次性使用精密过滤输液器 5 µm",
    shelfLifeMonths: 30,
    storage: setStorage,
    registration: "国械注准DEMO3140001",
  });
  await scene.at("2026-07-16", "10:12");
  await (await scene.by("luoan")).edit(
    "ItemRevision",
    revision,
    { shelfLifeMonths: 36 },
    "The 36-month time point of AS-26-02 is in",
  );
  await scene.at("2026-07-17", "15:40");
  await (await scene.by("xuheng")).act("ItemRevision", revision, "approve", { effectiveOn: "2026-07-20" });
}
