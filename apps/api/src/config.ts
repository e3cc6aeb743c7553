/**
 * The one place where settings are read from the environment; `.env.example` explains them to people.
 * All mistakes are told at once, in both languages, before anything is started.
 */
import { isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type ProviderConfig, providerConfig, providerSettingNames } from "./config-provider.ts";
import { SetupError } from "./setup-error.ts";

export interface Config {
  profile: "development" | "test" | "production";
  /** Demo company with one-click log-ins; every page is labelled. Never in production. */
  demo: boolean;
  /** The moment of its story at which an empty database begins: T0 … T5 (scenarios.md §1). */
  demoAt: (typeof checkpoints)[number];
  host: string;
  port: number;
  /** Whether a taken port may be left for the next free one; a production address is agreed with others, so not there. */
  mayMovePort: boolean;
  dataDir: string;
  /** An external PostgreSQL; without it the embedded one is used. */
  databaseUrl: string | undefined;
  resetRoles: boolean;
  tls: { certFile: string; keyFile: string } | undefined;
  /** Express' `trust proxy`: number of proxies in front, or their addresses. */
  trustProxy: false | number | string[];
  /** Address under which browsers reach the app, without a path; undefined means: where it listens. */
  baseUrl: string | undefined;
  /** The company's provider of identities; undefined: nobody signs in there. */
  provider: ProviderConfig | undefined;
  /** Private key that signs seals and signatures; outside the database. */
  keyFile: string;
  /** Every seal's head is appended here too, outside the database. */
  sealLogFile: string;
  /** The mail server that notices are handed to; without it none are sent. */
  smtp: SmtpServer | undefined;
  logLevel: (typeof logLevels)[number];
  /** Answer only the documents of our own pages; always so in production (ADR 13). */
  trustedOnly: boolean;
  /** Things that are allowed but should be known. */
  warnings: Message[];
}

/** A mail server and how to speak to it. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** From the first byte, by STARTTLS (asked for, or the mail is not sent), or not at all. */
  readonly tls: "implicit" | "starttls" | "none";
  readonly user: string | undefined;
  readonly password: string | undefined;
}

