import { type StorageTerms, storageRange } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";

const nothing: StorageTerms = { storageClass: null, storageMin: null, storageMax: null };

/** Refuses temperatures that leave no room between them, those of the class included. */
export function requireRange(before: StorageTerms | null, given: Partial<StorageTerms>): void {
  const known = before ?? nothing;
  const of = <K extends keyof StorageTerms>(key: K): StorageTerms[K] => (given[key] === undefined ? known[key] : given[key]);
  const range = storageRange({
    storageClass: of("storageClass"),
    storageMin: of("storageMin"),
    storageMax: of("storageMax"),
  });
  if (!range || range.min === null || range.max === null || Number(range.min) <= Number(range.max)) return;
  throw invalid({
    path: "storageMax",
    code: "RANGE",
    text: {
      en: `The highest temperature (${Number(range.max)} °C) is below the lowest (${Number(range.min)} °C).`,
      zh: `最高温度（${Number(range.max)} °C）低于最低温度（${Number(range.min)} °C）。`,
    },
  });
}
