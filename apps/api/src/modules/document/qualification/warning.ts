import { consumer } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { dueWarnings, type Ending, notify, warningDays } from "../../platform/index.ts";

/** Warns once at each threshold before a qualification ends; one that a longer one follows needs no renewal. */
async function warnOfEnds(tx: Tx, day: string): Promise<void> {
  const thresholds = await warningDays(tx, "qualification-warning");
  const near = await tx.sql<Ending>(
    `select q.id, q.valid_to::text as "validTo", q.warned_days as warned from qualification q
     where q.state = 'granted' and q.valid_to >= ?::date and q.valid_to <= ?::date + ?::int
       and not exists (select from qualification n where n.person_id = q.person_id and n.skill_id = q.skill_id and n.state = 'granted' and n.valid_to > q.valid_to)
     order by q.id`,
    [day, day, thresholds[0] ?? 0],
  );
  const due = dueWarnings(near, thresholds, day);
  const locked = await tx.lock(
    "Qualification",
    due.map(({ id }) => id),
  );
  for (const row of locked) {
    const days = due.find(({ id }) => id === row.id)?.days ?? 0;
    tx.update("Qualification", row, { warnedDays: days });
    tx.emit("qualification.expiring", { qualification: row.id, days: String(days) });
  }
}

/** Told to the person, and to those who bring qualifications forward. */
async function tellOfEnd(tx: Tx, id: string, by: string): Promise<void> {
  const row = await tx.get("Qualification", id);
  const [person, skill] = [await tx.get("Person", row.person), await tx.get("Skill", row.skill)];
  const planners = await tx.sql<{ id: string }>("select id from public.readers_of('qualification.propose', null) r (id)");
  await notify(tx, "qualification.expiring", by, [person.id, ...planners.map((planner) => planner.id)], {
    record: "Qualification",
    id,
    number: row.number,
    text: {
      en: `${person.nameEn}, ${skill.number} ${skill.nameEn}: valid to ${row.validTo}; renew it before that day.`,
      zh: `${person.nameZh}，${skill.number} ${skill.nameZh}：有效期至 ${row.validTo}，请于到期前重新评定。`,
    },
  });
}

/** The days bring the warnings, and the warnings reach the people. */
export const qualificationConsumers = [
  consumer({ name: "document.warn-of-ends", message: "day.begun", handle: (tx, { day }) => warnOfEnds(tx, day) }),
  consumer({
    name: "document.tell-of-end",
    message: "qualification.expiring",
    handle: (tx, { qualification }, by) => tellOfEnd(tx, qualification, by),
  }),
];
