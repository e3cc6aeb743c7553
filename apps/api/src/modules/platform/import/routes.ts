/** What an import is outside GraphQL: the file that comes in, its progress as a stream, and the template to begin from. */
import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { importSets, keyPaths, type Language, type Lines, normaliseText } from "@lotline/schema";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { invalid } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { formStream } from "../../../export/form.ts";
import { bytesOf } from "../../../http/body.ts";
import { answer } from "../answer.ts";
import { EventStreams } from "../event-streams.ts";
import { fileName } from "../file-types.ts";
import { streamProgress } from "../progress-stream.ts";
import type { WebRequest } from "../web-request.ts";
import { type Batch, batchOfCommand, type ImportMode, isAtWork, requireImport, targetsOf, visibleBatch } from "./batch.ts";
import { upload } from "./order.ts";
import { limits } from "./read/limits.ts";
import { readFile } from "./read/read-file.ts";
import { FileRefusal } from "./read/refusal.ts";
import type { PackedTable, ReadOptions } from "./read/table.ts";
import { refusalIssue } from "./read/words.ts";
import { recordNamed } from "./resolver.ts";
import { templateCsv, templateForm } from "./template.ts";

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;

const streamLimits = { perPerson: 6, all: 500 } as const;

/** `PUT /imports`, `GET /imports/template.csv` and `.xlsx`, `GET /imports/:id/events`. */
export function importRoutes(contextOf: ContextOf): Router {
  const streams = new EventStreams(streamLimits);
  const router = Router();
  router.put("/", (request, response) => answer(response, contextOf(request, response), (web) => put(request, web)));
  for (const kind of ["csv", "xlsx"] as const)
    router.get(`/template.${kind}`, (request, response) =>
      answer(response, contextOf(request, response), (web) => template(kind, request, response, web)),
    );
  router.get("/:id/events", (request, response) =>
    answer(response, contextOf(request, response), (web) =>
      streamProgress<Batch>(streams, request, response, web, {
        look: (reader) => visibleBatch(reader, String(request.params.id)),
        idOf: ({ state, phase, done, turn }) => `${turn}.${state}.${phase}.${done}`,
        isOver: ({ state }) => !isAtWork(state),
        shownOf: ({ state, phase, total, records, done, ok, wrong }) => ({ state, phase, total, records, done, ok, wrong }),
      }),
    ),
  );
  return router;
}

const tooLarge = () => invalid(refusalIssue(new FileRefusal("FILE_TOO_LARGE", { max: limits.fileBytes / 1024 / 1024 })));

const text = (request: HttpRequest, name: string): string | undefined => {
  const value = request.query[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

const modeOf = (request: HttpRequest): ImportMode => (text(request, "mode") === "change" ? "change" : "create");

function optionsOf(request: HttpRequest): ReadOptions {
  const oneOf = <const T extends string>(name: string, values: readonly T[]): T | undefined =>
    values.find((value) => value === text(request, name));
  return {
    encoding: oneOf("encoding", ["UTF-8", "GB18030"]),
    delimiter: oneOf("delimiter", [",", ";", "\t"]),
    sheet: text(request, "sheet"),
  };
}

async function put(request: HttpRequest, web: WebRequest): Promise<unknown> {
  web.requireSession();
  const record = recordNamed(text(request, "record") ?? "");
  const mode = modeOf(request);
  requireImport(await web.reader(), record, mode);
  // A slow upload must not hold a transaction.
  await web.endReads();
  const name = fileName(normaliseText(text(request, "name") ?? ""));
  const hold = await web.holdOpen(() => request.destroy());
  const bytes = await bytesOf(request, limits.fileBytes, tooLarge).finally(() => hold.release());
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const table = await tableOf(bytes, optionsOf(request));
  const lineSet = mode === "change" ? null : (text(request, "lines") ?? null);
  const given = { record, lineSet, mode, fileName: name, sha256, size: bytes.length, table };
  const { parts: _, ...reading } = table;
  const commandId = text(request, "commandId") ?? "";
  await web.command({ id: commandId, operation: "uploadImport", input: { ...given, table: reading } }, async (tx) => {
    await upload(tx, given);
    return null;
  });
  return { id: (await batchOfCommand(await web.reader(), commandId)).id };
}

async function tableOf(bytes: Buffer, options: ReadOptions): Promise<PackedTable> {
  try {
    return await readFile(bytes, options);
  } catch (error) {
    throw error instanceof FileRefusal ? invalid(refusalIssue(error)) : error;
  }
}

const types = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

async function template(
  kind: keyof typeof types,
  request: HttpRequest,
  response: HttpResponse,
  web: WebRequest,
): Promise<undefined> {
  const reader = await web.reader();
  const record = recordNamed(text(request, "record") ?? "");
  const mode = modeOf(request);
  requireImport(reader, record, mode);
  const spec = specOf(record);
  const lang: Language = text(request, "lang") === "zh" ? "zh" : "en";
  const set = (mode === "create" && importSets(spec).find((name) => name === text(request, "lines"))) || null;
  const targets = await targetsOf(reader, record, set, mode);
  const lineSet = (set === null ? undefined : (spec.lines as { [name: string]: Lines })[set]?.label) ?? null;
  const form = await templateForm(reader, spec, targets, { lang, lineSet, key: keyPaths(spec, targets)[0] ?? null });
  await web.endReads();
  response.set({
    "Content-Type": types[kind],
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${spec.plural[lang]}.${kind}`)}`,
    "Cache-Control": "no-store",
  });
  if (kind === "csv") response.send(templateCsv(targets, lang));
  else await pipeline(formStream(form), response);
}
