import type { Checkpoint } from "../timeline.ts";
import { accessKept } from "./access.ts";
import { receiveBoards } from "./boards.ts";
import { makeControls, makeParts, makeSets, receiveMaterial, reviseShelfLife } from "./campaign-2607.ts";
import { managersLeave } from "./deputies.ts";
import { buyCalliper, enterEquipment } from "./equipment.ts";
import { printLabels } from "./labels.ts";
import { licencesRunOut } from "./licences.ts";
import { coldStoreMapped } from "./master-changes.ts";
import { enterMasterData } from "./master-data.ts";
import { openWork, returnedBoxes } from "./open-work.ts";
import { lowPressure, movedBalance } from "./quality-events.ts";
import { returnedPouches } from "./sampling.ts";
import type { Scene } from "./scene.ts";
import { quietMonth } from "./story.ts";
import { keepQualified, qualifyInspectors } from "./training.ts";

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

/** Moments of the story at which the company is kept; its end is T5 (scenarios.md §1). */
export const checkpoints: readonly Checkpoint[] = [
  { name: "T0", wall: "2026-07-06 07:00" },
  { name: "T1", wall: "2026-07-21 08:00" },
  { name: "T2", wall: "2026-07-27 08:00" },
  { name: "T3", wall: "2026-08-08 08:00" },
  { name: "T4", wall: "2026-08-12 08:00" },
];

/** The company's first year: strands that went on side by side, each told for itself. */
export async function playStory(scene: Scene, say: (text: string) => void): Promise<void> {
  const strand = (name: string, work: (scene: Scene) => Promise<void>) => async (own: Scene) => {
    await work(own);
    say(name);
  };
  await strand("master data", enterMasterData)(scene);
  await strand("equipment", enterEquipment)(scene);
  await strand("qualifications", qualifyInspectors)(scene);
  await scene.together(
    ...months.map(([tag, month, supplierLot]) =>
      strand(`campaign ${tag}`, (own) => quietMonth(own, { tag, month, pvc: { quantity: "120", supplierLot }, sets: 6_000 })),
    ),
    strand("second calliper", buyCalliper),
    strand("balance moved", movedBalance),
    strand("low pressure", lowPressure),
    strand("mainboards", receiveBoards),
    strand("cold store mapped", coldStoreMapped),
    strand("returned boxes", returnedBoxes),
    strand("returned pouches", returnedPouches),
    strand("licences run out", licencesRunOut),
    strand("a manager's leave", managersLeave),
    strand("a year of qualifications", keepQualified),
    strand("material of July 2026", receiveMaterial),
    strand("parts of July 2026", makeParts),
    strand("shelf life revised", reviseShelfLife),
    strand("finished lots of July and August 2026", makeSets),
    strand("labels of July and August 2026", printLabels),
    strand("control lots", makeControls),
    strand("roles reviewed", accessKept),
    strand("open work of 20 August 2026", openWork),
  );
}
