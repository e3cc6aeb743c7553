import type { Handled } from "../hands.ts";
import { labelDesigns } from "./label-designs.ts";
import type { Scene } from "./scene.ts";

/** The labels of what the company sells, designed by master data and approved by quality. */
export async function enterLabels(scene: Scene): Promise<void> {
  await scene.at("2025-09-04", "11:15");
  for (const { item, template, ...label } of labelDesigns) {
    const { id } = await (await scene.by("luoan")).create("ItemLabel", { ...label, item: await scene.id("Item", item) });
    const draft = await (await scene.by("luoan")).create("LabelTemplate", {
      ...template,
      itemLabel: id,
      revision: "A",
      changeReason: "first issue",
    });
    await (await scene.by("linjing")).act("LabelTemplate", draft, "approve", { effectiveOn: scene.day });
  }
}

interface Wanted {
  readonly label: string;
  readonly lotNumber: string;
  readonly quantity: number;
  readonly madeOn: string;
  readonly serials?: string;
}

async function prepare(scene: Scene, { label, ...given }: Wanted): Promise<Handled> {
  return (await scene.by("wutong")).create("LabelJob", {
    ...given,
    site: await scene.id("Site", "SZ1"),
    itemLabel: await scene.id("ItemLabel", label),
  });
}

/** Checked by the line verifier and released by the supervisor. */
async function release(scene: Scene, job: Handled): Promise<void> {
  const looked = { udiRight: true, expiryRight: true, storageRight: true };
  await (await scene.by("fengtao")).act("LabelJob", job, "check", looked);
  await (await scene.by("hechuan")).act("LabelJob", job, "release");
}

/** IS2607A as US-07 has it, the first pumps, and the boxes of IS2608A, which wait for the second person on the last day. */
export async function printLabels(scene: Scene): Promise<void> {
  await scene.at("2026-07-30", "13:30");
  const unit = await prepare(scene, { label: "LB-IS100-U", lotNumber: "IS2607A", quantity: 24_540, madeOn: "2026-07-31" });
  await release(scene, unit);
  await scene.at("2026-07-31", "06:30");
  await (await scene.by("wutong")).act("LabelJob", unit, "print", { first: 1, last: 12_000 });
  await (await scene.by("wutong")).act("LabelJob", unit, "scanBack", {
    scanned: "]d20109521234000013112607311729073010IS2607A",
  });
  await (await scene.by("wutong")).act("LabelJob", unit, "print", { first: 12_001, last: 24_540 });
  await scene.at("2026-07-31", "15:10");
  await (await scene.by("wutong")).act("LabelJob", unit, "reconcile", {
    applied: 23_640,
    destroyed: 888,
    returned: 0,
    specimens: 12,
  });
  await (await scene.by("fengtao")).act("LabelJob", unit, "close");

  await scene.at("2026-08-17", "09:30");
  const pumps = await prepare(scene, {
    label: "LB-IP20-U",
    lotNumber: "IP2607",
    quantity: 120,
    madeOn: "2026-07-30",
    serials: "IP26070001…0120",
  });
  await release(scene, pumps);
  await scene.at("2026-08-19", "14:05");
  await prepare(scene, { label: "LB-IS100-B", lotNumber: "IS2608A", quantity: 480, madeOn: "2026-08-15" });
}
