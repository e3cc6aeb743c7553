import { approvedFields, because, type Issue, type New, type NewLine, textValue, valueText, wordIssue } from "@lotline/schema";
import { dateIn } from "../../../base/context.ts";
import { invalid, refused } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import { edit, prepareEdit } from "../../../kernel/lifecycle.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { reasonsAgainst } from "./gates.ts";

type Value = NewLine<"MasterChange", "values">;
type Given = New<"MasterChange"> & { readonly values?: Value[] };

const inputOf = (recordType: string, values: readonly Value[]): { [field: string]: unknown } =>
  Object.fromEntries(values.map(({ field, after }) => [field, textValue(specOf(recordType).fields[field], after ?? null)]));

const issue = (path: string, code: string, en: string, zh: string): Issue => ({ path, code, text: { en, zh } });

/** What is wrong with a proposal before its record is looked at. */
function issuesOf({ recordType, why, values = [] }: Given): Issue[] {
  const names = values.map(({ field }) => field);
  const known = approvedFields(specOf(recordType), names);
  return [
    ...([...why].length < 10
      ? [issue("why", "REASON_REQUIRED", "Please say why, in at least 10 characters.", "请说明原因，至少 10 个字符。")]
      : []),
    ...(values.length === 0 ? [{ path: "values", code: "required", text: wordIssue("required") }] : []),
    ...names.flatMap((name, i) => [
      ...(known.includes(name)
        ? []
        : [issue(`values.${i}.field`, "field", "This field is not changed by approval.", "该字段不经审批变更。")]),
      ...(names.indexOf(name) < i ? [issue(`values.${i}.field`, "twice", "This field is given twice.", "该字段重复。")] : []),
    ]),
  ];
}

/** Completes a proposal with what the record is now; an edit of the same values would be taken, but for its approval. */
async function propose(tx: Tx, given: Given): Promise<void> {
  const { recordType, recordId, recordVersion, values = [] } = given;
  const { read, fields } = specOf(recordType);
  if (!tx.actor.permits.has(read)) throw refused(permitReason(read));
  const issues = issuesOf(given);
  if (issues.length > 0) throw invalid(...issues);
  const what = { id: recordId, version: recordVersion, input: inputOf(recordType, values), by: "approval" } as const;
  // Holds the lock of the record, so that two proposals do not pass each other.
  const { record, changes, changed } = await prepareEdit(tx, recordType, what);
  const kept = values.filter(({ field }) => !changed.some(([name]) => name === field));
  if (kept.length > 0)
    throw invalid(...kept.map(({ field }) => issue(field, "same", "The record has this value already.", "记录已是该值。")));
  await requireNoOther(tx, given, values);
  Object.assign(given, { recordNumber: record.number });
  for (const value of values)
    Object.assign(value, {
      before: valueText(fields[value.field], Reflect.get(record, value.field)),
      after: valueText(fields[value.field], changes[value.field]),
    });
}

async function requireNoOther(tx: Tx, { recordType, recordId }: Given, values: readonly Value[]): Promise<void> {
  const open = await tx.sql<{ number: string; field: string }>(
    `select c.number, v.field from master_change c join master_change_value v on v.head_id = c.id
     where c.state = 'proposed' and c.record_type = ? and c.record_id = ? and v.field = any(?::text[]) order by v.field`,
    [recordType, recordId, values.map(({ field }) => field)],
  );
  tx.require(
    open.map(({ number, field }) => {
      const { en, zh } = specOf(recordType).fields[field].label;
      return because(
        "CHANGE_OPEN",
        `A change of ${en} is proposed already: ${number}.`,
        `“${zh}”已有待审批的变更：${number}。`,
        "MasterChange",
        number,
      );
    }),
  );
}

/** What is written meanwhile stands in the trail with this reason instead of the command's own. */
async function underReason(tx: Tx, reason: string, work: () => Promise<unknown>): Promise<void> {
  const own = tx.reason;
  const say = async (text: string) => {
    tx.reason = text;
    await tx.sql("select set_config('app.reason', ?, true)", [text]);
  };
  await say(reason);
  await work();
  await say(own);
}

/** A change of master data: checked when it is proposed, made by its last approval through the same edit as any other (ADR 35). */
export const masterChangeBehaviour = behaviour({
  record: "MasterChange",
  beforeCreate: propose,
  afterCreate: async (tx, change) =>
    tx.link(["MasterChange", await tx.idOf(change)], [change.recordType, change.recordId], "changes"),
  actions: {
    approve: {
      effect: async (tx, change) => {
        const { recordType, recordId: id, number, why } = change;
        const values = await tx.lines("MasterChange", "values", change);
        const [record] = await tx.lock(recordType, [id]);
        tx.require(await reasonsAgainst(tx, change));
        const what = { id, version: record?.version ?? 0, input: inputOf(recordType, values), by: "approval" } as const;
        await underReason(tx, `${number}: ${why}`, () => edit(tx, recordType, what));
        tx.update("MasterChange", change, { effectiveOn: dateIn(tx.firmZone, tx.now) });
      },
    },
    withdraw: {
      guard: (change, { actor }) =>
        change.createdBy === actor.id
          ? []
          : [
              because(
                "NOT_AUTHOR",
                "Only who proposed a change withdraws it; reject it instead.",
                "仅提出人可撤回；请改用否决。",
              ),
            ],
    },
  },
});
