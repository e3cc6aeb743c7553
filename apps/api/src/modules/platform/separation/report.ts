/** Who holds which role, since when, used when, against which rules and under which mitigation (inspector drills 8 and 9). */
import { administrators, type Role } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { type Conflict, conflictsOf, holds, readSeparation, type Separation } from "./conflicts.ts";
import { mitigationLimits } from "./grant.ts";
import { type LastUses, lastUsesOf } from "./last-use.ts";

/** A role in force. */
export interface HeldRole {
  readonly id: string;
  readonly number: string;
  readonly person: string;
  readonly role: Role;
  readonly site: string | null;
  readonly siteId: string | null;
  readonly since: Date;
  readonly until: string | null;
  readonly mitigation: string | null;
  readonly isOverride: boolean;
  readonly reviewedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** A conflict of a person with the grant that mitigates it; without one it has none. */
export interface HeldConflict {
  readonly conflict: Conflict;
  readonly by: HeldRole | undefined;
  /** Its review is late. */
  readonly isReviewLate: boolean;
}

export interface Standing {
  readonly person: string;
  readonly isAdministrator: boolean;
  readonly roles: readonly HeldRole[];
  readonly conflicts: readonly HeldConflict[];
}

/** Roles in force of people in work, each with its moment of confirmation and its last use. */
export async function rolesInForce(reader: Reader, separation: Separation): Promise<HeldRole[]> {
  const rows = await reader.sql<
    Omit<HeldRole, "since" | "reviewedAt" | "lastUsedAt"> & { since: string; reviewed: string | null }
  >(
    `select g.id, g.number, g.person_id as person, g.role, s.number as site, s.id as "siteId", g.valid_to as until, g.mitigation,
       g.is_override as "isOverride", g.mitigation_reviewed_at as reviewed,
       coalesce((select min(d.at) from duty d where d.record_type = 'RoleGrant' and d.record_id = g.id and d.duty = 'granter'),
         g.created_at) as since
     from role_grant g join person p on p.id = g.person_id and p.state = 'active' left join site s on s.id = g.for_site_id
     where g.state = 'active' and (g.valid_to is null or g.valid_to >= public.company_day()) order by p.number, g.id`,
  );
  const uses = await lastUsesOf(reader, separation, byPerson(rows));
  return rows.map(({ since, reviewed, ...row }) => ({
    ...row,
    since: new Date(since),
    reviewedAt: reviewed === null ? null : new Date(reviewed),
    lastUsedAt: useOf(uses, row),
  }));
}

const useOf = (uses: LastUses, { person, role }: { person: string; role: Role }) => uses.get(`${person} ${role}`) ?? null;

/** The roles of each person in order. */
export function byPerson(rows: readonly { readonly person: string; readonly role: Role }[]): Map<string, Role[]> {
  const all = new Map<string, Role[]>();
  for (const { person, role } of rows) all.set(person, [...(all.get(person) ?? []), role]);
  return all;
}

export interface Filter {
  readonly role?: Role | undefined;
  /** Who may do this: holders of the permit. */
  readonly permit?: string | undefined;
  /** Only people with a conflict. */
  readonly conflicting?: boolean | undefined;
}

const dayMs = 86_400_000;

/** How everybody who holds a role stands, in the order of their numbers. */
export async function standingsOf(reader: Reader, filter: Filter): Promise<Standing[]> {
  const separation = await readSeparation(reader);
  const { reviewDays } = await mitigationLimits(reader);
  const all = await rolesInForce(reader, separation);
  const people = new Map<string, HeldRole[]>();
  for (const held of all) people.set(held.person, [...(people.get(held.person) ?? []), held]);
  return [...people]
    .map(([person, roles]): Standing => {
      const conflicts = roles.flatMap((held, index) => {
        const others = roles.slice(0, index);
        return conflictsOf(
          separation,
          others.map(({ role }) => role),
          held.role,
        ).map((conflict): HeldConflict => {
          const by = [held, ...others.filter(({ role }) => conflict.held.includes(role))].find(({ isOverride }) => isOverride);
          return { conflict, by, isReviewLate: by !== undefined && isLate(by, reader.now, reviewDays) };
        });
      });
      return { person, roles, conflicts, isAdministrator: roles.some(({ role }) => administrators.includes(role)) };
    })
    .filter(
      ({ roles, conflicts }) =>
        (!filter.role || roles.some(({ role }) => role === filter.role)) &&
        (!filter.permit || roles.some(({ role }) => holds(separation, role, filter.permit ?? ""))) &&
        (!filter.conflicting || conflicts.length > 0),
    );
}

const isLate = ({ reviewedAt, since }: HeldRole, now: Date, reviewDays: number): boolean =>
  now.getTime() - (reviewedAt ?? since).getTime() > reviewDays * dayMs;
