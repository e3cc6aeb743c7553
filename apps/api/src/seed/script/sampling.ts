import { nonconformityOf } from "./open-work.ts";
import { returnLot } from "./quality-events.ts";
import type { Scene } from "./scene.ts";
import { bought } from "./story.ts";

const lot = "P301-2606-2";

/**
 * Pouches cut too wide, returned in June 2026: the one lot not accepted among the last four of SUP-05 when US-03 begins, so that
 * the next one within five switches to tightened inspection.
 */
export async function returnedPouches(scene: Scene): Promise<void> {
  const lines = [bought("PK-301", "8000", "2606-2", "LP1-2606X", "2026-06-08")];
  await scene.at("2026-06-09", "15:30");
  const order = await scene.order("SUP-05", "2026-06-16", lines);
  await scene.at("2026-06-16", "09:10");
  await scene.receive(order, lines);
  await scene.at("2026-06-16", "13:30");
  await scene.inspect(
    lot,
    "PK-301",
    "chenhe",
    new Map([
      ["1.3", "121.3"],
      ["1.11", "121.5"],
    ]),
  );
  const ncr = await nonconformityOf(scene, lot);
  await scene.at("2026-06-17", "09:20");
  await (await scene.by("linjing")).act("Nonconformity", ncr, "review", {
    containment: "8,000 pouches moved to blocked stock / 8,000 个纸塑袋移入不合格品区",
    legalRequirementUnmet: false,
  });
  await (await scene.by("gaolang")).act("Lot", await scene.find("Lot", lot), "move", {
    from: await scene.id("Location", "SZ1-Q1"),
    to: await scene.id("Location", "SZ1-B1"),
    quantity: "8000",
  });
  await returnLot(scene, ncr, lot, {
    decided: ["2026-06-18", "10:40"],
    collected: ["2026-06-19", "14:00"],
    closed: ["2026-06-24", "15:10"],
    justification: "Cut too wide for the sealing mould / 裁切过宽，与封口模不符",
    carriedOut: "8,000 pouches collected by the supplier / 8,000 个纸塑袋由供应商提回",
    capaDecision: "First finding, the supplier reset the cutter / 首次发生，供应商已重新校准裁刀",
  });
}
