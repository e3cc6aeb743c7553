/** Which records a copy is made of: what is named, or everything that belongs to a lot, a supplier, a span of days or a person. */
import { addDays, type Field, type Fields, type Issue, type Rec, type RecordName } from "@lotline/schema";
import { dayStart, type Reader } from "../../../base/context.ts";
import { columnOf, lineSets, lineTableOf, recordNames, specOf, tableOf } from "../../../base/names.ts";
import { closureOf } from "../../inventory/index.ts";

/** A copy holds at most so many records; more are told, never cut off. */
export const maxRecords = 1000;

/** A record of a copy. */
export interface Member {
  readonly record: RecordName;
  readonly id: string;
  readonly number: string;
}

/** A named record as the form gives it. */
export interface Named {
  readonly recordType: string;
  readonly recordNumber: string;
}

/** The records of a scope, and which types of records it leaves out because the person's roles do not show them. */
export interface Reach {
  readonly members: readonly Member[];
  readonly hidden: readonly RecordName[];
  /** How many there are, where they are more than a copy holds. */
  readonly tooMany: number | null;
}

type Copy = Pick<Rec<"InspectionCopy">, "scope" | "lot" | "genealogy" | "supplier" | "person" | "fromDay" | "toDay">;

/** What the scope asks for and is not given; the form shows it at the box. */
export function scopeIssues(copy: Copy, named: number): Issue[] {
  const missing = (path: string, en: string, zh: string): Issue => ({ path, code: "required", text: { en, zh } });
  switch (copy.scope) {
    case "lot":
      return copy.lot ? [] : [missing("lot", "Please choose the lot.", "请选择批。")];
    case "supplier":
      return copy.supplier ? [] : [missing("supplier", "Please choose the supplier.", "请选择供应商。")];
    case "person":
      return copy.person ? [] : [missing("person", "Please choose the person.", "请选择人员。")];
    case "period":
      return [
        ...(copy.fromDay ? [] : [missing("fromDay", "Please give the first day.", "请填写起始日期。")]),
        ...(copy.toDay ? [] : [missing("toDay", "Please give the last day.", "请填写截止日期。")]),
      ];
    case "records":
      return named > 0 ? [] : [missing("named", "Please name at least one record.", "请至少填写一条记录。")];
  }
}

/** Resolves a scope within what the reader may see: types by permit, rows by site. */
export async function reachOf(reader: Reader, copy: Copy, named: readonly Named[]): Promise<Reach> {
  const found = await membersOf(reader, copy, named);
  // Copies of a lot name it too; what was taken along before is no part of what is taken along now, unless it is named.
  const wanted = copy.scope === "records" ? found : found.filter(({ record }) => record !== "InspectionCopy");
  const shown = wanted.filter(({ record }) => isShown(reader, record));
  const hidden = hiddenTypes(reader, copy, found);
  return { members: shown.slice(0, maxRecords), hidden, tooMany: shown.length > maxRecords ? shown.length : null };
}

const isShown = (reader: Reader, record: string): boolean => reader.actor.permits.has(specOf(record).read);

/** Types that could belong to the scope and are not read by the person; whether there are any of them is not told. */
function hiddenTypes(reader: Reader, copy: Copy, found: readonly Member[]): RecordName[] {
  const target = { lot: "Lot", supplier: "Supplier", records: null, period: null, person: null }[copy.scope];
  const could =
    copy.scope === "records"
      ? found.map(({ record }) => record)
      : recordNames.filter((name) => target === null || placesOf(name, target).length > 0);
  return [...new Set(could)].filter((name) => !isShown(reader, name));
}

function membersOf(reader: Reader, copy: Copy, named: readonly Named[]): Promise<Member[]> {
  switch (copy.scope) {
    case "records":
      return namedMembers(reader, named);
    case "lot":
      return lotMembers(reader, String(copy.lot), copy.genealogy === true);
    case "supplier":
      return around(reader, "Supplier", [String(copy.supplier)]);
    case "period":
    case "person":
      return touched(reader, copy);
  }
}

/** The type that a name or a label stands for. */
export const typeNamed = (text: string): RecordName | undefined => {
  const wanted = text.trim().toLowerCase();
  return recordNames.find((name) => {
    const { label, plural } = specOf(name);
    return [name, label.en, label.zh, plural.en, plural.zh].some((known) => known.toLowerCase() === wanted);
  });
};

async function namedMembers(reader: Reader, named: readonly Named[]): Promise<Member[]> {
  const found: Member[] = [];
  for (const { recordType, recordNumber } of named) {
    const record = typeNamed(recordType);
    if (!record) continue;
    const [row] = await reader.sql<Row>(`select id, number from ${tableOf(record)} where number = ?`, [recordNumber]);
    if (row) found.push({ record, ...row });
  }
  return unique(found);
}

interface Row {
  readonly id: string;
  readonly number: string;
}

