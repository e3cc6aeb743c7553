import { because, type Rec } from "@lotline/schema";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { inForce, siteDay } from "../../master/index.ts";
import { openByRejection } from "../nonconformity/open.ts";
import { askRetest } from "../retest/index.ts";
import { samplesFor } from "../sampling/freeze.ts";
import { recordResult } from "../sampling/switch.ts";
import { defectsByCode } from "./defects.ts";
import { holdPart, rejected } from "./hold-part.ts";
import { defectsOf, judgeCharacteristic } from "./judge.ts";
import { fillFromLot } from "./open.ts";
import { holdQualified } from "./qualified.ts";
import {
  countedBefore,
  currentOf,
  type Inspected,
  type InspectedCharacteristic,
  type Reading,
  readInspected,
} from "./readings.ts";
import { judgeAll, writeReadings } from "./record.ts";

const inspected = async (tx: Tx, id: string): Promise<Inspected> =>
  (await readInspected(tx, [id])).get(id) ?? { characteristics: [] };

/** Inspections: readings are typed, judged by the frozen plan, never overwritten; the conclusion follows from them. */
export const inspectionBehaviour = behaviour({
  record: "Inspection",
  beforeCreate: fillFromLot,
  actions: {
    record: {
      effect: async (tx, inspection, input) => {
        await holdQualified(tx, inspection);
        await freezePlan(tx, inspection);
        const rows = await judgeAll(tx, inspection.site, await inspected(tx, inspection.id), input.readings);
        await writeReadings(tx, inspection.id, rows);
        // The releaser of the lot must be somebody else (REQ-SIG-10, separation rule 3).
        tx.duty("Lot", inspection.lot, "inspector");
        const lot = await tx.get("Lot", inspection.lot);
        if (lot.state === "quarantine") await tx.act("Lot", lot.id, "startTest", {});
      },
    },
    requestRetest: {
      effect: async (tx, inspection, input) => {
        await holdQualified(tx, inspection);
        await askRetest(tx, inspection, input);
      },
    },
    holdPart: { effect: holdPart },
    conclude: {
      // What is signed includes every reading, the replaced ones too.
      evidence: async (tx, inspection) =>
        (await inspected(tx, inspection.id)).characteristics.flatMap((c) => c.readings.map(signedReading)),
      effect: async (tx, inspection) => {
        await holdQualified(tx, inspection);
        const { characteristics } = await inspected(tx, inspection.id);
        const summary = characteristics.map(summaryOf);
        const accepted = summary.every((line) => line.result === "accepted");
        tx.update("Inspection", inspection, {
          result: accepted ? "accepted" : "rejected",
          ...rejected(inspection, accepted ? (inspection.rejectedQuantity ?? "0") : inspection.lotQuantity),
          summary,
          concludedAt: tx.now,
        });
        tx.duty("Lot", inspection.lot, "inspector");
        await tx.flush();
        if (!accepted) await openByRejection(tx, inspection, characteristics);
        // What the plan wants verified counts once somebody else has verified it (REQ-GATE-09).
        const waits = characteristics.some(({ isVerified }) => isVerified);
        if (!waits) await recordResult(tx, inspection);
        await tx.act("Inspection", inspection.id, waits ? "awaitVerification" : "finish", {});
      },
    },
    verify: {
      // The verifier signs what the inspector signed: the raw values, the replaced ones too.
      evidence: async (tx, inspection) =>
        (await inspected(tx, inspection.id)).characteristics.flatMap((c) => c.readings.map(signedReading)),
      effect: async (tx, inspection) => {
        await holdQualified(tx, inspection);
        tx.duty("Lot", inspection.lot, "verifier");
        await recordResult(tx, inspection);
      },
    },
  },
});

/** How one characteristic came out, with the result of every round before a retest. */
function summaryOf(c: InspectedCharacteristic) {
  const current = currentOf(c.readings);
  const codes = defectsByCode(c.kind, current);
  const retests = c.retests.map(({ number, why, sample }, index) => {
    const before = countedBefore(c, index);
    return {
      number,
      why,
      ...(sample === null ? {} : { sample }),
      before: { defects: defectsOf(c, before), result: judgeCharacteristic(c, before) },
    };
  });
  return {
    position: c.position,
    nameEn: c.nameEn,
    nameZh: c.nameZh,
    samples: c.samples,
    defects: defectsOf(c, current),
    acceptUpTo: c.acceptUpTo,
    result: judgeCharacteristic(c, current),
    ...(codes.length > 0 ? { codes } : {}),
    ...(retests.length > 0 ? { retests } : {}),
  };
}

const signedReading = (r: Reading) => ({
  id: r.id,
  characteristic: r.characteristic,
  sample: r.sample,
  value: r.value,
  conforms: r.conforms,
  replaced: r.replaced,
  equipment: r.equipment?.number ?? null,
  defect: r.defect?.number ?? null,
  retest: r.retest,
});

/** An inspection that had no plan when its lot arrived takes the one in force at the first reading. */
async function freezePlan(tx: Tx, inspection: Rec<"Inspection">): Promise<void> {
  if (inspection.plan !== null) return;
  const plan = await inForce(tx, "InspectionPlan", inspection.item, await siteDay(tx, inspection.site));
  tx.require(plan ? [] : [noPlan(inspection.number)]);
  if (!plan) return;
  tx.update("Inspection", inspection, { plan: plan.id });
  const samples = await samplesFor(tx, await tx.get("Lot", inspection.lot), plan.id);
  for (const sample of samples) tx.addLine("Inspection", "samples", inspection, sample.characteristic, sample);
  await tx.flush();
}

/** Why an inspection cannot go on: there is nothing to inspect by. */
export const noPlan = (inspection: string, item?: string) =>
  because(
    "NO_INSPECTION_PLAN",
    `${item ? `${item}: no` : "No"} inspection plan in force; approve one, then inspect.`,
    `${item ? `${item}：` : ""}无生效的检验规程，请先批准检验规程再检验。`,
    "Inspection",
    inspection,
  );
