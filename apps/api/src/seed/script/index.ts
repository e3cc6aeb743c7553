import { makeControls, makeParts, makeSets, receiveMaterial, reviseShelfLife } from "./campaign-2607.ts";
import { enterMasterData } from "./master-data.ts";
import { openWork, returnedBoxes } from "./open-work.ts";
import { returnedPouches } from "./sampling.ts";
import type { Scene } from "./scene.ts";
import { quietMonth } from "./story.ts";

/** Where the story of the demo company stands when the demo begins (scenarios.md, checkpoint T5). */
export const storyEnd = "2026-08-20T09:00:00+08:00";

const months: readonly (readonly [tag: string, month: string, supplierLot: string])[] = [
  ["2510", "2025-10", "PV25-061"],
  ["2511", "2025-11", "PV25-074"],
  ["2512", "2025-12", "PV25-088"],
  ["2601", "2026-01", "PV26-009"],
  ["2603", "2026-03", "PV26-041"],
  ["2604", "2026-04", "PV26-066"],
  ["2606", "2026-05", "PV26-097"],
];

/** The company's first year, in the order in which it happened. */
export async function playStory(scene: Scene, say: (text: string) => void): Promise<void> {
  const chapter = async (name: string, work: () => Promise<void>): Promise<void> => {
    const before = performance.now();
    await work();
    say(`${name} (${((performance.now() - before) / 1000).toFixed(1)} s)`);
  };
  await chapter("master data", () => enterMasterData(scene));
  for (const [tag, month, supplierLot] of months)
    await chapter(`campaign ${tag}`, () => quietMonth(scene, { tag, month, pvc: { quantity: "120", supplierLot }, sets: 6_000 }));
  await chapter("returned boxes", () => returnedBoxes(scene));
  await chapter("returned pouches", () => returnedPouches(scene));
  await chapter("material of July 2026", () => receiveMaterial(scene));
  await chapter("parts of July 2026", () => makeParts(scene));
  await chapter("shelf life revised", () => reviseShelfLife(scene));
  await chapter("finished lots of July and August 2026", () => makeSets(scene));
  await chapter("control lots", () => makeControls(scene));
  await chapter("open work of 20 August 2026", () => openWork(scene));
}
