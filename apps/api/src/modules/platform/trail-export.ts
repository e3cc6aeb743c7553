/** `GET /history/trail.csv`: exactly the trail as the page shows it, filtered and sorted alike, as a file (REQ-REC-11). */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type AnyRecord, columnField, type Label, wordIssue } from "@lotline/schema";
import { operationLabel } from "@lotline/schema/operation";
import { translator } from "@lotline/schema/words";
import type { Request as HttpRequest, Response as HttpResponse } from "express";
import { byteOrderMark, csvLine } from "../../base/csv.ts";
import { invalid } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import { zonedBy } from "../../export/zoned.ts";
import { terminalText } from "../../graphql/terminals.ts";
import { disposition } from "./file-types.ts";
import { takenAway } from "./taken.ts";
import { cursorOf, eventsOf, mayReadTrail, type Row, type TrailAsked, type TrailEvent, trailRows } from "./trail-resolver.ts";
import type { WebRequest } from "./web-request.ts";

const keys = ["sort", "record", "who", "from", "to", "why", "source", "field", "kind"] as const;
const portion = 200;
/** Rows at most; more are refused and told, never cut off. */
const mostRows = 100_000;

export async function sendTrail(request: HttpRequest, response: HttpResponse, web: WebRequest): Promise<undefined> {
  web.requireSession();
  const reader = await mayReadTrail(web);
  const query = request.query as { readonly [key: string]: unknown };
  const asked: TrailAsked = Object.fromEntries(
    keys.flatMap((key) => (typeof query[key] === "string" && query[key] !== "" ? [[key, query[key]]] : [])),
  );
  if (Object.values(asked).some((value) => String(value).length > 200))
    throw invalid({ path: "", code: "max", text: wordIssue("control") });
  const lang = query.lang === "zh" ? "zh" : "en";
  const offset = zonedBy(reader.firmZone, reader.now);
  // The first page is read before anything is sent, so that a refusal still is one; the rows over the bound too.
  const first = await trailRows(reader, asked, portion, null);
  if (first.length === portion && (await trailRows(reader, asked, mostRows + 1, null)).length > mostRows)
    throw invalid({
      path: "filter",
      code: "tooManyRows",
      text: {
        en: `More than ${mostRows} events match. Narrow the filter and export in parts.`,
        zh: `超过 ${mostRows} 条。请缩小筛选范围，分批导出。`,
      },
    });
  await takenAway(web, { kind: "export", operation: "trail", asked }, { record: "trail", filter: asked });
  response.set({
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": disposition("attachment", `${translator(lang)("trail.title")}.csv`),
  });
  const when = (at: Date) => `${offset.text(at)}${offset.text(at).includes("UTC") ? "" : ` ${offset.offset}`}`;
  await pipeline(Readable.from(lines(web, asked, first, lang, when)), response);
}

async function* lines(
  web: WebRequest,
  asked: TrailAsked,
  first: readonly Row[],
  lang: "en" | "zh",
  when: (at: Date) => string,
): AsyncGenerator<string> {
  const t = translator(lang);
  const heads = [
    "trail.when",
    "timeline.who",
    "trail.operation",
    "trail.reason",
    "timeline.source",
    "trail.record",
    "timeline.what",
    "terminal.at",
  ] as const;
  yield byteOrderMark + csvLine(heads.map((head) => t(head)));
  for (let rows = first; ; ) {
    const events = await eventsOf(web, rows);
    yield events.map((event) => csvLine(cellsOf(event, lang, when))).join("");
    const last = rows.at(-1);
    if (!last || rows.length < portion) return;
    rows = await trailRows(await web.reader(), asked, portion, cursorOf(last));
  }
}

function cellsOf(event: TrailEvent, lang: "en" | "zh", when: (at: Date) => string): string[] {
  const t = translator(lang);
  const say = (label: Label | null | undefined): string => label?.[lang] ?? "";
  const spec: AnyRecord | undefined = event.record === null ? undefined : specOf(event.record);
  const named = (field: string): string =>
    field === "state" ? t("word.status") : say(spec && columnField(spec, field.split(".")[0] ?? "")?.label) || field;
  const state = (value: string | null | undefined): string => (value ? say(spec?.states?.[value]) || value : "");
  const changes = event.changes.map(({ field, old, new: now }) =>
    field === "state" ? `${named(field)}: ${state(old)} → ${state(now)}` : `${named(field)}: ${old ?? ""} → ${now ?? ""}`,
  );
  return [
    when(event.at),
    event.actor ? say(event.actor) : t("timeline.system"),
    say(operationLabel(event.operation, event.record ?? "")) || (event.operation ?? ""),
    event.reason ?? "",
    event.source ?? "",
    [say(spec?.label), event.number ?? ""].filter(Boolean).join(" "),
    event.kind === "update" ? changes.join("; ") : t(event.kind === "insert" ? "trail.kind.insert" : "trail.kind.delete"),
    terminalText(event.terminal, lang),
  ];
}
