/** When each role was last used by its person: the last act by one of its permits, from the trail and the signed steps of approvals. */
import { actionsOf, type RecordName, type Role } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { recordNames, specOf } from "../../../base/names.ts";
import { holds, type Separation } from "./conflicts.ts";

/** The permits by which an operation is done, by its name in the trail: releaseLot, createSupplier. */
async function permitsByOperation(reader: Reader): Promise<ReadonlyMap<string, readonly string[]>> {
  const routes = await reader.rule("approval-route");
  const found = new Map<string, readonly string[]>();
  const permitsOf = (permit: string, route: string | undefined): readonly string[] => {
    const stages = (route === undefined ? undefined : (routes.get(route) as { stages: { permits: string[] }[] } | undefined))
      ?.stages;
    return stages ? stages.flatMap(({ permits }) => permits) : [permit];
  };
  for (const record of recordNames as RecordName[]) {
    const spec = specOf(record);
    if (spec.create) found.set(`create${record}`, [spec.create.permit]);
    if (spec.edit) found.set(`edit${record}`, [spec.edit.permit]);
    for (const [name, { permit, approval }] of Object.entries(actionsOf(spec)))
      if (permit) found.set(`${name}${record}`, permitsOf(permit, approval));
  }
  return found;
}

/** Last uses by person and role: `${person} ${role}`; of a role whose permits only read, the last sign-in of its person. */
export type LastUses = ReadonlyMap<string, Date>;

/**
 * The last use of roles within twelve months, and within the sites of who asks. What everybody may do tells nothing of a role; what
 * several roles of one person may do counts for each of them.
 */
export async function lastUsesOf(
  reader: Reader,
  separation: Separation,
  held: ReadonlyMap<string, readonly Role[]>,
): Promise<LastUses> {
  const permits = await permitsByOperation(reader);
  const people = [...held.keys()];
  const acts = await reader.sql<{ person: string; operation: string; at: string }>(
    `select person, operation, max(at) as at from (
       select actor_id as person, operation, at from audit.trail
         where actor_id = any(?::bigint[]) and at >= ?::timestamptz - interval '12 months' and operation = any(?::text[])
       union all
       select actor_id, action || record_type, at from approval
         where actor_id = any(?::bigint[]) and at >= ?::timestamptz - interval '12 months'
     ) acted group by 1, 2`,
    [people, reader.now, [...permits.keys()], people, reader.now],
  );
  const uses = new Map<string, Date>();
  const note = (person: string, role: Role, at: string) => {
    const key = `${person} ${role}`;
    const known = uses.get(key);
    if (!known || known < new Date(at)) uses.set(key, new Date(at));
  };
  const tells = (role: Role, permit: string) => separation.holders.get(permit) !== "*" && holds(separation, role, permit);
  for (const { person, operation, at } of acts)
    for (const role of held.get(person) ?? [])
      if (permits.get(operation)?.some((permit) => tells(role, permit))) note(person, role, at);
  const acting = new Set([...permits.values()].flat());
  const readsOnly = (role: Role) => ![...acting].some((permit) => tells(role, permit));
  const readers = [...held].flatMap(([person, roles]) => roles.filter(readsOnly).map((role) => ({ person, role })));
  const signIns = await reader.sql<{ person: string; at: string }>(
    `select person_id as person, max(at) as at from security_event where kind = 'signedIn' and person_id = any(?::bigint[])
     group by 1`,
    [[...new Set(readers.map(({ person }) => person))]],
  );
  for (const { person, role } of readers)
    for (const signIn of signIns) if (signIn.person === person) note(person, role, signIn.at);
  return uses;
}
