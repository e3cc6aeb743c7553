/** Counts and sums over all rows of a list, not of a page: one statement, and one more for each way to the unit of an amount. */
import { type Field, type Fields, type RecordName, totalColumns, unitRefOf } from "@lotline/schema";
import type { Reader } from "../base/context.ts";
import { maskedIn } from "../base/masked.ts";
import { columnOf, specOf, tableOf } from "../base/names.ts";
import { conditions, type ListArgs } from "./list.ts";
import { listColumn } from "./rows.ts";

/** What a list is asked about as a whole. */
export type Selection = Pick<ListArgs, "filter" | "search">;

/** A column of a list added up; an amount once for each unit, for kilograms and pieces have no sum. Decimals as exact text. */
export interface ColumnTotal {
  readonly column: string;
  /** The unit's id for an amount, the currency for money; null where the column has none of its own or its unit cannot be told. */
  readonly unit: string | null;
  /** Rows with a value. */
  readonly n: number;
  readonly sum: string | null;
  readonly min: string | null;
  readonly max: string | null;
  /** To six decimals. */
  readonly average: string | null;
}

interface Column {
  readonly name: string;
  readonly sql: string;
}
type Measured = { readonly [alias: string]: string | number | null };

/** More units than any list has; a bound all the same. */
const maxUnits = 200;

/** How many rows match, without a cap, and the sums of the declared columns. */
export async function totalsOf(
  reader: Reader,
  record: RecordName,
  selection: Selection,
): Promise<{ count: number; sums: ColumnTotal[] }> {
  const { where, params } = await conditions(reader, record, selection);
  const [all] = await measure(reader, record, where, params, "null::text");
  return { count: all?.count ?? 0, sums: all?.sums ?? emptySums(reader, record) };
}

/** What is known of one group. */
export interface Measure {
  readonly key: string | null;
  readonly count: number;
  readonly sums: ColumnTotal[];
}

/** Counts and sums of the rows that fulfil the conditions, for each value of an expression of the row `t` (text or null). */
export async function measure(
  reader: Reader,
  record: RecordName,
  where: readonly string[],
  params: readonly unknown[],
  key: string,
): Promise<Measure[]> {
  const condition = where.length > 0 ? `where ${where.join(" and ")}` : "";
  const { plain, united } = columnsOf(reader, record);
  const ask = (joins: string, unit: string, columns: readonly Column[]) =>
    reader.sql<Measured & { key: string | null; unit: string | null; count: number }>(
      `select ${key} as key, ${unit} as unit, count(*)::int as count${columns.map(({ sql }, i) => `, ${aggregates(sql, i)}`).join("")}
       from ${tableOf(record)} t ${joins} ${condition} group by 1, 2 order by 1, 2 limit ?`,
      [...params, (maxUnits + 1) * 501],
    );
  const groups = new Map<string | null, { count: number; sums: ColumnTotal[] }>();
  for (const row of await ask("", "null::text", plain))
    groups.set(row.key, { count: row.count, sums: plain.map(({ name }, i) => totalOf(name, null, row, i)) });
  for (const { joins, unit, columns } of united.values())
    for (const row of await ask(joins, unit, columns))
      groups
        .get(row.key)
        ?.sums.push(...columns.map(({ name }, i) => totalOf(name, row.unit, row, i)).filter((total) => total.n > 0));
  return [...groups].map(([of, found]) => ({ key: of, count: found.count, sums: inOrder(record, found.sums) }));
}

const aggregates = (sql: string, i: number): string =>
  `count(${sql})::int as n${i}, trim_scale(sum(${sql})::numeric)::text as sum${i}, trim_scale(min(${sql})::numeric)::text as min${i},
   trim_scale(max(${sql})::numeric)::text as max${i}, trim_scale(round(avg(${sql})::numeric, 6))::text as average${i}`;

const textIn = (row: Measured, alias: string): string | null => {
  const value = row[alias];
  return value === null || value === undefined ? null : String(value);
};

const totalOf = (column: string, unit: string | null, row: Measured, i: number): ColumnTotal => ({
  column,
  unit,
  n: Number(row[`n${i}`]),
  sum: textIn(row, `sum${i}`),
  min: textIn(row, `min${i}`),
  max: textIn(row, `max${i}`),
  average: textIn(row, `average${i}`),
});

const emptySums = (reader: Reader, record: RecordName): ColumnTotal[] =>
  columnsOf(reader, record).plain.map(({ name }) => ({
    column: name,
    unit: null,
    n: 0,
    sum: null,
    min: null,
    max: null,
    average: null,
  }));

const inOrder = (record: RecordName, sums: readonly ColumnTotal[]): ColumnTotal[] =>
  totalColumns(specOf(record)).flatMap((column) => sums.filter((total) => total.column === column));

interface United {
  readonly joins: string;
  /** The unit of a row's value, as an expression. */
  readonly unit: string;
  readonly columns: Column[];
}

/** The columns to add up: numbers as they are, amounts by what leads to their unit, money by its currency. */
function columnsOf(reader: Reader, record: RecordName): { plain: Column[]; united: Map<string, United> } {
  const { fields } = specOf(record);
  const masked = maskedIn(fields, reader.actor.permits);
  const plain: Column[] = [];
  const united = new Map<string, United>();
  for (const name of totalColumns(specOf(record))) {
    const found = listColumn(record, name);
    if (!found || masked.includes(name)) continue;
    const way = wayToUnit(found.field, fields);
    const column = { name, sql: `t.${found.column}` };
    if (!way) plain.push(column);
    else {
      const key = `${way.joins} ${way.unit}`;
      united.set(key, { ...way, columns: [...(united.get(key)?.columns ?? []), column] });
    }
  }
  return { plain, united };
}

// An amount without a way to a unit is added up for itself, under no unit.
function wayToUnit(field: Field, fields: Fields): { joins: string; unit: string } | null {
  if (field.kind === "decimal" && field.unitOf) return { joins: "", unit: `t.${columnOf(fields, field.unitOf)}::text` };
  if (field.kind !== "quantity") return null;
  const joins = unitJoins(field, fields);
  return { joins, unit: joins === "" ? "null::text" : "u.id::text" };
}

/** From a row `t` to the unit `u` of its amount: over the reference the field names, and where that is a lot or an item, over its own. */
export function unitJoins(field: Field, fields: Fields): string {
  const joins: string[] = [];
  let [from, through, among]: [string, string | undefined, Fields] = ["t", unitRefOf(field, fields), fields];
  for (let step = 1; through !== undefined && step <= 4; step++) {
    const reference: Field | undefined = among[through];
    if (reference?.kind !== "ref") return "";
    const isUnit = reference.target === "Unit";
    const alias = isUnit ? "u" : `u${step}`;
    joins.push(`left join ${tableOf(reference.target)} ${alias} on ${alias}.id = ${from}.${columnOf(among, through)}`);
    if (isUnit) return joins.join(" ");
    among = specOf(reference.target).fields;
    through = ["unit", "item"].find((name) => among[name]?.kind === "ref");
    from = alias;
  }
  return "";
}
