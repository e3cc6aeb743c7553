/** The invented catalogue of Chenglan Medical: what scenarios.md section 1 names, as data. Sample values, not regulatory advice. */

export interface ItemSpec {
  readonly number: string;
  readonly en: string;
  readonly zh: string;
  readonly itemClass: "raw" | "component" | "subassembly" | "packaging" | "consumable" | "finished";
  readonly source: "bought" | "made";
  readonly unit: string;
  readonly shelfLifeMonths?: number;
  readonly storage?: string;
  readonly storageClass?: "cold" | "flammable" | "esd";
  readonly serialTracked?: true;
  readonly deviceClass?: "I" | "II" | "III";
  readonly registration?: string;
}

const raw = (number: string, en: string, zh: string, unit: string, more: Partial<ItemSpec> = {}): ItemSpec => ({
  number,
  en,
  zh,
  itemClass: "raw",
  source: "bought",
  unit,
  ...more,
});
const packaging = (number: string, en: string, zh: string, more: Partial<ItemSpec> = {}): ItemSpec => ({
  number,
  en,
  zh,
  itemClass: "packaging",
  source: "bought",
  unit: "ea",
  ...more,
});
const part = (number: string, en: string, zh: string): ItemSpec => ({
  number,
  en,
  zh,
  itemClass: "component",
  source: "made",
  unit: "ea",
});
const assembly = (number: string, en: string, zh: string): ItemSpec => ({
  number,
  en,
  zh,
  itemClass: "subassembly",
  source: "made",
  unit: "ea",
});

export const units: readonly (readonly [string, string, string, number])[] = [
  ["ea", "Each", "件", 0],
  ["kg", "Kilogram", "千克", 3],
  ["g", "Gram", "克", 3],
  ["cm²", "Square centimetre", "平方厘米", 2],
  ["m²", "Square metre", "平方米", 2],
  ["bag", "Bag", "袋", 0],
  ["ctn", "Carton", "箱", 0],
  ["roll", "Roll", "卷", 0],
];

/** What the labels of the sets say of their storage; the places of the company all keep it. */
export const setStorage = "5–35 °C, dry, out of sunlight / 储存温度 5–35 ℃，干燥避光";

export const items: readonly ItemSpec[] = [
  raw("RM-201", "PVC compound (TOTM)", "PVC 粒料（TOTM）", "kg"),
  raw("RM-202", "ABS, natural", "ABS 本色粒料", "kg"),
  raw("RM-203", "PP homopolymer", "均聚聚丙烯", "kg"),
  raw("RM-204", "PES membrane 5 µm", "PES 滤膜 5 µm", "cm²"),
  raw("RM-205", "Cannula 21G", "21G 针管", "ea"),
  raw("RM-206", "Cyclohexanone", "环己酮", "g", { shelfLifeMonths: 24, storageClass: "flammable" }),
  raw("RM-207", "Air-vent membrane", "透气膜", "cm²"),
  raw("RM-208", "Epoxy, 2–8 °C", "环氧胶（2–8 °C）", "g", {
    shelfLifeMonths: 12,
    storage: "2–8 °C",
    storageClass: "cold",
  }),
  packaging("PK-301", "Paper/film pouch", "纸塑袋", { shelfLifeMonths: 36 }),
  packaging("PK-302", "Box of 50, printed", "50 支中盒", {}),
  packaging("PK-303", "Carton of 8 boxes", "8 盒外箱", {}),
  packaging("PK-304", "UDI label", "UDI 标签", {}),
  packaging("PK-305", "Instructions for use", "说明书", {}),
  {
    number: "MB-401",
    en: "Pump mainboard",
    zh: "输液泵主板",
    itemClass: "component",
    source: "bought",
    unit: "ea",
    storageClass: "esd",
    serialTracked: true,
  },
  part("MP-111", "Spike", "穿刺器"),
  part("MP-112", "Drip chamber", "滴斗"),
  part("MP-122", "Roller clamp", "流量调节器"),
  part("MP-131", "Filter housing", "滤器壳"),
  part("MP-141", "Needle hub", "针座"),
  part("SF-121", "Extruded tube 1.5 m", "挤出软管 1.5 m"),
  assembly("SA-110", "Spike with drip chamber", "穿刺器滴斗组件"),
  assembly("SA-120", "Tubing 1.5 m with clamp", "软管组件 1.5 m"),
  assembly("SA-130", "Filter", "过滤器组件"),
  assembly("SA-140", "21G needle", "21G 静脉针组件"),
  assembly("SF-IS100-AS", "Infusion set, assembled", "输液器总成"),
  assembly("SF-IS100-NS", "Infusion set, pouched, non-sterile", "输液器（装袋未灭菌）"),
  {
    number: "FG-IS100",
    en: "Infusion set 5 µm, sterile",
    zh: "一次性使用精密过滤输液器 5 µm",
    itemClass: "finished",
    source: "made",
    unit: "ea",
    shelfLifeMonths: 36,
    storage: setStorage,
    deviceClass: "III",
    registration: "国械注准DEMO3140001",
  },
  {
    number: "FG-IS101",
    en: "Infusion set 5 µm, 22G, sterile",
    zh: "一次性使用精密过滤输液器 5 µm（22G）",
    itemClass: "finished",
    source: "made",
    unit: "ea",
    shelfLifeMonths: 36,
    storage: setStorage,
    deviceClass: "III",
    registration: "国械注准DEMO3140001",
  },
  {
    number: "FG-IP20",
    en: "Infusion pump IP-20",
    zh: "输液泵 IP-20",
    itemClass: "finished",
    source: "made",
    unit: "ea",
    serialTracked: true,
    deviceClass: "II",
    registration: "苏械注准DEMO2140002",
  },
  {
    number: "FG-CT15",
    en: "Connecting tube 1.5 m",
    zh: "连接管 1.5 m",
    itemClass: "finished",
    source: "made",
    unit: "ea",
    shelfLifeMonths: 36,
    deviceClass: "I",
    registration: "苏苏械备DEMO20250015",
  },
];

