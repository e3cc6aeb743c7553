/**
 * `GET /history/:record/:id.csv`: the history of a record as a file, with the filter of the screen and the same words; what may be
 * read, by whom and of which site, is decided where the screen's is. Cells that a program could take for a formula are made harmless.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  type AnyRecord,
  columnField,
  type Fields,
  isAttributePath,
  type Label,
  type RecordName,
  wordIssue,
} from "@lotline/schema";
import { operationLabel } from "@lotline/schema/operation";
import { translator } from "@lotline/schema/words";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { byteOrderMark, csvLine } from "../../base/csv.ts";
import { invalid, notFound } from "../../base/error.ts";
import { lineSets, specOf } from "../../base/names.ts";
import { knownRecord } from "../../derive/entity.ts";
import { terminalText } from "../../graphql/terminals.ts";
import { mostEntries, type TimelineFilter, timelineOf } from "../../graphql/timeline.ts";
import type { TimelineEntry } from "../../graphql/timeline-types.ts";
import { answer } from "./answer.ts";
import { disposition } from "./file-types.ts";
import { takenAway } from "./taken.ts";
import { sendTrail } from "./trail-export.ts";
import type { WebRequest } from "./web-request.ts";

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;
type Lang = "en" | "zh";

export function historyRoutes(contextOf: ContextOf): Router {
  const router = Router();
  router.get("/trail.csv", (request, response) =>
    answer(response, contextOf(request, response), (web) => sendTrail(request, response, web)),
  );
  router.get("/:record/:id.csv", (request, response) =>
    answer(response, contextOf(request, response), (web) => send(request, response, web)),
  );
  return router;
}

const filters = ["kind", "who", "from", "to", "reason", "source", "field"] as const;

async function send(request: HttpRequest, response: HttpResponse, web: WebRequest): Promise<undefined> {
  web.requireSession();
  const record = String(request.params.record);
  const id = String(request.params.id);
  if (!knownRecord(record)) throw notFound(record, id);
  const reader = await web.mayRead(record);
  const row = /^[1-9]\d{0,17}$/.test(id) ? await web.row(record, id) : null;
  if (!row) throw notFound(specOf(record).label.en, id);
  const query = request.query as { readonly [key: string]: unknown };
  const filter = Object.fromEntries(
    filters.flatMap((key) => (typeof query[key] === "string" ? [[key, query[key]]] : [])),
  ) as TimelineFilter;
  if (Object.values(filter).some((value) => String(value).length > 200))
    throw invalid({ path: "", code: "max", text: wordIssue("control") });
  const lang: Lang = query.lang === "zh" ? "zh" : "en";
  const [firm] = await reader.sql<{ zone: string }>("select zone from site order by id limit 1");
  // The first page is read before anything is sent, so that a refusal still is one.
  const first = await timelineOf(web, record, id, { ...filter, first: mostEntries });
  const seen = { kind: "history", operation: "history", record, number: row.number, asked: filter } as const;
  await takenAway(web, seen, { record, number: row.number, history: filter });
  response.set({
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": disposition("attachment", `${row.number} ${translator(lang)("record.timeline")}.csv`),
  });
  await pipeline(Readable.from(lines(web, record, id, filter, first, lang, firm?.zone ?? "UTC")), response);
}

async function* lines(
  web: WebRequest,
  record: string,
  id: string,
  filter: TimelineFilter,
  first: readonly TimelineEntry[],
  lang: Lang,
  zone: string,
): AsyncGenerator<string> {
  const t = translator(lang);
  const heads = [
    "trail.when",
    "timeline.who",
    "trail.operation",
    "trail.field",
    "trail.old",
    "trail.new",
    "trail.reason",
    "timeline.source",
  ] as const;
  yield byteOrderMark +
    csvLine([
      ...heads.map((head) => t(head)),
      t("timeline.signed"),
      t("comment.title"),
      t("record.attachments"),
      t("terminal.at"),
    ]);
  const rows = rowsOf(record as RecordName, lang, zone);
  for (
    let page = first;
    ;
    page = await timelineOf(web, record, id, { ...filter, first: mostEntries, after: page.at(-1)?.cursor ?? null })
  ) {
    yield page.flatMap((entry) => rows(entry).map((cells) => csvLine(cells))).join("");
    if (page.length < mostEntries) return;
  }
}

/** The rows of one act: one for each changed value and each movement; one for an act without. */
function rowsOf(record: RecordName, lang: Lang, zone: string): (entry: TimelineEntry) => string[][] {
  const t = translator(lang);
  const say = (label: Label | null | undefined): string => label?.[lang] ?? "";
  const spec: AnyRecord = specOf(record);
  const time = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  const offset = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset" });
  const fieldName = (path: string): string => {
    if (path === "state") return t("word.status");
    const [head = "", tail] = path.split(".");
    if (isAttributePath(path) || tail === undefined) return say(columnField(spec, path)?.label) || path;
    const lines = lineSets(spec).find(([set]) => set === head)?.[1];
    return `${say(lines?.label)} · ${say((lines?.fields as Fields | undefined)?.[tail]?.label) || tail}`;
  };
  const stateName = (value: string | null): string => (value === null ? "" : say(spec.states?.[value]) || value);
  return (entry) => {
    const zoneText =
      offset
        .formatToParts(entry.at)
        .find(({ type }) => type === "timeZoneName")
        ?.value.replace("GMT", "") || "+00:00";
    const start = [
      `${time.format(entry.at)} ${zoneText}`,
      `${say(entry.actor) || t("timeline.system")}${entry.emergency ? ` (${t("emergency.under")} ${entry.emergency})` : ""}`,
      say(operationLabel(entry.operation ?? null, record)) || entry.kind,
    ];
    const { signature } = entry;
    const end = [
      entry.reason ?? "",
      entry.source ?? "",
      signature ? `${signature.printedName} · ${signature.meaning} · ${signature.verdict}` : "",
      entry.comments.map(({ text }) => text).join(" "),
      entry.files.map(({ name, sha256 }) => `${name} ${sha256}`).join(" "),
      terminalText(entry.terminal, lang),
    ];
    const changes = entry.changes.map(({ field, old, new: now }) =>
      field === "state"
        ? [fieldName(field), stateName(old ?? null), stateName(now ?? null)]
        : [fieldName(field), old ?? "", now ?? ""],
    );
    const moves = entry.moves.map(({ label, quantity, unit, from, to, number }) => [
      `${say(label)} ${number}`,
      from ?? "",
      [to, quantity, unit].filter(Boolean).join(" "),
    ]);
    const middle = [...changes, ...moves];
    return (middle.length > 0 ? middle : [["", "", ""]]).map((cells) => [...start, ...cells, ...end]);
  };
}
