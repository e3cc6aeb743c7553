/** The labels of what the company sells, as data: unit, box and carton of the infusion set, and the unit of the pump. */

type Part = Readonly<Record<string, string | boolean>>;

const at = (x: string, y: string, width: string, height: string) => ({ x, y, width, height });
const words = (place: ReturnType<typeof at>, textEn: string, textZh: string, more: Part = {}): Part => ({
  kind: "text",
  ...place,
  textEn,
  textZh,
  ...more,
});
const sign = (graphic: string, place: ReturnType<typeof at>): Part => ({ kind: "graphic", graphic, ...place });

const maker = (place: ReturnType<typeof at>): Part =>
  words(
    place,
    "Chenglan Medical (Suzhou), demo · 1 Chenglan Road, Suzhou",
    "澄澜医疗（苏州）有限公司（演示）· 苏州市澄澜路 1 号",
    {
      sizePt: "5",
    },
  );

export interface LabelDesign {
  readonly number: string;
  readonly item: string;
  readonly level: "unit" | "box" | "carton";
  readonly nameEn: string;
  readonly nameZh: string;
  readonly template: Readonly<Record<string, string | boolean | readonly Part[]>>;
}

const setCarries = { carriesLot: true, carriesSerial: false, carriesMadeOn: true, carriesExpiresOn: true };

/** What stands on each pouch: 60 by 50 millimetres. */
const unit: LabelDesign = {
  number: "LB-IS100-U",
  item: "FG-IS100",
  level: "unit",
  nameEn: "Pouch label IS-100",
  nameZh: "IS-100 单包装标签",
  template: {
    ...setCarries,
    widthMm: "60",
    heightMm: "50",
    language: "both",
    parts: [
      words(at("2", "1.5", "56", "8"), "{nameEn}", "{nameZh}", { sizePt: "8", isBold: true }),
      words(at("2", "10", "36", "2.6"), "IS-100 · 21G · {registration}", "IS-100 · 21G · {registration}", { sizePt: "5.5" }),
      { kind: "rule", ...at("2", "13", "56", "0.15") },
      sign("lot", at("2", "14", "5.4", "4")),
      words(at("9", "14.4", "28", "3.2"), "{lot}", "{lot}", { sizePt: "7", isBold: true }),
      sign("madeOn", at("2.7", "18.4", "4", "4")),
      words(at("9", "18.8", "28", "3.2"), "{madeOn}", "{madeOn}", { sizePt: "7" }),
      sign("expiresOn", at("2.7", "22.8", "4", "4")),
      words(at("9", "23.2", "28", "3.2"), "{expiresOn}", "{expiresOn}", { sizePt: "7", isBold: true }),
      sign("sterileEo", at("2", "27.2", "12.7", "4")),
      sign("singleUse", at("16", "27.2", "4", "4")),
      words(at("2", "31.8", "36", "5.4"), "{storage}", "{storage}", { sizePt: "5" }),
      { kind: "symbol", symbol: "gs1DataMatrix", moduleMm: "0.7", ...at("40.5", "14", "17.5", "17.5") },
      { kind: "hri", sizePt: "5.5", ...at("40", "32", "19", "9.2") },
      maker(at("2", "42", "56", "7.5")),
    ],
  },
};

/** Box of 50 and carton of 8 boxes: a linear symbol for the lines of the hospitals beside the square one. */
const outer = (
  number: string,
  level: "box" | "carton",
  names: { readonly nameEn: string; readonly nameZh: string },
  contents: { readonly en: string; readonly zh: string },
): LabelDesign => ({
  number,
  item: "FG-IS100",
  level,
  ...names,
  template: {
    ...setCarries,
    widthMm: "100",
    heightMm: "70",
    language: "both",
    parts: [
      words(at("3", "2", "94", "10.5"), "{nameEn}", "{nameZh}", { sizePt: "11", isBold: true }),
      words(at("3", "13", "60", "7"), `IS-100 · ${contents.en}`, `IS-100 · ${contents.zh}`, { sizePt: "8" }),
      words(at("3", "20.5", "60", "3.4"), "{registration}", "{registration}", { sizePt: "7" }),
      sign("lot", at("3", "25", "6.7", "5")),
      words(at("12", "25.4", "46", "4.2"), "{lot}", "{lot}", { sizePt: "9", isBold: true }),
      sign("madeOn", at("4", "31", "5", "5")),
      words(at("12", "31.4", "24", "4.2"), "{madeOn}", "{madeOn}", { sizePt: "9" }),
      sign("expiresOn", at("38", "31", "5", "5")),
      words(at("45", "31.4", "24", "4.2"), "{expiresOn}", "{expiresOn}", { sizePt: "9", isBold: true }),
      sign("sterileEo", at("3", "37", "15.8", "5")),
      sign("singleUse", at("21", "37", "5", "5")),
      words(at("28", "37.5", "44", "6.6"), "{storage}", "{storage}", { sizePt: "5.5" }),
      { kind: "symbol", symbol: "gs1DataMatrix", moduleMm: "0.9", ...at("74.5", "13", "22.5", "22.5") },
      { kind: "symbol", symbol: "gs1Code128", moduleMm: "0.25", ...at("3", "45", "94", "11") },
      { kind: "hri", sizePt: "7", align: "centre", ...at("3", "56.6", "94", "3.2") },
      maker(at("3", "61.5", "94", "7")),
    ],
  },
});

/** The pump is told by its serial number; it has no expiry. */
const pump: LabelDesign = {
  number: "LB-IP20-U",
  item: "FG-IP20",
  level: "unit",
  nameEn: "Type plate label IP-20",
  nameZh: "IP-20 铭牌标签",
  template: {
    carriesLot: false,
    carriesSerial: true,
    carriesMadeOn: true,
    carriesExpiresOn: false,
    widthMm: "70",
    heightMm: "36",
    language: "both",
    parts: [
      words(at("2", "1.5", "66", "8"), "{nameEn}", "{nameZh}", { sizePt: "8", isBold: true }),
      words(at("2", "10", "44", "2.8"), "IP-20 · {registration}", "IP-20 · {registration}", { sizePt: "6" }),
      sign("serial", at("2", "13.5", "4.8", "4.4")),
      words(at("9", "14", "38", "3.4"), "{serial}", "{serial}", { sizePt: "7.5", isBold: true }),
      sign("madeOn", at("2.4", "18.4", "4", "4")),
      words(at("9", "18.8", "38", "3.2"), "{madeOn}", "{madeOn}", { sizePt: "7" }),
      { kind: "symbol", symbol: "gs1DataMatrix", moduleMm: "0.65", ...at("51.5", "10", "16.5", "16.5") },
      { kind: "hri", sizePt: "5.5", ...at("2", "23.2", "48", "5") },
      maker(at("2", "28.5", "66", "7")),
    ],
  },
};

export const labelDesigns: readonly LabelDesign[] = [
  unit,
  outer(
    "LB-IS100-B",
    "box",
    { nameEn: "Box label IS-100", nameZh: "IS-100 盒标签" },
    { en: "Box of {contents} sets", zh: "每盒 {contents} 套" },
  ),
  outer(
    "LB-IS100-C",
    "carton",
    { nameEn: "Carton label IS-100", nameZh: "IS-100 箱标签" },
    { en: "Carton of {contents} sets", zh: "每箱 {contents} 套" },
  ),
  pump,
];
