/** Critical values of a record and of its rows that were changed after they were first saved, told by the trail. */
import { type Field, type Fields, type Label, valueText, valueWords } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { maskedIn } from "../../../base/masked.ts";
import { columnOf, specOf, tableOf } from "../../../base/names.ts";
import { byRecord, type Fact, type Finding, type ReviewRule } from "../../../base/review.ts";
import { type RecordTable, tablesOf } from "../../../graphql/images.ts";

const both = (en: string, zh: string): Label => ({ en, zh });
const none = both("–", "–");

/** The critical fields of a table that the reader may see, by their columns. */
const watchedIn = (reader: Reader, fields: Fields): Map<string, Field> => {
  const masked = maskedIn(fields, reader.actor.permits);
  const critical = Object.entries(fields).filter(
    ([name, field]) => field.critical && !masked.includes(name) && field.kind !== "json",
  );
  return new Map(critical.map(([name, field]) => [columnOf(fields, name), field]));
};

interface Changed {
  /** Of the record, also when one of its rows was changed. */
  readonly id: string;
  /** The record's row itself, or the row of it that was changed. */
  readonly row_id: string;
  readonly command_id: string;
  readonly event: string;
  readonly kind: "update" | "delete";
  readonly column_name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly reason: string | null;
  readonly en: string;
  readonly zh: string;
  /** Of the row within its set; null for the record itself. */
  readonly position: string | null;
}

/** A reference is told by the number of the record it leads to, everything else in the words of its field. */
async function told(reader: Reader, field: Field, values: readonly (string | null)[]): Promise<Label[]> {
  if (field.kind !== "ref") return values.map((value) => valueWords(field, valueText(field, value)));
  const ids = values.filter((value) => value !== null);
  const rows = await reader.sql<{ id: string; number: string }>(
    `select id, number from ${tableOf(field.target)} where id = any(?::bigint[])`,
    [ids],
  );
  return values.map((value) => {
    const number = rows.find((row) => row.id === value)?.number ?? value ?? "–";
    return both(number, number);
  });
}

/** Which events of which rows belong to which record. A row that was taken out is known by the event that made it. */
const eventsOf = ({ table, set }: RecordTable): string =>
  set === ""
    ? `select e.row_id as head, null::text as position, e.* from audit.trail e
       where e.table_name = '${table}' and e.row_id = any(?::bigint[]) and e.kind = 'update'`
    : `select (made.new ->> 'head_id')::bigint as head, coalesce(t.position::text, e.old ->> 'position', made.new ->> 'position') as position, e.*
       from audit.trail made join audit.trail e on e.table_name = made.table_name and e.row_id = made.row_id
         left join ${table} t on t.id = e.row_id
       where made.table_name = '${table}' and made.kind = 'insert' and made.new ->> 'head_id' = any(?::bigint[]::text[])
         and e.kind in ('update', 'delete')`;

/** What was written in one table since somebody last signed the record, in the order of time. */
const writtenIn = (reader: Reader, table: RecordTable, columns: readonly string[], ids: readonly string[], record: string) =>
  reader.sql<Changed>(
    `select e.head as id, e.row_id, e.command_id, e.id as event, e.kind, k.name as column_name, e.old ->> k.name as before, e.new ->> k.name as after, e.reason,
       p.name_en as en, p.name_zh as zh, e.position
     from (${eventsOf(table)}) e cross join unnest(?::text[]) with ordinality k (name, n) join person p on p.id = e.actor_id
     where (e.old ->> k.name) is distinct from (e.new ->> k.name)
       and e.at > coalesce((select max(s.signed_at) from signature s where s.record_type = ? and s.record_id = e.head), '-infinity')
     order by e.id, k.n`,
    [ids, columns, record],
  );

/**
 * What commands made of each value: one that writes it twice, emptied by a form and filled in again by a rule, made one change or none.
 * A value where there was none before is a first entry.
 */
