/**
 * Whether a person is qualified for a skill at a moment: the one reading of qualifications, asked by gates, pages and queries alike
 * (REQ-GATE-06, REQ-TRN-03). Pure.
 */
import { because, type Reason } from "@lotline/schema";
import { dateIn } from "../../../base/context.ts";

/** A qualification that was granted at some time; drafts count for nothing. */
export interface QualificationFact {
  readonly id: string;
  readonly number: string;
  readonly person: string;
  readonly skill: string;
  readonly validFrom: string;
  /** The last good day, until 24:00 in the zone of the site. */
  readonly validTo: string;
  readonly grantedAt: Date;
  readonly revokedAt: Date | null;
}

/** A moment, and the calendar date that it lies in at the site. */
export interface Moment {
  readonly at: Date;
  readonly on: string;
}

export type StandingState = "qualified" | "never" | "notYetValid" | "expired" | "revoked";

export interface Standing {
  readonly state: StandingState;
  /** The qualification that makes it so; none when nothing was ever granted. */
  readonly by: QualificationFact | null;
}

const isGood = ({ validFrom, validTo, revokedAt }: QualificationFact, { at, on }: Moment): boolean =>
  validFrom <= on && on <= validTo && (revokedAt === null || at < revokedAt);

/**
 * How a person stood with one skill at a moment, by what had been granted and revoked by then: granting it afterwards heals nothing
 * that was done before, and revoking it later takes nothing from a past day. Several may overlap; one that is good is enough. What
 * is wrong otherwise is told of the one granted last, which is what was decided last.
 * @param facts those of this person and skill, in the order they were granted
 */
export function standingAt(facts: readonly QualificationFact[], moment: Moment): Standing {
  const known = facts.filter(({ grantedAt }) => grantedAt <= moment.at);
  const good = known.filter((fact) => isGood(fact, moment)).reduce(lasting, null);
  if (good) return { state: "qualified", by: good };
  const last = known.at(-1);
  if (!last) return { state: "never", by: null };
  if (last.revokedAt !== null && last.revokedAt <= moment.at) return { state: "revoked", by: last };
  return { state: moment.on < last.validFrom ? "notYetValid" : "expired", by: last };
}

const lasting = (best: QualificationFact | null, fact: QualificationFact): QualificationFact =>
  best === null || fact.validTo >= best.validTo ? fact : best;

/** Someone or something by name in both languages. */
export interface Called {
  readonly number: string;
  readonly nameEn: string;
  readonly nameZh: string;
}

/** Why a person may not do what asks for a skill; nothing when qualified. */
export function standingReasons(person: Called, skill: Called, { state, by }: Standing, zone: string): Reason[] {
  const en = `${person.nameEn} is not qualified for ${skill.number} ${skill.nameEn}`;
  const zh = `${person.nameZh}不具备 ${skill.number} ${skill.nameZh}的有效资质`;
  const reason = (detailEn: string, detailZh: string): Reason[] => [
    because(
      "NOT_QUALIFIED",
      `${en}: ${detailEn}.`,
      `${zh}：${detailZh}。`,
      by ? "Qualification" : "Skill",
      by ? by.number : skill.number,
    ),
  ];
  if (state === "qualified") return [];
  if (!by) return reason("it was never granted", "从未授予");
  const revokedOn = by.revokedAt === null ? "" : dateIn(zone, by.revokedAt);
  switch (state) {
    case "never":
      return reason("it was never granted", "从未授予");
    case "notYetValid":
      return reason(`${by.number} is valid from ${by.validFrom} only`, `${by.number} 自 ${by.validFrom} 起生效`);
    case "expired":
      return reason(`${by.number} expired ${by.validTo}`, `${by.number} 已于 ${by.validTo} 到期`);
    case "revoked":
      return reason(`${by.number} was revoked ${revokedOn}`, `${by.number} 已于 ${revokedOn} 撤销`);
  }
}
