import { healthLevel, healthSubject } from "@lotline/schema";
import type { Client } from "pg";
import type { Config } from "../config.ts";
import { pendingMigrations } from "../database/migrate.ts";
import { findRunningApp } from "../instance.ts";
import { type DatabaseFacts, databaseFacts } from "../modules/platform/health/facts.ts";
import { type HealthLine, judge } from "../modules/platform/health/judge.ts";
import { machineFacts } from "../modules/platform/health/machine.ts";
import { version } from "../version.ts";
import type { Answer, Call, Command } from "./command.ts";
import { asking, hasDatabase, settingsOf, withDatabase } from "./place.ts";

/** The tables a person asks about first. */
const counted = [
  "person",
  "item",
  "supplier",
  "customer",
  "lot",
  "purchase_order",
  "work_order",
  "shipment",
  "signature",
  "attachment",
];

export const status: Command = {
  name: "status",
  about: { en: "What runs, what the database holds and whether sealing keeps up.", zh: "显示运行状态、数据库内容及封存进度。" },
  options: {},
  run: async (call) => {
    const config = settingsOf(call);
    const head = { version, node: process.versions.node, profile: config.profile, dataDir: config.dataDir, app: appOf(config) };
    const database = hasDatabase(config)
      ? await withDatabase(call, config, ({ urls }) => databaseStatus(config, urls.reader))
      : null;
    const json = { ...head, database };
    return { json, text: textOf(call, json) };
  },
};

const appOf = (config: Config): { pid: number; url: string | null } | null => {
  const running = findRunningApp(config.dataDir);
  return running ? { pid: running.pid, url: running.url ?? null } : null;
};

interface DatabaseStatus {
  readonly kind: "embedded" | "external";
  readonly migrations: { readonly done: number; readonly pending: readonly string[] };
  /** The facts of the health page; null while the tables are not there yet or are of an older release. */
  readonly facts: DatabaseFacts | null;
  readonly health: readonly HealthLine[];
  readonly content: Content | null;
}

interface Content {
  readonly isEmpty: boolean;
  readonly isDemo: boolean;
  readonly counts: { readonly [table: string]: number };
  readonly events: number;
  readonly clock: { readonly now: string; readonly offsetMs: number; readonly isFrozen: boolean };
}

async function databaseStatus(config: Config, readerUrl: string): Promise<DatabaseStatus> {
  const { done, pending } = await pendingMigrations(readerUrl);
  const kind = config.databaseUrl ? "external" : "embedded";
  const migrations = { done: done.length, pending };
  const isCurrent = done.length > 0 && pending.length === 0;
  if (!isCurrent) return { kind, migrations, facts: null, health: [], content: null };
  const place = {
    ...config,
    certFile: config.tls?.certFile,
    isBehindProxy: config.trustProxy !== false,
    pendingMigrations: pending,
  };
  return asking(readerUrl, async (client) => {
    const facts = await databaseFacts(async <T extends object>(text: string) => (await client.query<T>(text)).rows);
    const health = judge(facts, await machineFacts(place));
    return { kind, migrations, facts, health, content: await contentOf(client) };
  });
}

async function contentOf(client: Client): Promise<Content> {
  const { rows: there } = await client.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname = any($1)",
    [counted],
  );
  const names = new Set(there.map((t) => t.name));
  const sums = counted.filter((name) => names.has(name)).map((name) => `(select count(*) from public.${name})::int as ${name}`);
  const { rows } = await client.query<{ [table: string]: number }>(`select ${sums.join(", ")}`);
  const { rows: state } = await client.query<{
    events: number;
    people: number;
    now: Date;
    offset: string;
    frozen: boolean;
    demo: boolean;
  }>(
    `select (select count(*) from audit.event)::int as events, (select count(*) from person where id <> 1)::int as people,
       public.domain_now() as now, c.offset_ms as "offset", c.frozen_at is not null as frozen,
       exists (select from audit.epoch where reason = 'demo company loaded') as demo
     from domain_clock c where c.id = 1`,
  );
  const row = state[0];
  return {
    isEmpty: !row?.people,
    isDemo: row?.demo === true,
    counts: rows[0] ?? {},
    events: row?.events ?? 0,
    clock: { now: row?.now.toISOString() ?? "", offsetMs: Number(row?.offset ?? 0), isFrozen: row?.frozen === true },
  };
}

type Status = Pick<Config, "profile" | "dataDir"> & {
  readonly version: string;
  readonly node: string;
  readonly app: { readonly pid: number; readonly url: string | null } | null;
  readonly database: DatabaseStatus | null;
};

function textOf(call: Call, s: Status): Answer["text"] {
  const line = (en: string, zh: string, value: string): string => `${call.pick({ en: `${en}: `, zh: `${zh}：` })}${value}`;
  const yes = (value: boolean): string => call.pick(value ? { en: "yes", zh: "是" } : { en: "no", zh: "否" });
  const none = call.pick({ en: "none yet", zh: "尚无" });
  const { database: d } = s;
  const c = d?.content;
  return [
    line("Version", "版本", `${s.version} (Node ${s.node}, ${s.profile})`),
    line("Data directory", "数据目录", s.dataDir),
    line("App", "应用", s.app ? `${s.app.url ?? "…"} (${s.app.pid})` : call.pick({ en: "not running", zh: "未运行" })),
    line("Kind of database", "数据库类型", d?.kind ?? none),
    ...(d ? [line("Migrations pending", "待执行迁移", d.migrations.pending.join(", ") || "0")] : []),
    ...(d?.health ?? []).map((of) => healthText(call, of)),
    ...(c
      ? [
          line("Demo company", "演示公司", yes(c.isDemo)),
          line("Clock", "业务时钟", `${c.clock.now}${c.clock.isFrozen ? " (frozen)" : ""}, ${c.clock.offsetMs} ms`),
          line("Audit events", "审计事件", String(c.events)),
          ...Object.entries(c.counts).map(([table, n]) => `  ${table}: ${n}`),
        ]
      : []),
  ].join("\n");
}

/** One line of the health page, with what to do below it. */
function healthText(call: Call, { subject, level, value, todo }: HealthLine): string {
  const head = `[${call.pick(healthLevel.values[level])}] ${call.pick(healthSubject.values[subject])}`;
  const text = `${head}${call.pick({ en: ": ", zh: "：" })}${call.pick(value)}`;
  return todo ? `${text}\n    ${call.pick(todo)}` : text;
}
