import type { Handled } from "../hands.ts";
import { askedFor } from "./buying.ts";
import { longerLifeAsked } from "./master-changes.ts";
import { noteArrival } from "./own-fields.ts";
import { refusedRetest, retestOfBoxes, returnLot, wetPallet } from "./quality-events.ts";
import type { Scene } from "./scene.ts";
import { bought } from "./story.ts";

/** The nonconformity of a lot, opened by its rejected inspection. */
export async function nonconformityOf(scene: Scene, lot: string): Promise<Handled> {
  const { id } = await scene.find("Lot", lot);
  let number = "";
  await (await scene.by("linjing")).read(async (tx) => {
    number = (await tx.findOne("Nonconformity", { lot: id }))?.number ?? "";
  });
  return scene.find("Nonconformity", number);
}

/** Boxes with the old print, returned to the supplier: a nonconformity from its report to its closure. */
export async function returnedBoxes(scene: Scene): Promise<void> {
  const lines = [bought("PK-302", "600", "2606-2", "LP2-2606X", "2026-06-01")];
  await scene.at("2026-06-02", "08:30");
  const order = await scene.order("SUP-05", "2026-06-09", lines);
  await scene.at("2026-06-09", "09:30");
  await scene.receive(order, lines);
  await scene.at("2026-06-09", "14:00");
  const inspection = await scene.inspect(
    "P302-2606-2",
    "PK-302",
    "chenhe",
    new Map([
      ["1.2", "1"],
      ["1.4", "1"],
    ]),
    false,
  );
  await retestOfBoxes(scene, inspection);
  await (await scene.by("chenhe")).act("Inspection", inspection, "conclude");
  await wetPallet(scene);
  const ncr = await nonconformityOf(scene, "P302-2606-2");
  await scene.at("2026-06-10", "09:00");
  await (await scene.by("linjing")).act("Nonconformity", ncr, "review", {
    containment: "Pallet moved to blocked stock / 整托移入不合格品区",
    legalRequirementUnmet: false,
  });
  await (await scene.by("gaolang")).act("Lot", await scene.find("Lot", "P302-2606-2"), "move", {
    from: await scene.id("Location", "SZ1-Q1"),
    to: await scene.id("Location", "SZ1-B1"),
    quantity: "600",
  });
  await returnLot(scene, ncr, "P302-2606-2", {
    decided: ["2026-06-11", "10:20"],
    collected: ["2026-06-12", "14:10"],
    closed: ["2026-06-15", "16:00"],
    justification: "Old print on the boxes / 中盒印刷版本过期",
    carriedOut: "600 boxes collected by the supplier / 600 个中盒由供应商提回",
    capaDecision: "The supplier withdrew the old print / 供应商已收回旧版",
  });
}

/** What is open on 20 August 2026, 09:00: work for each of the people who sign in. */
export const openWork = (scene: Scene): Promise<void> =>
  scene.together(rejectedPouches, coldEpoxy, waitingMaterial, waitingOrders, askedFor, waitingMasterData);

/** Two of twenty pouches too wide: the inspection is rejected, the nonconformity open, the lot held. */
async function rejectedPouches(scene: Scene): Promise<void> {
  const lines = [bought("PK-301", "24000", "2608-2", "LP1-2608X", "2026-08-10")];
  await scene.at("2026-08-12", "08:40");
  const order = await scene.order("SUP-05", "2026-08-18", lines);
  await scene.at("2026-08-18", "09:10");
  await scene.receive(order, lines);
  await scene.at("2026-08-18", "13:20");
  const inspection = await scene.inspect(
    "P301-2608-2",
    "PK-301",
    "chenhe",
    new Map([
      ["1.9", "121.4"],
      ["1.14", "121.3"],
    ]),
    false,
  );
  await refusedRetest(scene, inspection);
  await (await scene.by("chenhe")).act("Inspection", inspection, "conclude");
  await scene.at("2026-08-19", "09:05");
  await (await scene.by("linjing")).act("Nonconformity", await nonconformityOf(scene, "P301-2608-2"), "review", {
    containment: "24,000 pouches stay in quarantine / 24,000 个纸塑袋留在待验区",
    legalRequirementUnmet: false,
  });
}

