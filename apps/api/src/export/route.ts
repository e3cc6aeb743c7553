/**
 * POST /exports/<record>: exactly the view as a file. What may be read, by whom and of which site is decided where lists decide it.
 * The file is made whole before the first byte is sent: a download that breaks off cannot be taken for an answer, and a slow
 * reader holds no transaction.
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RecordName } from "@lotline/schema";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { coerceInputValue, type GraphQLSchema, isInputType } from "graphql";
import { dateIn } from "../base/context.ts";
import { notFound } from "../base/error.ts";
import { specOf } from "../base/names.ts";
import { knownRecord } from "../derive/entity.ts";
import { jsonBody } from "../http/body.ts";
import { answer, takenAway, type WebRequest } from "../modules/platform/index.ts";
import type { Filter } from "../read/filter.ts";
import { aboutTitle, aboutView } from "./about.ts";
import { csvParts } from "./csv.ts";
import { tableOfView } from "./table.ts";
import { readView, unread, type View } from "./view.ts";
import { xlsxStream } from "./xlsx.ts";
import { zonedBy } from "./zoned.ts";

const mediaTypes = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;

export function exportRoutes(schema: GraphQLSchema, contextOf: ContextOf): Router {
  const router = Router();
  router.post("/:record", ...jsonBody(() => 100_000), (request: HttpRequest, response: HttpResponse) =>
    answer(response, contextOf(request, response), (web) => send(schema, request, response, web)),
  );
  return router;
}

async function send(schema: GraphQLSchema, request: HttpRequest, response: HttpResponse, web: WebRequest): Promise<undefined> {
  web.requireSession();
  const record = String(request.params.record);
  if (!knownRecord(record)) throw notFound(record, "");
  // The registry has just said that it is one.
  const name = record as RecordName;
  await web.mayRead(name);
  const view = readView(request.body, readFilter(schema, name, Reflect.get(Object(request.body), "filter")));
  const directory = mkdtempSync(join(tmpdir(), "lotline-export-"));
  // Who may not go on does not get the rest either.
  const hold = await web.holdOpen(() => response.destroy());
  try {
    const path = join(directory, view.format);
    const { rows, day } = await write(web, name, view, path);
    await web.endReads();
    await takenAway(web, { kind: "export", operation: "export", record: name, asked: view }, { record: name, rows, ...view });
    response.set({
      "Content-Type": mediaTypes[view.format],
      "Content-Length": String(statSync(path).size),
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${specOf(name).plural[view.lang]} ${day}.${view.format}`)}`,
      "X-Rows": String(rows),
    });
    await pipeline(createReadStream(path), response);
  } finally {
    hold.release();
    rmSync(directory, { recursive: true, force: true });
  }
}

// By the very type by which GraphQL reads the filter of the list.
function readFilter(schema: GraphQLSchema, record: RecordName, given: unknown): Filter | undefined {
  if (given === undefined || given === null) return undefined;
  const type = schema.getType(`${record}Filter`);
  if (!isInputType(type)) throw new Error(`${record} has no filter type`);
  return coerceInputValue(given, type, () => {
    throw unread("filter");
  }) as Filter;
}

/** Writes the file in one read transaction, so that its head, its count and its rows agree. */
async function write(web: WebRequest, record: RecordName, view: View, path: string): Promise<{ rows: number; day: string }> {
  const reader = await web.reader();
  const zoned = zonedBy(reader.firmZone, reader.now);
  const added = web.kernel.house.areas.flatMap(({ columns }) => columns ?? []);
  const table = await tableOfView({ reader, added }, record, view, zoned);
  const { count } = table;
  const { version } = web.installation;
  // What an inspector takes always says whose copy it is (ADR 42).
  const isPlain = view.plain && !reader.actor.inspection;
  const about = isPlain ? [] : await aboutView(reader, record, view, { count, zoned, version });
  const source =
    view.format === "csv"
      ? Readable.from(csvParts(table, about))
      : xlsxStream({ aboutName: aboutTitle[view.lang], about, tableName: specOf(record).plural[view.lang], table });
  await pipeline(source, createWriteStream(path, { flags: "wx", mode: 0o600 }));
  return { rows: count, day: dateIn(reader.firmZone, reader.now) };
}
