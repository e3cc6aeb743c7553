import type { Client } from "pg";
import type { Config } from "../config.ts";
import { pendingMigrations } from "../database/migrate.ts";
import { findRunningApp } from "../instance.ts";
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
  readonly server: string;
  readonly size: number;
  readonly migrations: { readonly done: number; readonly pending: readonly string[] };
  /** Null while the tables are not there yet. */
  readonly content: Content | null;
}

interface Content {
  readonly isEmpty: boolean;
  readonly isDemo: boolean;
  readonly counts: { readonly [table: string]: number };
  readonly events: number;
  readonly seal: { readonly sequence: number; readonly at: string | null; readonly lagSeconds: number };
  /** Messages not yet in their queues, and deliveries put aside after every try failed. */
  readonly messages: { readonly waiting: number; readonly failed: number };
  readonly clock: { readonly now: string; readonly offsetMs: number; readonly isFrozen: boolean };
}

async function databaseStatus(config: Config, readerUrl: string): Promise<DatabaseStatus> {
  const { done, pending } = await pendingMigrations(readerUrl);
  return asking(readerUrl, async (client) => {
    const { rows } = await client.query<{ server: string; size: string }>(
      "select current_setting('server_version') as server, pg_database_size(current_database()) as size",
    );
    return {
      kind: config.databaseUrl ? "external" : "embedded",
      server: rows[0]?.server ?? "",
      size: Number(rows[0]?.size),
      migrations: { done: done.length, pending },
      content: done.length > 0 ? await contentOf(client) : null,
    };
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
    sequence: string | null;
    sealedAt: Date | null;
    lag: string;
    now: Date;
    offset: string;
    frozen: boolean;
    demo: boolean;
    waiting: number;
    failed: number;
  }>(
    `select (select count(*) from audit.event)::int as events, (select count(*) from person where id <> 1)::int as people,
       s.sequence, s.at as "sealedAt", extract(epoch from s.lag) as lag, public.domain_now() as now, c.offset_ms as "offset",
       c.frozen_at is not null as frozen, exists (select from audit.epoch where reason = 'demo company loaded') as demo,
       (select count(*) from outbox where sent_at is null)::int as waiting, (select count(*) from pgboss.job where name = 'dead')::int as failed
     from audit.seal_state() s, domain_clock c where c.id = 1`,
  );
  const row = state[0];
  return {
    isEmpty: !row?.people,
    isDemo: row?.demo === true,
    counts: rows[0] ?? {},
    events: row?.events ?? 0,
    seal: { sequence: Number(row?.sequence ?? 0), at: row?.sealedAt?.toISOString() ?? null, lagSeconds: Number(row?.lag ?? 0) },
    messages: { waiting: row?.waiting ?? 0, failed: row?.failed ?? 0 },
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
    line("Database", "数据库", d ? `PostgreSQL ${d.server}, ${d.kind}, ${(d.size / 1e6).toFixed(1)} MB` : none),
    ...(d ? [line("Migrations pending", "待执行迁移", d.migrations.pending.join(", ") || "0")] : []),
    ...(c
      ? [
          line("Demo company", "演示公司", yes(c.isDemo)),
          line("Clock", "业务时钟", `${c.clock.now}${c.clock.isFrozen ? " (frozen)" : ""}, ${c.clock.offsetMs} ms`),
          line("Last seal", "最近封存", c.seal.at ? `${c.seal.sequence}, ${c.seal.at}, ${c.seal.lagSeconds.toFixed(1)} s` : none),
          line("Messages waiting, failed", "待发、失败消息", `${c.messages.waiting}, ${c.messages.failed}`),
          line("Audit events", "审计事件", String(c.events)),
          ...Object.entries(c.counts).map(([table, n]) => `  ${table}: ${n}`),
        ]
      : []),
  ].join("\n");
}