/** Epoxy that arrived too warm: its logger opened a deviation, and the lot is held. */
async function coldEpoxy(scene: Scene): Promise<void> {
  const logged = { loggerMin: "3.2", loggerMax: "9.4", minutesOut: 42 };
  const lines = [{ ...bought("RM-208", "600", "2608-2", "HY-E2608X", "2026-08-05"), logged }];
  await scene.at("2026-08-13", "08:40");
  const order = await scene.order("SUP-02", "2026-08-19", lines);
  await scene.at("2026-08-19", "08:50");
  await scene.receive(order, lines);
  await noteArrival(scene, await scene.find("Lot", "R208-2608-2"), "9.4");
}

/** One delivery not inspected yet, one half read, one still on its way, one waiting for its order's approval. */
async function waitingMaterial(scene: Scene): Promise<void> {
  const abs = [bought("RM-202", "850", "2608-2", "HY-A2608X", "2026-08-10")];
  await scene.at("2026-08-13", "09:30");
  const absOrder = await scene.order("SUP-02", "2026-08-19", abs);
  const cannulas = [bought("RM-205", "60000", "2608-2", "QH2608X", "2026-08-08")];
  const cannulaOrder = await scene.order("SUP-04", "2026-08-19", cannulas);
  const labels = [bought("PK-304", "50000", "2609", "LP4-2609", "2026-08-18")];
  await scene.order("SUP-05", "2026-08-24", labels);
  await scene.at("2026-08-19", "10:10");
  await scene.receive(absOrder, abs);
  await scene.receive(cannulaOrder, cannulas);
  await scene.at("2026-08-19", "15:10");
  const inspection = await scene.inspectionOf("R205-2608-2");
  const equipment = await scene.id("Equipment", "TT-01");
  const read = (sample: number) => ({ characteristic: 1, sample, value: scene.around(26.5, 1.2, 1), equipment });
  // Sun Ye began on the last day on which he was qualified for it.
  await (await scene.by("sunye")).act("Inspection", inspection, "record", { readings: [read(1)] });
  await (await scene.by("chenhe")).act("Inspection", inspection, "record", { readings: [read(2), read(3)] });
}

async function waitingOrders(scene: Scene): Promise<void> {
  await scene.at("2026-08-19", "16:00");
  const buyer = await scene.by("shenyue");
  const site = await scene.id("Site", "SZ1");
  const line = { item: await scene.id("Item", "RM-201"), quantity: "4000", price: "21.5" };
  const big = await buyer.create("PurchaseOrder", {
    site,
    supplier: await scene.id("Supplier", "SUP-01"),
    orderedOn: scene.day,
    neededOn: "2026-09-07",
    currency: "CNY",
    lines: [line],
  });
  await (await scene.by("shenyue")).act("PurchaseOrder", big, "submit");
  // Left yesterday for C-07, signed for by nobody yet.
  await scene.ship("C-07", "2026-08-19", "16:20", "IS2607B", "FG-IS100", "2400");
  const sales = await (await scene.by("fangyi")).create("SalesOrder", {
    site,
    customer: await scene.id("Customer", "C-05"),
    orderedOn: scene.day,
    lines: [{ item: await scene.id("Item", "FG-IS100"), quantity: "800" }],
  });
  await (await scene.by("fangyi")).act("SalesOrder", sales, "confirm");
  const shipment = await (await scene.by("dingkai")).create("Shipment", {
    site,
    salesOrder: sales.id,
    lines: [{ lot: await scene.id("Lot", "IS2607A"), from: await scene.id("Location", "SZ1-F1"), quantity: "800" }],
  });
  await (await scene.by("dingkai")).act("Shipment", shipment, "pick");
  const planned = await (await scene.by("hechuan")).create("WorkOrder", {
    site,
    item: await scene.id("Item", "SF-121"),
    quantity: "6000",
    lotNumber: "TB-091",
    plannedOn: "2026-08-21",
  });
  await (await scene.by("hechuan")).act("WorkOrder", planned, "release");
  await (await scene.by("hechuan")).create("WorkOrder", {
    site,
    item: await scene.id("Item", "MP-112"),
    quantity: "6000",
    lotNumber: "MP112-26-51",
    plannedOn: "2026-08-24",
  });
}

async function waitingMasterData(scene: Scene): Promise<void> {
  await scene.at("2026-08-19", "17:00");
  await (await scene.by("luoan")).create("ItemRevision", {
    item: await scene.id("Item", "RM-201"),
    revision: "B",
    changeReason: "Hardness limit narrowed after complaint of stiff tubes / 因软管偏硬收紧硬度范围",
    specification: "PVC compound (TOTM), Shore A 78±2 / PVC 粒料（TOTM），邵氏 A 78±2",
  });
  await longerLifeAsked(scene);
}
