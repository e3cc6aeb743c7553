/** Emergency (break-glass) access: who may open it for what, how it ends, and its review (REQ-ACC-09, ADR 42). */
import { because, type Reason, type Rec, role as roles } from "@lotline/schema";
import { emergencyRights, type Holders } from "@lotline/schema/special-rights";
import type { Reader } from "../../../base/context.ts";
import { invalid } from "../../../base/error.ts";
import { behaviour, condition, consumer } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import { notify } from "../notice.ts";
import { asReason, type Conflict, readSeparation } from "../separation/conflicts.ts";
import { conflictsWith, rolesHeld } from "../separation/grant.ts";
import { actsUnder } from "./acts.ts";

type Access = Rec<"EmergencyAccess">;

const minuteMs = 60_000;
/** Nothing in the firm's rules makes it longer (compliance.md REQ-ACC-09). */
const longestMinutes = 60;

/** How long it may last, by the rule `emergency-access`; the hour of the requirement where none is in force. */
async function mostMinutes(reader: Reader): Promise<number> {
  const rule = (await reader.rule("emergency-access")).get("default") as { readonly mostMinutes: number } | undefined;
  return Math.min(longestMinutes, rule?.mostMinutes ?? longestMinutes);
}

/** The rights of a role that it gives today: those of the permit table without what signs, decides, administers or grants. */
async function rightsOf(reader: Reader, role: Access["role"]): Promise<string[]> {
  // The contents of these rules are checked when they are approved.
  const holders = (await reader.rule("role-permit")) as Holders;
  const routes = [...(await reader.rule("approval-route")).values()] as {
    readonly stages: readonly { readonly permits: readonly string[] }[];
  }[];
  return emergencyRights(role, holders, new Set(routes.flatMap(({ stages }) => stages.flatMap(({ permits }) => permits))));
}

interface OpenFacts {
  readonly isLent: boolean;
  readonly unreviewed: string | null;
  readonly conflicts: readonly Conflict[];
  readonly given: readonly string[];
  readonly needsFactor: boolean;
  readonly mostMinutes: number;
}

async function openFacts(reader: Reader, rows: readonly Access[]): Promise<ReadonlyMap<string, OpenFacts>> {
  const people = rows.map(({ person }) => person);
  const held = await rolesHeld(reader, people);
  const separation = await readSeparation(reader);
  const asked = await reader.rule("second-factor");
  const found = await reader.sql<{ person: string; unreviewed: string | null; enrolled: boolean }>(
    `select p.id as person, exists (select from second_factor f where f.id = p.id and f.secret is not null) as enrolled,
       (select e.number from emergency_access e where e.person_id = p.id and e.state = 'opened' order by e.id limit 1) as unreviewed
     from person p where p.id = any(?::bigint[])`,
    [people],
  );
  const standing = new Map(found.map((row) => [row.person, row]));
  const most = await mostMinutes(reader);
  const { permits, behalf } = reader.actor;
  const facts = rows.map(async ({ id, person, role }): Promise<[string, OpenFacts]> => {
    const factor = asked.get(role) as { readonly required?: boolean } | undefined;
    const conflicts = conflictsWith(separation, held(person), role).filter(({ isRefused }) => isRefused);
    const isLent = behalf.has("emergency.open");
    return [
      id,
      {
        isLent,
        unreviewed: standing.get(person)?.unreviewed ?? null,
        conflicts,
        given: (await rightsOf(reader, role)).filter((permit) => !permits.has(permit)),
        needsFactor: factor?.required === true && standing.get(person)?.enrolled !== true,
        mostMinutes: most,
      },
    ];
  });
  return new Map(await Promise.all(facts));
}

const lent = because(
  "NOT_YOUR_ROLE",
  "Only whose own role it is opens emergency access, not who acts for another.",
  "应急访问仅限本人角色开启，受托人不得代为开启。",
);
const unreviewed = (number: string) =>
  because(
    "EMERGENCY_UNREVIEWED",
    `${number} is open or not reviewed yet; another one is opened after its review.`,
    `${number} 尚未结束或未审查，审查后方可再次开启。`,
    "EmergencyAccess",
    number,
  );
