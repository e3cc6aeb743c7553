/**
 * Minimum staffing (compliance.md §C): which rules the people in work cannot meet, told before somebody stands at a button that is
 * refused. A pair of duties is met when whoever plays the one leaves somebody else who may play the other, at every site of a record
 * that has one; a pair of roles, when both sides are held.
 */
import {
  compensations,
  type Duty,
  dutyLabels,
  isNeverOverridden,
  type Label,
  type RecordName,
  type Role,
  role as roles,
} from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { hasSite, specOf } from "../../../base/names.ts";
import { apart, holds, readSeparation, ruleCalled, type Separation } from "./conflicts.ts";

export interface Finding {
  readonly rule: string;
  readonly citation: string;
  readonly number: string | null;
  /** nobody: no one may do it · alone: the only one who may is stopped by the other duty · single: met, without a deputy. */
  readonly level: "nobody" | "alone" | "single";
  readonly text: Label;
  /** What stands for it meanwhile; none where the rule is met. */
  readonly compensation: Label | null;
}

interface Member {
  readonly id: string;
  readonly name: Label;
  readonly roles: readonly Role[];
  /** The sites they see; all of them when empty. */
  readonly sites: readonly string[] | "all";
}

interface Site {
  readonly id: string;
  readonly number: string;
}

/** Everything that the people in work leave unmet, the worst first. */
export async function staffingOf(reader: Reader): Promise<Finding[]> {
  const separation = await readSeparation(reader);
  const members = await reader.sql<{ id: string; en: string; zh: string; roles: Role[]; sites: string[] | null }>(
    `select p.id, p.name_en as en, p.name_zh as zh, array_agg(distinct g.role) as roles,
       case when bool_or(g.for_site_id is null) then null else array_agg(distinct g.for_site_id::text) end as sites
     from person p join role_grant g on g.person_id = p.id and g.state = 'active'
       and (g.valid_to is null or g.valid_to >= public.company_day())
     where p.state = 'active' group by p.id order by p.number`,
  );
  const sites = await reader.sql<Site>("select id, number from site order by number");
  const staff = members.map(
    ({ id, en, zh, roles: held, sites: seen }): Member => ({ id, name: { en, zh }, roles: held, sites: seen ?? "all" }),
  );
  return judgeStaff(separation, staff, sites);
}

const levels = ["nobody", "alone", "single"] as const;

