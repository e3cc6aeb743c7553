import { isDate, spanOf } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";

interface Given {
  readonly skill: string;
  readonly validFrom: string;
  readonly validTo?: string | null | undefined;
}

/** The last day of a qualification: the one given, which may be earlier than the skill allows, never later. */
async function lastDay(tx: Tx, { skill, validFrom, validTo }: Given): Promise<string> {
  const { validityMonths } = await tx.get("Skill", skill);
  const { to: longest = validFrom } = spanOf({ kind: "next", count: validityMonths, unit: "m" }, validFrom);
  if (!isDate(longest)) throw wrong("validFrom", "range", "That is too far ahead.", "日期超出范围。");
  if (!validTo) return longest;
  if (validTo < validFrom)
    throw wrong("validTo", "order", "Valid to must not be before valid from.", "有效期至不得早于生效日期。");
  if (validTo > longest)
    throw wrong(
      "validTo",
      "TOO_LONG",
      `The skill allows ${validityMonths} months: ${longest} at the latest.`,
      `资质项目规定有效期为 ${validityMonths} 个月，最迟至 ${longest}。`,
    );
  return validTo;
}

const wrong = (path: string, code: string, en: string, zh: string) => invalid({ path, code, text: { en, zh } });

/** Qualifications: the last day follows from the skill, granting and revoking are signed and keep their moments. */
export const qualificationBehaviour = behaviour({
  record: "Qualification",
  beforeCreate: async (tx, given) => {
    given.validTo = await lastDay(tx, given);
  },
  beforeEdit: async (tx, row, changes) => {
    if (changes.validFrom === undefined && changes.validTo === undefined) return;
    const validFrom = changes.validFrom ?? row.validFrom;
    // Another first day alone lets the last one follow.
    const validTo = changes.validTo === undefined ? null : changes.validTo;
    changes.validTo = await lastDay(tx, { skill: row.skill, validFrom, validTo });
  },
  actions: {
    grant: {
      effect: async (tx, row) => tx.update("Qualification", row, { grantedAt: tx.now }),
    },
    revoke: {
      // Every other one of this person and skill ends with it: what was found wrong is the person's work, not a sheet of paper.
      effect: async (tx, row) => {
        tx.update("Qualification", row, { revokedAt: tx.now });
        const all = await tx.find("Qualification", { person: row.person, skill: row.skill, state: "granted" });
        for (const { id } of all) if (id !== row.id) await tx.act("Qualification", id, "fall", {});
      },
    },
    fall: {
      effect: async (tx, row) => tx.update("Qualification", row, { revokedAt: tx.now }),
    },
  },
});
