import type { Handled } from "../hands.ts";
import type { Scene } from "./scene.ts";

/** What the records of the company's devices have in common. */
const company = {
  revision: "A",
  changeReason: "first issue",
  issuingAgency: "GS1",
  diPublishDate: "2025-09-05",
  unitsOfUse: 1,
  carrierMatrix: true,
  sameAsRegistered: "yes",
  isKit: "no",
  deviceKind: "device",
  registrantName: "澄澜医疗（苏州）有限公司（演示）",
  registrantNameEn: "Chenglan Medical (Suzhou), demo",
  registrantId: "91320500DEMO00001X",
  combination: "no",
  implantable: "no",
  piDonationId: "no",
  piSoftware: "no",
  contacts: [{ phone: "0512-5550-0100", email: "udi@chenglan.example" }],
};

/** Sterile infusion sets, single use; sold in China, being prepared for the European Union. */
const set = {
  ...company,
  directMarked: "no",
  productName: "一次性使用精密过滤输液器",
  tradeName: "Chenglan Fine 5",
  description: "带 5 µm 精密药液过滤器，环氧乙烷灭菌，一次性使用",
  classificationCode: "14-02-05",
  productCategory: "consumable",
  basicUdiDi: "9521234IS100QD",
  emdnCode: "A030401",
  euRiskClass: "IIa",
  singleUse: "yes",
  sterile: "yes",
  needsSterilization: "no",
  mrSafety: "notStated",
  latex: "no",
  piLot: "yes",
  piSerial: "no",
  piManufacturingDate: "yes",
  piExpiryDate: "yes",
  udiList: "first",
  storages: [{ condition: "储存温度", low: "5", high: "35", unit: "℃" }],
};

const records = [
  {
    ...set,
    item: "FG-IS100",
    certificate: "国械注准DEMO3140001",
    primaryDi: "09521234000013",
    modelSpec: "IS-100（21G）",
    catalogNumber: "IS-100",
    clinicalSizes: [{ kind: "针规格", value: "21", unit: "G" }],
    packages: [
      { level: "盒", di: "19521234000010", quantity: 50, containedDi: "09521234000013" },
      { level: "箱", di: "29521234000017", quantity: 8, containedDi: "19521234000010" },
    ],
  },
  {
    ...set,
    item: "FG-IS101",
    certificate: "国械注准DEMO3140001",
    primaryDi: "09521234000020",
    modelSpec: "IS-101（22G）",
    catalogNumber: "IS-101",
    clinicalSizes: [{ kind: "针规格", value: "22", unit: "G" }],
    packages: [],
  },
  {
    ...company,
    item: "FG-IP20",
    certificate: "苏械注准DEMO2140002",
    primaryDi: "09521234000037",
    directMarked: "yes",
    directMarkSame: "yes",
    productName: "输液泵",
    tradeName: "Chenglan IP-20",
    modelSpec: "IP-20",
    catalogNumber: "IP-20",
    description: "容积式输液泵",
    productCategory: "equipment",
    singleUse: "no",
    sterile: "no",
    needsSterilization: "no",
    piLot: "no",
    piSerial: "yes",
    piManufacturingDate: "yes",
    piExpiryDate: "no",
    packages: [],
  },
] as const;

async function enter(scene: Scene, { item, certificate, ...given }: (typeof records)[number]): Promise<Handled> {
  const draft = await (await scene.by("luoan")).create("DeviceRecord", {
    ...given,
    item: await scene.id("Item", item),
    certificate: await scene.licence(certificate),
  });
  const approval = { effectiveOn: scene.day };
  const agreed = await (await scene.by("tangrui")).act("DeviceRecord", draft, "approve", approval);
  return (await scene.by("xuheng")).act("DeviceRecord", agreed, "approve", approval);
}

/** The device records of what the company sells: one published, one submitted, and the pump's, which lacks some answers yet. */
export async function enterDeviceRecords(scene: Scene): Promise<void> {
  await scene.at("2025-09-04", "10:30");
  const [set100, set101] = [await enter(scene, records[0]), await enter(scene, records[1])];
  await enter(scene, records[2]);
  const sent = { market: "CN", day: scene.day } as const;
  const submitted = await (await scene.by("tangrui")).act("DeviceRecord", set100, "submit", sent);
  await (await scene.by("tangrui")).act("DeviceRecord", set101, "submit", sent);
  await (await scene.by("tangrui")).act("DeviceRecord", submitted, "publish", {
    ...sent,
    recordKey: "DEMO-NMPA-0001",
    recordVersion: 1,
  });
}
