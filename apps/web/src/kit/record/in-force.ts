/** Which revision applied on a day: the approved one whose dates hold the day; the end day is the first that it no longer applies. */

/** A record as the trail showed it at a moment, its values as texts. */
export type Image = Readonly<Record<string, string | null>>;

/** The revision in force on a day among their images; the database allows no two, and a new one ends the one before. */
export function inForce(images: readonly Image[], day: string): Image | undefined {
  return images
    .filter(
      ({ state, effectiveFrom, effectiveTo }) =>
        state === "approved" && Boolean(effectiveFrom && effectiveFrom <= day) && !(effectiveTo && effectiveTo <= day),
    )
    .toSorted((a, b) => (a.effectiveFrom ?? "").localeCompare(b.effectiveFrom ?? ""))
    .at(-1);
}
