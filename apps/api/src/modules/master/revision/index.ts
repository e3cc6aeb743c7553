import { because, type New, type Rec } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { tableOf } from "../../../base/names.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { companyDay } from "../site/days.ts";
import type { Revised } from "./in-force.ts";

/** Numbers a revision after its item: FG-IS100.C, or with a prefix IP-RM-201.A. One item has each letter once. */
export const numberedAfterItem =
  (record: Revised, prefix: string) =>
  async (tx: Tx, given: { readonly item: string; readonly revision: string; number?: string }): Promise<void> => {
    const item = await tx.get("Item", given.item);
    given.number = `${prefix}${item.number}.${given.revision}`;
    if (await tx.numberTaken(record, given.number))
      throw invalid({
        path: "revision",
        code: "DUPLICATE",
        text: {
          en: `Revision ${given.revision} of ${item.number} exists already.`,
          zh: `${item.number} 的版本 ${given.revision} 已存在。`,
        },
      });
  };

/** What approving a revision does: it is in force from the given day on, and its predecessor up to that day, in one transaction. */
export const comesIntoForce =
  <N extends Revised>(record: N) =>
  async (tx: Tx, revision: Rec<N>, input: { readonly effectiveOn: string }): Promise<void> => {
    const { id, item } = revision as { id: string; item: string };
    await requireFuture(tx, input.effectiveOn);
    const before = await latest(tx, record, item);
    tx.require(before && before.from >= input.effectiveOn ? [tooEarly(record, before)] : []);
    if (before) {
      const [predecessor] = await tx.lock(record, [before.id]);
      if (predecessor && before.to === null) tx.update(record, predecessor, dates<N>({ effectiveTo: input.effectiveOn }));
      // The old one must have ended before the new one begins: the exclusion constraint looks at every row at once.
      await tx.flush();
    }
    const [saved] = await tx.lock(record, [id]);
    if (saved) tx.update(record, saved, dates<N>({ effectiveFrom: input.effectiveOn }));
  };

// Every revised record carries the fields of `revisionFields`; the type of its patch is not known here by name.
const dates = <N extends Revised>(patch: { effectiveFrom?: string; effectiveTo?: string }) => patch as unknown as Partial<New<N>>;

async function requireFuture(tx: Tx, effectiveOn: string): Promise<void> {
  // The seed tells a history that has happened; everybody else decides for today or later.
  if (tx.ctx.source === "seed") return;
  const today = await companyDay(tx);
  if (effectiveOn < today)
    throw invalid({
      path: "effectiveOn",
      code: "PAST",
      text: { en: `A revision comes into force today (${today}) or later.`, zh: `生效日期不得早于今天（${today}）。` },
    });
}

async function latest(
  tx: Tx,
  record: Revised,
  item: string,
): Promise<{ id: string; number: string; from: string; to: string | null } | undefined> {
  const [row] = await tx.sql<{ id: string; number: string; from: string; to: string | null }>(
    `select id, number, effective_from::text as "from", effective_to::text as "to" from ${tableOf(record)}
     where item_id = ? and state = 'approved' order by effective_from desc limit 1`,
    [item],
  );
  return row;
}

const tooEarly = (record: Revised, before: { number: string; from: string }) =>
  because(
    "BEFORE_PREDECESSOR",
    `${before.number} is in force from ${before.from}; this one must come later.`,
    `${before.number} 自 ${before.from} 起生效，新版本须晚于该日期。`,
    record,
    before.number,
  );
