/** How a reviewer came to a decision: how long it took and what was looked at. About the quality of reviews, not their speed alone. */
import { actionsOf, type Issue, type RecordName } from "@lotline/schema";
import { invalid } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { asRow } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";

export const reviewSections = ["exceptions", "evidence", "record", "changes"] as const;
const outcomes = ["signed", "sentBack", "asked"] as const;

/** A day; what was open longer was left open. */
const mostSeconds = 86_400;
const mostTogether = 50;

export interface Noted {
  readonly id: string;
  readonly shownVersion: number;
  /** Seconds that the record was open and the page was looked at. */
  readonly seconds: number;
  /** Seconds for each section of the page that was looked at. */
  readonly sections: { readonly [section: string]: number };
  readonly findings: number;
}

export interface Notes {
  readonly record: RecordName;
  readonly action: string;
  readonly outcome: string;
  readonly manifest: string | null;
  readonly rows: readonly Noted[];
}

const isTime = (seconds: unknown): boolean => Number.isInteger(seconds) && Number(seconds) >= 0 && Number(seconds) <= mostSeconds;

function faults(notes: Notes): Issue[] {
  const { record, action, outcome, rows } = notes;
  const issue = (path: string, en: string, zh: string): Issue => ({ path, code: "review", text: { en, zh } });
  return [
    ...(actionsOf(specOf(record))[action]?.sign ? [] : [issue("action", "This is no signed action.", "不是需要签名的操作。")]),
    ...(outcomes.some((known) => known === outcome)
      ? []
      : [issue("outcome", "One of signed, sentBack, asked.", "应为 signed、sentBack 或 asked。")]),
    ...(notes.manifest === null || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(notes.manifest)
      ? []
      : [issue("manifest", "This is no list of records.", "签署清单无效。")]),
    ...(rows.length >= 1 && rows.length <= mostTogether
      ? []
      : [issue("rows", `From 1 to ${mostTogether} records.`, `应为 1 至 ${mostTogether} 条记录。`)]),
    ...(rows.every(
      (row) =>
        isTime(row.seconds) &&
        isTime(row.findings) &&
        Object.entries(row.sections).every(
          ([section, time]) => reviewSections.some((known) => known === section) && isTime(time),
        ),
    )
      ? []
      : [
          issue(
            "rows",
            `Times are whole seconds up to a day, of the sections ${reviewSections.join(", ")}.`,
            `时间为不超过一天的整秒数，项目为 ${reviewSections.join("、")}。`,
          ),
        ]),
  ];
}

/** Writes the reviews down. @throws BAD_USER_INPUT, or NOT_FOUND for a record that the person may not see */
export async function noteReviews(tx: Tx, notes: Notes): Promise<void> {
  const issues = faults(notes);
  if (issues.length > 0) throw invalid(...issues);
  const columns = [
    "record_type",
    "record_id",
    "record_number",
    "record_version",
    "site_id",
    "action",
    "outcome",
    "seconds",
    "sections",
    "findings",
    "manifest_id",
  ];
  const rows = [];
  for (const { id, shownVersion, seconds, sections, findings } of notes.rows) {
    const found = await tx.get(notes.record, id);
    const { number } = asRow(found);
    const site = (found as { site?: string }).site ?? null;
    rows.push([
      notes.record,
      id,
      number,
      shownVersion,
      site,
      notes.action,
      notes.outcome,
      seconds,
      JSON.stringify(sections),
      findings,
      notes.manifest,
    ]);
  }
  await tx.insert("review_decision", columns, rows);
}
