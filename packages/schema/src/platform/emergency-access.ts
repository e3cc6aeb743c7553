import { choice, defineRecord, enumeration, instant, integer, ref, text } from "../kit/index.ts";
import { role } from "./roles.ts";

export const emergencyCause = enumeration("EmergencyCause", {
  nobodyPresent: { en: "Nobody with the role is present", zh: "有权限人员不在场" },
  productAtRisk: { en: "Product, sample or cold chain at risk", zh: "产品、样品或冷链有风险" },
  peopleAtRisk: { en: "Danger to people", zh: "人员安全受威胁" },
  systemFailure: { en: "Failure of another system", zh: "其他系统故障" },
});

export const emergencyEnding = enumeration("EmergencyEnding", {
  person: { en: "Ended by the person", zh: "本人结束" },
  other: { en: "Ended by another person", zh: "他人终止" },
  signedOut: { en: "Ended with the session", zh: "随会话结束" },
  time: { en: "Its time was over", zh: "到时结束" },
});

export const emergencyConclusion = enumeration("EmergencyConclusion", {
  justified: { en: "Justified", zh: "合理" },
  notJustified: { en: "Not justified", zh: "不合理" },
});

/**
 * Emergency (break-glass) access: a person of the shift works with the operational rights of a role that nobody present holds, for
 * minutes, in one session, never signing, releasing or approving anything; every act is marked and reviewed (REQ-ACC-09, ADR 42).
 * Whether it is open is told by `until`, `endedAt` and its session, by the database's clock; its state tells how far its review is.
 */
export const emergencyAccess = defineRecord({
  name: "EmergencyAccess",
  area: "platform",
  number: "EA-{yy}-{seq:3}",
  label: { en: "Emergency access", zh: "应急访问" },
  plural: { en: "Emergency access", zh: "应急访问" },
  fields: {
    role: choice({ en: "With the rights of", zh: "所用角色" }, role, { fixed: true }),
    cause: choice({ en: "Cause", zh: "事由" }, emergencyCause, { fixed: true }),
    why: text({ en: "Reason", zh: "原因" }, { max: 500, multiline: true, fixed: true }),
    minutes: integer({ en: "For", zh: "时长" }, { min: 1, max: 60, fixed: true, unit: { en: "min", zh: "分钟" } }),
    person: ref({ en: "Person", zh: "人员" }, "Person", { system: true }),
    openedAt: instant({ en: "Opened", zh: "开启时间" }, { system: true, optional: true }),
    until: instant({ en: "Until", zh: "截止时间" }, { system: true, optional: true }),
    endedAt: instant({ en: "Ended", zh: "结束时间" }, { system: true, optional: true }),
    ending: choice({ en: "How it ended", zh: "结束方式" }, emergencyEnding, { system: true, optional: true }),
    sessionId: text({ en: "Session", zh: "会话" }, { system: true, optional: true, max: 20 }),
    conclusion: choice({ en: "Conclusion of the review", zh: "审查结论" }, emergencyConclusion, { system: true, optional: true }),
    finding: text({ en: "What the review found", zh: "审查说明" }, { system: true, optional: true, max: 1000, multiline: true }),
  },
  lines: {
    rights: {
      label: { en: "Rights it gives", zh: "所给权限" },
      system: true,
      fields: { permit: text({ en: "Permit", zh: "权限" }, { max: 80 }) },
    },
  },
  states: {
    draft: { en: "Not opened", zh: "未开启" },
    opened: { en: "Awaiting review", zh: "待审查" },
    reviewed: { en: "Reviewed", zh: "已审查" },
    withdrawn: { en: "Withdrawn", zh: "已撤回" },
  },
  initial: "draft",
  actions: {
    open: {
      label: { en: "Open", zh: "开启" },
      from: ["draft"],
      to: "opened",
      permit: "emergency.open",
      sign: { meaning: "EMERGENCY_OPENED" },
      authorMay: true,
      // Two of one person are not opened side by side, each without seeing the other.
      locks: ["person"],
      gate: "emergency.open",
      primary: true,
    },
    end: { label: { en: "End", zh: "结束" }, from: ["opened"], permit: "emergency.end", gate: "emergency.end" },
    review: {
      label: { en: "Review", zh: "审查" },
      from: ["opened"],
      to: "reviewed",
      permit: "emergency.review",
      sign: { meaning: "REVIEWED" },
      duty: "reviewer",
      notBy: ["author"],
      gate: "emergency.review",
      input: {
        fields: {
          conclusion: choice({ en: "Conclusion", zh: "结论" }, emergencyConclusion),
          finding: text({ en: "What was found", zh: "审查说明" }, { max: 1000, multiline: true }),
        },
      },
      primary: true,
    },
    withdraw: {
      label: { en: "Withdraw", zh: "撤回" },
      from: ["draft"],
      to: "withdrawn",
      permit: "emergency.open",
      secondary: true,
    },
    // Writes down how it ended when nobody ended it: its time was over, or its session.
    lapse: { label: { en: "Over", zh: "到时结束" }, from: ["opened"] },
  },
  read: "emergency.read",
  create: { permit: "emergency.open" },
  list: {
    columns: ["number", "person", "role", "cause", "openedAt", "until", "endedAt", "state", "conclusion"],
    sort: "-createdAt",
    search: ["number", "why"],
  },
  due: { opened: { action: "review", within: { workingDays: 1 } } },
  retention: "permanent",
});
