import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Config } from "../config.ts";
import { SetupError } from "../setup-error.ts";
import { fileOf } from "./backup.ts";
import type { Answer, Call, Command } from "./command.ts";
import { noteRun, secondsSince } from "./maintenance.ts";
import { secretOf } from "./person.ts";
import { asking, type Place, withHouse } from "./place.ts";
import { restoreInto } from "./restore.ts";

export const drill: Command = {
  name: "drill",
  about: {
    en: "Restores a backup into a place of its own, proves it, removes it again and writes the report down.",
    zh: "将备份恢复到临时位置并验证，随后清除，并登记演练报告。",
  },
  takes: [{ name: "file", about: { en: "A file made by `backup`.", zh: "由 `backup` 生成的文件。" } }],
  options: {},
  more: {
    en: "The password is asked, or taken from LOTLINE_BACKUP_PASSWORD. The app may run; nothing of it is touched.\nIt needs as much room in the temporary directory (TMPDIR) as the system takes.",
    zh: "密码在终端询问，或取自 LOTLINE_BACKUP_PASSWORD。应用可同时运行，其数据不受影响。\n临时目录（TMPDIR）须有与系统数据同等的空间。",
  },
  run: async (call) => {
    const file = fileOf(call);
    if (!existsSync(file)) throw new SetupError("FILE_MISSING", `There is no file ${file}.`, `没有文件 ${file}。`);
    const password = await secretOf(call, "LOTLINE_BACKUP_PASSWORD", call.pick({ en: "Password of the backup", zh: "备份密码" }));
    return withHouse(call, (place) => tryOut(call, place, file, password));
  },
};

/** A place of its own: nothing is shared with the installation but the program. */
const apart = (config: Config, dataDir: string): Config => ({
  ...config,
  dataDir,
  databaseUrl: undefined,
  keyFile: join(dataDir, "keys", "seal.pem"),
  sealLogFile: join(dataDir, "seals.log"),
});

async function tryOut(call: Call, place: Place, file: string, password: string): Promise<Answer> {
  const startedAt = new Date();
  const sha256 = await hashOf(file);
  const about = { kind: "drill", startedAt, source: basename(file), sha256 } as const;
  const dataDir = mkdtempSync(join(tmpdir(), "lotline-drill-"));
  try {
    const restored = await inPlace(call, apart(place.config, dataDir), (other) => restoreInto(call, other, file, password));
    const { verify, madeAt, tables, rows, files, filesMissing } = restored;
    const finding =
      verify.first?.message ??
      (filesMissing.length > 0 ? `${filesMissing.length} attachments have no file` : null) ??
      ((await isOwn(place, sha256)) ? null : "UNKNOWN_BACKUP: this installation has not written that file");
    const run = {
      ...about,
      good: finding === null,
      finding,
      seconds: secondsSince(startedAt),
      madeAt: new Date(madeAt),
      tables,
      rows,
      files,
      events: verify.events,
      seals: verify.seals,
      signatures: verify.signatures,
      records: verify.records,
    };
    return answerOf(call, await noteRun(place, run), run);
  } catch (error) {
    // A backup that cannot be restored is what a drill is for: it is written down too.
    if (!(error instanceof SetupError) || error.code === "WRONG_PASSWORD") throw error;
    const finding = `${error.code}: ${error.en}`;
    const run = { ...about, good: false, finding, seconds: secondsSince(startedAt) };
    return answerOf(call, await noteRun(place, run), run);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function inPlace<T>(call: Call, config: Config, work: (place: Place) => Promise<T>): Promise<T> {
  const database = await call.openDatabase(config, call.say);
  try {
    return await work({ config, urls: database.urls });
  } finally {
    await database.stop();
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Whether this installation wrote the file, byte for byte: another firm's backup proves nothing about this one. */
async function isOwn(place: Place, sha256: string): Promise<boolean> {
  const { rows } = await asking(place.urls.reader, (client) =>
    client.query("select from maintenance_run where kind = 'backup' and sha256 = $1 limit 1", [sha256]),
  );
  return rows.length > 0;
}

interface Report {
  readonly good: boolean;
  readonly finding: string | null;
  readonly seconds: number;
}

function answerOf(call: Call, number: string, run: Report): Answer {
  const text = run.good
    ? call.pick({
        en: `${number}: the restored copy holds (${run.seconds} s).`,
        zh: `${number}：恢复副本相符（${run.seconds} 秒）。`,
      })
    : call.pick({ en: `${number}: THE DRILL FAILED: ${run.finding}`, zh: `${number}：演练未通过：${run.finding}` });
  return { json: { number, ...run }, text, exit: run.good ? 0 : 1 };
}
