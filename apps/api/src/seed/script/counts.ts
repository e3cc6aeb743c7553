import type { Scene } from "./scene.ts";

/** A place and an item counted by one person, approved by another; lots not named are found as the book has them. */
export async function countPlace(
  scene: Scene,
  given: { subject: string; location: string; item: string; found: ReadonlyMap<string, string> },
): Promise<void> {
  const sheet = await (await scene.by("gaolang")).create("StockCount", {
    site: await scene.id("Site", "SZ1"),
    subject: given.subject,
    item: await scene.id("Item", given.item),
    places: [{ location: await scene.id("Location", given.location) }],
  });
  await (await scene.by("gaolang")).act("StockCount", sheet, "start");
  const counts: { line: number; counted: string }[] = [];
  const reasons: { line: number; reason: "unknown" }[] = [];
  await (await scene.by("gaolang")).read(async (tx) => {
    for (const { position: line, lot, bookAtStart } of await tx.lines("StockCount", "lines", sheet)) {
      const found = given.found.get((await tx.get("Lot", lot)).number);
      counts.push({ line, counted: found ?? bookAtStart });
      if (found) reasons.push({ line, reason: "unknown" });
    }
  });
  await (await scene.by("gaolang")).act("StockCount", sheet, "record", { counts, found: [] });
  await (await scene.by("gaolang")).act("StockCount", sheet, "submit");
  await (await scene.by("hechuan")).act("StockCount", sheet, "approve", { reasons });
}
