/** What tables there are and how they are audited, from the registry, the trail, the seals and the database's catalogue. */
import type { ClientBase } from "pg";
import { textRows } from "./cursor.ts";

export interface Table {
  readonly name: string;
  /** Quoted, with its schema. */
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Columns of which the trail holds a hash instead of the value. */
  readonly hidden: readonly string[];
}

export interface Catalogue {
  /** Tables by name; one that is named by evidence but not in the database is in `missing`. */
  readonly tables: ReadonlyMap<string, Table>;
  /** Sealed as they stand, the trail itself included. */
  readonly sealed: readonly string[];
  /** With their changes in the trail. */
  readonly audited: readonly string[];
  readonly missing: readonly string[];
  /** Said to be exempt, although the evidence shows that they were not. */
  readonly exempted: readonly string[];
}

export const trail = "audit.event";
export const signatures = "signature";
export const attachments = "attachment";

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The registry can be edited by whoever the evidence is against: what has ever left evidence is checked, whatever it says. */
export async function readCatalogue(client: ClientBase): Promise<Catalogue> {
  const sources = await textRows(client, "select table_name, kind, array_to_json(hidden) from audit.source");
  // Loose index scan: the distinct tables of a long trail in a few probes.
  const inTrail = await textRows(
    client,
    `with recursive t as (
       (select table_name from audit.event order by table_name limit 1)
       union all
       select (select e.table_name from audit.event e where e.table_name > t.table_name order by e.table_name limit 1) from t where t.table_name is not null)
     select table_name from t where table_name is not null`,
  );
  const inSeals = await textRows(client, "select distinct table_name from audit.seal_source");
  const of = (kind: string): string[] => sources.flatMap(([name, k]) => (name && k === kind ? [name] : []));
  const seen = (rows: readonly (readonly (string | null)[])[]): string[] => rows.flatMap(([name]) => (name ? [name] : []));
  const sealed = [...new Set([trail, ...of("append_only"), ...seen(inSeals)])];
  const audited = [...new Set([...of("audited"), ...seen(inTrail)])];
  const tables = new Map<string, Table>();
  const hiddenOf = new Map(sources.map(([name, , hidden]) => [name, stringsOf(hidden)]));
  for (const name of [...sealed, ...audited]) {
    const table = await readTable(client, name, hiddenOf.get(name) ?? []);
    if (table) tables.set(name, table);
  }
  const exempt = new Set(of("exempt"));
  return {
    tables,
    sealed,
    audited: audited.filter((name) => tables.has(name)),
    missing: [...sealed, ...audited].filter((name) => !tables.has(name)),
    exempted: [...sealed, ...audited].filter((name) => exempt.has(name)),
  };
}

/** A name without a dot is a table of the business schema. Views and other stand-ins are not accepted as the table. */
async function readTable(client: ClientBase, name: string, hidden: readonly string[]): Promise<Table | undefined> {
  const [schema, relation] = name.includes(".")
    ? [name.slice(0, name.indexOf(".")), name.slice(name.indexOf(".") + 1)]
    : ["public", name];
  const rows = await textRows(
    client,
    `select a.attname, t.typname from pg_attribute a join pg_type t on t.oid = a.atttypid
       join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [schema, relation],
  );
  if (rows.length === 0) return undefined;
  const columns = rows.flatMap(([column, type]) => (column && type ? [{ name: column, type }] : []));
  return { name, sql: `${quote(schema ?? "public")}.${quote(relation ?? name)}`, columns, hidden };
}

function stringsOf(json: string | null | undefined): string[] {
  const parsed: unknown = JSON.parse(json ?? "[]");
  return Array.isArray(parsed) ? parsed.filter((item) => typeof item === "string") : [];
}
