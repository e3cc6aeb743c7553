import { exclusiveRoles, type Reason, type Role, role as roles } from "@lotline/schema";
import { refused } from "../../base/error.ts";
import { behaviour } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";

const name = (code: Role) => roles.values[code];

/** Why a person who holds these roles may not get another one (static separation rules, compliance.md §C). */
export function conflictsOf(held: readonly Role[], wanted: Role): Reason[] {
  return exclusiveRoles.flatMap(({ rule, a, b }) =>
    held
      .filter((other) => (a.includes(wanted) && b.includes(other)) || (b.includes(wanted) && a.includes(other)))
      .map((other) => ({
        code: "SOD_ROLES",
        text: {
          en: `"${name(wanted).en}" and "${name(other).en}" may not be held by one person (separation rule ${rule}).`,
          zh: `“${name(wanted).zh}”与“${name(other).zh}”不得由同一人担任（职责分离规则 ${rule}）。`,
        },
      })),
  );
}

/** A signing session proves the rights of its beginning; with other rights it must begin anew (REQ-SIG-04). */
export async function endSigning(tx: Tx, personId: string): Promise<void> {
  await tx.sql("update session set signing_since = null, signing_seen_at = null where person_id = ? and ended_at is null", [
    personId,
  ]);
}

/** Role grants: never to oneself, never against a static separation rule, in force after a second administrator's word. */
export const roleGrantBehaviour = behaviour({
  record: "RoleGrant",
  beforeCreate: async (tx, given) => {
    if (given.person === tx.actor.id)
      throw refused({
        code: "SOD_SELF",
        text: { en: "Nobody grants a role to himself (separation rule 14).", zh: "不得给自己授权（职责分离规则 14）。" },
      });
    const held = (await tx.find("RoleGrant", { person: given.person })).filter((g) => g.state !== "ended").map((g) => g.role);
    tx.require(conflictsOf(held, given.role));
  },
  actions: {
    confirm: {
      effect: async (tx, grant) => {
        if (grant.person === tx.actor.id)
          throw refused({
            code: "SOD_SELF",
            text: {
              en: "Nobody confirms a role for himself (separation rule 14).",
              zh: "不得确认自己的授权（职责分离规则 14）。",
            },
          });
        const held = (await tx.find("RoleGrant", { person: grant.person, state: "active" })).map((g) => g.role);
        tx.require(conflictsOf(held, grant.role));
        await endSigning(tx, grant.person);
        tx.emit("role.changed", { grant: grant.id });
      },
    },
    lapse: {
      effect: async (tx, grant) => {
        await endSigning(tx, grant.person);
        if (grant.state === "active") tx.emit("role.changed", { grant: grant.id });
      },
    },
    end: {
      effect: async (tx, grant) => {
        await endSigning(tx, grant.person);
        // One that was never in force gave nothing and takes nothing away.
        if (grant.state === "active") tx.emit("role.changed", { grant: grant.id });
      },
    },
  },
});
