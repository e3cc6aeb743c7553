/** Patterns of numbers as rule data: what a pattern may be, whom it would meet, and which number would come next. */
import {
  because,
  comparedBy,
  type Issue,
  type Label,
  mayMeet,
  numberIn,
  patternFaults,
  type Reason,
  seriesOf,
} from "@lotline/schema";
import { dateIn, type Reader } from "../../../base/context.ts";
import { hasSite, recordNames, specOf, tableOf } from "../../../base/names.ts";
import { knownRecord } from "../../../derive/entity.ts";
import { condition } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";

export const numberPattern = "number-pattern";

interface Written {
  readonly key: string;
  readonly content: unknown;
}

/** Types of record that get a number by a pattern; what is entered by hand or made by an effect has none. */
export const isNumbered = (record: string): boolean => knownRecord(record) && specOf(record).number.includes("{");

const patternOf = (content: unknown): string | undefined =>
  typeof content === "object" && content !== null && "pattern" in content && typeof content.pattern === "string"
    ? content.pattern
    : undefined;

/** What is wrong with a pattern as it is written; all of it at once, whom it meets included. */
export async function patternIssues(reader: Reader, { key, content }: Written): Promise<Issue[]> {
  const issues: Issue[] = [];
  if (!isNumbered(key))
    issues.push({
      path: "key",
      code: "numbered",
      text: {
        en: "The key of this rule is a type of record whose numbers the product gives.",
        zh: "该规则的键为由系统编号的记录类型。",
      },
    });
  const pattern = patternOf(content);
  if (pattern === undefined || Object.keys(content as object).length !== 1)
    return [
      ...issues,
      {
        path: "content",
        code: "shape",
        text: {
          en: 'The content of this rule has the form {"pattern": "PO-{yy}-{seq:4}"}.',
          zh: '该规则的内容格式为 {"pattern": "PO-{yy}-{seq:4}"}。',
        },
      },
    ];
  const sited = isNumbered(key) && hasSite(key);
  const faults = patternFaults(pattern, sited || !isNumbered(key));
  issues.push(...faults.map((text): Issue => ({ path: "content.pattern", code: "pattern", text })));
  if (issues.length > 0) return issues;
  return (await meetings(reader, key, pattern)).map(({ code, text }) => ({ path: "content.pattern", code, text }));
}

/** Why a pattern cannot be: another type of record could give the same number, or one that it would come to is taken. */
async function meetings(reader: Reader, key: string, pattern: string): Promise<Reason[]> {
  const set = await reader.sql<{ key: string; pattern: string }>(
    `select key, content ->> 'pattern' as pattern from rule where rule_name = ? and key <> ? and state = 'approved'`,
    [numberPattern, key],
  );
  // Those of the record files count as well: a number that was given by them stands for good.
  const shipped = recordNames
    .filter((name) => name !== key && isNumbered(name))
    .map((name) => ({ key: name, pattern: specOf(name).number }));
  const met = [...shipped, ...set].find((other) => mayMeet(pattern, other.pattern));
  const { before, digits, after } = comparedBy(pattern);
  const [ahead] = await reader.sql<{ number: string | null }>("select public.number_ahead(?, ?, ?, ?) as number", [
    tableOf(key),
    before,
    digits,
    after,
  ]);
  const labels: Label | undefined = met && specOf(met.key).label;
  return [
    ...(met && labels
      ? [
          because(
            "PATTERN_MEETS",
            `${labels.en} (${met.pattern}) could get the same number.`,
            `可能与${labels.zh}（${met.pattern}）的编号相同。`,
          ),
        ]
      : []),
    ...(ahead?.number
      ? [
          because(
            "PATTERN_TAKEN",
            `${ahead.number} exists already; the count of this pattern would come to it.`,
            `编号 ${ahead.number} 已存在，按此规则流水号将与其重复。`,
          ),
        ]
      : []),
  ];
}

/** Numbers may have been given since the pattern was written. */
export const numberPatternFree = condition({
  gate: "rule.approve",
  code: "NUMBER_PATTERN",
  about: { en: "A pattern of numbers meets no other one and no number that exists", zh: "编号规则不与其他规则或已有编号冲突" },
  record: "Rule",
  facts: async (reader, rules) => {
    const facts = new Map<string, readonly Reason[]>();
    // Few drafts of patterns are ever looked at together; each asks the table of its own record.
    for (const rule of rules) if (rule.ruleName === numberPattern) facts.set(rule.id, await patternReasons(reader, rule));
    return facts;
  },
  check: (_rule, fact) => fact ?? [],
});

const patternReasons = async (reader: Reader, written: Written): Promise<Reason[]> =>
  (await patternIssues(reader, written)).map(({ code, text }) => because(code, text.en, text.zh));

/** Once more when it is approved: two patterns approved at one moment must not meet each other. */
export async function approvePattern(tx: Tx, rule: Written): Promise<void> {
  await tx.sql("select pg_advisory_xact_lock(hashtext(?))", [numberPattern]);
  tx.require(await patternReasons(tx, rule));
}

export interface NumberPreview {
  /** One for each site that the person sees where the pattern names the site, else one. */
  readonly next: readonly string[];
  readonly faults: readonly Label[];
}

/** The numbers that would come next by a pattern, if it were in force today; nothing is taken. */
export async function previewOf(reader: Reader, record: string, pattern: string): Promise<NumberPreview> {
  const issues = await patternIssues(reader, { key: record, content: { pattern } });
  const faults = issues.map(({ text }) => text);
  if (!isNumbered(record) || patternFaults(pattern, hasSite(record)).length > 0) return { next: [], faults };
  const sites = hasSite(record)
    ? await reader.sql<{ number: string; zone: string }>("select number, zone from site order by number")
    : [];
  const series = [
    ...new Set(
      sites.length > 0
        ? sites.map(({ number, zone }) => seriesOf(pattern, dateIn(zone, reader.now), number))
        : [seriesOf(pattern, dateIn(reader.firmZone, reader.now), "")],
    ),
  ];
  const counts = await reader.sql<{ id: string; last: number }>(
    "select id, last_value as last from number_series where id = any(?::text[])",
    [series],
  );
  return { next: series.map((one) => numberIn(one, (counts.find(({ id }) => id === one)?.last ?? 0) + 1)), faults };
}
