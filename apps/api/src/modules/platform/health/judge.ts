/** Which of the facts are good, and what to do about those that are not. Pure: facts in, lines out. */
import type { healthLevel, healthSubject, Label } from "@lotline/schema";
import { label } from "@lotline/schema";
import type { DatabaseFacts, RunFact } from "./facts.ts";
import type { MachineFacts } from "./machine.ts";

export type Subject = keyof typeof healthSubject.values;
export type Level = keyof typeof healthLevel.values;

export interface HealthLine {
  readonly subject: Subject;
  readonly level: Level;
  readonly value: Label;
  readonly limit: Label;
  /** What to do; null where nothing is to be done. */
  readonly todo: Label | null;
  /** The server it is about, where each has its own. */
  readonly node: string | null;
}

/** Amber where either clock is this far from the other; signing stops further on (compliance.md §D). Milliseconds. */
export const clockLimits = { warnMs: 2_000, stopMs: 60_000 } as const;

const hour = 3_600;
const day = 24 * hour;
const none = label("", "");

/** A span in the largest unit that fits. Pure. */
export function span(seconds: number): Label {
  const [n, en, zh] =
    seconds < 90
      ? [seconds, "s", "秒"]
      : seconds < 90 * 60
        ? [seconds / 60, "min", "分钟"]
        : seconds < 2 * day
          ? [seconds / hour, "h", "小时"]
          : [seconds / day, "d", "天"];
  return label(`${Math.round(n)} ${en}`, `${Math.round(n)} ${zh}`);
}

