import { type LotResult, next, resumed, type SwitchCode, type SwitchState, samplePlan } from "@lotline/sampling";
import type { Line, Rec } from "@lotline/schema";
import { dutiesOf } from "../../../kernel/authorize.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { confirmedTables } from "../../master/index.ts";
import { type SamplingEvent, writeEvent } from "./event.ts";
import { isOriginal } from "./original.ts";
import { tighterAql } from "./sample.ts";
import { countForSkip } from "./skip.ts";
import { fieldsOf } from "./skip-terms.ts";

type State = Rec<"SamplingState">;

/** One characteristic of a concluded inspection: its frozen sample and what was found in it. */
interface Found {
  readonly sample: Line<"Inspection", "samples">;
  readonly defects: number;
}

const actionTo = { normal: "normalise", tightened: "tighten", reduced: "reduce", discontinued: "discontinue" } as const;

/**
 * Appends the result of an inspection that counts to the severity record of its pair and switches it where the rules say so, in the
 * transaction of its conclusion, or of its verification where the plan asks for one. Inspections without a plan by AQL switch nothing; they may
 * still count towards skip-lot.
 */
export async function recordResult(tx: Tx, inspection: Rec<"Inspection">): Promise<void> {
  const accepted = inspection.result === "accepted";
  const found = await foundIn(tx, inspection);
  const isByAql = found.some(({ sample }) => sample.switching !== null);
  const pair = await pairOf(tx, inspection);
  if (!pair || (!isByAql && pair.skipMode === null)) return;
  const [state] = await tx.lock("SamplingState", [pair.id]);
  if (!state) return;
  const lot = await lotResult(tx, inspection, accepted, found);
  const switched = isByAql
    ? next(stateOf(state), lot, { reduced: (await confirmedTables(tx)).has("reduced") })
    : { state: stateOf(state), reason: null };
  const skip = await countForSkip(tx, state, inspection, lot);
  const code = switched.reason ?? skip?.code;
  if (!code) return;
  if (skip) tx.update("SamplingState", state, fieldsOf(skip.state));
  await append(tx, state, switched.state, {
    inspection: inspection.id,
    result: accepted ? "accepted" : "rejected",
    original: lot.original,
    code,
    causes: switched.reason ? await causes(tx, state, inspection, switched.reason) : [],
    skip: skip?.evidence ?? null,
  });
  // Who inspected has a part in the record: discontinued inspection is resumed by somebody else.
  for (const person of await inspectorsOf(tx, inspection)) tx.duty("SamplingState", state.id, "inspector", person);
}

/** The record of the inspection's pair, when there is one. */
async function pairOf(tx: Tx, { lot, item }: Rec<"Inspection">): Promise<State | null> {
  const { supplier } = await tx.get("Lot", lot);
  return tx.findOne("SamplingState", { item, supplier });
}

/** What was found, as the conclusion summed it up. */
async function foundIn(tx: Tx, inspection: Rec<"Inspection">): Promise<Found[]> {
  // Written by the conclusion: one entry for each characteristic.
  const summary = inspection.summary as { position: number; defects: number }[];
  const samples = await tx.lines("Inspection", "samples", inspection);
  return samples.map((sample) => ({
    sample,
    defects: summary.find(({ position }) => position === sample.characteristic)?.defects ?? 0,
  }));
}

/** Everybody who read or concluded it; who concludes now is not written down yet. */
async function inspectorsOf(tx: Tx, inspection: Rec<"Inspection">): Promise<ReadonlySet<string>> {
  const known = (await dutiesOf(tx, "Inspection", [inspection])).get(inspection.id)?.get("inspector") ?? [];
  return new Set([...known, ...(inspection.state === "started" ? [tx.actor.id] : [])]);
}

/** QA resumes discontinued inspection, as tightened (9.4). The action itself changes the state. */
export async function resumePair(tx: Tx, state: State): Promise<void> {
  await append(
    tx,
    state,
    { ...resumed, severity: "discontinued" },
    {
      inspection: null,
      result: null,
      original: false,
      code: "RESUMED",
      causes: [],
      skip: null,
      to: "tightened",
    },
  );
}

const stateOf = (state: State): SwitchState => ({
  severity: state.state,
  recent: [...(state.recent ?? "")].map((mark) => mark === "+"),
  rejectedTightened: state.rejectedTightened,
  score: state.score,
});

type Event = Omit<SamplingEvent, "from" | "to"> & { readonly to?: string };

async function append(tx: Tx, state: State, after: SwitchState, event: Event): Promise<void> {
  const switched = after.severity !== state.state;
  await writeEvent(tx, state, { ...event, from: state.state, to: event.to ?? after.severity });
  tx.update("SamplingState", state, {
    recent: after.recent.map((accepted) => (accepted ? "+" : "-")).join("") || null,
    rejectedTightened: after.rejectedTightened,
    score: after.score,
    ...(switched || event.to ? { since: tx.now } : {}),
  });
  await tx.flush();
  if (switched) await tx.act("SamplingState", state.id, actionTo[after.severity], {});
}

/** The inspections that together caused a switch: those not accepted in the window of the rule, this one among them. */
async function causes(tx: Tx, state: State, inspection: Rec<"Inspection">, reason: SwitchCode): Promise<string[]> {
  if (reason === "STAYS" || reason === "RESUBMITTED" || reason === "SCORE_WAITS" || reason === "DISCONTINUED") return [];
  const window = reason === "FIVE_REJECTED" ? 100_000 : reason === "SCORE" ? 15 : 4;
  const rows = await tx.sql<{ number: string; accepted: boolean }>(
    `select i.number, e.result = 'accepted' as accepted from sampling_event e join inspection i on i.id = e.inspection_id
     where e.state_id = ? and e.original and e.id > coalesce((select max(s.id) from sampling_event s where s.state_id = e.state_id and s.severity_from <> s.severity_to), 0)
     order by e.id desc limit ?`,
    [state.id, window],
  );
  const wanted = reason === "FIVE_ACCEPTED" || reason === "SCORE";
  return [...rows.filter(({ accepted }) => accepted === wanted).map(({ number }) => number), inspection.number].toSorted();
}

/** The inspection as the rules see it: original when no inspection of the lot was concluded before it. */
async function lotResult(tx: Tx, inspection: Rec<"Inspection">, accepted: boolean, found: readonly Found[]): Promise<LotResult> {
  const byAql = found.filter(({ sample }) => sample.rule === "aql");
  return {
    accepted,
    original: await isOriginal(tx, inspection.lot, inspection.id),
    smallAccept: byAql.every(({ sample }) => sample.acceptUpTo <= 1),
    tighter: accepted && byAql.every((one) => one.sample.acceptUpTo <= 1 || passesTighter(one, inspection)),
    inGap: accepted && byAql.some(({ sample, defects }) => defects > sample.acceptUpTo),
  };
}

/** Whether it would have been accepted with the next tighter AQL (9.3.3.2). */
function passesTighter({ sample, defects }: Found, inspection: Rec<"Inspection">): boolean {
  const question = tighterAql(sample, Math.max(1, Math.floor(Number(inspection.lotQuantity))));
  return question !== null && defects <= samplePlan(question).accept;
}
