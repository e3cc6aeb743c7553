import { because, type Rec } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { inForce, siteDay } from "../../master/index.ts";
import { openByRejection } from "../nonconformity/open.ts";
import { samplesFor } from "../sampling/freeze.ts";
import { recordResult } from "../sampling/switch.ts";
import { defectsOf, judgeCharacteristic, judgeReading } from "./judge.ts";
import { fillFromLot } from "./open.ts";
import { currentOf, type Inspected, type Reading, readInspected } from "./readings.ts";

interface Typed {
  readonly characteristic: number;
  readonly sample: number;
  readonly value: string;
}

const inspected = async (tx: Tx, id: string): Promise<Inspected> =>
  (await readInspected(tx, [id])).get(id) ?? { characteristics: [] };

/** Inspections: readings are typed, judged by the frozen plan, never overwritten; the conclusion follows from them. */
export const inspectionBehaviour = behaviour({
  record: "Inspection",
  beforeCreate: fillFromLot,
  actions: {
    record: {
      effect: async (tx, inspection, input) => {
        await freezePlan(tx, inspection);
        const rows = judgeAll(tx, await inspected(tx, inspection.id), input.readings);
        await tx.insert(
          "reading",
          ["inspection_id", "characteristic", "sample", "value", "conforms", "replaces_id"],
          rows.map((r) => [inspection.id, r.characteristic, r.sample, r.value, r.conforms, r.replaces]),
        );
        // The releaser of the lot must be somebody else (REQ-SIG-10, separation rule 3).
        tx.duty("Lot", inspection.lot, "inspector");
        const lot = await tx.get("Lot", inspection.lot);
        if (lot.state === "quarantine") await tx.act("Lot", lot.id, "startTest", {});
      },
    },
    conclude: {
      // What is signed includes every reading, the replaced ones too.
      evidence: async (tx, inspection) =>
        (await inspected(tx, inspection.id)).characteristics.flatMap((c) => c.readings.map(signedReading)),
      effect: async (tx, inspection) => {
        const { characteristics } = await inspected(tx, inspection.id);
        const summary = characteristics.map((c) => {
          const current = currentOf(c.readings);
          const result = judgeCharacteristic(c, current);
          return {
            position: c.position,
            nameEn: c.nameEn,
            nameZh: c.nameZh,
            samples: c.samples,
            defects: defectsOf(c, current),
            acceptUpTo: c.acceptUpTo,
            result,
          };
        });
        const accepted = summary.every((line) => line.result === "accepted");
        tx.update("Inspection", inspection, {
          result: accepted ? "accepted" : "rejected",
          rejectedShare: accepted ? "0" : "1",
          summary,
          concludedAt: tx.now,
        });
        tx.duty("Lot", inspection.lot, "inspector");
        await tx.flush();
        if (!accepted) await openByRejection(tx, inspection, characteristics);
        const samples = await tx.lines("Inspection", "samples", inspection);
        const found = samples.map((sample) => ({
          sample,
          defects: summary.find((line) => line.position === sample.characteristic)?.defects ?? 0,
        }));
        await recordResult(tx, inspection, accepted, found);
      },
    },
  },
});

const signedReading = (r: Reading) => ({
  id: r.id,
  characteristic: r.characteristic,
  sample: r.sample,
  value: r.value,
  conforms: r.conforms,
  replaced: r.replaced,
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

function judgeAll(tx: Tx, { characteristics }: Inspected, typed: readonly Typed[]) {
  if (typed.length === 0)
    throw invalid({ path: "readings", code: "required", text: { en: "There is no reading yet.", zh: "尚无读数。" } });
  const seen = new Set<string>();
  return typed.flatMap((row, index) => {
    const wrong = (field: string, code: string, en: string, zh: string) =>
      invalid({ path: `readings.${index}.${field}`, code, text: { en, zh } });
    const characteristic = characteristics.find((c) => c.position === row.characteristic);
    if (!characteristic)
      throw wrong(
        "characteristic",
        "unknown",
        `The plan has no characteristic ${row.characteristic}.`,
        `检验规程没有第 ${row.characteristic} 项。`,
      );
    if (row.sample > characteristic.samples)
      throw wrong("sample", "max", `There are ${characteristic.samples} samples only.`, `样本量为 ${characteristic.samples}。`);
    const key = `${row.characteristic} ${row.sample}`;
    if (seen.has(key)) throw wrong("sample", "twice", "This sample is given twice.", "该样品重复录入。");
    seen.add(key);
    const judged = judgeReading(characteristic, row.value);
    if (!judged)
      throw characteristic.kind === "variable"
        ? wrong("value", "decimal", "A number such as 12.5 is expected.", "应为数字，例如 12.5。")
        : wrong("value", "defects", "A number of defects, OK or NG is expected.", "应为缺陷数、OK 或 NG。");
    const before = currentOf(characteristic.readings).find((reading) => reading.sample === row.sample);
    if (before?.value === judged.value) return [];
    if (before) requireReason(tx);
    return [{ characteristic: row.characteristic, sample: row.sample, ...judged, replaces: before?.id ?? null }];
  });
}

/** A reading that stands in the place of another says why (REQ-REC-04). */
function requireReason(tx: Tx): void {
  if ([...tx.reason.trim()].length >= 10) return;
  throw invalid({
    path: "reason",
    code: "REASON_REQUIRED",
    text: { en: "A corrected reading needs a reason of at least 10 characters.", zh: "更正读数须说明原因，至少 10 个字符。" },
  });
}
