import { choice, decimal, enumeration, type Label } from "../kit/index.ts";

/** Temperatures in °C, both ends allowed; null where there is no limit. */
export interface StorageRange {
  readonly min: string | null;
  readonly max: string | null;
}

/** What a place keeps and what an item needs: one class, and temperatures of its own where they are narrower. */
export const storageClass = enumeration("StorageClass", {
  ambient: { en: "Ambient, 10–30 °C", zh: "常温 10–30 °C" },
  cool: { en: "Cool, up to 20 °C", zh: "阴凉，不超过 20 °C" },
  cold: { en: "Cold, 2–8 °C", zh: "冷藏 2–8 °C" },
  frozen: { en: "Frozen, −25 to −10 °C", zh: "冷冻 −25～−10 °C" },
  flammable: { en: "Flammables, 10–30 °C", zh: "易燃品 10–30 °C" },
  esd: { en: "ESD-protected, 10–30 °C", zh: "防静电 10–30 °C" },
});

export type StorageClass = keyof typeof storageClass.values;

/** Temperatures of each class: ambient and cool as in the Chinese Pharmacopoeia, general notices; cold and frozen as in GSP annex 1. */
const classRanges: { readonly [C in StorageClass]: StorageRange } = {
  ambient: { min: "10", max: "30" },
  cool: { min: null, max: "20" },
  cold: { min: "2", max: "8" },
  frozen: { min: "-25", max: "-10" },
  flammable: { min: "10", max: "30" },
  esd: { min: "10", max: "30" },
};

/** Classes that are more than a temperature: what needs one may stand nowhere else. */
const protectedClasses: readonly StorageClass[] = ["flammable", "esd"];

const celsius = { en: "°C", zh: "°C" };
const temperature = (label: Label) =>
  decimal(label, { optional: true, scale: 1, min: "-200", max: "100", critical: true, unit: celsius });

/** The fields of an item revision that say what its lots need, and of a location that say what it keeps. */
export const storageFields = {
  storageClass: choice({ en: "Storage class", zh: "储存类别" }, storageClass, { optional: true, critical: true }),
  storageMin: temperature({ en: "Lowest temperature", zh: "最低温度" }),
  storageMax: temperature({ en: "Highest temperature", zh: "最高温度" }),
} as const;

/** What was said about storage; all null: nothing was said. */
export interface StorageTerms {
  readonly storageClass: StorageClass | null;
  readonly storageMin: string | null;
  readonly storageMax: string | null;
}

/** The temperatures that terms come to: their own where given, those of their class otherwise; null without either. */
export function storageRange({ storageClass: of, storageMin, storageMax }: StorageTerms): StorageRange | null {
  if (of === null && storageMin === null && storageMax === null) return null;
  const usual = of === null ? { min: null, max: null } : classRanges[of];
  return { min: storageMin ?? usual.min, max: storageMax ?? usual.max };
}

/**
 * Whether a place keeps what an item needs (ISO 13485 7.5.11): it is of the class that protects, and its temperatures lie within
 * the item's. An item that says nothing may stand anywhere; a place that says nothing keeps no promise.
 */
export function storageFits(place: StorageTerms, need: StorageTerms): boolean {
  const wanted = storageRange(need);
  if (wanted === null) return true;
  const kept = storageRange(place);
  if (kept === null) return false;
  if (need.storageClass !== null && protectedClasses.includes(need.storageClass) && place.storageClass !== need.storageClass)
    return false;
  return (
    (wanted.min === null || (kept.min !== null && Number(kept.min) >= Number(wanted.min))) &&
    (wanted.max === null || (kept.max !== null && Number(kept.max) <= Number(wanted.max)))
  );
}

const written = (value: string): string => String(Number(value)).replace("-", "−");

/** The temperatures of terms in words, such as "2–8 °C"; the class where it says more. */
export function storageWords(terms: StorageTerms): Label {
  const range = storageRange(terms);
  if (range === null) return { en: "no storage class", zh: "未定储存类别" };
  const known = terms.storageClass === null ? null : storageClass.values[terms.storageClass];
  if (known && terms.storageMin === null && terms.storageMax === null) return known;
  const degrees = degreesOf(range);
  const name = known ? { en: known.en.split(",")[0] ?? "", zh: known.zh.split(/[ ，]/)[0] ?? "" } : null;
  return name ? { en: `${name.en}, ${degrees.en}`, zh: `${name.zh} ${degrees.zh}` } : degrees;
}

function degreesOf({ min, max }: StorageRange): Label {
  if (min !== null && max !== null) {
    const both = `${written(min)}–${written(max)} °C`;
    return { en: both, zh: both };
  }
  if (max !== null) return { en: `up to ${written(max)} °C`, zh: `不超过 ${written(max)} °C` };
  return { en: `from ${written(min ?? "0")} °C`, zh: `不低于 ${written(min ?? "0")} °C` };
}
