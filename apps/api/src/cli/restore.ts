import { createReadStream, existsSync } from "node:fs";
import type { VerifyResult } from "@lotline/verifier";
import { SetupError } from "../setup-error.ts";
import { verifyPlace } from "./audit-verify.ts";
import type { About, Contents } from "./backup/archive.ts";
import { loadArchive } from "./backup/load.ts";
import { fileOf } from "./backup.ts";
import type { Answer, Call, Command } from "./command.ts";
import { secretOf } from "./person.ts";
import { asking, type Place, requireEmpty, seal, settingsOf, withDatabase } from "./place.ts";

export const restore: Command = {
  name: "restore",
  about: {
    en: "Loads a backup into an empty database and proves it: row counts, audit trail, seals, signatures.",
    zh: "将备份恢复到空数据库并验证：行数、审计追踪、封存、签名。",
  },
  takes: [{ name: "file", about: { en: "A file made by `backup`.", zh: "由 `backup` 生成的文件。" } }],
  options: {},
  more: {
    en: "The password is asked, or taken from LOTLINE_BACKUP_PASSWORD. Everything is loaded, or nothing.",
    zh: "密码在终端询问，或取自 LOTLINE_BACKUP_PASSWORD。要么全部恢复，要么不恢复。",
  },
  run: async (call) => {
    const config = settingsOf(call);
    const file = fileOf(call);
    if (!existsSync(file)) throw new SetupError("FILE_MISSING", `There is no file ${file}.`, `没有文件 ${file}。`);
    const password = await secretOf(call, "LOTLINE_BACKUP_PASSWORD", call.pick({ en: "Password of the backup", zh: "备份密码" }));
    return withDatabase(call, config, (place) => load(call, place, file, password));
  },
};

/** Queues are not part of a backup: what went into them on its last day is handed over again. Consumers do nothing twice. */
const sendAgain = (place: Place): Promise<unknown> =>
  asking(place.urls.owner, (client) =>
    client.query("update outbox set sent_at = null where sent_at > (select max(sent_at) - interval '1 day' from outbox)"),
  );

/** What a restored copy holds, and whether it holds. */
export type Restored = Contents & Pick<About, "version" | "madeAt"> & { readonly verify: VerifyResult };

/** Loads a backup into an empty database and proves it by counts, chain and signatures. */
export async function restoreInto(call: Call, place: Place, file: string, password: string): Promise<Restored> {
  const [{ migrate }, { whilePreparing }] = await Promise.all([import("../database/migrate.ts"), import("../prepare.ts")]);
  const loaded = await whilePreparing(place.config, call.say, async () => {
    await migrate(place.urls, call.say);
    await requireEmpty(place);
    const archive = await loadArchive(call, place, createReadStream(file), password);
    await sendAgain(place);
    return archive;
  });
  await seal(place);
  const verify = await verifyPlace(call, place);
  const { about, contents } = loaded;
  return { version: about.version, madeAt: about.madeAt, ...contents, verify };
}

async function load(call: Call, place: Place, file: string, password: string): Promise<Answer> {
  const restored = await restoreInto(call, place, file, password);
  const { verify } = restored;
  const json = { ok: verify.ok, ...restored };
  const text = call.pick({
    en: `Restored the backup of ${json.madeAt}: ${json.rows} rows of ${json.tables} tables, ${json.files} files.\naudit verify: ${verify.ok ? "everything holds" : `DOES NOT HOLD: ${verify.first?.message}`}`,
    zh: `已恢复 ${json.madeAt} 的备份：${json.tables} 张表共 ${json.rows} 行，${json.files} 个文件。\naudit verify：${verify.ok ? "全部相符" : `不相符：${verify.first?.message}`}`,
  });
  return { json, text, exit: verify.ok ? 0 : 1 };
}
