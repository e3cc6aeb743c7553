import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Issue, isAttachmentKind, normaliseText, type Reason, type RecordName } from "@lotline/schema";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { invalid, notFound, refused } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import { knownRecord } from "../../derive/entity.ts";
import { permitReason } from "../../kernel/authorize.ts";
import type { Tx } from "../../kernel/tx.ts";
import { answer } from "./answer.ts";
import { disposition, fileName, isPreviewed, typeOfFile } from "./file-types.ts";
import type { WebRequest } from "./web-request.ts";

const maxBytes = 20 * 1024 * 1024;

/** What one record and one person may hold; beyond it somebody has to look (ASVS 5.2.4). */
const quota = { filesPerRecord: 200, bytesPerRecord: 1024 ** 3, bytesPerPersonDay: 2 * 1024 ** 3 } as const;

const tooLarge = () => invalid({ path: "file", code: "tooLarge", text: { en: "At most 20 MB.", zh: "最大 20 MB。" } });

/** Stores a stream under the hash of its content; the same content is stored once. */
async function store(request: HttpRequest, filesDir: string): Promise<{ sha256: string; size: number; mediaType: string }> {
  // Said before anything is read, when the browser says how much will come.
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
  mkdirSync(filesDir, { recursive: true });
  const draft = join(filesDir, `${randomUUID()}.draft`);
  const hash = createHash("sha256");
  const seen = { size: 0, head: Buffer.alloc(0) };
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      seen.size += chunk.length;
      if (seen.head.length < 512) seen.head = Buffer.concat([seen.head, chunk]).subarray(0, 512);
      done(seen.size > maxBytes ? tooLarge() : null, chunk);
    },
  });
  try {
    await pipeline(request, watch, createWriteStream(draft, { flags: "wx", mode: 0o600 }));
    const sha256 = hash.digest("hex");
    if (seen.size === 0) throw invalid({ path: "file", code: "empty", text: { en: "The file is empty.", zh: "文件为空。" } });
    const mediaType = typeOfFile(seen.head);
    if (!mediaType)
      throw invalid({
        path: "file",
        code: "type",
        text: {
          en: "This kind of file is not accepted: PDF, PNG, JPEG, Office documents and plain text are.",
          zh: "不接受此类文件；可用 PDF、PNG、JPEG、Office 文档和纯文本。",
        },
      });
    renameSync(draft, pathOf(filesDir, sha256));
    return { sha256, size: seen.size, mediaType };
  } finally {
    rmSync(draft, { force: true });
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

const altered = {
  code: "FILE_ALTERED",
  text: {
    en: "The stored file is not the one that was attached: its SHA-256 differs. Restore it from a backup.",
    zh: "存储的文件与上传时不一致（SHA-256 不符），请从备份恢复。",
  },
};

const pathOf = (filesDir: string, sha256: string): string => join(filesDir, sha256);

/** The bytes of a stored file. @throws NOT_FOUND, and FILE_ALTERED where they are no longer what was attached */
export async function storedFile(filesDir: string, sha256: string): Promise<Buffer> {
  const path = pathOf(filesDir, sha256);
  if (!/^[0-9a-f]{64}$/.test(sha256) || !existsSync(path)) throw notFound("file", sha256);
  if ((await hashOf(path)) !== sha256) throw refused(altered);
  return readFile(path);
}

/** Attachments: put to a record by whoever may read it, handed out as attachments only and never shown inline. */
export function fileRoutes(
  filesDir: string,
  contextOf: (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>,
): Router {
  const router = Router();
  router.put("/", (request, response) => answer(response, contextOf(request, response), (web) => put(filesDir, request, web)));
  router.get("/:id", (request, response) =>
    answer(response, contextOf(request, response), (web) => get(filesDir, request, response, web)),
  );
  return router;
}

const unknownKind: Issue = {
  path: "kind",
  code: "choice",
  text: { en: "There is no such kind of file.", zh: "没有该文件类型。" },
};

async function put(filesDir: string, request: HttpRequest, web: WebRequest): Promise<unknown> {
  const { record, id, name, commandId, replaces, kind } = request.query as { [key: string]: string };
  web.requireSession();
  if (!record || !knownRecord(record) || !id) throw notFound(record ?? "", id ?? "");
  const target = record as RecordName;
  const reader = await web.mayRead(target);
  if (!reader.actor.permits.has("attachment.add")) throw refused(permitReason("attachment.add"));
  if (!(await web.row(target, id))) throw notFound(specOf(target).label.en, id);
  if (kind !== undefined && !isAttachmentKind(kind)) throw invalid(unknownKind);
  const kept = fileName(normaliseText(name ?? ""));
  // A slow upload must not hold a transaction.
  await web.endReads();
  // Who may not go on does not finish what was begun either.
  const hold = await web.holdOpen(() => request.destroy());
  const file = await store(request, filesDir).finally(() => hold.release());
  const input = { record, id, name: kept, sha256: file.sha256, replaces: replaces ?? null, kind: kind ?? null };
  await web.command({ id: commandId ?? "", operation: "addAttachment", input }, async (tx) => {
    await requireRoom(tx, target, id, file);
    const replaced = replaces === undefined ? null : await replaceable(tx, target, id, replaces);
    await tx.insert(
      "attachment",
      ["record_type", "record_id", "name", "kind", "media_type", "size", "sha256", "replaces_id"],
      [[target, id, kept, kind ?? null, file.mediaType, file.size, file.sha256, replaced]],
    );
    return { record: target, id };
  });
  return { name: kept, ...file };
}

/** Refuses the very same file a second time, and more than a record or a person may put away. */
async function requireRoom(tx: Tx, record: RecordName, id: string, file: { sha256: string; size: number }): Promise<void> {
  // One upload to a record at a time, so that the sums hold.
  await tx.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))", [`files ${record} ${id}`]);
  const [here] = await tx.sql<{ n: number; bytes: string; same: string | null }>(
    `select count(*)::int as n, coalesce(sum(size), 0)::bigint as bytes, max(name) filter (where sha256 = ?) as same
     from attachment where record_type = ? and record_id = ?`,
    [file.sha256, record, id],
  );
  const [today] = await tx.sql<{ bytes: string }>(
    "select coalesce(sum(size), 0)::bigint as bytes from attachment where actor_id = ? and at > ?",
    [tx.actor.id, new Date(tx.now.getTime() - 86_400_000)],
  );
  const reasons: Reason[] = [];
  if (here?.same)
    reasons.push({
      code: "FILE_SAME",
      text: { en: `This very file is attached already as "${here.same}".`, zh: `该文件已作为“${here.same}”添加，内容完全相同。` },
    });
  if ((here?.n ?? 0) >= quota.filesPerRecord || Number(here?.bytes ?? 0) + file.size > quota.bytesPerRecord)
    reasons.push({
      code: "FILE_QUOTA",
      text: {
        en: `A record holds at most ${quota.filesPerRecord} files and 1 GB.`,
        zh: `每条记录最多 ${quota.filesPerRecord} 个文件，共 1 GB。`,
      },
    });
  if (Number(today?.bytes ?? 0) + file.size > quota.bytesPerPersonDay)
    reasons.push({
      code: "FILE_QUOTA",
      text: { en: "You have attached 2 GB within a day; go on tomorrow.", zh: "您一天内已添加 2 GB，请明天再继续。" },
    });
  tx.require(reasons);
}

