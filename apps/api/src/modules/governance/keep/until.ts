/**
 * Until when a record is kept: the latest of what the firm keeps, of every legal minimum of its class that applies to it, and of what
 * was decided for it (compliance.md §A.20). One expression for the page of a record, the list and its counts.
 */
import {
  type Label,
  minimumWords,
  type RecordName,
  type RetentionMinimum,
  type RetentionMoment,
  type RetentionYears,
} from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { recordNames, specOf, tableOf } from "../../../base/names.ts";
import { placesOf, typeNamed } from "../copy/scope.ts";
import { type HoldInForce, heldBy } from "./holds.ts";
import { joined, raw, type Sql, sql } from "./sql.ts";

/** One of the rules that bear on a class, with the SQL of the day until which it keeps a row `t` with its facts `f`. */
interface Part {
  readonly text: Label;
  readonly clause: string;
  readonly day: Sql;
}

export interface KeepingRules {
  readonly minima: readonly (RetentionMinimum & { readonly clause: string })[];
  readonly firm: ReadonlyMap<string, { readonly years: number | null; readonly clause: string }>;
  readonly zone: string;
}

interface RuleRow {
  readonly name: string;
  readonly key: string;
  readonly content: unknown;
  readonly citation: string;
}

/** The rules in force today. */
export async function readKeepingRules(reader: Reader): Promise<KeepingRules> {
  const rows = await reader.sql<RuleRow>(
    `select distinct on (rule_name, key) rule_name as name, key, content, citation from rule
     where rule_name in ('retention', 'retention-minimum') and state = 'approved' and valid_from <= public.company_day()
     order by rule_name, key, valid_from desc, id desc`,
  );
  return {
    // The contents were checked when they were written.
    minima: rows
      .filter(({ name }) => name === "retention-minimum")
      .map(({ content, citation }) => ({ ...(content as RetentionMinimum), clause: citation })),
    firm: new Map(
      rows
        .filter(({ name }) => name === "retention")
        .map(({ key, content, citation }) => [key, { ...(content as RetentionYears), clause: citation }]),
    ),
    zone: reader.firmZone,
  };
}

const forGood = raw("'infinity'::date");

function dayOf({ from, years, when }: RetentionMinimum, zone: string): Sql {
  const moments: { readonly [M in RetentionMoment]: Sql } = {
    made: sql`(t.created_at at time zone ${zone})::date`,
    release: raw("f.released"),
    expiry: raw("f.expiry"),
    // No record of the house tells these yet: until one does, what depends on them is kept.
    registrationLapse: forGood,
    lastPlaced: forGood,
  };
  const day = years === null ? forGood : sql`(${moments[from]} + make_interval(years => ${years}::int))::date`;
  if (when === "implant") return sql`case when f.implant then ${day} end`;
  return when === "noExpiry" ? sql`case when f.no_expiry then ${day} end` : day;
}

/** What bears on a record type, the firm's own rule first. */
export function partsOf(record: RecordName, { minima, firm, zone }: KeepingRules): Part[] {
  const { retention } = specOf(record);
  const own = firm.get(retention);
  return [
    {
      text:
        own?.years === null || own?.years === undefined
          ? { en: "The firm's rule: kept permanently", zh: "企业规定：永久保存" }
          : { en: `The firm's rule: ${own.years} years from the record`, zh: `企业规定：自记录形成起 ${own.years} 年` },
      clause: own?.clause ?? "",
      day: raw("coalesce(t.retain_until, 'infinity'::date)"),
    },
    ...minima
      .filter((minimum) => minimum.class === retention)
      .map((minimum) => ({ text: minimumWords(minimum), clause: minimum.clause, day: dayOf(minimum, zone) })),
    {
      text: { en: "A signed decision to keep it longer", zh: "经签署的延长保存决定" },
      clause: "",
      day: sql`(select max(d.keep_until) from retention_decision d join retention_decision_named n on n.head_id = d.id
        where d.state = 'decided' and lower(n.record_type) = any(${namesOf(record)}::text[]) and n.record_number = t.number)`,
    },
  ];
}

