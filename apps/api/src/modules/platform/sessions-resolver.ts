/** Who is signed in, from where, and the end of it: one's own sessions, and for administrators anybody's (ASVS 7.4.5, 7.5.2). */
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { AppError, invalid, refused } from "../../base/error.ts";
import { InstantScalar } from "../../graphql/scalars.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import { permitReason } from "../../kernel/authorize.ts";
import { type Delay, delaysNow } from "./delay.ts";
import { event, limits, type Sql, secure } from "./session.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType("OpenSession")
class OpenSessionInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) login!: string;
  @Field(() => TitleLabel) name!: TitleLabel;
  @Field(() => String) address!: string;
  @Field(() => String) agent!: string;
  @Field(() => InstantScalar) since!: Date;
  @Field(() => InstantScalar) lastSeenAt!: Date;
  @Field(() => Boolean) locked!: boolean;
  /** What the person changed last since signing in here; null for nothing yet, and in one's own list. */
  @Field(() => String, { nullable: true }) lastAct!: string | null;
  @Field(() => InstantScalar, { nullable: true }) lastActAt!: Date | null;
  /** The session that asks. */
  @Field(() => Boolean) current!: boolean;
  /** The registered terminal at which it was last seen. */
  @Field(() => String, { nullable: true }) terminal!: string | null;
}

@ObjectType("SignInDelay")
class SignInDelayInfo {
  @Field(() => String) scope!: string;
  @Field(() => String) login!: string;
  @Field(() => String) place!: string;
  @Field(() => Int) failures!: number;
  @Field(() => InstantScalar) lastFailureAt!: Date;
  @Field(() => Int) waitSeconds!: number;
}

const permit = "session.end";
const most = 500;

interface Row {
  id: string;
  login: string;
  name_en: string;
  name_zh: string;
  address: string;
  agent: string;
  created_at: string;
  last_seen_at: string;
  locked: boolean;
  terminal: string | null;
  last_act?: string | null;
  last_act_at?: string | null;
}

// By the index of actor and time, one step for each session.
const withLastAct = `left join lateral (
  select t.operation as last_act, t.at as last_act_at from audit.trail t
  where t.actor_id = s.person_id and t.at >= s.created_at order by t.at desc limit 1) a on true`;

const openSessions = (
  more: "" | ", a.*",
  join: string,
) => `select s.id, p.login, p.name_en, p.name_zh, s.address, s.agent, s.created_at, s.last_seen_at, s.locked_at is not null as locked,
    public.terminal_number(s.terminal_id) as terminal${more}
  from session s join person p on p.id = s.person_id ${join}
  where s.ended_at is null and s.created_at > public.domain_now() - interval '${limits.life} minutes'`;

@Resolver()
export class SessionsResolver {
  /** The open sessions of the person, or everybody's; the last seen first. */
  @Query(() => [OpenSessionInfo])
  async openSessions(
    @Ctx() request: WebRequest,
    @Arg("everybody", () => Boolean, { defaultValue: false }) everybody: boolean,
  ): Promise<OpenSessionInfo[]> {
    const own = request.requireSession();
    const rows = await secure(request.kernel.orm, own.personId, "openSessions", async (sql) => {
      if (everybody) await requirePermit(sql, own);
      // The trail shows what happened at the sites of whoever asks.
      if (everybody)
        await sql("select set_config('app.sites', coalesce(array_to_string(sites, ','), ''), true) from public.actor_of(?, ?)", [
          own.personId,
          own.id,
        ]);
      return everybody
        ? sql<Row>(`${openSessions(", a.*", withLastAct)} order by s.last_seen_at desc, s.id desc limit ${most}`)
        : sql<Row>(`${openSessions("", "")} and s.person_id = ? order by s.last_seen_at desc, s.id desc limit ${most}`, [
            own.personId,
          ]);
    });
    return rows.map((row) => ({
      id: row.id,
      login: row.login,
      name: { en: row.name_en, zh: row.name_zh },
      address: row.address,
      agent: row.agent,
      since: new Date(row.created_at),
      lastSeenAt: new Date(row.last_seen_at),
      locked: row.locked,
      lastAct: row.last_act ?? null,
      lastActAt: row.last_act_at ? new Date(row.last_act_at) : null,
      current: row.id === own.id,
      terminal: row.terminal,
    }));
  }

  /** Where failed sign-ins come from and who has to wait at present. */
  @Query(() => [SignInDelayInfo])
  signInDelays(@Ctx() request: WebRequest): Promise<Delay[]> {
    const own = request.requireSession();
    return secure(request.kernel.orm, own.personId, "signInDelays", async (sql, now) => {
      await requirePermit(sql, own);
      return delaysNow(sql, now);
    });
  }

  /**
   * Ends sessions at once: one's own, and with the permit and a reason those of others. All of them or, when one is nobody's or may
   * not be ended, none. @returns how many were still open
   */
  @Mutation(() => Int)
  async endSessions(
    @Ctx() request: WebRequest,
    @Arg("ids", () => [ID]) ids: string[],
    @Arg("reason", () => String, { nullable: true }) reason?: string,
  ): Promise<number> {
    const own = request.requireSession();
    if (ids.length > most || !ids.every((id) => /^[1-9]\d{0,17}$/.test(id))) throw new AppError("NOT_FOUND");
    return secure(request.kernel.orm, own.personId, "endSessions", async (sql, now) => {
      const rows = await sql<{ id: string; person_id: string; ended: boolean }>(
        "select id, person_id, ended_at is not null as ended from session where id = any(?::bigint[]) order by id for update",
        [ids],
      );
      const others = rows.some((row) => row.person_id !== own.personId);
      // Whose a session is that one may not end is not told.
      if (others) await requirePermit(sql, own);
      if (rows.length < new Set(ids).size) throw new AppError("NOT_FOUND");
      if (others && [...(reason ?? "").trim()].length < 10)
        throw invalid({
          path: "reason",
          code: "REASON_REQUIRED",
          text: { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" },
        });
      const open = rows.filter((row) => !row.ended);
      const why = others ? `by an administrator: ${(reason ?? "").trim()}` : "ended from another session";
      await sql("update session set ended_at = ?, end_reason = ? where id = any(?::bigint[])", [
        now,
        why.slice(0, 200),
        open.map((row) => row.id),
      ]);
      for (const row of open)
        await sql(...event("sessionEnded", row.person_id, null, { by: own.personId, session: row.id, reason: reason ?? null }));
      return open.length;
    });
  }
}

/** Whoever may end sessions; asked in the transaction itself, so that a role taken away counts at once. */
export async function requirePermit(sql: Sql, { id, personId }: { id: string; personId: string }): Promise<void> {
  const [actor] = await sql<{ may: boolean }>("select ? = any(permits) as may from public.actor_of(?, ?)", [
    permit,
    personId,
    id,
  ]);
  if (actor?.may !== true) throw refused(permitReason(permit));
}
