/** A copy is ordered: what it will hold is resolved and kept, so that it is what was shown, and its making begins. */
import { because, type Issue, type Reason, type Rec, type RecordName } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { invalid } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { behaviour } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { type Member, maxRecords, type Named, reachOf, scopeIssues, typeNamed } from "./scope.ts";

/** What a copy was ordered to hold; the field `contents` of its record. */
export interface Contents {
  /** The person with whose rights it is read. */
  readonly by: string;
  readonly members: readonly (readonly [record: RecordName, id: string, number: string])[];
  /** Types that the person's roles do not show. */
  readonly hidden: readonly RecordName[];
  /** The sites whose records it may hold. */
  readonly sites: readonly string[];
}

/** The contents of an ordered copy. Written by `make` alone, in this form. */
export const contentsOf = (copy: Pick<Rec<"InspectionCopy">, "contents">): Contents | null =>
  (copy.contents as unknown as Contents | null) ?? null;

export const membersOf = ({ members }: Contents): Member[] => members.map(([record, id, number]) => ({ record, id, number }));

/** Named records that are not there, or whose type nobody knows. */
export function unknownNames(named: readonly Named[], found: readonly Member[]): Named[] {
  return named.filter(({ recordType, recordNumber }) => {
    const record = typeNamed(recordType);
    return !found.some((member) => member.record === record && member.number === recordNumber);
  });
}

/** Why a scope cannot be copied; all reasons at once. */
export function reachReasons(
  named: readonly Named[],
  { members, hidden, tooMany }: Awaited<ReturnType<typeof reachOf>>,
): Reason[] {
  const unknown = unknownNames(named, members).filter(({ recordType }) => !hidden.some((name) => name === typeNamed(recordType)));
  return [
    ...unknown.map(({ recordType, recordNumber }) =>
      because("COPY_UNKNOWN", `There is no ${recordType} ${recordNumber}.`, `没有“${recordType}” ${recordNumber}。`),
    ),
    ...(members.length === 0
      ? [because("COPY_EMPTY", "The scope holds no record that you may read.", "该范围内没有您可查看的记录。")]
      : []),
    ...(tooMany === null
      ? []
      : [
          because(
            "COPY_TOO_LARGE",
            `The scope holds ${tooMany} records; a copy holds at most ${maxRecords}. Narrow it, or make several copies.`,
            `该范围共 ${tooMany} 条记录，一份副本最多 ${maxRecords} 条。请缩小范围或分多份制作。`,
          ),
        ]),
  ];
}

const asReason = ({ path, code, text }: Issue): Reason => ({ code, text, field: path });

async function make(tx: Tx, copy: Rec<"InspectionCopy">): Promise<void> {
  const named = await tx.lines("InspectionCopy", "named", copy);
  tx.require(scopeIssues(copy, named.length).map(asReason));
  const reach = await reachOf(tx, copy, named);
  tx.require(reachReasons(named, reach));
  const contents: Contents = {
    by: tx.actor.id,
    members: reach.members.map(({ record, id, number }) => [record, id, number] as const),
    hidden: reach.hidden,
    sites: tx.actor.sites,
  };
  // Plain texts and lists of texts.
  tx.update("InspectionCopy", copy, { contents: contents as never, records: reach.members.length, problem: null });
  tx.emit("copy.due", { copy: copy.id, turn: "0" });
}

export const inspectionCopyBehaviour = behaviour({
  record: "InspectionCopy",
  beforeCreate: async (_tx, given) => {
    const issues = scopeIssues(given as Rec<"InspectionCopy">, given.named?.length ?? 0);
    if (issues.length > 0) throw invalid(...issues);
  },
  actions: { make: { effect: make } },
});

/** Why somebody may not take a copy that another one made: it shows what he may not read. */
export function takeReasons(reader: Reader, copy: Rec<"InspectionCopy">, masks: readonly string[]): Reason[] {
  const contents = contentsOf(copy);
  const { permits, sites } = reader.actor;
  const types = new Set(contents?.members.map(([record]) => record) ?? []);
  const isShown =
    [...types].every((record) => permits.has(specOf(record).read)) &&
    (contents?.sites ?? []).every((site) => sites.includes(site)) &&
    (!copy.includeMasked || masks.every((permit) => permits.has(permit)));
  return isShown
    ? []
    : [
        because(
          "COPY_NOT_YOURS",
          "This copy holds records or values that your roles do not show.",
          "该副本含有您无权查看的记录或字段。",
        ),
      ];
}