/** Components of one unit of each made item. */
export const boms: { readonly [item: string]: readonly (readonly [string, string])[] } = {
  "FG-IP20": [["MB-401", "1"]],
  "FG-CT15": [
    ["RM-201", "0.02"],
    ["PK-302", "0.02"],
  ],
  "MP-111": [["RM-202", "0.0019"]],
  "MP-112": [["RM-201", "0.0026"]],
  "MP-122": [["RM-203", "0.0021"]],
  "MP-131": [["RM-203", "0.0008"]],
  "MP-141": [["RM-203", "0.0003"]],
  "SF-121": [["RM-201", "0.0117"]],
  "SA-110": [
    ["MP-111", "1"],
    ["MP-112", "1"],
    ["RM-207", "1.9"],
  ],
  "SA-120": [
    ["SF-121", "1"],
    ["MP-122", "1"],
  ],
  "SA-130": [
    ["MP-131", "2"],
    ["RM-204", "3.2"],
  ],
  "SA-140": [
    ["RM-205", "1"],
    ["MP-141", "1"],
    ["RM-208", "0.02"],
  ],
  "SF-IS100-AS": [
    ["SA-110", "1"],
    ["SA-120", "1"],
    ["SA-130", "1"],
    ["SA-140", "1"],
    ["RM-206", "0.35"],
  ],
  "SF-IS100-NS": [
    ["SF-IS100-AS", "1"],
    ["PK-301", "1.02"],
  ],
  "FG-IS100": [
    ["SF-IS100-NS", "1"],
    ["PK-302", "0.02"],
    ["PK-303", "0.0025"],
    ["PK-304", "1.0225"],
    ["PK-305", "0.02"],
  ],
};

/** How many are inspected: a fixed number with its Ac, or what the standard says for the lot. */
type Sampling =
  | { readonly samplingRule: "fixed"; readonly sampleSize: number; readonly acceptUpTo: number }
  | { readonly samplingRule: "aql"; readonly level: "S2" | "S3" | "II"; readonly aql: string };

const fixed = (sampleSize: number, acceptUpTo = 0): Sampling => ({ samplingRule: "fixed", sampleSize, acceptUpTo });
const byAql = (level: "S2" | "S3" | "II", aql: string): Sampling => ({ samplingRule: "aql", level, aql });

export interface CharacteristicSpec {
  readonly en: string;
  readonly zh: string;
  readonly kind: "variable" | "attribute";
  readonly lower?: string;
  readonly upper?: string;
  readonly unit?: string;
  readonly decimals: number;
  readonly sampling: Sampling;
  readonly method?: string;
  readonly instrument?: "calliper" | "tensileTester";
  readonly isVerified?: boolean;
  /** About where good material lies, for the invented readings. */
  readonly typical: number;
  readonly spread: number;
}

const measured = (
  en: string,
  zh: string,
  limits: { lower?: string; upper?: string; unit: string; decimals: number },
  sampling: Sampling,
  typical: number,
  spread: number,
  method?: string,
): CharacteristicSpec => ({
  en,
  zh,
  kind: "variable",
  ...limits,
  sampling,
  typical,
  spread,
  ...(method ? { method } : {}),
});
const calliper = (of: CharacteristicSpec): CharacteristicSpec => ({ ...of, instrument: "calliper" });
const tensile = (of: CharacteristicSpec): CharacteristicSpec => ({ ...of, instrument: "tensileTester" });
const visual: CharacteristicSpec = {
  en: "Appearance",
  zh: "外观",
  kind: "attribute",
  decimals: 0,
  sampling: fixed(5),
  typical: 0,
  spread: 0,
};