function changesOf(written: readonly Changed[]): Changed[] {
  const acts = Map.groupBy(written, (one) => [one.command_id, one.row_id, one.column_name, one.kind].join());
  return [...acts.values()].flatMap((steps) => {
    const [first, last] = [steps[0], steps.at(-1)];
    return first && last && first.before !== null && first.before !== last.after ? [{ ...first, after: last.after }] : [];
  });
}

/** A critical value that was changed after it was first saved and that nobody has signed since. */
export const valueChanged: ReviewRule = {
  code: "VALUE_CHANGED",
  record: null,
  why: both("A critical value was changed after it was first saved.", "关键字段在首次保存后被更改。"),
  citation: "PI 041-1 §9.8; EU GMP Annex 11 §9",
  find: async (reader, rows, record) => {
    const ids = rows.map(({ id }) => id);
    const found: { id: string; finding: Finding }[] = [];
    for (const table of tablesOf(record)) {
      const watched = watchedIn(reader, table.fields);
      if (watched.size === 0) continue;
      const changes = changesOf(await writtenIn(reader, table, [...watched.keys()], ids, record));
      const label = table.set === "" ? null : (specOf(record).lines?.[table.set]?.label ?? null);
      const changed = changes.filter(({ kind }) => kind === "update");
      for (const change of changed) {
        const field = watched.get(change.column_name) as Field;
        const [before = none, after = none] = await told(reader, field, [change.before, change.after]);
        found.push({ id: change.id, finding: changedFinding(change, rowName(label, change), field, before, after) });
      }
      const removed = Map.groupBy(
        changes.filter(({ kind }) => kind === "delete"),
        ({ event }) => event,
      );
      for (const values of removed.values()) found.push(await removedFinding(reader, watched, label, values));
    }
    return byRecord(found);
  },
};

/** "Lines, row 2", in front of what is told of a row; nothing for the record itself. */
const rowName = (label: Label | null, { position }: Changed): Label =>
  label ? both(`${label.en}, row ${position ?? "–"} · `, `${label.zh}第 ${position ?? "–"} 行 · `) : both("", "");

const whoAndWhy = ({ en, zh, reason }: Changed): Pick<Finding, "detail"> => ({
  detail: both(`${en}. ${reason ?? "No reason was asked for."}`, `${zh}。${reason ?? "未要求填写原因。"}`),
});

const factsOfChange = ({ en, zh, reason }: Changed): Fact[] => [
  { label: both("Changed by", "更改人"), value: both(en, zh) },
  ...(reason ? [{ label: both("Reason", "原因"), value: both(reason, reason) }] : []),
];

const changedFinding = (change: Changed, row: Label, field: Field, before: Label, after: Label): Finding => ({
  key: `${change.event}.${change.column_name}`,
  title: both(`${row.en}${field.label.en}: ${before.en} → ${after.en}`, `${row.zh}${field.label.zh}：${before.zh} → ${after.zh}`),
  ...whoAndWhy(change),
  weight: "medium",
  facts: [
    { label: both("Before", "原值"), value: before },
    { label: both("After", "新值"), value: after, ok: false },
    ...factsOfChange(change),
  ],
});

/** A row taken out, with the critical values that went with it. */
async function removedFinding(
  reader: Reader,
  watched: ReadonlyMap<string, Field>,
  label: Label | null,
  values: readonly Changed[],
): Promise<{ id: string; finding: Finding }> {
  const [first] = values as readonly [Changed, ...Changed[]];
  const facts: Fact[] = [];
  for (const { column_name, before } of values) {
    const field = watched.get(column_name) as Field;
    const [value = none] = await told(reader, field, [before]);
    facts.push({ label: field.label, value, ok: false });
  }
  const row = rowName(label, first);
  const finding: Finding = {
    key: first.event,
    title: both(`${row.en}removed`, `${row.zh}已删除`),
    ...whoAndWhy(first),
    weight: "medium",
    facts: [...facts, ...factsOfChange(first)],
  };
  return { id: first.id, finding };
}