const tooLong = (minutes: number) => because("EMERGENCY_TOO_LONG", `At most ${minutes} minutes.`, `最长 ${minutes} 分钟。`);
const factor = because(
  "SECOND_FACTOR_REQUIRED",
  "This role asks for a second factor, which you have not enrolled.",
  "该角色要求双因素验证，您尚未启用。",
);
const nothing = ({ role }: Access) =>
  because(
    "EMERGENCY_NOTHING",
    `"${roles.values[role].en}" gives nothing to read or work with that you do not have.`,
    `“${roles.values[role].zh}”没有您尚不具备的查看或操作权限。`,
  );

function openReasons(access: Access, facts: OpenFacts): Reason[] {
  return [
    ...(facts.isLent ? [lent] : []),
    ...(facts.unreviewed ? [unreviewed(facts.unreviewed)] : []),
    // What one person may never hold together is not held for minutes either (separation rules 7, 12, 13).
    ...facts.conflicts.map(asReason),
    ...(facts.given.length === 0 ? [nothing(access)] : []),
    ...(facts.needsFactor ? [factor] : []),
    ...(access.minutes > facts.mostMinutes ? [tooLong(facts.mostMinutes)] : []),
  ];
}

interface Ended {
  readonly at: Date;
  readonly how: NonNullable<Access["ending"]>;
}

/** How those that nobody has ended are over: by their time or with their session, whichever was first. Open ones are not named. */
async function overOf(reader: Reader, rows: readonly Access[]): Promise<ReadonlyMap<string, Ended>> {
  const waiting = rows.filter(({ state, endedAt }) => state === "opened" && endedAt === null);
  const sessions = await reader.sql<{ id: string; ended_at: string }>(
    "select id, ended_at from session where id = any(?::bigint[]) and ended_at is not null",
    [waiting.flatMap(({ sessionId }) => sessionId ?? [])],
  );
  const left = new Map(sessions.map((session) => [session.id, new Date(session.ended_at)]));
  return new Map(
    waiting.flatMap(({ id, sessionId, until }): [string, Ended][] => {
      const gone = left.get(sessionId ?? "");
      if (gone && (!until || gone < until)) return [[id, { at: gone, how: "signedOut" }]];
      return until && until <= reader.now ? [[id, { at: until, how: "time" }]] : [];
    }),
  );
}

const isOver = because("EMERGENCY_OVER", "It has ended already.", "应急访问已结束。");
const stillOpen = because(
  "EMERGENCY_OPEN",
  "It is still open; it is reviewed when it has ended.",
  "应急访问仍在进行，结束后方可审查。",
);
const notYours = because("NOT_YOURS", "Only whose access it is may do this.", "仅本人可操作。");

export const emergencyConditions = [
  condition({
    gate: "emergency.open",
    code: "EMERGENCY_UNREVIEWED",
    about: {
      en: "Emergency access: one at a time and reviewed, against no separation rule, at most an hour",
      zh: "应急访问：一次一个且须审查，不违反职责分离，最长一小时",
    },
    record: "EmergencyAccess",
    facts: openFacts,
    check: (access, facts, reader) => [
      ...(access.person === reader.actor.id ? [] : [notYours]),
      ...(facts ? openReasons(access, facts) : []),
    ],
  }),
  condition({
    gate: "emergency.end",
    code: "EMERGENCY_OVER",
    about: { en: "Emergency access that is still open", zh: "应急访问仍在进行" },
    record: "EmergencyAccess",
    facts: overOf,
    check: (access, over, { actor }) => [
      ...(access.endedAt !== null || over ? [isOver] : []),
      ...(access.person === actor.id || actor.permits.has("emergency.review") || actor.permits.has("grant.propose")
        ? []
        : [notYours]),
    ],
  }),
  condition({
    gate: "emergency.review",
    code: "EMERGENCY_OPEN",
    about: { en: "Emergency access that has ended", zh: "应急访问已结束" },
    record: "EmergencyAccess",
    facts: overOf,
    check: ({ endedAt }, over) => (endedAt === null && !over ? [stillOpen] : []),
  }),
];