// As `typeNamed` reads them.
const namesOf = (record: RecordName): string[] => {
  const { label, plural } = specOf(record);
  return [record, label.en, label.zh, plural.en, plural.zh]
    .filter((name) => typeNamed(name) === record)
    .map((name) => name.toLowerCase());
};

/** Expiry, release and kind of the products that a row is about: those of the lots and items that it names. */
function factsOf(record: RecordName, zone: string): Sql {
  const ids = (target: "Lot" | "Item"): Sql => {
    const own = record === target ? [raw("select t.id")] : [];
    const named = placesOf(record, target).map(({ table, column, isLine }) =>
      isLine ? sql`select n.${raw(column)} from ${raw(table)} n where n.head_id = t.id` : sql`select t.${raw(column)}`,
    );
    return joined([...own, ...named], " union all ");
  };
  const [lots, items] = [ids("Lot"), ids("Item")];
  const implantItem =
    items.text === "" ? raw("false") : sql`exists (select from item i where i.implantable and i.id in (${items}))`;
  if (lots.text === "")
    return sql`(select null::date as expiry, true as no_expiry, null::date as released, ${implantItem} as implant)`;
  return sql`(select max(l.expires_on) as expiry, coalesce(bool_or(l.expires_on is null), true) as no_expiry,
      (max(l.released_at) at time zone ${zone})::date as released, coalesce(bool_or(i.implantable), false) or ${implantItem} as implant
    from lot l join item i on i.id = l.item_id where l.id in (${lots}))`;
}

/** Every row of a type with the day of each part, the latest of them, and its holds. */
export function keepingQuery(record: RecordName, rules: KeepingRules, holds: readonly HoldInForce[]): Sql {
  const days = joined(
    partsOf(record, rules).map(({ day }) => day),
    ", ",
  );
  return sql`select ${record}::text as record, ${specOf(record).retention}::text as class, k.* from (
    select t.id, t.number, array[${days}]::date[] as days, greatest(${days}) as until, ${heldBy(record, holds)} as held
    from ${raw(tableOf(record))} t cross join lateral ${factsOf(record, rules.zone)} f) k`;
}

/** The same over all types that the person reads. */
export function everythingKept(reader: Reader, rules: KeepingRules, holds: readonly HoldInForce[], only: string | null): Sql {
  const types = recordNames.filter(
    (name) => reader.actor.permits.has(specOf(name).read) && (only === null || specOf(name).retention === only),
  );
  return types.length === 0
    ? raw(
        "select null::text as record, null::text as class, null::bigint as id, null::text as number, null::date[] as days, null::date as until, array[]::text[] as held where false",
      )
    : joined(
        types.map((name) => keepingQuery(name, rules, holds)),
        " union all ",
      );
}

export interface Kept {
  readonly record: RecordName;
  readonly class: string;
  readonly id: string;
  readonly number: string;
  readonly days: readonly (string | null)[];
  /** "infinity" for good. */
  readonly until: string;
  readonly held: readonly string[];
}

/** Why a record is kept, the rule that keeps it longest first. */
export function whyOf(record: RecordName, rules: KeepingRules, days: readonly (string | null)[]) {
  return partsOf(record, rules)
    .map(({ text, clause }, index) => ({ text, clause, until: days[index] ?? null }))
    .filter(({ until }) => until !== null)
    .sort((a, b) => (sortable(a.until) < sortable(b.until) ? 1 : -1));
}

const sortable = (day: string | null): string => (day === "infinity" ? "9999-12-31" : (day ?? ""));

/** The keeping of some records of one type; texts of days, whatever the driver makes of them. */
export async function keptOf(reader: Reader, record: RecordName, ids: readonly string[]): Promise<Kept[]> {
  const rules = await readKeepingRules(reader);
  const query = keepingQuery(record, rules, []);
  const { text, params } =
    sql`select record, class, id, number, days::text[] as days, until::text as until, held from (${query}) q where id = any(${ids}::bigint[])`;
  return reader.sql<Kept>(text, params);
}
