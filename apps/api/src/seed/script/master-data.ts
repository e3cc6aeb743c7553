import { enterConversions } from "./buying.ts";
import { boms, items, planOf, suppliers, units } from "./catalogue.ts";
import { customers } from "./customers.ts";
import { enterDeviceRecords } from "./device-records.ts";
import { enterLabels } from "./labels.ts";
import { enterOwnLicences } from "./licences.ts";
import { defineOwnFields } from "./own-fields.ts";
import type { Scene } from "./scene.ts";
import { enterSkills, skillOf } from "./training.ts";

const locations: readonly (readonly [code: string, en: string, zh: string, type: string, storageClass: string])[] = [
  ["Q1", "Quarantine", "待验区", "quarantine", "ambient"],
  ["Q2", "Quarantine, cold", "待验区（冷藏）", "quarantine", "cold"],
  ["Q3", "Quarantine, flammables", "待验区（易燃品）", "quarantine", "flammable"],
  ["Q4", "Quarantine, ESD", "待验区（防静电）", "quarantine", "esd"],
  ["S1", "Material store", "原辅料库", "storage", "ambient"],
  ["S2", "Cold store", "冷藏库", "storage", "cold"],
  ["S3", "Flammables cabinet", "易燃品柜", "storage", "flammable"],
  ["S4", "ESD store", "防静电库", "storage", "esd"],
  ["F1", "Finished goods store", "成品库", "storage", "ambient"],
  ["P1", "Production floor", "生产现场", "production", "ambient"],
  ["B1", "Blocked stock", "不合格品区", "blocked", "ambient"],
  ["B2", "Blocked stock, cold", "不合格品区（冷藏）", "blocked", "cold"],
  ["K1", "Retained samples", "留样室", "retained", "ambient"],
  ["D1", "Dispatch", "发货区", "dispatch", "ambient"],
];

/** The company's master data, entered and approved in the first days of September 2025. */
export async function enterMasterData(scene: Scene): Promise<void> {
  await scene.at("2025-09-01", "08:00");
  await (await scene.by("guping")).create("Site", {
    number: "SZ1",
    nameEn: "Suzhou plant",
    nameZh: "苏州工厂",
    zone: "Asia/Shanghai",
    address: "1 Chenglan Road, Suzhou (demo)",
  });
  await (await scene.by("guping")).create("Site", {
    number: "SH2",
    nameEn: "Shanghai warehouse",
    nameZh: "上海仓库",
    zone: "Asia/Shanghai",
    address: "2 Puhang Road, Shanghai (demo)",
  });
  for (const [symbol, nameEn, nameZh, decimals] of units)
    await (await scene.by("luoan")).create("Unit", { symbol, nameEn, nameZh, decimals });
  for (const site of ["SZ1", "SH2"])
    for (const [code, nameEn, nameZh, type, storageClass] of locations)
      await (await scene.by("luoan")).create("Location", {
        site: await scene.id("Site", site),
        number: `${site}-${code}`,
        nameEn,
        nameZh,
        type,
        storageClass,
      });
  await enterItems(scene);
  await enterConversions(scene);
  await defineOwnFields(scene);
  await enterSuppliers(scene);
  await enterCustomers(scene);
  await enterOwnLicences(scene);
  await enterDeviceRecords(scene);
  await enterLabels(scene);
}

