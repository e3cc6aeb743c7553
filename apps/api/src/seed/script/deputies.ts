/** The purchasing manager's leave in June: she says so, moves its end by a day, lends her role to finance and takes it back. */
import type { Scene } from "./scene.ts";

export async function managersLeave(scene: Scene): Promise<void> {
  await scene.at("2026-06-12", "16:10");
  const { personId: person } = (await scene.by("jiangmin")).ctx;
  const { personId: delegate } = (await scene.by("qianli")).ctx;
  const note = "Annual leave / 年休假";
  const manager = await scene.by("jiangmin");
  const leave = await manager.create("Absence", { person, validFrom: "2026-06-15", validTo: "2026-06-18", note });
  await manager.edit("Absence", leave, { validTo: "2026-06-19" });
  const training = await manager.create("Absence", { person, validFrom: "2026-07-10", validTo: "2026-07-10" });
  const lent = await manager.create("Delegation", {
    role: "PURCHASING_MANAGER",
    delegate,
    validFrom: "2026-06-15",
    validTo: "2026-06-19",
    why: note,
  });
  await manager.act("Delegation", lent, "give");
  await scene.at("2026-06-19", "17:00");
  const back = await scene.by("jiangmin");
  await back.act("Delegation", lent, "end", undefined, "Back from leave / 休假结束");
  await back.act("Absence", training, "cancel", undefined, "The training was moved / 培训改期");
}
