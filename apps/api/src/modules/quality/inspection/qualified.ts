/** Who inspects and who verifies is qualified for it on that day (REQ-GATE-06, ISO 13485 6.2). */
import type { Reason, Rec } from "@lotline/schema";
import { dateIn, type Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Asking, qualificationReasons } from "../../document/index.ts";
import { inForceKey, inForceOf } from "../../master/index.ts";

interface Planned {
  readonly id: string;
  readonly item: string;
  readonly plan: string | null;
  readonly zone: string;
}

/** The skills that inspections ask for: by the plan frozen with them, or by the one in force that the first reading will freeze. */
async function askingOf(reader: Reader, ids: readonly string[]): Promise<Asking[]> {
  const rows = await reader.sql<Planned>(
    `select i.id, i.item_id as item, i.plan_id as plan, s.zone from inspection i join site s on s.id = i.site_id
     where i.id = any(?::bigint[])`,
    [ids],
  );
  const waiting = rows.filter(({ plan }) => plan === null).map((row) => ({ ...row, on: dateIn(row.zone, reader.now) }));
  const found = waiting.length === 0 ? new Map() : await inForceOf(reader, "InspectionPlan", waiting);
  const plans = new Map(
    rows.map(({ id, item, plan, zone }) => [id, plan ?? found.get(inForceKey(item, dateIn(zone, reader.now)))?.id ?? null]),
  );
  const skills = await reader.sql<{ plan: string; skill: string }>(
    "select id as plan, skill_id as skill from inspection_plan where skill_id is not null and id = any(?::bigint[])",
    [[...plans.values()].filter((plan) => plan !== null)],
  );
  const skillOf = new Map(skills.map(({ plan, skill }) => [plan, skill]));
  return rows.flatMap(({ id, zone }) => {
    const skill = skillOf.get(plans.get(id) ?? "");
    return skill === undefined ? [] : [{ id, skill, zone }];
  });
}

const reasonsOf = async (reader: Reader, rows: readonly { id: string }[]): Promise<Map<string, Reason[]>> =>
  qualificationReasons(
    reader,
    await askingOf(
      reader,
      rows.map(({ id }) => id),
    ),
  );

const qualified = (gate: string, who: { readonly en: string; readonly zh: string }) =>
  condition({
    gate,
    code: "NOT_QUALIFIED",
    about: {
      en: `${who.en} is qualified on that day for what the plan asks for`,
      zh: `${who.zh}当日具备检验规程要求的资质`,
    },
    record: "Inspection",
    facts: reasonsOf,
    check: (_inspection, reasons) => reasons ?? [],
  });

const inspector = { en: "Whoever inspects", zh: "检验人员" };

/** Asked of the first reading and each later one, of a retest, of the conclusion and of its verification. */
export const inspectorsQualified = [
  qualified("inspection.record", inspector),
  qualified("inspection.retest", inspector),
  qualified("inspection.conclude", inspector),
  qualified("inspection.verify", { en: "Whoever verifies", zh: "复核人员" }),
];

/**
 * Holds the actor as a person who stays qualified to the end of the command: revoking locks the person, so it is either seen here
 * or comes after this act (REQ-SIG-10).
 */
export async function holdQualified(tx: Tx, inspection: Rec<"Inspection">): Promise<void> {
  const asking = await askingOf(tx, [inspection.id]);
  if (asking.length === 0) return;
  await tx.sql("select id from person where id = ? for share", [tx.actor.id]);
  tx.require((await qualificationReasons(tx, asking)).get(inspection.id) ?? []);
}
