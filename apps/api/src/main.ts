/** Starts the app: database, migrations, rules, demo company, sealer, HTTP. Says each step. */
import "reflect-metadata";
import { readFileSync } from "node:fs";
import { createServer as createHttp, type Server } from "node:http";
import { createServer as createHttps } from "node:https";
import { dirname, join } from "node:path";
import pino from "pino";
import { assemble } from "./assemble.ts";
import { openPool } from "./base/pool.ts";
import { type Config, readConfig, refuseDemoInProduction } from "./config.ts";
import { pendingMigrations } from "./database/migrate.ts";
import { openDatabase } from "./database/open.ts";
import type { DatabaseUrls } from "./database/urls.ts";
import { openKeyRing } from "./evidence/keys.ts";
import { createSealer } from "./evidence/seal.ts";
import { type HousePlace, verifyHouse } from "./evidence/verify-house.ts";
import { openFirstStart } from "./first-start.ts";
import { claimInstance } from "./instance.ts";
import type { Kernel } from "./kernel/command.ts";
import { listen } from "./listen.ts";
import {
  createMailer,
  createOperations,
  type Installation,
  keyWorkers,
  loadOrCreateBox,
  mailWorker,
  type Operations,
  Provider,
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

function tellSetupCode(code: string, file: string): void {
  say(`Nobody is in the system yet. Open it in a browser; the set-up code is ${code} (also in ${file})`);
  say(`系统中尚无人员。请在浏览器中打开系统，设置码为 ${code}（也保存在 ${file}）`);
}

function httpServer(config: Config, handler: Parameters<typeof createHttp>[1]): Server {
  const { tls } = config;
  return tls ? createHttps({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, handler) : createHttp(handler);
}

const filesOf = (config: Config): string => join(config.dataDir, "files");

const placeOf = (config: Config, readerUrl: string): HousePlace => ({ ...config, filesDir: filesOf(config), readerUrl });

const operationsOf = async (config: Config, readerUrl: string, kernel: Kernel, onError: (error: unknown) => void) =>
  createOperations({
    kernel,
    place: {
      ...config,
      ...placeOf(config, readerUrl),
      certFile: config.tls?.certFile,
      isBehindProxy: config.trustProxy !== false,
      pendingMigrations: (await pendingMigrations(readerUrl)).pending,
    },
    onError,
  });

const installationOf = async (config: Config, urls: DatabaseUrls, operations: Operations): Promise<Installation> => ({
  operations,
  verify: () => verifyHouse(placeOf(config, urls.reader)),
  sendsMail: config.smtp !== undefined,
  demo: config.demo,
  version,
  baseUrl: config.baseUrl,
  provider: config.provider && config.baseUrl ? new Provider(config.provider, config.baseUrl) : undefined,
  secrets: loadOrCreateBox(join(dirname(config.keyFile), "secrets.key")),
  firstStart: await openFirstStart(urls.owner, config.dataDir, tellSetupCode),
});

const urlOf = ({ baseUrl, tls, host }: Config, port: number): string =>
  baseUrl ?? `${tls ? "https" : "http"}://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`;

function sayRunning({ pid, url }: { readonly pid: number; readonly url?: string | undefined }): void {
  say(`Lotline is already running (process ${pid})${url ? `: ${url}` : ", still starting"}`);
  say(`Lotline 已在运行（进程 ${pid}）${url ? `：${url}` : "，正在启动"}`);
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
  const failing = (what: string) => (err: unknown) => log.error({ err }, `${what} failed`);
  const kernel = await assemble(database.urls.app, { key: ring.key, publicKeys: ring.publicKeys }, { filesDir: filesOf(config) });
  await registerKeys(kernel, config.keyFile, ring.key.id);
  const pool = openPool({ connectionString: database.urls.sealer, max: 1 }, (err) =>
    log.warn({ err }, "the sealer lost its connection"),
  );
  const sealer = createSealer({ pool, key: ring.key, headsFile: config.sealLogFile, onError: failing("sealing") });
  const mailer = config.smtp && createMailer(config.smtp);
  // Known once the app listens; no mail is sent before.
  let url = "";
  const relay = createRelay({
    kernel,
    outside: [mailWorker({ mailer, baseUrl: () => url }), ...keyWorkers(config.keyFile)],
    url: database.urls.app,
    onError: failing("delivering messages"),
  });
  const operations = await operationsOf(config, database.urls.reader, kernel, failing("looking at the health"));
  const { app, stop } = await createApp({
    kernel,
    installation: await installationOf(config, database.urls, operations),
    filesDir: filesOf(config),
    secure: config.tls !== undefined || config.trustProxy !== false,
    trustProxy: config.trustProxy,
    trustedOnly: config.trustedOnly,
    log,
  });
  const server = httpServer(config, app);
  const port = await listen(server, config, (wanted, got) =>
    say(`Port ${wanted} is taken; using ${got}.\n端口 ${wanted} 已被占用，改用 ${got}。`),
  );
  sealer.start();
  url = urlOf(config, port);
  operations.start();
  const days = startDayClock(kernel, { onError: failing("telling the day") });
  const resumed = resumeLongWork(kernel).then(() => relay.start());
  onStopSignal(async () => {
    say("Stopping … 正在停止……");
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await stop();
    // Told to stop while it still starts: what has begun ends before its database goes.
    await resumed.catch(() => undefined);
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
  // Said last: from here on it can be told to stop.
  claim.claimed.publish(url);
  say(`Lotline ${version}: ${url}`);
  await resumed;
}

try {
  await start(readConfig(process.env));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
