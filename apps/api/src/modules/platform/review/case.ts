/** A record as a reviewer is shown it: what is due, who had a part, which checks passed, what is out of the ordinary. */
import { type Action, actionsOf, type Duty, dueOf, dutyLabels, type Label, type RecordName } from "@lotline/schema";
import { AppError } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { risksOf } from "../../../base/risk.ts";
import { peopleOf } from "../../../graphql/people.ts";
import type { Row } from "../../../kernel/behaviour.ts";
import type { WebRequest } from "../web-request.ts";
import { checksOf, findingsOf, type Listed } from "./findings.ts";
import { batchFaults, batchRule } from "./manifest.ts";
import type { ReviewCase, ReviewFinding, ReviewParticipant } from "./types.ts";

/** The action that says no to another one. */
export const backOf = (record: RecordName, name: string): string | null =>
  Object.entries(actionsOf(specOf(record))).find(([, action]) => action.rejects === name || action.insteadOf === name)?.[0] ??
  null;

const findingInfo = ({ rule, facts = [], detail, ...finding }: Listed): ReviewFinding => ({
  ...finding,
  detail: detail ?? null,
  facts,
  key: `${rule.code} ${finding.key}`,
  code: rule.code,
  why: rule.why,
  citation: rule.citation,
});

async function participantsOf(request: WebRequest, record: RecordName, row: Row): Promise<ReviewParticipant[]> {
  const reader = await request.reader();
  const people = await peopleOf(request);
  const rows = await reader.sql<{ person: string; duty: Duty; at: string }>(
    `select person_id as person, duty, max(at) as at from duty where record_type = ? and record_id = ? group by person_id, duty order by max(at), duty`,
    [record, row.id],
  );
  const parts: { person: string; label: Label; at: Date }[] = [
    { person: row.createdBy, label: dutyLabels.author, at: row.createdAt },
    ...rows
      .filter(({ duty }) => duty !== "author")
      .map(({ person, duty, at }) => ({ person, label: dutyLabels[duty], at: new Date(at) })),
  ];
  return parts.flatMap(({ person, label, at }) => {
    const named = people.get(person);
    return named ? [{ person: named, duty: label, at }] : [];
  });
}

/** @throws NOT_FOUND for a record that the person may not see or that waits for nothing */
export async function caseOf(request: WebRequest, record: RecordName, id: string): Promise<ReviewCase> {
  const row = await request.row(record, id);
  const due = row && dueOf(specOf(record), row);
  const action: Action | undefined = due ? actionsOf(specOf(record))[due.action] : undefined;
  if (!row || !due || !action) throw new AppError("NOT_FOUND");
  const reader = await request.reader();
  const verdict = (await request.verdicts(record, row, false)).find((one) => one.name === due.action);
  return {
    record,
    recordId: row.id,
    version: row.version,
    action: due.action,
    back: backOf(record, due.action),
    risk: (await risksOf(reader, record, [row.id])).get(row.id) ?? "low",
    allowed: verdict?.allowed ?? false,
    reasons: [...(verdict?.reasons ?? [])],
    findings: (await findingsOf(request, record, row)).map(findingInfo),
    checks: (await checksOf(request, record, due.action, row)).map((check) => ({ ...check, reasons: [...check.reasons] })),
    participants: await participantsOf(request, record, row),
    alone: batchFaults(record, action, await batchRule(reader)),
  };
}
