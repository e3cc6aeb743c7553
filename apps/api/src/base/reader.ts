import type { Role } from "@lotline/schema";
import type { EntityManager } from "@mikro-orm/postgresql";
import {
  type Actor,
  type Ctx,
  type Inspection,
  type Reader,
  systemPersonId,
  type Terminal,
  type TerminalLimit,
} from "./context.ts";
import { AppError } from "./error.ts";
import { runSql, steady } from "./sqltext.ts";

/** Bounds on every transaction: a statement, a wait for a lock, an idle gap. Milliseconds. */
const timeouts = { statement_timeout: "10000", lock_timeout: "5000", idle_in_transaction_session_timeout: "15000" };

/** Tells the database who acts; transaction-local, so that it works behind a pooler and never leaks to the next user. */
export async function setContext(em: EntityManager, settings: { readonly [name: string]: string }): Promise<void> {
  const all = Object.entries({ ...timeouts, ...settings });
  await runSql(em, `select ${all.map(() => "set_config(?, ?, true)").join(", ")}`, all.flat());
}

interface ActorRow {
  id: string;
  number: string;
  login: string;
  name_en: string;
  name_zh: string;
  title_en: string;
  title_zh: string;
  state: string;
  roles: Role[] | null;
  permits: string[] | null;
  behalf: { permit: string; id: string; en: string; zh: string }[] | null;
  sites: string[] | null;
  emergency: { id: string; number: string; role: Role; until: string } | null;
  inspection: Inspection | null;
  session_state: string | null;
  now: string;
  zone: string;
  terminal: Terminal | null;
  limits: TerminalLimit[] | null;
}

/** Who acts in a transaction, when, and where the firm's day is told. */
export interface Opening {
  readonly actor: Actor;
  readonly now: Date;
  readonly firmZone: string;
}

// An inspector reads as a role that may not write and by policies of its own (sql/95_inspection.sql).
// What row-level security and the audit triggers read. SECURITY DEFINER, so that the function can see every site.
const enterQuery = (settings: number): string =>
  steady(`select a.*, t.*, concat(
    set_config('app.actor', a.id::text, true), set_config('app.role', concat_ws(',', array_to_string(a.roles, ','), a.emergency ->> 'number', a.inspection ->> 'number'), true),
    set_config('app.sites', coalesce(array_to_string(a.sites, ','), ''), true)${", set_config(?, ?, true)".repeat(settings)},
    set_config('app.inspection', coalesce(a.inspection ->> 'id', ''), true),
    case when a.inspection is not null then set_config('role', 'lotline_inspector', true) end) as told
  from public.actor_of(?, ?) a, public.terminal_standing(?) t`);

/**
 * Opens a transaction's work in one statement: who acts, roles in force, permits by rule data, sites and session are read, and the
 * database is told of them and of what else is given. Transaction-local, so that it works behind a pooler and never leaks to the
 * next user. Refuses a disabled person or an ended session.
 */
export async function enter(em: EntityManager, ctx: Ctx, settings: { readonly [name: string]: string } = {}): Promise<Opening> {
  const told = Object.entries({ ...timeouts, "app.source": ctx.source, "app.request": ctx.request, ...settings });
  const [row] = await runSql<ActorRow>(em, enterQuery(told.length), [
    ...told.flat(),
    ctx.personId,
    ctx.sessionId,
    ctx.terminal ?? null,
  ]);
  // The system is nobody who could sign in; only a job of its own acts in its name, and it holds no permit.
  const isJob = ctx.personId === systemPersonId && ctx.source === "job";
  if (!row || (row.state !== "active" && !isJob) || row.session_state === "ended") throw new AppError("UNAUTHENTICATED");
  if (row.session_state === "locked") throw new AppError("SESSION_LOCKED");
  return {
    now: new Date(row.now),
    firmZone: row.zone,
    actor: {
      id: row.id,
      number: row.number,
      login: row.login,
      name: { en: row.name_en, zh: row.name_zh },
      title: { en: row.title_en, zh: row.title_zh },
      roles: row.roles ?? [],
      permits: new Set(row.permits ?? []),
      behalf: new Map((row.behalf ?? []).map(({ permit, id, en, zh }) => [permit, { id, name: { en, zh } }])),
      sites: row.sites ?? [],
      emergency: row.emergency ? { ...row.emergency, until: new Date(row.emergency.until) } : undefined,
      inspection: row.inspection ?? undefined,
      standing: { terminal: row.terminal, limits: row.limits ?? [] },
    },
  };
}

/** The same reads for commands and queries; memoises rule data for the length of the transaction. */
export class SqlReader implements Reader {
  readonly em: EntityManager;
  readonly actor: Actor;
  readonly now: Date;
  readonly firmZone: string;
  readonly #rules = new Map<string, Promise<ReadonlyMap<string, unknown>>>();

  constructor(em: EntityManager, { actor, now, firmZone }: Opening) {
    this.em = em;
    this.actor = actor;
    this.now = now;
    this.firmZone = firmZone;
  }

  sql<T extends object>(text: string, params: readonly unknown[] = []): Promise<T[]> {
    return runSql<T>(this.em, text, params);
  }

  rule(name: string, on?: string): Promise<ReadonlyMap<string, unknown>> {
    const cached = this.#rules.get(`${name} ${on}`);
    if (cached) return cached;
    const loaded = rulesInForce((text, params) => this.sql(text, params), name, on);
    this.#rules.set(`${name} ${on}`, loaded);
    return loaded;
  }
}

/** One version of a rule: what it says, and the record that said it. */
export interface RuleVersion {
  readonly id: string;
  readonly number: string;
  readonly content: unknown;
}

type Sql = <R extends object>(text: string, params?: unknown[]) => Promise<R[]>;

/** The contents of a rule that are in force on a day (today when none is named), by key; the latest approved one counts. */
export async function rulesInForce(sql: Sql, name: string, on?: string): Promise<ReadonlyMap<string, unknown>> {
  return new Map([...(await ruleVersions(sql, name, on))].map(([key, { content }]) => [key, content]));
}

/** The same with the record of each, where a decision must name by which version it was made. */
export async function ruleVersions(sql: Sql, name: string, on?: string): Promise<ReadonlyMap<string, RuleVersion>> {
  const rows = await sql<RuleVersion & { key: string }>(
    steady(`select distinct on (key) key, id, number, content from rule
     where rule_name = ? and state = 'approved' and valid_from <= coalesce(?::date, public.company_day())
     order by key, valid_from desc, id desc`),
    [name, on ?? null],
  );
  return new Map(rows.map(({ key, ...version }) => [key, version]));
}
