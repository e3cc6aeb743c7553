/** Starts the app: database, migrations, rules, demo company, sealer, HTTP. Says each step. */
import "reflect-metadata";
import { readFileSync } from "node:fs";
import { createServer as createHttp, type Server } from "node:http";
import { createServer as createHttps } from "node:https";
import { dirname, join } from "node:path";
import type { Pool } from "pg";
import pino, { type Logger } from "pino";
import { assemble } from "./assemble.ts";
import { openPool } from "./base/pool.ts";
import { type Config, readConfig, refuseDemoInProduction } from "./config.ts";
import { pendingMigrations } from "./database/migrate.ts";
import { openDatabase } from "./database/open.ts";
import { openKeyRing, type SigningKey } from "./evidence/keys.ts";
import { createSealer, type Sealer } from "./evidence/seal.ts";
import { claimInstance } from "./instance.ts";
import type { Kernel } from "./kernel/command.ts";
import { listen } from "./listen.ts";
import {
  createMailer,
  createOperations,
  keyWorkers,
  loadOrCreateBox,
  mailWorker,
  registerKeys,
  resumeLongWork,
} from "./modules/platform/index.ts";
import { startDayClock } from "./outbox/day-clock.ts";
import { createRelay } from "./outbox/relay.ts";
import { prepare } from "./prepare.ts";
import { demoState } from "./seed/load.ts";
import { createApp } from "./server.ts";
import { SetupError } from "./setup-error.ts";
import { onStopSignal } from "./stop-signals.ts";
import { version } from "./version.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function httpServer(config: Config, handler: Parameters<typeof createHttp>[1]): Server {
  const { tls } = config;
  return tls ? createHttps({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, handler) : createHttp(handler);
}

function sayRunning({ pid, url }: { readonly pid: number; readonly url?: string | undefined }): void {
  say(`Lotline is already running (process ${pid})${url ? `: ${url}` : ", still starting"}`);
  say(`Lotline 已在运行（进程 ${pid}）${url ? `：${url}` : "，正在启动"}`);
}

function openSealer(config: Config, url: string, key: SigningKey, log: Logger): { pool: Pool; sealer: Sealer } {
  const pool = openPool({ connectionString: url, max: 1 }, (err) => log.warn({ err }, "the sealer lost its connection"));
  const onError = (err: unknown) => log.error({ err }, "sealing failed");
  return { pool, sealer: createSealer({ pool, key, headsFile: config.sealLogFile, onError }) };
}

async function openOperations(
  config: Config,
  kernel: Kernel,
  where: { readonly filesDir: string; readonly readerUrl: string },
  log: Logger,
) {
  const { pending } = await pendingMigrations(where.readerUrl);
  return createOperations({
    kernel,
    place: {
      ...config,
      ...where,
      certFile: config.tls?.certFile,
      isBehindProxy: config.trustProxy !== false,
      pendingMigrations: pending,
    },
    onError: (err) => log.error({ err }, "looking at the health failed"),
  });
}

async function start(config: Config): Promise<void> {
  const claim = await claimInstance(config.dataDir);
  if ("running" in claim) return sayRunning(claim.running);
  for (const warning of config.warnings) say(`! ${warning.en}\n! ${warning.zh}`);
  const database = await openDatabase(config, say);
  await prepare(config, database.urls, say);
  refuseDemoInProduction(config, await demoState(database.urls.owner, config.keyFile));
  const ring = openKeyRing(config.keyFile);
  const log = pino({ level: config.logLevel });
  const kernel = await assemble(database.urls.app, { key: ring.key, publicKeys: ring.publicKeys });
  await registerKeys(kernel, config.keyFile, ring.key.id);
  const { pool, sealer } = openSealer(config, database.urls.sealer, ring.key, log);
  const secure = config.tls !== undefined || config.trustProxy !== false;
  const mailer = config.smtp && createMailer(config.smtp);
  // Known once the app listens; no mail is sent before.
  let url = "";
  const relay = createRelay({
    kernel,
    outside: [mailWorker({ mailer, baseUrl: () => url }), ...keyWorkers(config.keyFile)],
    url: database.urls.app,
    onError: (err) => log.error({ err }, "delivering messages failed"),
  });
  const filesDir = join(config.dataDir, "files");
  const operations = await openOperations(config, kernel, { filesDir, readerUrl: database.urls.reader }, log);
  const { app, stop } = await createApp({
    kernel,
    installation: {
      operations,
      sendsMail: mailer !== undefined,
      demo: config.demo,
      version,
      secrets: loadOrCreateBox(join(dirname(config.keyFile), "secrets.key")),
    },
    filesDir,
    secure,
    trustProxy: config.trustProxy,
    trustedOnly: config.trustedOnly,
    log,
  });
  const server = httpServer(config, app);
  const port = await listen(server, config, (wanted, got) =>
    say(`Port ${wanted} is taken; using ${got}.\n端口 ${wanted} 已被占用，改用 ${got}。`),
  );
  sealer.start();
  url = config.baseUrl ?? `${config.tls ? "https" : "http"}://${config.host === "0.0.0.0" ? "127.0.0.1" : config.host}:${port}`;
  claim.claimed.publish(url);
  say(`Lotline ${version}: ${url}`);
  operations.start();
  const days = startDayClock(kernel, { onError: (err) => log.error({ err }, "telling the day failed") });
  onStopSignal(async () => {
    say("Stopping … 正在停止……");
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await stop();
    await operations.stop();
    await days.stop();
    await relay.stop();
    mailer?.close();
    await sealer.stop();
    await pool.end();
    await kernel.orm.close(true);
    await database.stop();
    claim.claimed.release();
  });
  await resumeLongWork(kernel);
  await relay.start();
}

try {
  await start(readConfig(process.env));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
