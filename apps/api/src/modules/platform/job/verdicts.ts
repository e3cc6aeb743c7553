import { type Action, type AnyRecord, actionsOf, type Reason, type RecordName } from "@lotline/schema";
import { refused } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { judge, permitReason } from "../../../kernel/authorize.ts";
import { asRow, type Row } from "../../../kernel/behaviour.ts";
import type { House } from "../../../kernel/house.ts";
import { rowsById } from "../../../read/rows.ts";

/** Records of a selection that are judged for the bar; of more, the dry run tells. */
export const maxJudged = 500;

/** What may be done with a selection: with how many of it, and why not with the others. */
export interface BulkVerdict {
  readonly name: string;
  readonly signed: boolean;
  readonly allowed: number;
  readonly refused: number;
  /** The most frequent reasons first. */
  readonly reasons: readonly { readonly reason: Reason; readonly count: number }[];
}

/** Judges the selected records for each of the record's actions, and for "edit": one statement per kind of fact. */
export async function bulkVerdicts(
  house: House,
  reader: SqlReader,
  record: RecordName,
  ids: readonly string[],
): Promise<BulkVerdict[]> {
  const spec = specOf(record);
  if (!reader.actor.permits.has(spec.read)) throw refused(permitReason(spec.read));
  const known = ids.filter((id) => /^[1-9]\d{0,17}$/.test(id)).slice(0, maxJudged);
  const rows = [...(await rowsById(reader, record, known, { whole: true })).values()].map(asRow);
  const judged = await judge(house, reader, record, rows);
  const actions: [string, Action][] = Object.entries(actionsOf(spec)).filter(([, action]) => action.permit);
  const verdicts = actions.map(([name, action]) =>
    summed(
      name,
      action.sign !== undefined,
      rows.map((row) => judged.get(row.id)?.find((verdict) => verdict.name === name)?.reasons ?? []),
    ),
  );
  return spec.edit
    ? [
        ...verdicts,
        summed(
          "edit",
          false,
          rows.map((row) => editReasons(reader, spec, row)),
        ),
      ]
    : verdicts;
}

function editReasons(reader: SqlReader, spec: AnyRecord, row: Row): readonly Reason[] {
  const { permit = "", in: states }: { permit?: string; in?: readonly string[] } = spec.edit ?? {};
  if (!reader.actor.permits.has(permit)) return [permitReason(permit)];
  if (!states || states.includes(row.state)) return [];
  const labels = spec.states as { readonly [state: string]: { readonly en: string; readonly zh: string } };
  const now = labels[row.state];
  return [
    {
      code: "NOT_EDITABLE",
      text: { en: `The record is "${now?.en}" and cannot be edited.`, zh: `当前状态为“${now?.zh}”，不可修改。` },
    },
  ];
}

function summed(name: string, signed: boolean, all: readonly (readonly Reason[])[]): BulkVerdict {
  const reasons = new Map<string, { reason: Reason; count: number }>();
  for (const ofRow of all)
    for (const reason of new Map(ofRow.map((r) => [r.code, r])).values())
      reasons.set(reason.code, { reason, count: (reasons.get(reason.code)?.count ?? 0) + 1 });
  const refusedRows = all.filter((ofRow) => ofRow.length > 0).length;
  return {
    name,
    signed,
    allowed: all.length - refusedRows,
    refused: refusedRows,
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count),
  };
}
