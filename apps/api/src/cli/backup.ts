import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { atOneMoment } from "../database/table-copy.ts";
import { SetupError } from "../setup-error.ts";
import { archiveOf, type Contents } from "./backup/archive.ts";
import { encrypted } from "./backup/box.ts";
import type { Answer, Call, Command } from "./command.ts";
import { noteRun, secondsSince } from "./maintenance.ts";
import { newSecret } from "./person.ts";
import { type Place, seal, withHouse } from "./place.ts";

const shortest = 12;

export const backup: Command = {
  name: "backup",
  about: {
    en: "Writes the whole system into one encrypted file: data, audit trail, attachments, public keys.",
    zh: "将整个系统写入一个加密文件：数据、审计追踪、附件、公钥。",
  },
  takes: [{ name: "file", about: { en: "The new file.", zh: "新文件。" } }],
  options: {},
  more: {
    en: "The password is asked, or taken from LOTLINE_BACKUP_PASSWORD; without it nobody can open the file. The app may run.\nThe private signing key is not in the backup: a restored system makes a new one.",
    zh: "密码在终端询问，或取自 LOTLINE_BACKUP_PASSWORD；没有密码无人能打开该文件。应用可同时运行。\n备份不含签名私钥：恢复后的系统会生成新私钥。",
  },
  run: async (call) => {
    const file = fileOf(call);
    if (existsSync(file)) throw new SetupError("FILE_EXISTS", `${file} is there already.`, `${file} 已存在。`);
    const password = await newSecret(
      call,
      "LOTLINE_BACKUP_PASSWORD",
      call.pick({ en: "Password of the backup", zh: "备份密码" }),
    );
    if ([...password].length < shortest)
      throw new SetupError("PASSWORD_WEAK", `At least ${shortest} characters, please.`, `密码至少 ${shortest} 个字符。`);
    return withHouse(call, (place) => write(call, place, file, password));
  },
};

/** The file named by the caller, seen from where they called. */
export const fileOf = (call: Call): string => resolve(call.env.INIT_CWD ?? process.cwd(), call.arguments[0] ?? "");

async function write(call: Call, place: Place, file: string, password: string): Promise<Answer> {
  const startedAt = new Date();
  await seal(place);
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.partial`;
  try {
    const { contents, sha256 } = await writeDraft(place, draft, password);
    renameSync(draft, file);
    for (const missing of contents.filesMissing)
      call.say(`! ${call.pick({ en: "attachment file missing", zh: "附件文件缺失" })}: ${missing}`);
    const { tables, rows, files, filesMissing } = contents;
    const isWhole = filesMissing.length === 0;
    const run = await noteRun(place, {
      kind: "backup",
      good: isWhole,
      finding: isWhole ? null : `${filesMissing.length} attachments have no file`,
      startedAt,
      seconds: secondsSince(startedAt),
      source: basename(file),
      sha256,
      madeAt: startedAt,
      tables,
      rows,
      files,
    });
    const json = { run, file, bytes: statSync(file).size, sha256, ...contents };
    return { json, text: textOf(call, json), exit: isWhole ? 0 : 1 };
  } finally {
    rmSync(draft, { force: true });
  }
}

async function writeDraft(place: Place, draft: string, password: string): Promise<{ contents: Contents; sha256: string }> {
  let contents: Contents | undefined;
  const hash = createHash("sha256");
  const handle = await open(draft, "w", 0o600);
  try {
    await atOneMoment(place.urls.owner, (client) =>
      pipeline(
        archiveOf(client, place, (told) => {
          contents = told;
        }),
        createGzip(),
        (source: AsyncIterable<Buffer>) => encrypted(source, password),
        async (source: AsyncIterable<Buffer>) => {
          for await (const piece of source) {
            hash.update(piece);
            await handle.writeFile(piece);
          }
        },
      ),
    );
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (!contents) throw new Error("the archive did not come to its end");
  return { contents, sha256: hash.digest("hex") };
}

function textOf(
  call: Call,
  { file, bytes, sha256, tables, rows, files }: Contents & { file: string; bytes: number; sha256: string },
): string {
  const size = (bytes / 1e6).toFixed(1);
  return call.pick({
    en: `${file}: ${size} MB, ${rows} rows of ${tables} tables, ${files} files\nSHA-256 ${sha256}`,
    zh: `${file}：${size} MB，${tables} 张表共 ${rows} 行，${files} 个文件\nSHA-256 ${sha256}`,
  });
}
