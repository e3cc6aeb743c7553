/** Label templates by revision: LB-IS100-UNIT.A. What is saved can be drawn; what is approved has been read back. */
import { because, type Rec } from "@lotline/schema";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { comesIntoForce, companyDay, numberedAfter } from "../../master/index.ts";
import { mismatchReasons, readBack } from "../draw/read-back.ts";
import { type Ground, groundKey, groundsOf, partsOf } from "../ground.ts";
import { labelOf, misfitReasons } from "../job/ready.ts";
import { partReasons } from "./check.ts";
import { exampleOf } from "./example.ts";

const intoForce = comesIntoForce("LabelTemplate");

export const labelTemplateBehaviour = behaviour({
  record: "LabelTemplate",
  beforeCreate: async (tx, given) => {
    const label = await tx.get("ItemLabel", given.itemLabel);
    await numberedAfter(tx, "LabelTemplate", label.number, given);
  },
  afterCreate: requireDrawable,
  afterEdit: requireDrawable,
  actions: {
    approve: {
      effect: async (tx, template, input) => {
        await requireReadable(tx, template);
        await intoForce(tx, template, input);
      },
    },
  },
});

async function requireDrawable(tx: Tx, template: Rec<"LabelTemplate">): Promise<void> {
  tx.require(partReasons({ ...template, parts: await tx.lines("LabelTemplate", "parts", template) }));
}

/** The label is drawn with an example of its item and every symbol of it read back. */
async function requireReadable(tx: Tx, template: Rec<"LabelTemplate">): Promise<void> {
  const asked = { itemLabel: template.itemLabel, on: await companyDay(tx) };
  const ground = (await groundsOf(tx, [asked])).get(groundKey(asked));
  const content = { ...template, parts: (await partsOf(tx, [template.id])).get(template.id) ?? [] };
  const drawn = ground && labelOf(ground, content, exampleOf(ground as Ground));
  if (!drawn) return tx.require([because("NOT_DRAWN", "The label cannot be drawn yet.", "标签尚无法绘制。")]);
  if ("reasons" in drawn) return tx.require(drawn.reasons);
  tx.require([...misfitReasons(drawn.laid), ...mismatchReasons(template.number, await readBack(drawn.laid))]);
}
