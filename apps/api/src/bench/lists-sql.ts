/** The lists as hand-written SQL: one statement with its joins, what somebody would write for this very screen. */
import type { Pool } from "pg";
import type { ListGround } from "./lists-ground.ts";

/** A list as the screen asks for it, and as hand SQL writes it; `place` is where the page begins. */
export interface ListCase {
  readonly name: string;
  readonly sort: string;
  readonly filter?: object;
  readonly search?: string;
  readonly deep?: boolean;
  readonly counted?: boolean;
  readonly actions?: boolean;
  readonly where: string;
  readonly order: string;
  /** Behind the first parameter (the sort column's value) and the second (the id). */
  readonly behind: string;
}

const newest = { sort: "-createdAt", order: "l.created_at desc, l.id desc", behind: "(l.created_at, l.id) < ($1, $2)" };
const expiring = { sort: "expiresOn", order: "l.expires_on, l.id", behind: "(l.expires_on, l.id) > ($1, $2)" };

/** The lists that are measured. */
export const listCases = ({ item, words }: ListGround): readonly ListCase[] => [
  { ...newest, name: "first page", where: "true" },
  { ...newest, name: "deep page", where: "true", deep: true },
  { ...newest, name: "first page with count", where: "true", counted: true },
  { ...newest, name: "first page with actions", where: "true", actions: true },
  { ...expiring, name: "nullable sort, first page", where: "l.expires_on is not null" },
  { ...expiring, name: "nullable sort, deep page", where: "l.expires_on is not null", deep: true },
  {
    ...newest,
    name: "filter by item and state",
    filter: { item: { in: [item] }, state: ["underTest", "quarantine"] },
    where: `l.item_id = ${BigInt(item)} and l.state in ('underTest', 'quarantine')`,
  },
  {
    ...newest,
    name: "search by part of the number",
    search: words,
    where: `(l.number ilike '%${words}%' or l.supplier_lot ilike '%${words}%')`,
  },
];

const columns = `l.id, l.number, l.version, l.created_at, l.state, l.supplier_lot, l.expires_on, l.quantity_made,
  i.id as item_id, i.number as item_number, i.name_en as item_en, i.name_zh as item_zh, u.id as unit_id, u.symbol, u.decimals,
  p.id as supplier_id, p.number as supplier_number, p.name_en as supplier_en, p.name_zh as supplier_zh,
  s.id as site_id, s.number as site_number, s.name_en as site_en, s.name_zh as site_zh`;

/** The statement of a case for a page of so many rows and one more, which tells whether the list goes on. */
const handSql = ({ where, order, behind, deep }: ListCase, rows: number): string =>
  `select ${columns} from lot l join item i on i.id = l.item_id join unit u on u.id = i.unit_id
     left join supplier p on p.id = l.supplier_id join site s on s.id = l.site_id
   where ${where}${deep ? ` and ${behind}` : ""} order by ${order} limit ${rows + 1}`;

/** Runs it prepared, counts where the case counts, and makes the text that would be sent. */
export async function askByHand(pool: Pool, one: ListCase, rows: number, place: readonly unknown[]): Promise<string[]> {
  const text = handSql(one, rows);
  const answer = await pool.query<{ id: string }>({ name: `${one.name} ${rows}`, text, values: one.deep ? [...place] : [] });
  const page = answer.rows.slice(0, rows);
  if (one.counted) await pool.query({ name: "count", text: "select count(*) from (select from lot l limit 10001) c" });
  JSON.stringify(page);
  return page.map(({ id }) => id);
}
