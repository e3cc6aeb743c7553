import type { Label } from "@lotline/schema";

/** "Storage or Dispatch" in both languages. */
export const eitherOf = (labels: readonly Label[]): Label => ({
  en: labels.map((label) => label.en).join(" or "),
  zh: labels.map((label) => label.zh).join("或"),
});