const size = (bytes: number): string => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`);

interface Judged {
  readonly level: Level;
  readonly value: Label;
  readonly limit?: Label;
  /** Said only when the level is not good. */
  readonly todo?: Label;
}

const line = (subject: Subject, { level, value, limit = none, todo }: Judged, node: string | null = null): HealthLine => ({
  subject,
  level,
  value,
  limit,
  todo: level === "amber" || level === "red" ? (todo ?? null) : null,
  node,
});

const worst = (red: boolean, amber: boolean): Level => (red ? "red" : amber ? "amber" : "good");

/** All lines in the order of the page; those of a machine only where one was looked at. */
export function judge(d: DatabaseFacts, m: MachineFacts | null): HealthLine[] {
  return [
    line("database", database(d)),
    line("replication", replication(d)),
    ...(m ? [line("migrations", migrations(d, m), m.node)] : []),
    line("clock", clock(d), m?.node ?? null),
    line("sealer", sealer(d)),
    line("chain", chain(d)),
    ...(m ? [line("key", key(m), m.node)] : []),
    line("messages", messages(d)),
    line("jobs", jobs(d)),
    line("mail", mail(d)),
    line("backup", backup(d)),
    line("drill", drill(d)),
    ...(m ? [line("disk", disk(m), m.node), line("certificate", certificate(m), m.node)] : []),
  ];
}

function database(d: DatabaseFacts): Judged {
  const share = d.connections / d.mostConnections;
  const longest = span(d.longestSeconds);
  return {
    level: worst(d.isStandby || share > 0.95, share > 0.8 || d.longestSeconds > 60),
    value: label(
      `PostgreSQL ${d.server}, ${size(d.sizeBytes)}, ${d.connections} of ${d.mostConnections} connections, longest transaction ${longest.en}${d.isStandby ? ", only reads" : ""}`,
      `PostgreSQL ${d.server}，${size(d.sizeBytes)}，连接 ${d.connections}/${d.mostConnections}，最长事务 ${longest.zh}${d.isStandby ? "，只读" : ""}`,
    ),
    limit: label("80% of the connections, 60 s", "连接数 80%，60 秒"),
    todo: label(
      "Look for a program that holds connections or transactions open; a database that only reads has to be promoted or left.",
      "查找长期占用连接或事务的程序；只读数据库须提升为主库或切换。",
    ),
  };
}

function replication(d: DatabaseFacts): Judged {
  if (!d.isSynchronous && d.standbys === 0) return { level: "off", value: label("one server, no copy", "单机，无副本") };
  return {
    level: worst(d.isSynchronous && d.standbys === 0, false),
    value: label(
      `${d.standbys} connected, ${d.isSynchronous ? "commits wait for a copy" : "commits do not wait"}`,
      `${d.standbys} 个副本已连接，${d.isSynchronous ? "提交等待副本确认" : "提交不等待副本"}`,
    ),
    limit: label("at least 1 where commits wait", "同步提交时至少 1 个"),
    todo: label("No copy is connected: commits wait until one is back.", "无副本连接：提交将一直等待，请尽快恢复副本。"),
  };
}

const migrations = (d: DatabaseFacts, m: MachineFacts): Judged => ({
  level: worst(m.pendingMigrations.length > 0, false),
  value: label(
    `${d.migrations} run, ${m.pendingMigrations.length} missing; Lotline ${m.release}, Node ${m.nodeVersion}`,
    `已执行 ${d.migrations} 项，缺 ${m.pendingMigrations.length} 项；Lotline ${m.release}，Node ${m.nodeVersion}`,
  ),
  limit: label("none missing", "不得缺少"),
  todo: label("Run: npm run -s lotline -- migrate", "请运行：npm run -s lotline -- migrate"),
});

function clock({ clockAheadMs }: DatabaseFacts): Judged {
  const apart = Math.abs(clockAheadMs);
  return {
    level: worst(apart > clockLimits.stopMs, apart > clockLimits.warnMs),
    value: label(
      `server and database ${(apart / 1000).toFixed(1)} s apart`,
      `服务器与数据库相差 ${(apart / 1000).toFixed(1)} 秒`,
    ),
    limit: label("2 s; from 60 s on nobody signs", "2 秒；达 60 秒停止签名"),
    todo: label("Set both machines to the same time service (NTP).", "请将两台机器与同一时间服务（NTP）同步。"),
  };
}

function sealer({ seal }: DatabaseFacts): Judged {
  const lag = span(seal.lagSeconds);
  return {
    level: worst(seal.lagSeconds > 60, seal.lagSeconds > 10),
    value: seal.at
      ? label(
          `seal ${seal.sequence} of ${seal.at.toISOString().slice(0, 19)}Z, ${lag.en} behind`,
          `封存 ${seal.sequence}，${seal.at.toISOString().slice(0, 19)}Z，滞后 ${lag.zh}`,
        )
      : label(`none yet, ${lag.en} behind`, `尚无封存，滞后 ${lag.zh}`),
    limit: label("10 s", "10 秒"),
    todo: label(
      "Look at the server's log for “sealing failed”: the disk of the heads file, the key file, the database.",
      "查看服务器日志中的“sealing failed”：检查封存记录文件所在磁盘、密钥文件和数据库。",
    ),
  };
}

/** The last run of a kind, and the last good one. */
const lastOf = (d: DatabaseFacts, kind: RunFact["kind"]): { last: RunFact | undefined; good: RunFact | undefined } => {
  const of = d.runs.filter((run) => run.kind === kind);
  return { last: of[0], good: of.find((run) => run.good) };
};

function ran({ last, good }: ReturnType<typeof lastOf>): Label {
  if (!last) return label("never", "从未");
  const at = span(last.ageSeconds);
  if (last.good) return label(`${last.number}, ${at.en} ago`, `${last.number}，${at.zh}前`);
  const before = good ? span(good.ageSeconds) : null;
  return label(
    `${last.number} failed ${at.en} ago${last.finding ? `: ${last.finding}` : ""}; last good one ${before ? `${before.en} ago` : "never"}`,
    `${last.number} 于 ${at.zh}前未通过${last.finding ? `：${last.finding}` : ""}；最近合格：${before ? `${before.zh}前` : "从未"}`,
  );
}

function chain(d: DatabaseFacts): Judged {
  const runs = lastOf(d, "verification");
  return {
    level: worst(runs.last?.good === false, (runs.good?.ageSeconds ?? Number.POSITIVE_INFINITY) > 36 * hour),
    value: ran(runs),
    limit: label("every day, no finding", "每日，无发现"),
    todo:
      runs.last?.good === false
        ? label(
            "Do not change anything. Keep the database and the heads file as they are, and tell QA: the finding names the first row that does not hold.",
            "请勿作任何更改；保留数据库和封存记录文件原状并通知 QA：发现中指明首个不符的行。",
          )
        : label("Press “Check the chain now”.", "请点击“立即核验”。"),
  };
}

const key = (m: MachineFacts): Judged => ({
  level: worst(m.key !== "good", false),
  value: label(
    m.key === "good" ? m.keyFile : `${m.keyFile}: ${m.key}`,
    m.key === "good" ? m.keyFile : `${m.keyFile}：${m.key === "missing" ? "缺失" : "其他人可读"}`,
  ),
  limit: label("there, readable by nobody else", "存在且仅本程序可读"),
  todo: label(
    `Put the key file back from its safe copy, or run: chmod 600 ${m.keyFile}`,
    `从安全备份恢复密钥文件，或运行：chmod 600 ${m.keyFile}`,
  ),
});

function messages({ messages: { waiting, oldestSeconds, dead } }: DatabaseFacts): Judged {
  const oldest = span(oldestSeconds);
  const isLate = waiting > 0 && oldestSeconds > 60;
  return {
    level: worst(waiting > 0 && oldestSeconds > 15 * 60, isLate || dead > 0),
    value: label(
      `${waiting} waiting${waiting > 0 ? `, the oldest for ${oldest.en}` : ""}; ${dead} put aside after every try`,
      `待投递 ${waiting}${waiting > 0 ? `，最久 ${oldest.zh}` : ""}；多次失败搁置 ${dead}`,
    ),
    limit: label("60 s, none put aside", "60 秒，无搁置"),
    todo: label(
      "Look at the server's log for “delivering messages failed”; what was put aside has to be done by hand.",
      "查看服务器日志中的“delivering messages failed”；已搁置的消息须人工处理。",
    ),
  };
}

function jobs({ jobs: { open, oldestSeconds, failedToday } }: DatabaseFacts): Judged {
  const oldest = span(oldestSeconds);
  return {
    level: worst(false, failedToday > 0 || oldestSeconds > day),
    value: label(
      `${open} open${open > 0 ? `, the oldest for ${oldest.en}` : ""}; ${failedToday} failed within a day`,
      `进行中 ${open}${open > 0 ? `，最久 ${oldest.zh}` : ""}；24 小时内失败 ${failedToday}`,
    ),
    limit: label("1 day, none failed", "1 天，无失败"),
    todo: label("Who ordered the job sees why, and may try it again.", "作业发起人可查看原因并重试。"),
  };
}

function mail({ mail: { isOn, waiting, oldestSeconds, failedThisWeek } }: DatabaseFacts): Judged {
  if (!isOn && waiting === 0) return { level: "off", value: label('no rule "mail" is in force', "没有生效的“mail”规则") };
  const oldest = span(oldestSeconds);
  return {
    level: worst(false, failedThisWeek > 0 || (waiting > 0 && oldestSeconds > 15 * 60)),
    value: label(
      `${waiting} on their way${waiting > 0 ? `, the oldest for ${oldest.en}` : ""}; ${failedThisWeek} not delivered this week`,
      `发送中 ${waiting}${waiting > 0 ? `，最久 ${oldest.zh}` : ""}；本周未送达 ${failedThisWeek}`,
    ),
    limit: label("15 min, all delivered", "15 分钟，全部送达"),
    todo: label(
      "The list of mails says what the mail server answered; mend it and send again.",
      "邮件列表中有邮件服务器的应答；处理后重新发送。",
    ),
  };
}

function backup(d: DatabaseFacts): Judged {
  const runs = lastOf(d, "backup");
  const { rpoHours } = d.continuity;
  return {
    level: worst(runs.last?.good === false, (runs.good?.ageSeconds ?? Number.POSITIVE_INFINITY) > rpoHours * hour),
    value: ran(runs),
    limit: label(`not older than ${rpoHours} h (RPO)`, `不超过 ${rpoHours} 小时（RPO）`),
    todo: label("Run: npm run -s lotline -- backup <file>", "请运行：npm run -s lotline -- backup <文件>"),
  };
}

function drill(d: DatabaseFacts): Judged {
  const runs = lastOf(d, "drill");
  const { drillDays, rtoHours } = d.continuity;
  const isSlow = (runs.last?.seconds ?? 0) > rtoHours * hour;
  const took = runs.last ? span(runs.last.seconds) : null;
  const value = ran(runs);
  return {
    level: worst(runs.last?.good === false, isSlow || (runs.good?.ageSeconds ?? Number.POSITIVE_INFINITY) > drillDays * day),
    value: took ? label(`${value.en}; took ${took.en}`, `${value.zh}；耗时 ${took.zh}`) : value,
    limit: label(`every ${drillDays} days, within ${rtoHours} h (RTO)`, `每 ${drillDays} 天，${rtoHours} 小时内（RTO）`),
    todo: label("Run: npm run -s lotline -- drill <file of a backup>", "请运行：npm run -s lotline -- drill <备份文件>"),
  };
}

function disk({ disk: { freeBytes, totalBytes } }: MachineFacts): Judged {
  const share = freeBytes / totalBytes;
  const percent = Math.floor(share * 100);
  return {
    level: worst(share < 0.05, share < 0.15),
    value: label(`${size(freeBytes)} free (${percent}%)`, `可用 ${size(freeBytes)}（${percent}%）`),
    limit: label("15%; below 5% not ready", "15%；低于 5% 不可用"),
    todo: label("Make room or give the data directory a larger disk.", "清理空间或为数据目录更换更大的磁盘。"),
  };
}

function certificate({ certificate: found }: MachineFacts): Judged {
  const renew = label("Renew the certificate and restart the server.", "更新证书并重启服务。");
  if (found === "none") return { level: "off", value: label("no encryption of its own", "未自行加密") };
  if (found === "proxy") return { level: "off", value: label("the proxy in front has it", "由前置代理负责") };
  const limit = label("30 days before its end", "到期前 30 天");
  if (found === "unreadable") return { level: "red", value: label("cannot be read", "无法读取"), limit, todo: renew };
  const { days, until } = found;
  return {
    level: worst(days < 7, days < 30),
    value: label(`until ${until}, ${days} days`, `有效至 ${until}，剩 ${days} 天`),
    limit,
    todo: renew,
  };
}
