import type { Label } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";

export interface Setting {
  readonly ruleName: string;
  readonly key: string;
  readonly number: string | null;
  readonly content: unknown;
  readonly validFrom: string | null;
  readonly citation: string | null;
  readonly approvedBy: Label | null;
  readonly approvedAt: Date | null;
  readonly coming: readonly { readonly number: string; readonly state: string; readonly validFrom: string }[];
}

type Row = Omit<Setting, "approvedBy" | "approvedAt"> & { by: Label | null; at: string | null };

/** Each rule and key with the version in force today, its approver, and the versions that wait or come later. */
export async function settingsOf(reader: Reader, names?: readonly string[]): Promise<Setting[]> {
  const rows = await reader.sql<Row>(
    `select k.rule_name as "ruleName", k.key, f.number, f.content, f.valid_from::text as "validFrom", f.citation,
       case when p.id is null then null else json_build_object('en', p.name_en, 'zh', p.name_zh) end as by, s.signed_at as at,
       coalesce((select json_agg(json_build_object('number', c.number, 'state', c.state, 'validFrom', c.valid_from::text) order by c.valid_from, c.id)
         from rule c where c.rule_name = k.rule_name and c.key = k.key
           and (c.state = 'draft' or (c.state = 'approved' and c.valid_from > public.company_day()))), '[]') as coming
     from (select distinct rule_name, key from rule where state <> 'withdrawn' and (?::text[] is null or rule_name = any(?::text[]))) k
     left join lateral (select * from rule r where r.rule_name = k.rule_name and r.key = k.key and r.state = 'approved'
       and r.valid_from <= public.company_day() order by r.valid_from desc, r.id desc limit 1) f on true
     left join lateral (select person_id, signed_at from signature where record_type = 'Rule' and record_id = f.id order by id desc limit 1) s on true
     left join person p on p.id = s.person_id
     order by k.rule_name, k.key`,
    [names ?? null, names ?? null],
  );
  return rows.map(({ by, at, ...row }) => ({ ...row, approvedBy: by, approvedAt: at === null ? null : new Date(at) }));
}
