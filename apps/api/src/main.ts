/** Starts the app: database, migrations, rules, demo company, sealer, HTTP. Says each step. */
import "reflect-metadata";
import { existsSync, readFileSync } from "node:fs";
import { createServer as createHttp, type Server } from "node:http";
import { createServer as createHttps } from "node:https";
import { dirname, join } from "node:path";
import { type VerifyResult, verify } from "@lotline/verifier";
import pino from "pino";
import { assemble } from "./assemble.ts";
import { openPool } from "./base/pool.ts";
import { type Config, readConfig, refuseDemoInProduction } from "./config.ts";
import { openDatabase } from "./database/open.ts";
import type { DatabaseUrls } from "./database/urls.ts";
import { loadOrCreateKey, readPublicKeys } from "./evidence/keys.ts";
import { createSealer } from "./evidence/seal.ts";
import { claimInstance } from "./instance.ts";
import { listen } from "./listen.ts";
import { type Installation, loadOrCreateBox, resumeLongWork } from "./modules/platform/index.ts";
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

/** The whole evidence of this installation, read as the role that reads everything. */
const verifyAll = (config: Config, urls: DatabaseUrls, filesDir: string): Promise<VerifyResult> =>
  verify({
    url: urls.reader,
    publicKeys: readPublicKeys(config.keyFile),
    // Until the first head is written there is no such file.
    headsFile: existsSync(config.sealLogFile) ? config.sealLogFile : undefined,
    filesDir,
  });

const installationOf = (config: Config, urls: DatabaseUrls, filesDir: string): Installation => ({
  demo: config.demo,
  version,
  secrets: loadOrCreateBox(join(dirname(config.keyFile), "secrets.key")),
  verify: () => verifyAll(config, urls, filesDir),
});

async function start(config: Config): Promise<void> {
  const claim = await claimInstance(config.dataDir);
  if ("running" in claim) {
    say(
      `Lotline is already running (process ${claim.running.pid})${claim.running.url ? `: ${claim.running.url}` : ", still starting"}`,
    );
    say(`Lotline 已在运行（进程 ${claim.running.pid}）${claim.running.url ? `：${claim.running.url}` : "，正在启动"}`);
    return;
  }
  for (const warning of config.warnings) say(`! ${warning.en}\n! ${warning.zh}`);
  const database = await openDatabase(config, say);
  await prepare(config, database.urls, say);
  refuseDemoInProduction(config, await demoState(database.urls.owner, config.keyFile));
  const key = loadOrCreateKey(config.keyFile);
  const log = pino({ level: config.logLevel });
  const filesDir = join(config.dataDir, "files");
  const kernel = await assemble(database.urls.app, { key, publicKeys: readPublicKeys(config.keyFile) }, { filesDir });
  const pool = openPool({ connectionString: database.urls.sealer, max: 1 }, (err) =>
    log.warn({ err }, "the sealer lost its connection"),
  );
  const sealer = createSealer({
    pool,
    key,
    headsFile: config.sealLogFile,
    onError: (err) => log.error({ err }, "sealing failed"),
  });
  const secure = config.tls !== undefined || config.trustProxy !== false;
  const relay = createRelay({
    kernel,
    url: database.urls.app,
    onError: (err) => log.error({ err }, "delivering messages failed"),
  });
  const { app, stop } = await createApp({
    kernel,
    installation: installationOf(config, database.urls, filesDir),
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
  const url =
    config.baseUrl ?? `${config.tls ? "https" : "http"}://${config.host === "0.0.0.0" ? "127.0.0.1" : config.host}:${port}`;
  claim.claimed.publish(url);
  say(`Lotline ${version}: ${url}`);
  const days = startDayClock(kernel, { onError: (err) => log.error({ err }, "telling the day failed") });
  onStopSignal(async () => {
    say("Stopping … 正在停止……");
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await stop();
    await days.stop();
    await relay.stop();
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
