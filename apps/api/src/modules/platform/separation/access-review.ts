/** Access reviews (REQ-ACC-05): the lines follow from the roles in force, nobody decides about his own, the signature removes. */
import { because, type Line, type Reason } from "@lotline/schema";
import { behaviour, condition } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { readSeparation } from "./conflicts.ts";
import { type HeldRole, rolesInForce } from "./report.ts";

type ReviewLine = Line<"AccessReview", "roles">;

const dayMs = 86_400_000;

/** Not used for so many days, and held for longer than that. Pure. */
export function isUnused({ since, lastUsedAt }: Pick<HeldRole, "since" | "lastUsedAt">, now: Date, unusedDays: number): boolean {
  return now.getTime() - (lastUsedAt ?? since).getTime() > unusedDays * dayMs;
}

async function unusedDaysOf(tx: Tx): Promise<number> {
  const content = (await tx.rule("access-review")).get("default") as { readonly unusedDays: number } | undefined;
  return content?.unusedDays ?? 90;
}

const ownLine = because(
  "REVIEW_OWN_ROLE",
  "Nobody decides about his own roles; another reviewer must.",
  "不得对本人角色作决定，须由其他复核人决定。",
);
const keptWithoutReason = (lines: readonly number[]): Reason =>
  because(
    "REVIEW_REMARK_MISSING",
    `Line ${lines.join(", ")}: say why an unused role is kept.`,
    `第 ${lines.join("、")} 行：保留未使用的角色须说明原因。`,
  );
const noLine = because("NO_LINE", "There is no such line.", "没有该行。");

export const accessReviewBehaviour = behaviour({
  record: "AccessReview",
  beforeCreate: async (tx, given) => {
    given.takenAt = tx.now;
    given.unusedDays = await unusedDaysOf(tx);
  },
  afterCreate: async (tx, review) => {
    const held = await rolesInForce(tx, await readSeparation(tx));
    for (const [index, { person, role, id, since, lastUsedAt, ...grant }] of held.entries())
      tx.addLine<"AccessReview", "roles">("AccessReview", "roles", review, index + 1, {
        person: person as ReviewLine["person"],
        role,
        grant: id as ReviewLine["grant"],
        since,
        lastUsedAt,
        proposal: isUnused({ since, lastUsedAt, ...grant }, tx.now, review.unusedDays) ? "remove" : "keep",
      });
  },
  actions: {
    decide: {
      effect: async (tx, review, { decisions }) => {
        const lines = new Map((await tx.lines("AccessReview", "roles", review)).map((line) => [line.position, line]));
        const known = decisions.flatMap((given) => {
          const line = lines.get(given.line);
          return line ? [{ ...given, line }] : [];
        });
        const bare = known.filter(
          ({ line, decision, remark }) => decision === "keep" && line.proposal === "remove" && !remark?.trim(),
        );
        tx.require([
          ...(known.length < decisions.length ? [noLine] : []),
          ...(known.some(({ line }) => line.person === tx.actor.id) ? [ownLine] : []),
          ...(bare.length > 0 ? [keptWithoutReason(bare.map(({ line }) => line.position))] : []),
        ]);
        for (const { line, decision, remark } of known)
          tx.updateLine<"AccessReview", "roles">("AccessReview", review, line, {
            decision,
            remark: remark ?? null,
            decidedBy: tx.actor.id as ReviewLine["person"],
          });
      },
    },
    complete: {
      effect: async (tx, review) => {
        const lines = await tx.lines("AccessReview", "roles", review);
        const taken = lines.filter(({ decision }) => decision === "remove").map(({ grant }) => grant);
        // One that has ended meanwhile is gone already.
        for (const { id, state } of await tx.lock("RoleGrant", taken))
          if (state === "active") {
            await tx.act("RoleGrant", id, "remove", {});
            await tx.link(["AccessReview", review.id], ["RoleGrant", id], "removes");
          }
      },
    },
  },
});

/** What still stands in the way of the signature: lines that nobody has decided. */
export const accessReviewDecided = condition({
  gate: "accessReview.complete",
  code: "REVIEW_LINES_OPEN",
  about: { en: "Every role of the review is decided", zh: "复核的每个角色均已决定" },
  record: "AccessReview",
  facts: async (reader, rows) => {
    const open = await reader.sql<{ id: string; n: number }>(
      `select head_id as id, count(*)::int as n from access_review_role
       where head_id = any(?::bigint[]) and decision is null group by 1`,
      [rows.map(({ id }) => id)],
    );
    return new Map(open.map(({ id, n }) => [id, n]));
  },
  check: (_, open) =>
    open
      ? [
          because(
            "REVIEW_LINES_OPEN",
            `${open} ${open === 1 ? "role is" : "roles are"} not decided yet.`,
            `还有 ${open} 个角色未作决定。`,
          ),
        ]
      : [],
});
