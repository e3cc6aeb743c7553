/** What any firm needs at the beginning, to choose from; made as records of the person who takes it, never by the installation. */
export const starterSets = {
  Unit: [
    { symbol: "pcs", nameEn: "Pieces", nameZh: "件", decimals: 0 },
    { symbol: "set", nameEn: "Sets", nameZh: "套", decimals: 0 },
    { symbol: "box", nameEn: "Boxes", nameZh: "盒", decimals: 0 },
    { symbol: "carton", nameEn: "Cartons", nameZh: "箱", decimals: 0 },
    { symbol: "roll", nameEn: "Rolls", nameZh: "卷", decimals: 0 },
    { symbol: "kg", nameEn: "Kilograms", nameZh: "千克", decimals: 3 },
    { symbol: "g", nameEn: "Grams", nameZh: "克", decimals: 3 },
    { symbol: "L", nameEn: "Litres", nameZh: "升", decimals: 3 },
    { symbol: "mL", nameEn: "Millilitres", nameZh: "毫升", decimals: 3 },
    { symbol: "m", nameEn: "Metres", nameZh: "米", decimals: 3 },
    { symbol: "m²", nameEn: "Square metres", nameZh: "平方米", decimals: 3 },
  ],
  DefectCode: [
    { number: "D-01", nameEn: "Dimension out of limits", nameZh: "尺寸超差", severity: "major", kind: "variable" },
    { number: "D-02", nameEn: "Scratch or dent", nameZh: "划伤或凹痕", severity: "minor", kind: "attribute" },
    { number: "D-03", nameEn: "Foreign matter", nameZh: "异物", severity: "major", kind: "attribute" },
    { number: "D-04", nameEn: "Crack or break", nameZh: "裂纹或破损", severity: "critical", kind: "attribute" },
    { number: "D-05", nameEn: "Seal open or weak", nameZh: "封口不良", severity: "critical", kind: null },
    { number: "D-06", nameEn: "Wrong or missing part", nameZh: "错装或漏装", severity: "major", kind: "attribute" },
    { number: "D-07", nameEn: "Label wrong or unreadable", nameZh: "标签错误或不清", severity: "major", kind: "attribute" },
    { number: "D-08", nameEn: "Packaging damaged", nameZh: "包装破损", severity: "major", kind: "attribute" },
    {
      number: "D-09",
      nameEn: "Certificate missing or wrong",
      nameZh: "证明文件缺失或错误",
      severity: "major",
      kind: "attribute",
    },
    { number: "D-10", nameEn: "Function fails", nameZh: "功能失效", severity: "critical", kind: null },
  ],
  /** Numbered after their site: HQ1-Q1. */
  Location: [
    { number: "Q1", nameEn: "Quarantine", nameZh: "待验区", type: "quarantine" },
    { number: "S1", nameEn: "Store", nameZh: "合格品区", type: "storage" },
    { number: "P1", nameEn: "Production floor", nameZh: "生产现场", type: "production" },
    { number: "B1", nameEn: "Blocked stock", nameZh: "不合格品区", type: "blocked" },
    { number: "K1", nameEn: "Retained samples", nameZh: "留样室", type: "retained" },
    { number: "D1", nameEn: "Dispatch", nameZh: "发货区", type: "dispatch" },
  ],
} as const;

export type StarterRecord = keyof typeof starterSets;

/** What names a row of a starter set. */
export const starterKey = (row: (typeof starterSets)[StarterRecord][number]): string =>
  "symbol" in row ? row.symbol : row.number;
