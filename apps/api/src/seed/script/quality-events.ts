import type { Handled } from "../hands.ts";
import type { Scene } from "./scene.ts";

/** The newest record of a type about something, by a field of it. */
async function newest(scene: Scene, record: "Retest" | "Hold", where: object): Promise<Handled> {
  let number = "";
  await (await scene.by("linjing")).read(async (tx) => {
    number = (await tx.find(record, where)).at(-1)?.number ?? "";
  });
  return scene.find(record, number);
}

type Moment = readonly [day: string, time: string];

interface Returned {
  readonly decided: Moment;
  readonly collected: Moment;
  readonly closed: Moment;
  readonly justification: string;
  readonly carriedOut: string;
  readonly capaDecision: string;
}

/** A rejected lot goes back to its supplier: two members decide, it is booked out, verified, its hold lifted, and closed. */
export async function returnLot(scene: Scene, ncr: Handled, lotNumber: string, given: Returned): Promise<void> {
  const decision = { decision: "returnToSupplier", justification: given.justification, instruction: null } as const;
  await scene.at(...given.decided);
  await (await scene.by("linjing")).act("Nonconformity", ncr, "disposition", decision);
  await (await scene.by("hechuan")).act("Nonconformity", ncr, "disposition", decision);
  await scene.at(...given.collected);
  await (await scene.by("gaolang")).act("Nonconformity", ncr, "carryOut", { carriedOut: given.carriedOut });
  await (await scene.by("hejia")).act("Nonconformity", ncr, "verify");
  await scene.at(...given.closed);
  const hold = await newest(scene, "Hold", { lot: await scene.id("Lot", lotNumber), state: "active" });
  await (await scene.by("songwei")).act("Hold", hold, "lift", {}, "Returned, nothing left on hand / 已退供应商，无库存");
  await (await scene.by("songwei")).act("Nonconformity", ncr, "close", { capa: "no", capaDecision: given.capaDecision });
}

/** A retest asked for by the inspector; QA decides about it. */
async function askRetest(scene: Scene, inspection: Handled, why: string): Promise<Handled> {
  await (await scene.by("chenhe")).act("Inspection", inspection, "requestRetest", { characteristic: 1, why });
  return newest(scene, "Retest", { inspection: inspection.id });
}

/** Boxes looked at again under better light, with QA's leave, and found the same: both rounds stay. */
export async function retestOfBoxes(scene: Scene, inspection: Handled): Promise<void> {
  const asked = await askRetest(scene, inspection, "One lamp of the light box was off / 灯箱有一支灯管未亮");
  await (await scene.by("linjing")).act("Retest", asked, "approve");
  const readings = ["0", "1", "0", "1", "0"].map((value, index) => ({ characteristic: 1, sample: index + 1, value }));
  await (await scene.by("chenhe")).act("Inspection", inspection, "record", { readings });
}

/** Two pouches too wide: a retest without an assignable cause is not approved, so the first result stands. */
export async function refusedRetest(scene: Scene, inspection: Handled): Promise<void> {
  const asked = await askRetest(scene, inspection, "Perhaps the pouches were not flat / 纸塑袋可能未铺平");
  await (await scene.by("songwei")).act("Retest", asked, "refuse", {}, "No assignable cause was found / 未找到可归因的原因");
}

/** A deviation reported about the wrong pallet and voided; its hold is lifted. */
export async function wetPallet(scene: Scene): Promise<void> {
  await scene.at("2026-06-09", "15:40");
  const deviation = await (await scene.by("gaolang")).create("Deviation", {
    site: await scene.id("Site", "SZ1"),
    description: "Pallet stood in the rain at gate 2 / 托盘在 2 号门淋雨",
    kind: "other",
    foundOn: scene.day,
    place: "Gate 2 / 2 号门",
    containment: "Pallet wiped and set apart / 托盘擦干并隔离",
    lots: [],
  });
  const lot = await scene.id("Lot", "P302-2606-2");
  await (await scene.by("gaolang")).act("Deviation", deviation, "addLot", { lot }, "Label of the pallet / 托盘标签");
  await scene.at("2026-06-10", "08:40");
  await (await scene.by("songwei")).act("Deviation", deviation, "void", {}, "It was an empty pallet / 该托盘为空托");
  const hold = await newest(scene, "Hold", { lot, kind: "investigation" });
  await (await scene.by("songwei")).act("Hold", hold, "lift", {}, "The deviation was reported in error / 偏差为误报");
}

/** The balance moved to another bench: opened for change, changed, approved again. */
export async function movedBalance(scene: Scene): Promise<void> {
  await scene.at("2026-06-16", "09:00");
  const balance = await scene.find("Equipment", "BAL-03");
  await (await scene.by("shaobo")).act("Equipment", balance, "change", {}, "Moved away from the door / 移离门口");
  await (await scene.by("shaobo")).edit("Equipment", balance, { location: "Incoming laboratory, bench 2 / 来料检验室 2 号台" });
  await (await scene.by("xuheng")).act("Equipment", balance, "approve");
}

/** A deviation that waits for its class on the morning of 20 August. */
export async function lowPressure(scene: Scene): Promise<void> {
  await scene.at("2026-08-19", "16:30");
  await (await scene.by("wutong")).create("Deviation", {
    site: await scene.id("Site", "SZ1"),
    description: "Room pressure at AL-03 below 10 Pa for 6 min / AL-03 房间压差低于 10 Pa 持续 6 分钟",
    kind: "environment",
    foundOn: scene.day,
    place: "AL-03",
    equipment: await scene.id("Equipment", "AL-03"),
    containment: "Line was empty, doors closed / 产线空闲，门已关闭",
    lots: [],
  });
}