/** The file that a new one takes the place of: of the same record, and not replaced already. */
async function replaceable(tx: Tx, record: RecordName, id: string, replaces: string): Promise<string> {
  const [old] = /^[1-9]\d{0,17}$/.test(replaces)
    ? await tx.sql<{ id: string; next: string | null }>(
        `select a.id, (select n.id from attachment n where n.record_type = a.record_type and n.record_id = a.record_id and n.replaces_id = a.id limit 1) as next
         from attachment a where a.id = ? and a.record_type = ? and a.record_id = ?`,
        [replaces, record, id],
      )
    : [];
  if (!old) throw notFound("file", replaces);
  if (old.next)
    throw refused({
      code: "FILE_REPLACED",
      text: { en: "The file was replaced meanwhile; replace the newest one.", zh: "该文件已被替换，请替换最新版本。" },
    });
  return old.id;
}

async function get(filesDir: string, request: HttpRequest, response: HttpResponse, web: WebRequest): Promise<undefined> {
  const reader = await web.reader();
  const id = String(request.params.id);
  const [row] = /^[1-9]\d{0,17}$/.test(id)
    ? await reader.sql<{ record_type: string; record_id: string; name: string; media_type: string; sha256: string }>(
        "select * from attachment where id = ?",
        [id],
      )
    : [];
  const readable =
    row && reader.actor.permits.has(specOf(row.record_type).read) && (await web.row(row.record_type, row.record_id));
  await web.endReads();
  if (!row || !readable || !existsSync(pathOf(filesDir, row.sha256))) throw notFound("file", id);
  // What was changed on the disk is no longer what was attached (REQ-REC-14).
  if ((await hashOf(pathOf(filesDir, row.sha256))) !== row.sha256) throw refused(altered);
  await web.note({ kind: "file", operation: "file", record: row.record_type, isFound: true, asked: { file: row.name } });
  const shown = request.query.preview !== undefined && isPreviewed(row.media_type);
  response.set({
    "Content-Type": row.media_type.startsWith("application/vnd") ? "application/octet-stream" : row.media_type,
    "Content-Disposition": disposition(shown ? "inline" : "attachment", row.name),
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
  });
  await pipeline(createReadStream(pathOf(filesDir, row.sha256)), response);
}
