/** The invented customers of scenarios.md section 1. */

interface CustomerSpec {
  readonly number: string;
  readonly en: string;
  readonly zh: string;
  readonly address: string;
  readonly kind: "hospital" | "distributor";
  readonly minRemainingMonths?: number;
  readonly licence?: { readonly scopeClass: "II" | "III"; readonly validTo: string };
}

export const customers: readonly CustomerSpec[] = [
  {
    number: "C-01",
    en: "Jiangnan General Hospital",
    zh: "江南总医院",
    address: "1 Jiangnan Avenue, Wuxi (demo)",
    kind: "hospital",
    minRemainingMonths: 18,
  },
  {
    number: "C-02",
    en: "Beihe Device Distribution",
    zh: "北河器械配送",
    address: "40 Beihe Road, Nanjing (demo)",
    kind: "distributor",
    licence: { scopeClass: "III", validTo: "2026-08-11" },
  },
  {
    number: "C-03",
    en: "Puyuan Distribution",
    zh: "普源配送",
    address: "9 Puyuan Road, Hefei (demo)",
    kind: "distributor",
    licence: { scopeClass: "II", validTo: "2028-12-31" },
  },
  { number: "C-04", en: "Donghu Hospital", zh: "东湖医院", address: "66 Donghu Road, Wuhan (demo)", kind: "hospital" },
  { number: "C-05", en: "Xishan Hospital", zh: "西山医院", address: "18 Xishan Road, Hangzhou (demo)", kind: "hospital" },
  { number: "C-06", en: "Nanpu Hospital", zh: "南浦医院", address: "7 Nanpu Street, Shanghai (demo)", kind: "hospital" },
  { number: "C-07", en: "Beicheng Hospital", zh: "北城医院", address: "30 Beicheng Road, Jinan (demo)", kind: "hospital" },
];
