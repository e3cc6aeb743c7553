/**
 * Drill 22: what was changed of software and configuration between two days (REQ-VAL-04): rules with what they said before, roles
 * given and taken, migrations of the database; each with who proposed and who approved it.
 */
import type { Label } from "@lotline/schema";
import { addDays, isDate, role as roles } from "@lotline/schema";
import { ruleMeanings } from "@lotline/schema/rule-meanings";
import { Arg, Ctx, Field, ObjectType, Query, Resolver } from "type-graphql";
import { dayStart } from "../../base/context.ts";
import { invalid } from "../../base/error.ts";
import type { SqlReader } from "../../base/reader.ts";
import { plainFields } from "../../graphql/classes.ts";
import { peopleOf } from "../../graphql/people.ts";
import { InstantScalar } from "../../graphql/scalars.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import { mayReadTrail } from "./trail-resolver.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType(plainFields)
class ConfigurationChange {
  /** rule, role or software. */
  @Field(() => String) kind!: string;
  @Field(() => InstantScalar) at!: Date;
  /** The record that made it; null for software. */
  @Field(() => String, { nullable: true }) record!: string | null;
  @Field(() => String, { nullable: true }) number!: string | null;
  @Field(() => TitleLabel) what!: Label;
  @Field(() => String, { nullable: true }) before!: string | null;
  @Field(() => String, { nullable: true }) after!: string | null;
  @Field(() => String) why!: string;
  @Field(() => TitleLabel, { nullable: true }) proposedBy!: Label | null;
  @Field(() => TitleLabel, { nullable: true }) approvedBy!: Label | null;
}

interface Found {
  readonly kind: string;
  readonly at: string;
  readonly number: string | null;
  readonly name: string;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly why: string | null;
  readonly proposer: string | null;
  readonly approver: string | null;
}

/** A version of a rule counts from its signature; a shipped one, which nobody here signed, from when it came. */
const rulesSql = `
  select 'rule' as kind, coalesce(s.signed_at, r.created_at) as at, r.number, r.rule_name as name, r.key, p.content::text as before,
    r.content::text as after, r.citation as why, r.created_by_id as proposer, s.person_id as approver
  from rule r
  left join lateral (select person_id, signed_at from signature where record_type = 'Rule' and record_id = r.id order by id desc limit 1) s on true
  left join lateral (select content from rule b where b.rule_name = r.rule_name and b.key = r.key and b.state = 'approved' and b.id < r.id
    order by b.valid_from desc, b.id desc limit 1) p on true
  where r.state = 'approved' and coalesce(s.signed_at, r.created_at) >= ?::timestamptz and coalesce(s.signed_at, r.created_at) < ?::timestamptz`;

/** Roles by their trail: what became active, and what ended. */
const rolesSql = `
  select 'role', e.at, g.number, g.role, p.number || ' ' || p.name_en as key, coalesce(e.old ->> 'state', ''), e.new ->> 'state', e.reason,
    g.created_by_id, case when e.actor_id = 1 then null else e.actor_id end
  from audit.trail e join role_grant g on g.id = e.row_id join person p on p.id = g.person_id
  where e.table_name = 'role_grant' and e.new ->> 'state' in ('active', 'ended') and (e.kind = 'insert' or jsonb_exists(e.old, 'state'))
    and e.at >= ?::timestamptz and e.at < ?::timestamptz`;

const softwareSql = `
  select 'software', m.executed_at, null, m.name, '', null, m.name, '', null::bigint, null::bigint
  from schema_migration m where m.executed_at >= ?::timestamptz and m.executed_at < ?::timestamptz`;

const most = 2000;

@Resolver()
export class ConfigurationResolver {
  /** From the first day to the last, both included, the newest first. */
  @Query(() => [ConfigurationChange])
  async configurationChanges(
    @Ctx() request: WebRequest,
    @Arg("from", () => String) from: string,
    @Arg("to", () => String) to: string,
  ): Promise<ConfigurationChange[]> {
    const reader = await mayReadTrail(request);
    const noDay = (path: string) => invalid({ path, code: "date", text: { en: "This is no date.", zh: "日期无效。" } });
    if (!isDate(from)) throw noDay("from");
    if (!isDate(to)) throw noDay("to");
    const rows = await changesIn(reader, dayStart(reader.firmZone, from), dayStart(reader.firmZone, addDays(to, 1)));
    if (rows.length > most)
      throw invalid({
        path: "from",
        code: "tooManyRows",
        text: { en: `More than ${most} changes; choose fewer days.`, zh: `超过 ${most} 项变更，请缩短时间范围。` },
      });
    const people = await peopleOf(request);
    const named = (id: string | null) => (id === null ? null : (people.get(id)?.name ?? null));
    return rows.map((row) => ({
      kind: row.kind,
      at: new Date(row.at),
      record: row.kind === "rule" ? "Rule" : row.kind === "role" ? "RoleGrant" : null,
      number: row.number,
      what: whatOf(row),
      before: row.before,
      after: row.after,
      why: row.why ?? "",
      proposedBy: named(row.proposer),
      approvedBy: named(row.approver),
    }));
  }
}

const changesIn = (reader: SqlReader, from: Date, to: Date): Promise<Found[]> =>
  reader.sql<Found>(`${rulesSql} union all ${rolesSql} union all ${softwareSql} order by at desc limit ${most + 1}`, [
    from,
    to,
    from,
    to,
    from,
    to,
  ]);

function whatOf({ kind, name, key }: Found): Label {
  if (kind === "role") {
    const label = (roles.values as { readonly [code: string]: Label })[name] ?? { en: name, zh: name };
    return { en: `${label.en}: ${key}`, zh: `${label.zh}：${key}` };
  }
  const meaning = ruleMeanings[name];
  return kind === "rule" && meaning
    ? { en: `${meaning.en} (${name} ${key})`, zh: `${meaning.zh}（${name} ${key}）` }
    : { en: name, zh: name };
}
