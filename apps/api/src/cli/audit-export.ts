import { createHash } from "node:crypto";
import { existsSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { atOneMoment } from "../database/table-copy.ts";
import { loadOrCreateKey, readPublicKeys } from "../evidence/keys.ts";
import { SetupError } from "../setup-error.ts";
import { version } from "../version.ts";
import { type Answer, type Call, type Command, textOf, UsageError } from "./command.ts";
import { type Manifest, manifestPayload } from "./export/format.ts";
import { exportLines, type Span, textSettings } from "./export/lines.ts";
import { type Place, seal, withHouse } from "./place.ts";

const dayMs = 86_400_000;

export const auditExport: Command = {
  name: "audit export",
  about: {
    en: "Writes events, signatures and seals as JSON Lines with a signed manifest, to be checked without the database.",
    zh: "以 JSON Lines 导出事件、签名与封存，附签名清单，无需数据库即可核验。",
  },
  options: {
    from: { type: "string", value: "date", about: { en: "First day or instant (UTC).", zh: "起始日期或时刻（UTC）。" } },
    to: {
      type: "string",
      value: "date",
      about: { en: "Last day, or the instant before which it ends (UTC).", zh: "截止日期，或结束时刻（不含，UTC）。" },
    },
    out: {
      type: "string",
      value: "file",
      about: { en: "The new file; otherwise standard output.", zh: "新文件；缺省为标准输出。" },
    },
  },
  more: {
    en: "Check a file with: audit verify --export <file>",
    zh: "核验导出文件：audit verify --export <文件>",
  },
  run: async (call) => {
    const span = spanOf(call);
    const out = textOf(call, "out");
    const file = out === undefined ? undefined : resolve(call.env.INIT_CWD ?? process.cwd(), out);
    if (file && existsSync(file)) throw new SetupError("FILE_EXISTS", `${file} is there already.`, `${file} 已存在。`);
    return withHouse(call, async (place) => {
      await seal(place);
      if (file) return toFile(call, place, span, file);
      await writeExport(place, span, call.out);
      return { json: null, text: "", isWritten: true };
    });
  },
};

/** A day is meant whole; an instant is exact. */
function spanOf(call: Call): Span {
  const at = (name: "from" | "to", plus: number): string | null => {
    const text = textOf(call, name);
    if (text === undefined) return null;
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
    const date = new Date(isDay ? `${text}T00:00:00Z` : text);
    // A day that does not exist (30 February) would move on to the next month.
    const exists = !Number.isNaN(date.getTime()) && (!isDay || date.toISOString().startsWith(text));
    if (!exists || !/^\d{4}-\d{2}-\d{2}(T.*Z)?$/.test(text))
      throw new UsageError(
        `--${name} takes 2026-07-15 or 2026-07-15T08:00:00Z.`,
        `--${name} 的格式为 2026-07-15 或 2026-07-15T08:00:00Z。`,
      );
    return new Date(date.getTime() + (isDay ? plus : 0)).toISOString();
  };
  return { from: at("from", 0), to: at("to", dayMs) };
}

async function toFile(call: Call, place: Place, span: Span, file: string): Promise<Answer> {
  const draft = `${file}.partial`;
  try {
    const handle = await open(draft, "w", 0o600);
    let manifest: Manifest;
    try {
      manifest = await writeExport(place, span, (text) => handle.writeFile(text));
      await handle.sync();
    } finally {
      await handle.close();
    }
    renameSync(draft, file);
    const { counts, sha256 } = manifest;
    const text = call.pick({
      en: `${file}: ${counts.events} events, ${counts.signatures} signatures, ${counts.seals} seals\nSHA-256 ${sha256}`,
      zh: `${file}：事件 ${counts.events}，签名 ${counts.signatures}，封存 ${counts.seals}\nSHA-256 ${sha256}`,
    });
    return { json: { file, ...counts, from: span.from, to: span.to, sha256 }, text };
  } finally {
    rmSync(draft, { force: true });
  }
}

const portionChars = 1 << 18;

/** Writes all lines of one moment of the database, and the manifest. */
async function writeExport({ config, urls }: Place, span: Span, write: (text: string) => Promise<void>): Promise<Manifest> {
  const key = loadOrCreateKey(config.keyFile);
  const hash = createHash("sha256");
  const counts = { seal: 0, event: 0, signature: 0 };
  let waiting = "";
  const flush = async (): Promise<void> => {
    hash.update(waiting);
    await write(waiting);
    waiting = "";
  };
  await atOneMoment(urls.owner, async (client) => {
    await client.query(textSettings);
    for await (const { kind, line } of exportLines(client, span)) {
      counts[kind]++;
      waiting += `${line}\n`;
      if (waiting.length > portionChars) await flush();
    }
  });
  await flush();
  const signed = {
    format: "lotline-export/1",
    madeAt: new Date().toISOString(),
    ...span,
    counts: { seals: counts.seal, events: counts.event, signatures: counts.signature },
    sha256: hash.digest("hex"),
  } as const;
  const manifest: Manifest = {
    ...signed,
    version,
    keyId: key.id,
    publicKeys: readPublicKeys(config.keyFile),
    signature: key.sign(manifestPayload(signed)),
  };
  await write(`${JSON.stringify({ kind: "manifest", ...manifest })}\n`);
  return manifest;
}