async function lotMembers(reader: Reader, lot: string, genealogy: boolean): Promise<Member[]> {
  const lots = genealogy
    ? [
        ...new Set([
          ...(await closureOf(reader, [lot], "backward")).lots,
          ...(await closureOf(reader, [lot], "forward")).lots,
          lot,
        ]),
      ]
    : [lot];
  const members = await around(reader, "Lot", lots);
  // What a lot is of and who delivered it: without them its record cannot be judged.
  const named = await reader.sql<{ item: string; revision: string | null; supplier: string | null }>(
    "select item_id as item, item_revision_id as revision, supplier_id as supplier from lot where id = any(?::bigint[])",
    [lots],
  );
  const of = (record: RecordName, ids: readonly (string | null)[]) =>
    byIds(reader, record, [...new Set(ids.flatMap((id) => id ?? []))]);
  return unique([
    ...members,
    ...(await of(
      "Item",
      named.map(({ item }) => item),
    )),
    ...(await of(
      "ItemRevision",
      named.map(({ revision }) => revision),
    )),
    ...(await of(
      "Supplier",
      named.map(({ supplier }) => supplier),
    )),
  ]);
}

const byIds = async (reader: Reader, record: RecordName, ids: readonly string[]): Promise<Member[]> => {
  const rows = await reader.sql<Row>(`select id, number from ${tableOf(record)} where id = any(?::bigint[]) order by id`, [ids]);
  return rows.map((row) => ({ record, ...row }));
};

interface Place {
  readonly table: string;
  readonly column: string;
  readonly isLine: boolean;
}

/** Where records of a type name one of another: in their own fields and in those of their child rows. */
export function placesOf(name: string, target: string): Place[] {
  const spec = specOf(name);
  const refs = (fields: Fields, table: string, isLine: boolean): Place[] =>
    Object.entries(fields).flatMap(([field, of]: [string, Field]) =>
      of.kind === "ref" && of.target === target ? [{ table, column: columnOf(fields, field), isLine }] : [],
    );
  return [
    ...refs(spec.fields, tableOf(name), false),
    ...lineSets(spec).flatMap(([set, { fields }]) => refs(fields, lineTableOf(name, set), true)),
  ];
}

/** Records themselves, what names them, and what is linked to any of these. */
async function around(reader: Reader, target: RecordName, ids: readonly string[]): Promise<Member[]> {
  const members = await byIds(reader, target, ids);
  for (const name of recordNames) {
    for (const { table, column, isLine } of placesOf(name, target)) {
      const where = isLine
        ? `id in (select head_id from ${table} where ${column} = any(?::bigint[]))`
        : `${column} = any(?::bigint[])`;
      const rows = await reader.sql<Row>(`select id, number from ${tableOf(name)} where ${where} order by id`, [ids]);
      members.push(...rows.map((row) => ({ record: name, ...row })));
    }
  }
  return unique([...members, ...(await linkedTo(reader, members))]);
}

async function linkedTo(reader: Reader, members: readonly Member[]): Promise<Member[]> {
  const rows = await reader.sql<{ record: RecordName; id: string }>(
    `with given as (select * from jsonb_to_recordset(?::jsonb) g(record text, id bigint))
     select l.to_type as record, l.to_id as id from record_link l join given g on l.from_type = g.record and l.from_id = g.id
     union select l.from_type, l.from_id from record_link l join given g on l.to_type = g.record and l.to_id = g.id order by 1, 2`,
    [JSON.stringify(members.map(({ record, id }) => ({ record, id })))],
  );
  const found: Member[] = [];
  for (const record of new Set(rows.map((row) => row.record)))
    found.push(
      ...(await byIds(
        reader,
        record,
        rows.filter((row) => row.record === record).map(({ id }) => id),
      )),
    );
  return found;
}

/** Records that were made or changed within the days, by the person where one is named: what the trail says of them. */
async function touched(reader: Reader, { fromDay, toDay, scope, person }: Copy): Promise<Member[]> {
  const heads = new Map<string, RecordName>();
  const lines: string[] = [];
  for (const name of recordNames) {
    heads.set(tableOf(name), name);
    for (const [set] of lineSets(specOf(name))) {
      heads.set(lineTableOf(name, set), name);
      lines.push(lineTableOf(name, set));
    }
  }
  const rows = await reader.sql<{ table: string; id: string }>(
    `select distinct e.table_name as table,
       case when e.table_name = any(?::text[]) then (coalesce(e.new, e.old) ->> 'head_id')::bigint else e.row_id end as id
     from audit.trail e where e.table_name = any(?::text[]) and e.at >= coalesce(?::timestamptz, '-infinity') and e.at < coalesce(?::timestamptz, 'infinity')
       and (?::bigint is null or e.actor_id = ?::bigint) order by 1, 2`,
    [
      lines,
      [...heads.keys()],
      fromDay ? dayStart(reader.firmZone, fromDay) : null,
      toDay ? dayStart(reader.firmZone, addDays(toDay, 1)) : null,
      ...(scope === "person" ? [person, person] : [null, null]),
    ],
  );
  const found: Member[] = [];
  for (const record of recordNames) {
    const ids = rows.filter(({ table }) => heads.get(table) === record).map(({ id }) => id);
    if (ids.length > 0) found.push(...(await byIds(reader, record, ids)));
  }
  return unique(found);
}

function unique(members: readonly Member[]): Member[] {
  const seen = new Map(members.map((member) => [`${member.record} ${member.id}`, member]));
  return [...seen.values()];
}
