import { because, type New, type Rec, type RecordName } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { columnOf, specOf, tableOf } from "../../../base/names.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { companyDay } from "../site/days.ts";
import type { Revised } from "./in-force.ts";

/** Numbers a revision after its item: FG-IS100.C, or with a prefix IP-RM-201.A. One item has each letter once. */
export const numberedAfterItem =
  (record: Revised, prefix: string) =>
  async (tx: Tx, given: { readonly item: string; readonly revision: string; number?: string }): Promise<void> => {
    const item = await tx.get("Item", given.item);
    await numberedAfter(tx, record, item.number, given, prefix);
  };

/** Numbers a revision after what it is a revision of, which has each letter once. */
export async function numberedAfter(
  tx: Tx,
  record: RecordName,
  of: string,
  given: { readonly revision: string; number?: string },
  prefix = "",
): Promise<void> {
  given.number = `${prefix}${of}.${given.revision}`;
  if (await tx.numberTaken(record, given.number))
    throw invalid({
      path: "revision",
      code: "DUPLICATE",
      text: {
        en: `Revision ${given.revision} of ${of} exists already.`,
        zh: `${of} 的版本 ${given.revision} 已存在。`,
      },
    });
}

/** The field that names what a record is a revision of. */
function parentField(record: RecordName): string {
  const { revisionOf } = specOf(record);
  if (revisionOf === undefined) throw new Error(`${record} is no dated revision`);
  return revisionOf;
}

/** What approving a revision does: it is in force from the given day on, and its predecessor up to that day, in one transaction. */
export const comesIntoForce =
  <N extends RecordName>(record: N) =>
  async (tx: Tx, revision: Rec<N>, input: { readonly effectiveOn: string }): Promise<void> => {
    const { id, [parentField(record)]: of } = revision as unknown as { readonly id: string; readonly [field: string]: string };
    await requireFuture(tx, input.effectiveOn);
    const before = await latest(tx, record, of ?? "");
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
const dates = <N extends RecordName>(patch: { effectiveFrom?: string; effectiveTo?: string }) =>
  patch as unknown as Partial<New<N>>;

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
  record: RecordName,
  of: string,
): Promise<{ id: string; number: string; from: string; to: string | null } | undefined> {
  const [row] = await tx.sql<{ id: string; number: string; from: string; to: string | null }>(
    `select id, number, effective_from::text as "from", effective_to::text as "to" from ${tableOf(record)}
     where ${columnOf(specOf(record).fields, parentField(record))} = ? and state = 'approved' order by effective_from desc limit 1`,
    [of],
  );
  return row;
}

const tooEarly = (record: RecordName, before: { number: string; from: string }) =>
  because(
    "BEFORE_PREDECESSOR",
    `${before.number} is in force from ${before.from}; this one must come later.`,
    `${before.number} 自 ${before.from} 起生效，新版本须晚于该日期。`,
    record,
    before.number,
  );
