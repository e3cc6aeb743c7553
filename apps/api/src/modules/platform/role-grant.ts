import type { Role } from "@lotline/schema";
import { dateIn } from "../../base/context.ts";
import { refused } from "../../base/error.ts";
import { behaviour } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";
import { readSeparation } from "./separation/conflicts.ts";
import { conflictsWith, grantReasons, mitigationLimits, rolesHeld } from "./separation/grant.ts";

/** A signing session proves the rights of its beginning; with other rights it must begin anew (REQ-SIG-04). */
export async function endSigning(tx: Tx, personId: string): Promise<void> {
  await tx.sql("update session set signing_since = null, signing_seen_at = null where person_id = ? and ended_at is null", [
    personId,
  ]);
}

interface Grant {
  readonly id?: string;
  readonly person: string;
  readonly role: Role;
  readonly validTo?: string | null | undefined;
  readonly mitigation?: string | null | undefined;
}

/**
 * Refuses a grant that may not stand as it is written, naming every conflict with what its person holds or is proposed for.
 * @returns whether it goes against a separation rule
 */
async function checkWritten(tx: Tx, grant: Grant): Promise<boolean> {
  const held = await rolesHeld(tx, [grant.person], { proposed: true, without: grant.id ? [grant.id] : [] });
  const conflicts = conflictsWith(await readSeparation(tx), held(grant.person), grant.role);
  const { maxDays } = await mitigationLimits(tx);
  tx.require(grantReasons(conflicts, grant, dateIn(tx.firmZone, tx.now), maxDays));
  return conflicts.length > 0;
}

/** Rule 14 of compliance.md §C: no role by one's own hand, whoever else takes part. */
function requireOther(tx: Tx, person: string, en: string, zh: string): void {
  if (person === tx.actor.id) throw refused({ code: "SOD_SELF", text: { en, zh } });
}

async function confirmed(tx: Tx, grant: { readonly id: string; readonly person: string }): Promise<void> {
  requireOther(
    tx,
    grant.person,
    "Nobody confirms a role for himself (separation rule 14).",
    "不得确认自己的授权（职责分离规则 14）。",
  );
  await endSigning(tx, grant.person);
  tx.emit("role.changed", { grant: grant.id });
}

async function ended(tx: Tx, grant: { readonly id: string; readonly person: string; readonly state: string }): Promise<void> {
  await endSigning(tx, grant.person);
  // One that was never in force gave nothing and takes nothing away.
  if (grant.state === "active") tx.emit("role.changed", { grant: grant.id });
}

/**
 * Role grants: never to oneself, never against a static separation rule, against another one with mitigation and last day only; in
 * force after a second person's word, whose gate asks the same conflicts again (`separation/grant.ts`).
 */
export const roleGrantBehaviour = behaviour({
  record: "RoleGrant",
  beforeCreate: async (tx, given) => {
    requireOther(
      tx,
      given.person,
      "Nobody grants a role to himself (separation rule 14).",
      "不得给自己授权（职责分离规则 14）。",
    );
    given.isOverride = await checkWritten(tx, given);
  },
  beforeEdit: async (tx, grant, changes) => {
    const { id, person, role } = grant;
    const { validTo, mitigation } = { ...grant, ...changes };
    changes.isOverride = await checkWritten(tx, { id, person, role, validTo, mitigation });
  },
  actions: {
    confirm: { effect: confirmed },
    confirmOverride: {
      effect: async (tx, grant) => {
        // What it conflicts with may have been confirmed since it was written.
        tx.update("RoleGrant", grant, { isOverride: true, mitigationReviewedAt: tx.now });
        await confirmed(tx, grant);
      },
    },
    reviewMitigation: { effect: async (tx, grant) => tx.update("RoleGrant", grant, { mitigationReviewedAt: tx.now }) },
    end: { effect: ended },
    remove: { effect: ended },
    lapse: { effect: ended },
  },
});
