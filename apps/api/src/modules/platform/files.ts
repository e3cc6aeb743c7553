import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { normaliseText, type RecordName } from "@lotline/schema";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { AppError, invalid, notFound, refused } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import { unavailable } from "../../base/unavailable.ts";
import { knownRecord } from "../../derive/entity.ts";
import { permitReason } from "../../kernel/authorize.ts";
import type { WebRequest } from "./web-request.ts";

const maxBytes = 20 * 1024 * 1024;

// Known by their first bytes, whatever the name or the browser says.
const magic: readonly { readonly type: string; readonly test: (head: Buffer) => boolean }[] = [
  { type: "application/pdf", test: (h) => h.subarray(0, 5).toString("latin1") === "%PDF-" },
  { type: "image/png", test: (h) => h.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) },
  { type: "image/jpeg", test: (h) => h.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) },
  {
    type: "application/vnd.openxmlformats-officedocument",
    test: (h) => h.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])),
  },
  { type: "text/plain", test: (h) => !h.includes(0) },
];

/** Stores a stream under the hash of its content; the same content is stored once. */
async function store(request: HttpRequest, filesDir: string): Promise<{ sha256: string; size: number; mediaType: string }> {
  mkdirSync(filesDir, { recursive: true });
  const draft = join(filesDir, `${randomUUID()}.draft`);
  const hash = createHash("sha256");
  const seen = { size: 0, head: Buffer.alloc(0) };
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      seen.size += chunk.length;
      if (seen.head.length < 512) seen.head = Buffer.concat([seen.head, chunk]).subarray(0, 512);
      done(
        seen.size > maxBytes
          ? invalid({ path: "file", code: "tooLarge", text: { en: "At most 20 MB.", zh: "最大 20 MB。" } })
          : null,
        chunk,
      );
    },
  });
  try {
    await pipeline(request, watch, createWriteStream(draft, { flags: "wx", mode: 0o600 }));
    const sha256 = hash.digest("hex");
    const mediaType = magic.find((m) => seen.size > 0 && m.test(seen.head))?.type;
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

async function put(filesDir: string, request: HttpRequest, web: WebRequest): Promise<unknown> {
  const { record, id, name, commandId } = request.query as { [key: string]: string };
  web.requireSession();
  if (!record || !knownRecord(record) || !id) throw notFound(record ?? "", id ?? "");
  const target = record as RecordName;
  const reader = await web.mayRead(target);
  if (!reader.actor.permits.has("attachment.add")) throw refused(permitReason("attachment.add"));
  if (!(await web.row(target, id))) throw notFound(specOf(target).label.en, id);
  const fileName =
    normaliseText(name ?? "")
      .replace(/[\\/\u0000-\u001f]/g, "_")
      .slice(0, 200) || "file";
  // A slow upload must not hold a transaction.
  await web.endReads();
  const file = await store(request, filesDir);
  await web.command(
    { id: commandId ?? "", operation: "addAttachment", input: { record, id, name: fileName, sha256: file.sha256 } },
    async (tx) => {
      await tx.insert(
        "attachment",
        ["record_type", "record_id", "name", "media_type", "size", "sha256"],
        [[target, id, fileName, file.mediaType, file.size, file.sha256]],
      );
      return { record: target, id };
    },
  );
  return { name: fileName, ...file };
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
  response.set({
    "Content-Type": row.media_type.startsWith("application/vnd") ? "application/octet-stream" : row.media_type,
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(row.name)}`,
    "Content-Security-Policy": "sandbox; default-src 'none'",
  });
  await pipeline(createReadStream(pathOf(filesDir, row.sha256)), response);
}

/** Answers what the work answers; whatever becomes of it, it leaves no read transaction behind. */
async function answer(
  response: HttpResponse,
  context: Promise<WebRequest>,
  work: (web: WebRequest) => Promise<unknown>,
): Promise<void> {
  try {
    const web = await context;
    const result = await work(web).finally(() => web.endReads());
    if (result !== undefined) response.json(result);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    const known = error instanceof AppError ? error : unavailable(error);
    const status =
      { UNAUTHENTICATED: 401, SESSION_LOCKED: 401, PASSWORD_MUST_CHANGE: 401, NOT_FOUND: 404, REFUSED: 403, BUSY: 503 }[
        known?.code as string
      ] ?? (known ? 400 : 500);
    response.status(status).json({
      errors: [
        { message: known?.message ?? "Internal error", extensions: { code: known?.code ?? "INTERNAL", ...known?.details } },
      ],
    });
  }
}
