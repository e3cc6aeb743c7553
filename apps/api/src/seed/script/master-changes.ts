import type { RecordName } from "@lotline/schema";
import type { Handled } from "../hands.ts";
import type { Scene } from "./scene.ts";

/** The steward asks for a change of a record that changes by approval. */
async function propose(
  scene: Scene,
  record: RecordName,
  number: string,
  why: string,
  values: Readonly<Record<string, string>>,
): Promise<Handled> {
  const { id, version } = await scene.find(record, number);
  return (await scene.by("luoan")).create("MasterChange", {
    recordType: record,
    recordId: id,
    recordVersion: version,
    why,
    values: Object.entries(values).map(([field, after]) => ({ field, after })),
  });
}

/** What the mapping of the cold store found is written down for it, by approved change. */
export async function coldStoreMapped(scene: Scene): Promise<void> {
  await scene.at("2026-04-14", "10:20");
  const change = await propose(
    scene,
    "Location",
    "SZ1-S2",
    "Temperature mapping of April 2026, report TM-2604 / 2026 年 4 月温度分布验证报告 TM-2604",
    { storage: "2–8 °C; not on the upper shelf at the door / 2–8 °C，靠门上层不存放" },
  );
  await scene.at("2026-04-15", "09:40");
  await (await scene.by("xuheng")).act("MasterChange", change, "approve");
}

/** Waits for quality: the hospital asks for more remaining life. */
export const longerLifeAsked = (scene: Scene): Promise<Handled> =>
  propose(scene, "Customer", "C-01", "Supply contract of August 2026, annex 2 / 2026 年 8 月供货合同附件 2", {
    minRemainingMonths: "24",
  });
