/** What reviewers are shown as exceptions: the rules of all areas, asked for all rows of a type at once. */
import { type Reason, type RecordName, registry } from "@lotline/schema";
import type { Finding, Reviewed, ReviewRule } from "../../../base/review.ts";
import type { Request } from "../../../read/request.ts";

/** A finding with the rule that found it. */
export interface Listed extends Finding {
  readonly rule: ReviewRule;
}

const weights = ["high", "medium", "low"] as const;

const rulesOf = (request: Request, record: RecordName): readonly ReviewRule[] =>
  request.kernel.house.areas
    .flatMap((area) => area.reviews ?? [])
    .filter((rule) => rule.record === record || rule.record === null);

/** The exceptions of one record, the weightiest first. */
export function findingsOf(request: Request, record: RecordName, row: Reviewed): Promise<readonly Listed[]> {
  rowsOf(request, record).set(row.id, row);
  return request.load<readonly Listed[]>(`findings ${record}`, row.id, async (reader, ids) => {
    const known = rowsOf(request, record);
    const rows = ids.flatMap((id) => known.get(id) ?? []);
    const found = await Promise.all(
      rulesOf(request, record).map(async (rule) => [rule, await rule.find(reader, rows, record)] as const),
    );
    return ids.map((id) =>
      found
        .flatMap(([rule, by]) => (by.get(id) ?? []).map((finding): Listed => ({ ...finding, rule })))
        .sort((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight)),
    );
  });
}

// The rows of a request, kept beside its loaders and let go with it.
const known = new WeakMap<object, Map<string, Map<string, Reviewed>>>();

function rowsOf(request: Request, record: RecordName): Map<string, Reviewed> {
  const of = known.get(request.ctx) ?? new Map<string, Map<string, Reviewed>>();
  known.set(request.ctx, of);
  const rows = of.get(record) ?? new Map<string, Reviewed>();
  of.set(record, rows);
  return rows;
}

/** One condition of the action's gate with its answer. */
export interface Check {
  readonly code: string;
  readonly about: { readonly en: string; readonly zh: string };
  readonly area: string;
  readonly reasons: readonly Reason[];
}

/** Every condition of the action that is due, with what stands against it. */
export async function checksOf(request: Request, record: RecordName, action: string, row: Reviewed): Promise<Check[]> {
  const gate = (registry[record] as { readonly actions?: { readonly [name: string]: { readonly gate?: string } } }).actions?.[
    action
  ]?.gate;
  if (!gate) return [];
  const reader = await request.reader();
  const areas = request.kernel.house.areas;
  return Promise.all(
    areas
      .flatMap((area) => area.conditions.filter((condition) => condition.gate === gate).map((condition) => ({ area, condition })))
      .map(async ({ area, condition }) => {
        const facts = await condition.facts(reader, [row]);
        return {
          code: condition.code,
          about: condition.about,
          area: area.name,
          reasons: condition.check(row, facts.get(row.id), reader),
        };
      }),
  );
}