export interface Message {
  en: string;
  zh: string;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const checkpoints = ["T0", "T1", "T2", "T3", "T4", "T5"] as const;
const profiles = ["development", "test", "production"] as const;
const repository = fileURLToPath(new URL("../../../", import.meta.url));

const settings = [
  "LOTLINE_DATA_DIR",
  "LOTLINE_DEMO_AT",
  "LOTLINE_RESET_ROLES",
  "LOTLINE_TLS_CERT",
  "LOTLINE_TLS_KEY",
  "LOTLINE_TRUST_PROXY",
  "LOTLINE_BASE_URL",
  "LOTLINE_KEY_FILE",
  "LOTLINE_SEAL_LOG",
  "LOTLINE_SMTP_URL",
  "LOTLINE_LOG_LEVEL",
  "LOTLINE_TRUSTED_DOCUMENTS",
  ...providerSettingNames,
  // Read by the command line, not by the server.
  "LOTLINE_PASSWORD",
  "LOTLINE_CODE",
  "LOTLINE_NEW_PASSWORD",
  "LOTLINE_BACKUP_PASSWORD",
];

/** Passwords that stand in guides and examples; whoever knows the product knows them. */
const examplePasswords = new Set(["", "lotline", "postgres", "password", "secret", "demo", "changeme", "admin", "123456"]);

/** Reads and checks all settings; throws one `SetupError` that lists every mistake. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, root: string = repository): Config {
  const mistakes: Message[] = [];
  const read = reader(env, mistakes);
  const profile = read.oneOf("NODE_ENV", profiles, "development");
  const dataDir = resolve(root, read.text("LOTLINE_DATA_DIR") ?? "data");
  const certFile = read.text("LOTLINE_TLS_CERT");
  const keyOfTls = read.text("LOTLINE_TLS_KEY");
  if ((certFile === undefined) !== (keyOfTls === undefined)) {
    mistakes.push({
      en: "LOTLINE_TLS_CERT and LOTLINE_TLS_KEY are given together or not at all.",
      zh: "LOTLINE_TLS_CERT 与 LOTLINE_TLS_KEY 须同时设置或都不设置。",
    });
  }
  const config: Config = {
    profile,
    demo: read.flag("DEMO", profile !== "production"),
    demoAt: read.oneOf("LOTLINE_DEMO_AT", checkpoints, "T5"),
    host: read.text("HOST") ?? "127.0.0.1",
    port: read.port("PORT", 4000),
    mayMovePort: profile !== "production",
    dataDir,
    databaseUrl: read.databaseUrl("DATABASE_URL"),
    resetRoles: read.flag("LOTLINE_RESET_ROLES", false),
    tls: certFile && keyOfTls ? { certFile: resolve(root, certFile), keyFile: resolve(root, keyOfTls) } : undefined,
    trustProxy: trustProxyOf(read.text("LOTLINE_TRUST_PROXY"), mistakes),
    baseUrl: read.origin("LOTLINE_BASE_URL"),
    provider: undefined,
    keyFile: resolve(root, read.text("LOTLINE_KEY_FILE") ?? join(dataDir, "keys", "seal.pem")),
    sealLogFile: resolve(root, read.text("LOTLINE_SEAL_LOG") ?? join(dataDir, "seals.log")),
    smtp: read.smtp("LOTLINE_SMTP_URL"),
    logLevel: read.oneOf("LOTLINE_LOG_LEVEL", logLevels, "info"),
    trustedOnly: read.flag("LOTLINE_TRUSTED_DOCUMENTS", profile === "production"),
    warnings: unknownSettings(env),
  };
  config.provider = providerConfig({ text: read.text, baseUrl: config.baseUrl, root, isLoopback }, mistakes);
  if (profile === "production") mistakes.push(...productionMistakes(config, root));
  else if (!isLoopback(config.host) && !config.tls && config.trustProxy === false) {
    config.warnings.push({
      en: `HOST=${config.host} lets others on the network reach this server without encryption.`,
      zh: `HOST=${config.host} 会让网络上的其他人以未加密方式访问本服务器。`,
    });
  }
  if (mistakes.length > 0) throw invalid(mistakes);
  return config;
}

/** What the opened system holds that a production profile must not start with. */
export interface SystemFacts {
  /** Log-in names of active accounts made by the demo seed. */
  demoAccounts: string[];
  /** Whether the signing key is the one that lies in the repository. */
  isDemoKey: boolean;
  /** Milliseconds by which the domain clock differs from the real one, or "frozen". */
  clockOffset: number | "frozen";
}

/** Refuses production on a system with demo accounts, the demo key or a shifted clock. */
export function refuseDemoInProduction(config: Config, facts: SystemFacts): void {
  if (config.profile !== "production") return;
  const mistakes: Message[] = [];
  if (facts.demoAccounts.length > 0) {
    const names = facts.demoAccounts.slice(0, 10).join(", ");
    mistakes.push({
      en: `The database holds active demo accounts with known passwords (${names}). Use an empty database.`,
      zh: `数据库中有密码公开的演示账户(${names})。请使用空数据库。`,
    });
  }
  if (facts.isDemoKey) {
    mistakes.push({
      en: `The signing key ${config.keyFile} is the demo key, which everybody has. Use an empty data directory.`,
      zh: `签名密钥 ${config.keyFile} 是人人皆有的演示密钥。请使用空的数据目录。`,
    });
  }
  if (facts.clockOffset !== 0) {
    mistakes.push({
      en: `The domain clock is shifted (${facts.clockOffset}); production uses the real time only.`,
      zh: `业务时钟已被调整(${facts.clockOffset});生产环境只使用真实时间。`,
    });
  }
  if (mistakes.length > 0) throw invalid(mistakes);
}

// REQ-ACC-01, REQ-ACC-11: no demo seed and no unencrypted way in.
function productionMistakes(config: Config, root: string): Message[] {
  const mistakes: Message[] = [];
  if (config.demo) {
    mistakes.push({ en: "DEMO=1 is not allowed with NODE_ENV=production.", zh: "NODE_ENV=production 时不允许 DEMO=1。" });
  }
  if (!isLoopback(config.host) && !config.tls && config.trustProxy === false) {
    mistakes.push({
      en: `HOST=${config.host} is reachable from outside: set LOTLINE_TLS_CERT and LOTLINE_TLS_KEY, or declare the proxy that encrypts in LOTLINE_TRUST_PROXY.`,
      zh: `HOST=${config.host} 可从外部访问:请设置 LOTLINE_TLS_CERT 与 LOTLINE_TLS_KEY,或在 LOTLINE_TRUST_PROXY 中声明负责加密的代理。`,
    });
  }
  if (config.trustProxy !== false && !config.baseUrl?.startsWith("https://")) {
    mistakes.push({
      en: "Behind a proxy LOTLINE_BASE_URL must name the https:// address that browsers use.",
      zh: "在代理之后运行时,LOTLINE_BASE_URL 须为浏览器使用的 https:// 地址。",
    });
  }
  if (config.databaseUrl && examplePasswords.has(decodeURIComponent(new URL(config.databaseUrl).password).toLowerCase())) {
    mistakes.push({
      en: "The password in DATABASE_URL is empty or one from an example; give the database user a strong one.",
      zh: "DATABASE_URL 中的密码为空或为示例密码;请为数据库用户设置强密码。",
    });
  }
  if (config.smtp?.tls === "none" && !isLoopback(config.smtp.host)) {
    mistakes.push({
      en: "LOTLINE_SMTP_URL with tls=none sends passwords and names over the network in clear; use smtps:// or STARTTLS.",
      zh: "LOTLINE_SMTP_URL 使用 tls=none 时密码和姓名将以明文传输；请使用 smtps:// 或 STARTTLS。",
    });
  }
  if (!config.trustedOnly) {
    mistakes.push({
      en: "LOTLINE_TRUSTED_DOCUMENTS=0 is not allowed with NODE_ENV=production.",
      zh: "NODE_ENV=production 时不允许 LOTLINE_TRUSTED_DOCUMENTS=0。",
    });
  }
  if (isInside(config.keyFile, join(root, "apps"))) {
    mistakes.push({
      en: `LOTLINE_KEY_FILE=${config.keyFile} lies in the program's own files, where only the demo key is; make a key of your own.`,
      zh: `LOTLINE_KEY_FILE=${config.keyFile} 位于程序文件内,那里只有演示密钥;请使用自己的密钥。`,
    });
  }
  return mistakes;
}

function reader(env: Readonly<Record<string, string | undefined>>, mistakes: Message[]) {
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  const wrong = (name: string, en: string, zh: string) =>
    mistakes.push({ en: `${name} must be ${en}.`, zh: `${name} 须为${zh}。` });
  return {
    text,
    oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
      const value = text(name) ?? fallback;
      const found = allowed.find((candidate) => candidate === value);
      if (found === undefined)
        wrong(name, `one of ${allowed.join(", ")}, not "${value}"`, `以下之一:${allowed.join("、")},而不是"${value}"`);
      return found ?? fallback;
    },
    flag(name: string, fallback: boolean): boolean {
      const value = text(name)?.toLowerCase();
      if (value === undefined) return fallback;
      if (["1", "true", "yes", "on"].includes(value)) return true;
      if (!["0", "false", "no", "off"].includes(value)) wrong(name, `0 or 1, not "${value}"`, ` 0 或 1,而不是"${value}"`);
      return false;
    },
    port(name: string, fallback: number): number {
      const value = text(name) ?? String(fallback);
      if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
      wrong(name, `a number from 0 to 65535, not "${value}"`, ` 0 到 65535 的整数,而不是"${value}"`);
      return fallback;
    },
    databaseUrl(name: string): string | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      const url = URL.parse(value);
      const isComplete = url && /^postgres(ql)?:$/.test(url.protocol) && url.username !== "" && url.pathname.length > 1;
      // The value is not repeated: it holds a password.
      if (!isComplete)
        wrong(name, "like postgres://user:password@host:5432/database", "形如 postgres://用户:密码@主机:5432/数据库");
      return isComplete ? value : undefined;
    },
    smtp(name: string): SmtpServer | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      const server = smtpServerOf(value);
      // The value is not repeated: it holds a password.
      if (!server)
        wrong(
          name,
          "like smtps://user:password@mail.example.com:465, or smtp://…:587 (STARTTLS), or smtp://localhost:25?tls=none",
          "形如 smtps://用户:密码@mail.example.com:465，或 smtp://…:587（STARTTLS），或 smtp://localhost:25?tls=none",
        );
      return server;
    },
    origin(name: string): string | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      const url = URL.parse(value);
      const isOrigin = url && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "" && url.hash === "";
      if (!isOrigin)
        wrong(
          name,
          `like https://lotline.example.com without a path, not "${value}"`,
          `形如 https://lotline.example.com 且不含路径,而不是"${value}"`,
        );
      return isOrigin ? url.origin : undefined;
    },
  };
}

