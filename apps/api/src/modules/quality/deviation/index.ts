import type { Rec } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { placeSystemHold } from "../../inventory/index.ts";
import { siteDay } from "../../master/index.ts";

/** Deviations: reported, they hold their lots at once; a lot that is added later is held with its addition (REQ-QEV-01). */
export const deviationBehaviour = behaviour({
  record: "Deviation",
  beforeCreate: async (tx, given) => {
    const asked = (given.lots ?? []).map(({ lot }) => lot);
    if (new Set(asked).size < asked.length)
      throw invalid({ path: "lots", code: "twice", text: { en: "A lot is named twice.", zh: "批次重复。" } });
    // Locked before the report is written, so that no release can miss it (REQ-GATE-04).
    const lots = await tx.lock("Lot", asked);
    if (lots.some((lot) => lot.site !== given.site))
      throw invalid({ path: "lots", code: "site", text: { en: "A lot is at another site.", zh: "有批次属于其他场所。" } });
    if (given.foundOn > (await siteDay(tx, given.site)))
      throw invalid({ path: "foundOn", code: "future", text: { en: "This day has not come yet.", zh: "日期不得晚于今天。" } });
    given.finder ??= tx.actor.id;
  },
  afterCreate: async (tx, deviation) => {
    for (const { lot } of await tx.lines("Deviation", "lots", deviation)) await holdFor(tx, deviation, lot);
  },
  actions: {
    classify: { effect: async (tx, deviation, input) => tx.update("Deviation", deviation, input) },
    reclassify: { effect: async (tx, deviation, input) => tx.update("Deviation", deviation, input) },
    addLot: {
      effect: async (tx, deviation, { lot: id }) => {
        const known = await tx.lines("Deviation", "lots", deviation);
        const lot = await tx.get("Lot", id);
        if (lot.site !== deviation.site)
          throw invalid({ path: "lot", code: "site", text: { en: "This lot is at another site.", zh: "该批属于其他场所。" } });
        if (known.some((line) => line.lot === id))
          throw invalid({ path: "lot", code: "twice", text: { en: "This lot is on it already.", zh: "该批已在其中。" } });
        tx.addLine("Deviation", "lots", deviation, known.length + 1, { lot: id });
        await holdFor(tx, deviation, id);
      },
    },
    contain: {
      // Added to, never rewritten: what was reported stays.
      effect: async (tx, deviation, { containment }) => {
        const whole = `${deviation.containment}\n${tx.now.toISOString().slice(0, 16).replace("T", " ")}Z ${containment}`;
        if (whole.length > 1000)
          throw invalid({
            path: "containment",
            code: "tooLong",
            text: { en: "There is no room left; use a comment.", zh: "篇幅已满，请使用评论。" },
          });
        tx.update("Deviation", deviation, { containment: whole });
      },
    },
  },
});

async function holdFor(tx: Tx, deviation: Rec<"Deviation">, lot: string): Promise<void> {
  await placeSystemHold(tx, lot, {
    kind: deviation.kind === "excursion" ? "excursion" : "investigation",
    explanation: `${deviation.number}: ${deviation.description}`,
    source: { record: "Deviation", id: deviation.id, number: deviation.number },
  });
  await tx.link(["Deviation", deviation.id], ["Lot", lot], "concerns");
}
