import type { Rec } from "@lotline/schema";
import type { Scene } from "./scene.ts";

interface Machine {
  readonly number: string;
  readonly en: string;
  readonly zh: string;
  readonly type: Rec<"Equipment">["type"];
  readonly location: string;
  readonly range?: { readonly from: string; readonly to: string; readonly unit: string; readonly resolution: string };
  /** Interval in months and the day of the last calibration or qualification. */
  readonly calibrated?: { readonly months: number; readonly on: string };
}

/** Number, name in English and Chinese, severity. */
type DefectSpec = readonly [string, string, string, "critical" | "major" | "minor", ("variable" | "attribute")?];

const defectCodes: readonly DefectSpec[] = [
  ["D-01", "Out of dimension", "尺寸超差", "major", "variable"],
  ["D-02", "Seal weak or open", "封口强度不足或开口", "critical"],
  ["D-03", "Foreign matter", "异物", "critical", "attribute"],
  ["D-04", "Wrong or old print", "印刷错误或旧版", "major", "attribute"],
  ["D-05", "Scratch or stain", "划伤或污渍", "minor", "attribute"],
  ["D-06", "Burr or flash", "毛刺或飞边", "minor", "attribute"],
];

const iqc = "Incoming laboratory / 来料检验室";
const cleanRoom = "ISO 8 clean room / 万级洁净区";

const moulding = (number: string): Machine => ({
  number,
  en: "Injection moulding machine",
  zh: "注塑机",
  type: "moulding",
  location: cleanRoom,
});

/** The equipment that scenarios.md section 1 names, with its due dates. */
const machines: readonly Machine[] = [
  ...["IM-01", "IM-02", "IM-03", "IM-04"].map(moulding),
  { number: "EX-01", en: "Tube extruder", zh: "软管挤出机", type: "extruder", location: cleanRoom },
  { number: "UW-02", en: "Ultrasonic welder", zh: "超声焊接机", type: "welder", location: cleanRoom },
  { number: "BD-05", en: "Solvent bonding station", zh: "溶剂粘接工位", type: "bonding", location: cleanRoom },
  { number: "AL-03", en: "Assembly line 3", zh: "组装三线", type: "assemblyLine", location: cleanRoom },
  {
    number: "LT-01",
    en: "Leak tester",
    zh: "检漏仪",
    type: "leakTester",
    location: cleanRoom,
    range: { from: "0", to: "100", unit: "kPa", resolution: "0.1" },
    calibrated: { months: 12, on: "2025-08-14" },
  },
  {
    number: "PS-02",
    en: "Pouch sealer",
    zh: "封口机",
    type: "sealer",
    location: cleanRoom,
    calibrated: { months: 24, on: "2025-05-31" },
  },
  { number: "LP-01", en: "Label printer", zh: "标签打印机", type: "labelPrinter", location: cleanRoom },
  {
    number: "VR-01",
    en: "Code verifier",
    zh: "条码检测仪",
    type: "codeVerifier",
    location: cleanRoom,
    calibrated: { months: 24, on: "2025-04-30" },
  },
  {
    number: "EOS-02",
    en: "EO steriliser",
    zh: "环氧乙烷灭菌柜",
    type: "steriliser",
    location: "Sterilisation / 灭菌车间",
    calibrated: { months: 24, on: "2025-01-31" },
  },
  { number: "AR-01", en: "Aeration room", zh: "解析间", type: "aeration", location: "Sterilisation / 灭菌车间" },
  {
    number: "GC-01",
    en: "Gas chromatograph",
    zh: "气相色谱仪",
    type: "gasChromatograph",
    location: "Laboratory / 化验室",
    calibrated: { months: 24, on: "2025-03-31" },
  },
  {
    number: "TT-01",
    en: "Tensile tester",
    zh: "拉力试验机",
    type: "tensileTester",
    location: iqc,
    range: { from: "0", to: "500", unit: "N", resolution: "0.1" },
    calibrated: { months: 24, on: "2025-03-15" },
  },
  {
    number: "CAL-017",
    en: "Digital calliper 150 mm",
    zh: "数显卡尺 150 mm",
    type: "calliper",
    location: iqc,
    range: { from: "0", to: "150", unit: "mm", resolution: "0.01" },
    calibrated: { months: 12, on: "2025-07-20" },
  },
  {
    number: "BAL-03",
    en: "Balance 3 kg",
    zh: "电子天平 3 kg",
    type: "balance",
    location: iqc,
    range: { from: "0", to: "3000", unit: "g", resolution: "0.01" },
    calibrated: { months: 24, on: "2025-02-28" },
  },
];

async function enter(scene: Scene, machine: Machine): Promise<void> {
  const made = await (await scene.by("shaobo")).create("Equipment", {
    number: machine.number,
    site: await scene.id("Site", "SZ1"),
    nameEn: machine.en,
    nameZh: machine.zh,
    type: machine.type,
    location: machine.location,
    rangeFrom: machine.range?.from ?? null,
    rangeTo: machine.range?.to ?? null,
    rangeUnit: machine.range?.unit ?? null,
    resolution: machine.range?.resolution ?? null,
    calibrationMonths: machine.calibrated?.months ?? null,
  });
  if (machine.calibrated)
    await (await scene.by("shaobo")).act("Equipment", made, "calibrate", {
      calibratedOn: machine.calibrated.on,
      certificate: `CNAS-DEMO-${machine.number}-${machine.calibrated.on.slice(0, 4)}`,
      asFound: "inTolerance",
      note: null,
    });
  await (await scene.by("xuheng")).act("Equipment", made, "approve");
}

/** Machines and instruments, entered by the metrologist and approved by QA, and the codes of defects. */
export async function enterEquipment(scene: Scene): Promise<void> {
  await scene.at("2025-09-04", "13:00");
  for (const machine of machines) await enter(scene, machine);
  for (const [number, nameEn, nameZh, severity, kind] of defectCodes)
    await (await scene.by("linjing")).create("DefectCode", { number, nameEn, nameZh, severity, kind: kind ?? null });
}

/** A second calliper, bought and calibrated in December. */
export async function buyCalliper(scene: Scene): Promise<void> {
  await scene.at("2025-12-29", "09:00");
  await enter(scene, {
    number: "CAL-018",
    en: "Digital calliper 150 mm",
    zh: "数显卡尺 150 mm",
    type: "calliper",
    location: iqc,
    range: { from: "0", to: "150", unit: "mm", resolution: "0.01" },
    calibrated: { months: 12, on: "2025-12-20" },
  });
}
