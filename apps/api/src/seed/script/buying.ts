import type { Scene } from "./scene.ts";

/** Amounts of one unit in another: [item, amount, unit, amount, unit]; no item: for every item. */
const conversions: readonly (readonly [string | null, string, string, string, string])[] = [
  [null, "1", "kg", "1000", "g"],
  [null, "1", "m²", "10000", "cm²"],
  ["RM-201", "1", "bag", "25", "kg"],
  ["RM-202", "1", "bag", "25", "kg"],
  ["RM-203", "1", "bag", "25", "kg"],
  ["PK-301", "1", "ctn", "2000", "ea"],
  ["PK-304", "1", "roll", "1000", "ea"],
  ["RM-205", "1", "ctn", "5000", "ea"],
];

/** The units in which things are bought, and what they come to. */
export async function enterConversions(scene: Scene): Promise<void> {
  await scene.at("2025-09-03", "09:00");
  for (const [item, fromQuantity, fromUnit, toQuantity, toUnit] of conversions) {
    const draft = await (await scene.by("luoan")).create("UnitConversion", {
      item: item && (await scene.id("Item", item)),
      fromQuantity,
      fromUnit: await scene.id("Unit", fromUnit),
      toQuantity,
      toUnit: await scene.id("Unit", toUnit),
    });
    await (await scene.by("xuheng")).act("UnitConversion", draft, "approve");
  }
}

/** What is asked for on 19 August 2026: one requisition waits for approval, one for the buyer, one stands in a draft order. */
export async function askedFor(scene: Scene): Promise<void> {
  await scene.at("2026-08-19", "16:40");
  const site = await scene.id("Site", "SZ1");
  const ask = async (item: string, quantity: string, neededOn: string, purpose: string) => {
    const draft = await (await scene.by("hechuan")).create("Requisition", {
      site,
      item: await scene.id("Item", item),
      quantity,
      neededOn,
      purpose,
    });
    return (await scene.by("hechuan")).act("Requisition", draft, "submit");
  };
  const approved = [
    await ask("PK-303", "300", "2026-09-04", "Cartons for the September campaign / 九月批次外箱"),
    await ask("PK-302", "2400", "2026-09-04", "Boxes for the September campaign / 九月批次中盒"),
  ];
  for (const requisition of approved) await (await scene.by("jiangmin")).act("Requisition", requisition, "approve");
  await ask("RM-206", "9000", "2026-09-10", "Solvent for bonding, two weeks / 粘接用溶剂，两周用量");
  const [cartons] = approved;
  const order = await (await scene.by("shenyue")).create("PurchaseOrder", {
    site,
    supplier: await scene.id("Supplier", "SUP-05"),
    orderedOn: scene.day,
    neededOn: "2026-09-04",
    currency: "CNY",
    lines: [],
  });
  if (cartons)
    await (await scene.by("shenyue")).act("PurchaseOrder", order, "takeRequisition", { requisition: cartons.id, price: "4.6" });
}
