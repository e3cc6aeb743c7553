import { arrives, concluded, ends, type LotResult, type SkipCode, type SkipDraw, type SkipStep } from "@lotline/sampling";
import type { Json, Rec, RecordName } from "@lotline/schema";
import type { Tx } from "../../../kernel/tx.ts";
import { closureOf } from "../../inventory/index.ts";
import { writeEvent } from "./event.ts";
import { fieldsOf, skipStateOf, type Terms, termsOf } from "./skip-terms.ts";
import { stateOfPair } from "./state.ts";

type State = Rec<"SamplingState">;

/**
 * Decides whether the lot of a new inspection is inspected or skipped, by the draw of its place (REQ-GATE-01). A skipped one keeps
 * its plan and samples, so that it can be called back; the lot stays in quarantine until somebody releases it by signature.
 */
export async function decideArrival(tx: Tx, lot: Rec<"Lot">, inspection: Rec<"Inspection">): Promise<void> {
  if (lot.supplier === null) return;
  const terms = await termsOf(tx, { item: lot.item, supplier: lot.supplier, site: lot.site }, inspection.plan);
  const known = terms
    ? await stateOfPair(tx, lot.item, lot.supplier)
    : await tx.findOne("SamplingState", { item: lot.item, supplier: lot.supplier });
  if (!known || (!terms && known.skipMode === null)) return;
  // Lots of one pair that arrive at once are drawn one after the other.
  const [state] = await tx.lock("SamplingState", [await tx.idOf(known)]);
  if (!state) return;
  const arrived = arrives(skipStateOf(state), terms);
  await write(tx, state, arrived, {
    inspection: inspection.id,
    terms,
    draw: arrived.draw,
    cause: arrived.code?.startsWith("SKIP_ENDS") ? causeOf(arrived.code, inspection, terms) : null,
  });
  if (arrived.inspect || !terms || !arrived.draw) return;
  tx.update("Inspection", inspection, {
    skipRule: terms.basis.rule,
    skipDraw: { rule: terms.ruleNumber, pair: state.number, oneOf: terms.interval, lots: terms.clearance, ...arrived.draw },
  });
  await tx.flush();
  await tx.act("Inspection", inspection.id, "skip", {});
}

/** The step of a concluded inspection with its evidence; null where skip-lot has nothing to say. An end calls back what waits. */
export async function countForSkip(
  tx: Tx,
  state: State,
  inspection: Rec<"Inspection">,
  { accepted, original }: LotResult,
): Promise<(SkipStep & { readonly evidence: Json }) | null> {
  if (state.skipMode === null || state.supplier === null || inspection.plan === null) return null;
  const pair = { item: state.item, supplier: state.supplier, site: inspection.site };
  const terms = await termsOf(tx, pair, inspection.plan);
  const tightened = state.state === "tightened" || state.state === "discontinued";
  const step = concluded(
    skipStateOf(state),
    { accepted, original, plan: inspection.plan, tightened },
    terms,
    `${state.number}/${inspection.number}`,
  );
  if (step.code === null) return null;
  const isEnd = step.code.startsWith("SKIP_ENDS");
  const calledBack = isEnd ? await callBackSkipped(tx, state) : [];
  const cause = isEnd ? causeOf(step.code, inspection, terms) : null;
  return { ...step, evidence: evidenceOf(step, { terms, draw: null, cause, calledBack }) };
}

