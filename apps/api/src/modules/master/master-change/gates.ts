import { because, type Label, type Reason, type Rec, registry, valueText, valueWords } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { columnOf, hasStates, specOf, tableOf } from "../../../base/names.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { notEditable } from "../../../kernel/lifecycle.ts";

type Change = Rec<"MasterChange">;

/** A field that a change is about, and the record as it stands now; no record for who may not see it. */
interface Standing {
  readonly lines: readonly { readonly field: string; readonly before: string | null }[];
  readonly record: { readonly [field: string]: string | null } | undefined;
}

/** What the changed records have now, as the database writes it: one statement for each type of record. */
async function standings(reader: Reader, changes: readonly Change[]): Promise<Map<string, Standing>> {
  const lines = await reader.sql<{ head_id: string; field: string; before: string | null }>(
    "select head_id, field, before from master_change_value where head_id = any(?::bigint[]) order by head_id, position",
    [changes.map(({ id }) => id)],
  );
  const found = new Map<string, Standing>();
  for (const type of new Set(changes.map(({ recordType }) => recordType))) {
    const of = changes.filter(({ recordType }) => recordType === type);
    const { fields, edit } = specOf(type);
    const columns = (edit?.approved ?? []).map((name: string) => `${columnOf(fields, name)}::text as "${name}"`);
    const state = hasStates(specOf(type)) ? ["state"] : [];
    const rows = await reader.sql<{ [field: string]: string | null }>(
      `select ${["id::text", ...state, ...columns].join(", ")} from ${tableOf(type)} where id = any(?::bigint[])`,
      [of.map(({ recordId }) => recordId).filter((id) => /^[1-9]\d{0,17}$/.test(id))],
    );
    for (const { id, recordId } of of)
      found.set(id, { lines: lines.filter((line) => line.head_id === id), record: rows.find((row) => row.id === recordId) });
  }
  return found;
}

const hidden: Reason = because(
  "RECORD_OUT_OF_SIGHT",
  "You do not see the record that changes: it belongs to a site where you have no role.",
  "您看不到所变更的记录：它属于您没有角色的场所。",
);

/** Why a change cannot be made of the record as it stands now: every field that moved, with its value. Pure. */
function standingReasons({ recordType, recordNumber }: Change, standing: Standing | undefined): Reason[] {
  const { record, lines = [] } = standing ?? {};
  if (!record) return [hidden];
  const { fields, edit } = specOf(recordType);
  const moved = lines.flatMap(({ field, before }) => {
    // Proposed before the product or its rules changed.
    if (!edit?.approved?.includes(field))
      return [because("STALE", `${field} is not changed by approval any more.`, `${field} 已不经审批变更。`)];
    const now = valueText(fields[field], record[field]);
    if (now === before) return [];
    const [is, was]: Label[] = [now, before].map((text) => valueWords(fields[field], text));
    const { en, zh } = fields[field].label;
    return [
      because(
        "STALE",
        `${en} is “${is?.en}” now; the change was proposed on “${was?.en}”. Reject it and let it be proposed anew.`,
        `“${zh}”现为“${is?.zh}”，而变更依据的原值为“${was?.zh}”；请否决后重新提出。`,
        recordType,
        recordNumber,
      ),
    ];
  });
  return [...(edit?.in && !edit.in.includes(record.state) ? [notEditable] : []), ...moved];
}

/** Every reason against making a change now; asked once more when its record is locked. */
export const reasonsAgainst = async (reader: Reader, change: Change): Promise<Reason[]> =>
  standingReasons(change, (await standings(reader, [change])).get(change.id));

/** A change is approved on what it was proposed on (REQ-SIG-10). */
export const changeFits = condition({
  gate: "masterChange.approve",
  code: "STALE",
  about: { en: "The record still has the values that the change was proposed on", zh: "记录仍为提出变更时的原值" },
  record: registry.MasterChange.name,
  facts: standings,
  check: standingReasons,
});
