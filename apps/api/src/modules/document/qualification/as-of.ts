/** Reads qualifications as of a moment, for many questions in few statements. */
import type { Reason } from "@lotline/schema";
import { dateIn, type Reader } from "../../../base/context.ts";
import { type Called, type Moment, type QualificationFact, type Standing, standingAt, standingReasons } from "./standing.ts";

interface FactRow extends Omit<QualificationFact, "grantedAt" | "revokedAt"> {
  readonly grantedAt: string;
  readonly revokedAt: string | null;
}

const pairKey = (person: string, skill: string): string => `${person} ${skill}`;

/** What was granted by a moment, by person and skill, in the order it was granted; all people or all skills where none is named. */
export async function factsBy(
  reader: Reader,
  at: Date,
  who: { readonly people?: readonly string[]; readonly skills?: readonly string[] },
): Promise<Map<string, QualificationFact[]>> {
  const [people, skills] = [who.people ?? null, who.skills ?? null];
  const rows = await reader.sql<FactRow>(
    `select id, number, person_id as person, skill_id as skill, valid_from::text as "validFrom", valid_to::text as "validTo",
       granted_at as "grantedAt", revoked_at as "revokedAt"
     from qualification where granted_at <= ?::timestamptz
       and (?::bigint[] is null or person_id = any(?::bigint[])) and (?::bigint[] is null or skill_id = any(?::bigint[]))
     order by granted_at, id`,
    [at, people, people, skills, skills],
  );
  const facts = rows.map(({ grantedAt, revokedAt, ...row }) => ({
    ...row,
    grantedAt: new Date(grantedAt),
    revokedAt: revokedAt === null ? null : new Date(revokedAt),
  }));
  return Map.groupBy(facts, ({ person, skill }) => pairKey(person, skill));
}

export interface PairStanding extends Standing {
  readonly person: string;
  readonly skill: string;
}

/** How people stood with skills at a moment; of a pair that is named both ways also that nothing was ever granted. */
export async function standingsAt(
  reader: Reader,
  moment: Moment,
  { person, skill }: { readonly person?: string | undefined; readonly skill?: string | undefined },
): Promise<PairStanding[]> {
  const facts = await factsBy(reader, moment.at, {
    ...(person ? { people: [person] } : {}),
    ...(skill ? { skills: [skill] } : {}),
  });
  if (person && skill) return [{ person, skill, ...standingAt(facts.get(pairKey(person, skill)) ?? [], moment) }];
  return [...facts.values()].flatMap((of) => {
    const [first] = of;
    return first ? [{ person: first.person, skill: first.skill, ...standingAt(of, moment) }] : [];
  });
}

/** People or skills by name. */
export async function calledIn(reader: Reader, table: "person" | "skill", ids: readonly string[]): Promise<Map<string, Called>> {
  const rows = await reader.sql<Called & { id: string }>(
    `select id, number, name_en as "nameEn", name_zh as "nameZh" from ${table} where id = any(?::bigint[])`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, ...called }) => [id, called]));
}

/** What asks for a skill: an inspection, an operation; with the zone of its site. */
export interface Asking {
  readonly id: string;
  readonly skill: string;
  readonly zone: string;
}

/**
 * Why the actor may not do what asks for skills, by its id: at this moment, on the date of its site (REQ-GATE-06). For whatever area
 * starts something that needs a qualification.
 */
export async function qualificationReasons(reader: Reader, asking: readonly Asking[]): Promise<Map<string, Reason[]>> {
  if (asking.length === 0) return new Map();
  const skills = [...new Set(asking.map(({ skill }) => skill))];
  const facts = await factsBy(reader, reader.now, { people: [reader.actor.id], skills });
  const called = await calledIn(reader, "skill", skills);
  const { actor } = reader;
  const person = { number: actor.number, nameEn: actor.name.en, nameZh: actor.name.zh };
  return new Map(
    asking.map(({ id, skill, zone }) => {
      const of = called.get(skill);
      if (!of) throw new Error(`no skill ${skill}`);
      const standing = standingAt(facts.get(pairKey(actor.id, skill)) ?? [], {
        at: reader.now,
        on: dateIn(zone, reader.now),
      });
      return [id, standingReasons(person, of, standing, zone)];
    }),
  );
}