/** The same from values. Pure. */
export function judgeStaff(separation: Separation, staff: readonly Member[], sites: readonly Site[]): Finding[] {
  const found = new Map<string, Gap>();
  for (const gap of [...roleGaps(separation, staff), ...dutyGaps(separation, staff, sites)]) {
    // What is so at the same sites on several types of record is said once.
    const key = `${gap.key} ${[...gap.sites].join()}`;
    const known = found.get(key);
    if (!known) found.set(key, gap);
    for (const record of gap.records) known?.records.add(record);
  }
  return [...found.values()]
    .map((gap) => said(gap, sites.length))
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

interface Gap extends Omit<Finding, "text" | "compensation"> {
  readonly key: string;
  readonly records: Set<RecordName>;
  /** Where; empty when it is so at no site of its own. */
  readonly sites: Set<string>;
  readonly done: Duty | undefined;
  readonly missing: Duty | readonly Role[];
  readonly who: Label | undefined;
}

function roleGaps({ exclusive }: Separation, staff: readonly Member[]): Gap[] {
  return exclusive.flatMap(({ key, citation, number, content: { a, b } }) =>
    [a, b]
      .filter((side) => !staff.some((member) => member.roles.some((code) => side.includes(code))))
      .map(
        (missing): Gap => ({
          key: `${key} ${missing.join()}`,
          rule: ruleCalled(key),
          citation,
          number,
          level: "nobody",
          records: new Set(),
          sites: new Set(),
          done: undefined,
          missing,
          who: undefined,
        }),
      ),
  );
}

function dutyGaps(separation: Separation, staff: readonly Member[], sites: readonly Site[]): Gap[] {
  const able = new Map<string, Set<Member>>();
  for (const { record, duty, permit } of separation.acts) {
    const key = `${record} ${duty}`;
    const set = able.get(key) ?? new Set();
    for (const member of staff) if (member.roles.some((code) => holds(separation, code, permit))) set.add(member);
    able.set(key, set);
  }
  return apart(separation).flatMap(({ rule, citation, number, duties: [done, missing], on }) =>
    on.flatMap((record) => {
      const [first, second] = [able.get(`${record} ${done}`), able.get(`${record} ${missing}`)];
      // A duty that nothing gives on this type of record is asked of nobody there.
      if (!first || !second) return [];
      const found = new Map<string, Gap>();
      for (const site of hasSite(record) ? sites : [null]) {
        const here = (members: Set<Member>) =>
          [...members].filter(({ sites: seen }) => !site || seen === "all" || seen.includes(site.id));
        const left = here(second);
        const level = levelOf(here(first), left);
        if (!level) continue;
        const [only] = left;
        // Without a deputy somebody is, whatever was done before.
        const key = `${rule} ${level === "single" ? "" : done} ${missing} ${level} ${only?.id}`;
        const gap = found.get(key) ?? {
          ...{ key, rule, citation, number, level, done, missing },
          records: new Set([record]),
          sites: new Set<string>(),
          who: only?.name,
        };
        if (site) gap.sites.add(site.number);
        found.set(key, gap);
      }
      return [...found.values()];
    }),
  );
}

function levelOf(doing: readonly Member[], left: readonly Member[]): Finding["level"] | undefined {
  const [only] = left;
  if (!only) return "nobody";
  if (left.length > 1) return undefined;
  return doing.includes(only) ? "alone" : "single";
}

function said(gap: Gap, allSites: number): Finding {
  const { rule, citation, number, level, records, sites, done, missing, who } = gap;
  const listed = [...records].map((record) => specOf(record).label);
  // At every site alike: none is named.
  const named = sites.size > 0 && sites.size < allSites ? [...sites] : [];
  const on: Label = {
    en: listed.map(({ en }) => en).join(", ") + (named.length > 0 ? ` (${named.join(", ")})` : ""),
    zh: listed.map(({ zh }) => zh).join("、") + (named.length > 0 ? `（${named.join("、")}）` : ""),
  };
  const never = rule === "" || isNeverOverridden(rule);
  const compensation = level === "single" ? null : never ? compensations.never : compensations.other;
  return { rule, citation, number, level, compensation, text: textOf(level, on, done, missing, who) };
}

function textOf(
  level: Finding["level"],
  on: Label,
  done: Duty | undefined,
  missing: Duty | readonly Role[],
  who: Label | undefined,
): Label {
  if (typeof missing !== "string") {
    const names = missing.map((code) => roles.values[code]);
    return {
      en: `Nobody holds ${names.map(({ en }) => `"${en}"`).join(" or ")}, and the people of the other side may not.`,
      zh: `无人担任${names.map(({ zh }) => `“${zh}”`).join("或")}，而另一方人员不得兼任。`,
    };
  }
  const [duty, first] = [dutyLabels[missing], done ? dutyLabels[done] : undefined];
  if (level === "nobody" || !who || !first)
    return { en: `${on.en}: there is nobody who could have "${duty.en}".`, zh: `${on.zh}：无人可承担“${duty.zh}”。` };
  if (level === "alone")
    return {
      en: `${on.en}: only ${who.en} can have "${duty.en}"; where ${who.en} "${first.en}" before, nobody is left.`,
      zh: `${on.zh}：仅${who.zh}可承担“${duty.zh}”；若${who.zh}已承担“${first.zh}”，则无人可用。`,
    };
  return {
    en: `${on.en}: only ${who.en} can have "${duty.en}"; there is no deputy.`,
    zh: `${on.zh}：仅${who.zh}可承担“${duty.zh}”，无代理人。`,
  };
}
