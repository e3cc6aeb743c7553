import { type ActionInputOf, because, type Rec } from "@lotline/schema";
import { condition } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { currentOf, readInspected } from "../inspection/readings.ts";

/** Asks for a retest of a characteristic that has its result, or of one of its samples; one at a time. */
export async function askRetest(
  tx: Tx,
  inspection: Rec<"Inspection">,
  { characteristic: position, sample = null, why }: ActionInputOf<"Inspection", "requestRetest">,
): Promise<void> {
  const inspected = (await readInspected(tx, [inspection.id])).get(inspection.id);
  const characteristic = inspected?.characteristics.find((c) => c.position === position);
  const read = characteristic ? currentOf(characteristic.readings).length : 0;
  const waiting = await tx.findOne("Retest", { inspection: inspection.id, characteristic: position, state: "requested" });
  const refuse = (code: string, en: string, zh: string) => because(code, en, zh, "Inspection", inspection.number);
  tx.require([
    ...(characteristic
      ? []
      : [refuse("NO_CHARACTERISTIC", `The plan has no characteristic ${position}.`, `检验规程没有第 ${position} 项。`)]),
    ...(characteristic && sample !== null && sample > characteristic.samples
      ? [
          refuse(
            "NO_SAMPLE",
            `${characteristic.nameEn} has ${characteristic.samples} samples only.`,
            `${characteristic.nameZh} 样本量为 ${characteristic.samples}。`,
          ),
        ]
      : []),
    ...(characteristic && read < characteristic.samples
      ? [
          refuse(
            "RESULT_MISSING",
            `${characteristic.nameEn} has no result yet; read all its samples first.`,
            `${characteristic.nameZh} 尚无结果，请先录完全部样品。`,
          ),
        ]
      : []),
    ...(waiting
      ? [
          because(
            "RETEST_WAITS",
            `${waiting.number} waits for its approval.`,
            `${waiting.number} 待批准。`,
            "Retest",
            waiting.number,
          ),
        ]
      : []),
  ]);
  const made = await tx.create("Retest", {
    site: inspection.site,
    inspection: inspection.id,
    characteristic: position,
    sample,
    why,
  });
  tx.duty("Retest", await tx.idOf(made), "inspector");
}

/** A retest is approved while its inspection runs: afterwards the result has been decided upon. */
export const inspectionRuns = condition({
  gate: "retest.approve",
  code: "INSPECTION_CONCLUDED",
  about: { en: "The inspection is still running", zh: "检验尚未完成" },
  record: "Retest",
  facts: async (reader, retests) => {
    const rows = await reader.sql<{ id: string; number: string; state: string }>(
      "select id, number, state from inspection where id = any(?::bigint[])",
      [retests.map((retest) => retest.inspection)],
    );
    return new Map(retests.map((retest) => [retest.id, rows.find((row) => row.id === retest.inspection)]));
  },
  check: (_retest, inspection) =>
    inspection?.state === "started"
      ? []
      : [
          because(
            "INSPECTION_CONCLUDED",
            `Inspection ${inspection?.number ?? ""} is concluded.`,
            `检验 ${inspection?.number ?? ""} 已完成。`,
            "Inspection",
            inspection?.number ?? "",
          ),
        ],
});
