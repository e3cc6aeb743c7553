import type { SkipBasis, SkipObstacle, SkipState, SkipTerms } from "@lotline/sampling";
import type { Rec } from "@lotline/schema";
import { ruleVersions } from "../../../base/reader.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { approvalOn, approvalsOf, siteDay } from "../../master/index.ts";

type State = Rec<"SamplingState">;

/** The skip-lot rule as it stands for a pair, with the numbers that its evidence names. */
export interface Terms extends SkipTerms {
  readonly ruleNumber: string;
  readonly planNumber: string;
  readonly approvalNumber: string | null;
}

/** The content of a rule `skip-lot`. */
export interface SkipContent {
  readonly lots: number;
  readonly riskClassA: boolean;
  readonly confirmed: boolean;
}

/** The interval of each key of the rule. */
export const intervals = { oneOf2: 2, oneOf3: 3, oneOf4: 4, oneOf5: 5 } as const;

interface Pair {
  readonly item: string;
  readonly supplier: string;
  readonly site: string;
}

/** What a plan says of skip-lot for a supplier's item today; null when it says nothing. */
export async function termsOf(tx: Tx, { item, supplier, site }: Pair, planId: string | null): Promise<Terms | null> {
  const plan = planId === null ? null : await tx.get("InspectionPlan", planId);
  if (!plan?.skipLot) return null;
  const rule = (await ruleVersions((text, params) => tx.sql(text, params), "skip-lot")).get(plan.skipLot);
  if (!rule) return null;
  // Its shape was checked when it was approved.
  const { lots, riskClassA, confirmed } = rule.content as SkipContent;
  const approval = await fullApproval(tx, { item, supplier, site });
  const obstacle: SkipObstacle | null = !confirmed
    ? "UNCONFIRMED"
    : !approval
      ? "NOT_APPROVED"
      : approval.riskClass === "A" && !riskClassA
        ? "RISK_CLASS"
        : null;
  return {
    clearance: lots,
    interval: intervals[plan.skipLot],
    basis: { plan: plan.id, approval: approval ? `${approval.id}.${approval.decidedAt}` : "", rule: rule.id },
    obstacle,
    ruleNumber: rule.number,
    planNumber: plan.number,
    approvalNumber: approval?.number ?? null,
  };
}

/**
 * The approval of a pair without conditions or doubt (a re-evaluation that is due is one), as it was signed last: each decision about
 * it is another basis, what is only written beside it, as a score, is not.
 */
async function fullApproval(tx: Tx, { item, supplier, site }: Pair) {
  const { state } = await tx.get("Supplier", supplier);
  const approval = approvalOn(await approvalsOf(tx, [supplier], [item]), await siteDay(tx, site));
  if (state !== "active" || approval?.state !== "approved") return undefined;
  const [signed] = await tx.sql<{ at: string }>(
    "select (extract(epoch from max(signed_at)) * 1000)::bigint::text as at from signature where record_type = 'SupplierItem' and record_id = ?",
    [approval.id],
  );
  return { ...approval, decidedAt: signed?.at ?? "0" };
}

/** Where a pair stands with skip-lot, as the engine sees it. */
export const skipStateOf = (state: State): SkipState => ({
  mode: state.skipMode === "skipLot" ? "skip" : "every",
  accepted: state.acceptedInRow ?? 0,
  arrived: state.skipArrived ?? 0,
  seed: state.skipSeed,
  basis: basisOf(state),
});

const basisOf = ({ skipPlan, skipApproval, skipApprovedAt, skipRule }: State): SkipBasis | null =>
  skipPlan === null
    ? null
    : {
        plan: skipPlan,
        approval: skipApproval === null ? "" : `${skipApproval}.${skipApprovedAt?.getTime() ?? 0}`,
        rule: skipRule ?? "",
      };

/** The same as fields of the pair's record. */
export function fieldsOf({ mode, accepted, arrived, seed, basis }: SkipState) {
  const [approval, decidedAt] = basis?.approval ? basis.approval.split(".") : [];
  return {
    skipMode: basis === null ? null : mode === "skip" ? ("skipLot" as const) : ("lotByLot" as const),
    acceptedInRow: basis === null ? null : accepted,
    skipArrived: mode === "skip" ? arrived : null,
    skipSeed: seed,
    skipPlan: basis?.plan ?? null,
    skipApproval: approval ?? null,
    skipApprovedAt: decidedAt === undefined ? null : new Date(Number(decidedAt)),
    skipRule: basis?.rule || null,
  };
}