async function enterItems(scene: Scene): Promise<void> {
  await scene.at("2025-09-01", "13:00");
  for (const i of items)
    await (await scene.by("luoan")).create("Item", {
      number: i.number,
      nameEn: i.en,
      nameZh: i.zh,
      itemClass: i.itemClass,
      source: i.source,
      unit: await scene.id("Unit", i.unit),
      deviceClass: i.deviceClass ?? null,
      // R201-2607: the letter and figures of the item, the year and the month.
      lotPattern: i.source === "bought" ? `${i.number.replace("RM-", "R").replace("PK-", "P")}-{yy}{mm}` : null,
      inspectionRequired: true,
      serialTracked: i.serialTracked ?? null,
    });
  await scene.at("2025-09-02", "08:00");
  for (const i of items) {
    const given = {
      item: await scene.id("Item", i.number),
      revision: "A",
      changeReason: "first issue",
      specification: `${i.en} / ${i.zh}`,
      storage: i.storage ?? null,
      storageClass: i.storageClass ?? null,
      registration: i.registration ?? null,
    };
    // The shelf life of the finished set was 24 months until the ageing study; see the revision of July 2026.
    const shelfLifeMonths = i.number === "FG-IS100" ? 24 : (i.shelfLifeMonths ?? null);
    const revision = await (await scene.by("luoan")).create("ItemRevision", { ...given, shelfLifeMonths });
    await (await scene.by("xuheng")).act("ItemRevision", revision, "approve", { effectiveOn: scene.day });
  }
  await scene.at("2025-09-02", "13:00");
  await enterSkills(scene);
  for (const i of items) {
    const plan = await (await scene.by("luoan")).create("InspectionPlan", {
      item: await scene.id("Item", i.number),
      revision: "A",
      changeReason: "first issue",
      nameEn: `Inspection of ${i.en}`,
      nameZh: `${i.zh}检验规程`,
      skill: await scene.id("Skill", skillOf(i)),
      // Cartons qualify lot by lot; nothing is skipped before somebody confirms the rule.
      skipLot: i.number === "PK-303" ? "oneOf2" : null,
      characteristics: planOf(i.number).map(({ en, zh, typical: _typical, spread: _spread, sampling, ...c }) => ({
        ...c,
        ...sampling,
        nameEn: en,
        nameZh: zh,
      })),
    });
    await (await scene.by("xuheng")).act("InspectionPlan", plan, "approve", { effectiveOn: scene.day });
  }
  await scene.at("2025-09-03", "08:00");
  for (const [item, components] of Object.entries(boms)) {
    const bom = await (await scene.by("luoan")).create("Bom", {
      item: await scene.id("Item", item),
      revision: "A",
      changeReason: "first issue",
      components: await Promise.all(
        components.map(async ([component, quantityPer]) => ({ component: await scene.id("Item", component), quantityPer })),
      ),
    });
    await (await scene.by("xuheng")).act("Bom", bom, "approve", { effectiveOn: scene.day });
  }
}

async function enterSuppliers(scene: Scene): Promise<void> {
  await scene.at("2025-09-03", "13:00");
  for (const s of suppliers) {
    const supplier = await (await scene.by("mengfei")).create("Supplier", {
      number: s.number,
      nameEn: s.en,
      nameZh: s.zh,
      address: s.address,
      attributes: { paymentTerms: s.paymentTerms },
    });
    await (await scene.by("mengfei")).create("Licence", {
      supplier: supplier.id,
      kind: s.licence.kind,
      licenceNumber: s.licence.number,
      validFrom: "2022-10-01",
      validTo: s.licence.validTo,
    });
    for (const item of s.items) {
      const approval = await (await scene.by("mengfei")).create("SupplierItem", {
        supplier: supplier.id,
        item: await scene.id("Item", item),
        riskClass: item.startsWith("RM") ? "A" : "B",
        supplierPart: item === "RM-201" ? "NB-TOTM-85" : null,
        basis: "Audit and three sample lots / 现场审核及三批样品",
        validTo: "2027-08-31",
      });
      await (await scene.by("linjing")).act("SupplierItem", approval, "approve");
    }
  }
}

async function enterCustomers(scene: Scene): Promise<void> {
  await scene.at("2025-09-04", "08:00");
  for (const c of customers) {
    const customer = await (await scene.by("luoan")).create("Customer", {
      number: c.number,
      nameEn: c.en,
      nameZh: c.zh,
      address: c.address,
      contact: "Receiving / 收货处",
      kind: c.kind,
      minRemainingMonths: c.minRemainingMonths ?? null,
    });
    if (c.licence)
      await (await scene.by("mengfei")).create("Licence", {
        customer: customer.id,
        kind: "distribution",
        licenceNumber: `经营许DEMO${c.number.slice(2)}`,
        scopeClass: c.licence.scopeClass,
        validFrom: "2023-08-12",
        validTo: c.licence.validTo,
      });
  }
}
