/** In which languages a story is told. */
import type { Language } from "@lotline/schema";

/** In a normal run a story is told once, in its own language; in the soak in both, its own one first. */
export const languagesOf = (own: Language): readonly Language[] =>
  process.env.LOTLINE_SOAK !== "1" ? [own] : own === "zh" ? ["zh", "en"] : ["en", "zh"];