/** Writes down how it ended, where nobody did. */
async function noteEnd(tx: Tx, access: Access): Promise<void> {
  const over = (await overOf(tx, [access])).get(access.id);
  if (over) tx.update("EmergencyAccess", access, { endedAt: over.at, ending: over.how });
}

async function opened(tx: Tx, access: Access): Promise<void> {
  const { sessionId } = tx.ctx;
  if (!sessionId) throw new Error("emergency access is opened in a session");
  for (const [index, permit] of (await rightsOf(tx, access.role)).entries())
    tx.addLine<"EmergencyAccess", "rights">("EmergencyAccess", "rights", access, index + 1, { permit });
  tx.update("EmergencyAccess", access, {
    openedAt: tx.now,
    until: new Date(tx.now.getTime() + access.minutes * minuteMs),
    sessionId,
  });
  tx.emit("emergency.opened", { access: access.id });
}

export const emergencyBehaviour = behaviour({
  record: "EmergencyAccess",
  beforeCreate: async (tx, given) => {
    const most = await mostMinutes(tx);
    const issues = [
      ...([...given.why.trim()].length < 10
        ? [
            {
              path: "why",
              code: "REASON_REQUIRED",
              text: { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" },
            },
          ]
        : []),
      ...(given.minutes > most ? [{ path: "minutes", code: "EMERGENCY_TOO_LONG", text: tooLong(most).text }] : []),
    ];
    if (issues.length > 0) throw invalid(...issues);
    given.person = tx.actor.id as Access["person"];
  },
  actions: {
    open: { effect: opened },
    end: {
      effect: async (tx, access) =>
        tx.update("EmergencyAccess", access, { endedAt: tx.now, ending: access.person === tx.actor.id ? "person" : "other" }),
    },
    lapse: { effect: noteEnd },
    review: {
      // What is signed is the list of everything done under it, not only the record.
      evidence: async (tx, access) => ({ acts: await actsUnder(tx, access.id) }),
      effect: async (tx, access, { conclusion, finding }) => {
        await noteEnd(tx, access);
        tx.update("EmergencyAccess", access, { conclusion, finding });
      },
    },
    withdraw: {
      guard: (access, { actor }) => (access.createdBy === actor.id ? [] : [notYours]),
    },
  },
});

export const emergencyConsumers = [
  // Whoever reviews it hears of it at once.
  consumer({
    name: "platform.tell-of-emergency",
    message: "emergency.opened",
    handle: async (tx, { access }, by) => {
      const { number, person: id, role, until } = await tx.get("EmergencyAccess", access);
      const person = await tx.get("Person", id);
      const reviewers = await tx.sql<{ id: string }>("select id from public.readers_of('emergency.review', null) r (id)");
      const at = until?.toISOString().slice(11, 16) ?? "";
      await notify(
        tx,
        "emergency.opened",
        by,
        reviewers.map((reviewer) => reviewer.id),
        {
          record: "EmergencyAccess",
          id: access,
          number,
          text: {
            en: `${person.nameEn} works with the rights of "${roles.values[role].en}" until ${at} UTC (${number}); please review it.`,
            zh: `${person.nameZh}正以“${roles.values[role].zh}”权限应急操作至 ${at} UTC（${number}），请审查。`,
          },
        },
      );
    },
  }),
  consumer({
    name: "platform.note-end-of-emergency",
    message: "hour.begun",
    handle: async (tx) => {
      const open = await tx.find("EmergencyAccess", { state: "opened", endedAt: null });
      for (const id of (await overOf(tx, open)).keys()) await tx.act("EmergencyAccess", id, "lapse", {});
    },
  }),
];