/** What is inspected on each item; items not named here are looked at only. */
export const plans: { readonly [item: string]: readonly CharacteristicSpec[] } = {
  "RM-201": [
    tensile(
      measured("Tensile strength", "拉伸强度", { lower: "13.5", unit: "MPa", decimals: 1 }, fixed(5), 14.6, 0.5, "GB/T 1040"),
    ),
    measured(
      "Hardness, Shore A",
      "邵氏硬度 A",
      { lower: "75", upper: "81", unit: "HA", decimals: 0 },
      fixed(5),
      78,
      1.5,
      "GB/T 2411",
    ),
  ],
  "RM-205": [
    {
      ...tensile(measured("Pull strength", "连接牢固度", { lower: "22", unit: "N", decimals: 1 }, fixed(5), 26.5, 1.2)),
      isVerified: true,
    },
    visual,
  ],
  "PK-301": [
    calliper(
      measured("Width", "宽度", { lower: "119.0", upper: "121.0", unit: "mm", decimals: 1 }, byAql("S3", "2.5"), 120.0, 0.4),
    ),
    tensile(measured("Seal strength", "封口强度", { lower: "1.5", unit: "N/15 mm", decimals: 1 }, fixed(13), 2.1, 0.2)),
  ],
  "MP-112": [
    calliper(
      measured(
        "Outer diameter",
        "外径",
        { lower: "14.50", upper: "14.70", unit: "mm", decimals: 2 },
        byAql("S3", "2.5"),
        14.6,
        0.04,
      ),
    ),
    measured(
      "Volume of 20 drops",
      "20 滴容积",
      { lower: "0.90", upper: "1.10", unit: "mL", decimals: 2 },
      byAql("S2", "1.0"),
      1,
      0.05,
      "GB 8368",
    ),
    visual,
  ],
  "SF-IS100-AS": [
    measured("Assembly pull, 15 s", "连接拉力（15 s）", { lower: "15", unit: "N", decimals: 1 }, byAql("S3", "0.65"), 21, 2),
    visual,
  ],
  "FG-IS100": [
    measured("EO residual", "环氧乙烷残留量", { upper: "0.5", unit: "mg", decimals: 2 }, fixed(3), 0.31, 0.04, "GB/T 16886.7"),
    measured("Endotoxin", "细菌内毒素", { upper: "20", unit: "EU", decimals: 1 }, fixed(10), 4.2, 1.5),
    visual,
  ],
};

export const planOf = (item: string): readonly CharacteristicSpec[] => plans[item] ?? [visual];

export interface SupplierSpec {
  readonly number: string;
  readonly en: string;
  readonly zh: string;
  readonly address: string;
  /** One of the options of the company's own field. */
  readonly paymentTerms: string;
  readonly items: readonly string[];
  readonly licence: { readonly kind: "medicalLicence" | "certificate"; readonly number: string; readonly validTo: string };
}

export const suppliers: readonly SupplierSpec[] = [
  {
    number: "SUP-01",
    en: "Northbay Polymers",
    zh: "北湾高分子",
    address: "12 Harbour Road, Ningbo (demo)",
    paymentTerms: "net30",
    items: ["RM-201"],
    licence: { kind: "certificate", number: "ISO13485-NB-2207", validTo: "2027-02-28" },
  },
  {
    number: "SUP-02",
    en: "Haiyun Resin",
    zh: "海韵树脂",
    address: "88 Haiyun Avenue, Qingdao (demo)",
    paymentTerms: "net60",
    items: ["RM-202", "RM-203", "RM-206", "RM-208"],
    licence: { kind: "certificate", number: "ISO9001-HY-1180", validTo: "2027-06-30" },
  },
  {
    number: "SUP-03",
    en: "Kestrel Membrane",
    zh: "红隼膜材",
    address: "5 Kestrel Park, Suzhou (demo)",
    paymentTerms: "net30",
    items: ["RM-204", "RM-207"],
    licence: { kind: "certificate", number: "ISO13485-KM-0419", validTo: "2027-11-30" },
  },
  {
    number: "SUP-04",
    en: "Qinghe Cannula",
    zh: "青河针管",
    address: "3 Qinghe Street, Changzhou (demo)",
    paymentTerms: "prepaid",
    items: ["RM-205"],
    licence: { kind: "medicalLicence", number: "苏食药监械生产许DEMO20210044号", validTo: "2026-09-30" },
  },
  {
    number: "SUP-05",
    en: "Lanpack",
    zh: "蓝派包装",
    address: "21 Lanpack Road, Shanghai (demo)",
    paymentTerms: "net60",
    items: ["PK-301", "PK-302", "PK-303", "PK-304", "PK-305"],
    licence: { kind: "certificate", number: "ISO13485-LP-3302", validTo: "2027-04-30" },
  },
  {
    number: "SUP-08",
    en: "Lianxin Electronics",
    zh: "联芯电子",
    address: "16 Lianxin Road, Wuxi (demo)",
    paymentTerms: "net30",
    items: ["MB-401"],
    licence: { kind: "certificate", number: "ISO13485-LX-5107", validTo: "2027-09-30" },
  },
];