/** The mail server that a URL names; undefined when it names none. */
function smtpServerOf(value: string): SmtpServer | undefined {
  const url = URL.parse(value);
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === "" || !["", "/"].includes(url.pathname)) return undefined;
  const asked = url.searchParams.get("tls");
  const isImplicit = url.protocol === "smtps:";
  if ([...url.searchParams.keys()].some((key) => key !== "tls") || (asked !== null && (isImplicit || asked !== "none")))
    return undefined;
  if ((url.username === "") !== (url.password === "")) return undefined;
  const part = (text: string) => (text === "" ? undefined : decodeURIComponent(text));
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (isImplicit ? 465 : 587)),
    tls: isImplicit ? "implicit" : asked === "none" ? "none" : "starttls",
    user: part(url.username),
    password: part(url.password),
  };
}

function trustProxyOf(value: string | undefined, mistakes: Message[]): Config["trustProxy"] {
  if (value === undefined || value === "0") return false;
  if (/^\d$/.test(value)) return Number(value);
  const addresses = value.split(",").map((address) => address.trim());
  const isAddress = (address: string) => /^(loopback|linklocal|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?)$/i.test(address);
  if (!addresses.every(isAddress)) {
    mistakes.push({
      en: `LOTLINE_TRUST_PROXY must be the number of proxies (1 to 9) or their addresses separated by commas, not "${value}".`,
      zh: `LOTLINE_TRUST_PROXY 须为代理层数(1 到 9)或以逗号分隔的代理地址,而不是"${value}"。`,
    });
  }
  return addresses;
}

/** A misspelt setting would otherwise be passed over in silence. */
function unknownSettings(env: Readonly<Record<string, string | undefined>>): Message[] {
  const unknown = Object.keys(env).filter((name) => name.startsWith("LOTLINE_") && !settings.includes(name));
  return unknown.sort().map((name) => ({ en: `There is no setting ${name}.`, zh: `没有名为 ${name} 的设置。` }));
}

/** Whether an address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}

function invalid(mistakes: Message[]): SetupError {
  return new SetupError(
    "CONFIG_INVALID",
    mistakes.map((mistake) => mistake.en).join("\n"),
    mistakes.map((mistake) => mistake.zh).join("\n"),
  );
}
