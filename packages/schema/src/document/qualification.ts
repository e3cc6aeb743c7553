import { choice, date, defineRecord, enumeration, instant, integer, ref, text } from "../kit/index.ts";

/** By what it was shown that the person can do it. */
export const qualificationBasis = enumeration("QualificationBasis", {
  readUnderstood: { en: "Read and understood", zh: "阅读并理解" },
  test: { en: "Training with a passed test", zh: "培训并考核合格" },
  observed: { en: "Observed at work", zh: "现场操作评定" },
  certificate: { en: "Certificate of an outside body", zh: "外部机构证书" },
});

/**
 * A person is qualified for a skill from one day to another, granted by somebody else's signature. It is never edited afterwards:
 * renewing is a new one. Whether it counts is computed from its dates when it is asked; nothing lapses by a nightly job.
 */
export const qualification = defineRecord({
  name: "Qualification",
  area: "document",
  number: "QL-{seq:5}",
  label: { en: "Qualification", zh: "人员资质" },
  plural: { en: "Qualifications", zh: "人员资质" },
  fields: {
    person: ref({ en: "Person", zh: "人员" }, "Person", { fixed: true }),
    skill: ref({ en: "Skill", zh: "资质项目" }, "Skill", { fixed: true }),
    basis: choice({ en: "Shown by", zh: "评定方式" }, qualificationBasis),
    evidence: text(
      { en: "Evidence", zh: "评定依据" },
      {
        max: 500,
        multiline: true,
        help: {
          en: "Course, test and result, who observed what; attach the sheet itself below.",
          zh: "课程、考核及成绩、评定人与评定内容；原始表单请作为附件上传。",
        },
      },
    ),
    validFrom: date({ en: "Valid from", zh: "生效日期" }),
    validTo: date(
      { en: "Valid to", zh: "有效期至" },
      {
        optional: true,
        help: { en: "Empty: as long as the skill says.", zh: "不填时按资质项目规定的期限计算。" },
      },
    ),
    grantedAt: instant({ en: "Granted", zh: "授予时间" }, { system: true, optional: true }),
    revokedAt: instant({ en: "Revoked", zh: "撤销时间" }, { system: true, optional: true, unsigned: true }),
    warnedDays: integer({ en: "Warned, days before", zh: "已提前预警（天）" }, { system: true, optional: true, unsigned: true }),
  },
  states: {
    draft: { en: "Draft", zh: "草稿" },
    granted: { en: "Granted", zh: "已授予" },
    revoked: { en: "Revoked", zh: "已撤销" },
    withdrawn: { en: "Withdrawn", zh: "已撤回" },
  },
  initial: "draft",
  actions: {
    grant: {
      label: { en: "Grant", zh: "授予" },
      from: ["draft"],
      to: "granted",
      permit: "qualification.grant",
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author"],
      locks: ["person", "skill"],
      gate: "qualification.grant",
      primary: true,
    },
    // Whoever sees that somebody cannot do it stops it at once, also the one who wrote it.
    revoke: {
      label: { en: "Revoke", zh: "撤销" },
      from: ["granted"],
      to: "revoked",
      permit: "qualification.revoke",
      overturns: ["grant"],
      sign: { meaning: "VOIDED" },
      authorMay: true,
      reason: true,
      // Who acts on the strength of it holds the person too, and is either before or after it.
      locks: ["person"],
      gate: "qualification.revoke",
    },
    fall: { label: { en: "Revoked with another", zh: "随同撤销" }, from: ["granted"], to: "revoked" },
    withdraw: {
      label: { en: "Withdraw", zh: "撤回" },
      from: ["draft"],
      to: "withdrawn",
      permit: "qualification.propose",
      reason: true,
    },
  },
  read: "qualification.read",
  create: { permit: "qualification.propose" },
  edit: { permit: "qualification.propose", in: ["draft"] },
  list: {
    columns: ["number", "person", "skill", "basis", "validFrom", "validTo", "state"],
    sort: "-createdAt",
    sorts: ["validTo"],
    search: ["number", "evidence"],
  },
  due: { draft: { action: "grant", within: { days: 3 } } },
  risk: [],
  retention: "permanent",
});
