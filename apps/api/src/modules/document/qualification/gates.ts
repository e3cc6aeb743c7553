/** What stands in the way of granting and of revoking a qualification. */
import { because, type Reason, type Rec } from "@lotline/schema";
import { dateIn, type Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";

interface Terms {
  readonly skill: string;
  readonly skillState: Rec<"Skill">["state"];
  readonly isCritical: boolean | null;
  readonly login: string;
  readonly personState: Rec<"Person">["state"];
}

/** The skill and the person of qualifications. */
const termsOf = async (reader: Reader, rows: readonly { id: string }[]): Promise<Map<string, Terms>> => {
  const found = await reader.sql<Terms & { id: string }>(
    `select q.id, s.number as skill, s.state as "skillState", s.is_critical as "isCritical", p.login, p.state as "personState"
     from qualification q join skill s on s.id = q.skill_id join person p on p.id = q.person_id where q.id = any(?::bigint[])`,
    [rows.map(({ id }) => id)],
  );
  return new Map(found.map((row) => [row.id, row]));
};

const nothing = async () => new Map<string, never>();

/** Nobody says of himself that he can do it. */
export const notOneself = condition({
  gate: "qualification.grant",
  code: "SOD_SELF",
  about: { en: "Nobody grants himself a qualification", zh: "不得为本人授予资质" },
  record: "Qualification",
  facts: nothing,
  check: ({ person }, _fact, reader) =>
    person === reader.actor.id
      ? [because("SOD_SELF", "Nobody grants himself a qualification.", "不得为本人授予资质，须由他人授予（职责分离）。")]
      : [],
});

/** The skill is in use, and the person still works here. */
export const termsInUse = condition({
  gate: "qualification.grant",
  code: "SKILL_NOT_IN_USE",
  about: { en: "The skill is approved and in use, and the person is active", zh: "资质项目已批准在用，且人员在用" },
  record: "Qualification",
  facts: termsOf,
  check: (_row, terms): Reason[] =>
    terms
      ? [
          ...(terms.skillState === "inUse"
            ? []
            : [
                because(
                  "SKILL_NOT_IN_USE",
                  `${terms.skill} is not in use.`,
                  `资质项目 ${terms.skill} 未在用。`,
                  "Skill",
                  terms.skill,
                ),
              ]),
          ...(terms.personState === "active"
            ? []
            : [because("PERSON_DISABLED", `${terms.login} is disabled.`, `人员 ${terms.login} 已停用。`)]),
        ]
      : [],
});

/** Of a critical task it was shown that the person can do it, not only that he has read about it (REQ-TRN-02). */
export const effectivenessShown = condition({
  gate: "qualification.grant",
  code: "EFFECTIVENESS_NOT_SHOWN",
  about: {
    en: "A critical task is not granted on reading alone",
    zh: "关键岗位的资质不得仅凭阅读文件授予",
  },
  record: "Qualification",
  facts: termsOf,
  check: ({ basis }, terms) =>
    terms?.isCritical === true && basis === "readUnderstood"
      ? [
          because(
            "EFFECTIVENESS_NOT_SHOWN",
            `${terms.skill} is a critical task: a test, an observation or a certificate must show that the person can do it.`,
            `${terms.skill} 为关键岗位，须以考核、现场评定或外部证书证明其具备操作能力。`,
            "Skill",
            terms.skill,
          ),
        ]
      : [],
});

const isOver = ({ validTo }: Rec<"Qualification">, { now, firmZone }: Reader): boolean =>
  validTo !== null && validTo < dateIn(firmZone, now);

/** One whose last day is past would never count: what was done until now was done without it. */
export const stillAhead = condition({
  gate: "qualification.grant",
  code: "QUALIFICATION_OVER",
  about: { en: "Its last day is not past", zh: "有效期未届满" },
  record: "Qualification",
  facts: nothing,
  check: (row, _fact, reader) =>
    isOver(row, reader)
      ? [
          because(
            "QUALIFICATION_OVER",
            `It would have ended ${row.validTo}; granting it now heals nothing that was done before.`,
            `该资质有效期已于 ${row.validTo} 届满；事后授予不能使此前的操作有效。`,
            "Qualification",
            row.number,
          ),
        ]
      : [],
});

/** What has ended by itself is not revoked. */
export const notEnded = condition({
  gate: "qualification.revoke",
  code: "QUALIFICATION_OVER",
  about: { en: "It has not ended by itself", zh: "尚未自行到期" },
  record: "Qualification",
  facts: nothing,
  check: (row, _fact, reader) =>
    isOver(row, reader)
      ? [
          because(
            "QUALIFICATION_OVER",
            `It ended ${row.validTo}; there is nothing to revoke.`,
            `该资质已于 ${row.validTo} 到期，无需撤销。`,
            "Qualification",
            row.number,
          ),
        ]
      : [],
});