/** A nonconformity of a skipped lot, or of what came out of one, takes its pair back to lot by lot. */
export async function endByNonconformity(tx: Tx, ncr: Rec<"Nonconformity">): Promise<void> {
  const { lots } = await closureOf(tx, [ncr.lot], "backward");
  const pairs = await tx.sql<{ id: string }>(
    `select distinct s.id from inspection i join lot l on l.id = i.lot_id join lot of on of.id = ? and of.item_id = l.item_id
       join sampling_state s on s.item_id = l.item_id and s.supplier_id = l.supplier_id
     where i.lot_id = any(?::bigint[]) and i.state = 'skipped' order by s.id`,
    [ncr.lot, [...new Set([ncr.lot, ...lots])]],
  );
  for (const { id } of pairs) {
    const [state] = await tx.lock("SamplingState", [id]);
    if (!state) continue;
    const before = skipStateOf(state);
    const cause = { record: "Nonconformity", number: ncr.number } as const;
    await write(tx, state, ends(before, "SKIP_ENDS_NONCONFORMITY", before.basis), {
      inspection: null,
      terms: null,
      draw: null,
      cause,
    });
  }
}

interface Told {
  readonly terms: Terms | null;
  readonly draw: SkipDraw | null;
  readonly cause: Cause | null;
}

interface Cause {
  readonly record: RecordName;
  readonly number: string;
}

/** Writes a step into the history and the record of its pair; an end calls back what was skipped and is not released yet. */
async function write(tx: Tx, state: State, step: SkipStep, told: Told & { readonly inspection: string | null }): Promise<void> {
  if (step.code !== null) {
    const calledBack = step.code.startsWith("SKIP_ENDS") ? await callBackSkipped(tx, state) : [];
    await writeEvent(tx, state, {
      inspection: told.inspection,
      result: null,
      original: false,
      from: state.state,
      to: state.state,
      code: step.code,
      causes: [],
      skip: evidenceOf(step, { ...told, calledBack }),
    });
  }
  tx.update("SamplingState", state, fieldsOf(step.state));
  await tx.flush();
}

const evidenceOf = (
  { code, state }: SkipStep,
  { terms, draw, cause, calledBack }: Told & { readonly calledBack: readonly string[] },
): Json => ({
  code,
  mode: state.mode,
  accepted: state.accepted,
  ...(terms
    ? {
        rule: terms.ruleNumber,
        lots: terms.clearance,
        oneOf: terms.interval,
        plan: terms.planNumber,
        approval: terms.approvalNumber,
      }
    : {}),
  ...(draw ? { draw: { ...draw } } : {}),
  ...(cause ? { cause: { ...cause } } : {}),
  ...(calledBack.length > 0 ? { calledBack } : {}),
});

/** The record that ended it: the plan, approval or rule that stands there now, or the inspection itself. */
function causeOf(code: SkipCode, inspection: Rec<"Inspection">, terms: Terms | null): Cause {
  if (terms && code === "SKIP_ENDS_PLAN") return { record: "InspectionPlan", number: terms.planNumber };
  if (terms?.approvalNumber && code === "SKIP_ENDS_APPROVAL") return { record: "SupplierItem", number: terms.approvalNumber };
  if (terms && code === "SKIP_ENDS_RULE") return { record: "Rule", number: terms.ruleNumber };
  return { record: "Inspection", number: inspection.number };
}

/**
 * What was skipped and is not released yet is inspected after all; answers the inspections. Those at sites that the actor does not
 * see stay as they are, and the gate of their release refuses them.
 */
async function callBackSkipped(tx: Tx, state: State): Promise<string[]> {
  await tx.flush();
  const found = await tx.sql<{ id: string; lot: string; number: string }>(
    `select i.id, i.lot_id as lot, i.number from inspection i join lot l on l.id = i.lot_id
     where i.state = 'skipped' and l.item_id = ? and l.supplier_id = ? and l.state = 'quarantine'
       and not exists (select from inspection later where later.lot_id = i.lot_id and later.id > i.id) order by i.id`,
    [state.item, state.supplier],
  );
  const lots = await tx.lock(
    "Lot",
    found.map(({ lot }) => lot),
  );
  // One may have been released while this command waited for it.
  const waiting = new Set(lots.filter((lot) => lot.state === "quarantine").map((lot) => lot.id));
  const back = found.filter(({ lot }) => waiting.has(lot));
  for (const { id } of back) await tx.act("Inspection", id, "callBack", {});
  return back.map(({ number }) => number);
}
