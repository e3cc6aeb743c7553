/**
 * The monthly re-evaluation of approved suppliers by item (REQ-SUP-02): the score of the twelve months before the present one is
 * written down with what it is made of. A score below the limit proposes conditional approval as a task; nothing is decided here.
 */
import { addDays, type KpiSpan, supplierKpis } from "@lotline/schema";
import type { Reader } from "../../base/context.ts";
import { consumer } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";
import { measureEach, monthsUpTo, saidBy } from "../../read/kpi.ts";
import { approvedStates } from "../master/index.ts";
import { type Score, type ScoreRule, scoreOf } from "./score.ts";

/** The rule in force. */
export async function scoreRule(reader: Reader): Promise<ScoreRule> {
  // The content of this rule is checked when the rule is approved.
  const content = (await reader.rule("supplier-score")).get("default") as ScoreRule | undefined;
  if (!content) throw new Error("no rule supplier-score");
  return content;
}

const months = 12;

async function reEvaluate(tx: Tx, day: string): Promise<void> {
  const thisMonth = `${day.slice(0, 7)}-01`;
  const pairs = await tx.sql<{ id: string; key: string }>(
    `select id, concat_ws(' ', supplier_id, item_id) as key from supplier_item
     where state = any(?::text[]) and (scored_on is null or scored_on < ?::date) order by id`,
    [[...approvedStates], thisMonth],
  );
  if (pairs.length === 0) return;
  const past = monthsUpTo(addDays(thisMonth, -1), months);
  const span = { from: past[0]?.from ?? thisMonth, to: addDays(thisMonth, -1) };
  const scores = await scoresOf(
    tx,
    span,
    pairs.map(({ key }) => key),
  );
  const due = pairs.filter(({ key }) => (scores.get(key)?.score ?? null) !== null);
  const keys = new Map(due.map(({ id, key }) => [id, key]));
  for (const pair of await tx.lock("SupplierItem", [...keys.keys()])) {
    const found = scores.get(keys.get(pair.id) ?? "");
    if (!found || !(approvedStates as readonly string[]).includes(pair.state)) continue;
    const { score, isBelow, limit, parts } = found;
    const figures = Object.fromEntries(parts.map(({ name, ...part }) => [name, part]));
    tx.update("SupplierItem", pair, { score, scoredOn: day, scoreBasis: { ...span, limit, ...figures } });
    // Acting reads the pair afresh.
    await tx.flush();
    if (isBelow && pair.state === "approved") await tx.act("SupplierItem", pair.id, "askReview", {});
  }
}

/** The scores of pairs of supplier and item; one of which no figure has a row is judged by nothing. */
async function scoresOf(reader: Reader, span: KpiSpan, keys: readonly string[]): Promise<Map<string, Score>> {
  const rule = await scoreRule(reader);
  const judged = supplierKpis.filter(({ name }) => Object.hasOwn(rule.parts, name));
  const measured = await Promise.all(
    judged.map(async (kpi) => [kpi, await measureEach(reader, kpi, span, ["supplier", "item"])] as const),
  );
  // A pair without a lot has no nonconformity either: that says nothing good about it.
  const known = keys.filter((key) => measured.some(([, found]) => found.has(key)));
  return new Map(
    known.map((key) => [key, scoreOf(rule, new Map(measured.map(([kpi, found]) => [kpi.name, saidBy(kpi, found.get(key))])))]),
  );
}

/** The first day of a month brings the re-evaluation; a month whose first day was missed gets it on the next. */
export const reEvaluation = consumer({
  name: "insight.re-evaluate-suppliers",
  message: "day.begun",
  handle: (tx, { day }) => reEvaluate(tx, day),
});
