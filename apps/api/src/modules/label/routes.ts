/** GET /labels/<job>/<run>.pdf or .zpl: the labels of one print run that is on record, for the printer. Taking them is written down. */
import { setImmediate } from "node:timers/promises";
import { because } from "@lotline/schema";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { notFound, refused } from "../../base/error.ts";
import { permitReason } from "../../kernel/authorize.ts";
import { labelPdf } from "../../print/labels.ts";
import { linesOf, rowByNumber } from "../../read/rows.ts";
import { answer, takenAway, type WebRequest } from "../platform/index.ts";
import type { Laid } from "./draw/types.ts";
import { zplOf } from "./draw/zpl.ts";
import { labelsOf, runsOf } from "./job/fixed.ts";

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;

export function labelRoutes(contextOf: ContextOf): Router {
  const router = Router();
  router.get("/:job/:file", (request: HttpRequest, response: HttpResponse) =>
    answer(response, contextOf(request, response), (web) => send(request, response, web)),
  );
  return router;
}

interface Run {
  readonly position: number;
  readonly first: number;
  readonly last: number;
}

/** Different labels in one PDF; a label printer takes any number as ZPL. */
const mostPages = 2_000;

const tooMany = because(
  "TOO_MANY_PAGES",
  `A PDF holds at most ${mostPages} different labels; print smaller ranges, or take ZPL.`,
  `一个 PDF 最多 ${mostPages} 张不同标签，请缩小打印区间或使用 ZPL。`,
);

/** Nothing of a job leaves for the printer before the line leader has cleared its stop. */
const stopped = (number: string) =>
  because(
    "JOB_STOPPED",
    `${number} is stopped; nothing is printed before that is cleared.`,
    `${number} 已停机，解除前不得打印。`,
    "LabelJob",
    number,
  );

const types = { pdf: "application/pdf", zpl: "application/octet-stream" } as const;

async function send(request: HttpRequest, response: HttpResponse, web: WebRequest): Promise<undefined> {
  web.requireSession();
  web.requireWriter();
  const number = String(request.params.job);
  const file = String(request.params.file);
  const [, position = "", kind] = /^(\d{1,3})\.(pdf|zpl)$/.exec(file) ?? [];
  const reader = await web.mayRead("LabelJob");
  // Labels are printed by those who answer for them; others see the picture on the page.
  if (!reader.actor.permits.has("labelJob.perform")) throw refused(permitReason("labelJob.perform"));
  const job = await rowByNumber(reader, "LabelJob", number);
  const runs = job ? ((await linesOf(reader, "LabelJob", "prints", [job.id])).get(job.id) ?? []) : [];
  const run = (runs as Run[]).find((one) => one.position === Number(position));
  if (!job || !run || (kind !== "pdf" && kind !== "zpl")) throw notFound("LabelJob", `${number}/${file}`);
  if (job.state === "stopped") throw refused(stopped(number));
  const dots = Number(request.query.dots ?? 12);
  const dotsPerMm = dots === 8 || dots === 24 ? dots : 12;
  // What was read is in memory now: drawing takes time, and nothing else waits for it.
  await web.endReads();
  const bytes = await (kind === "zpl" ? zplFile(job, run, dotsPerMm) : pdfFile(job, run, reader.now));
  const seen = { kind: "print", operation: "print", record: "LabelJob", number } as const;
  await takenAway(web, seen, { record: "LabelJob", number, run: run.position, first: run.first, last: run.last, file: kind });
  response.set({
    "Content-Type": types[kind],
    "Content-Length": String(bytes.length),
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${number}-${run.position}.${kind}`)}`,
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(bytes);
}

type Job = Parameters<typeof labelsOf>[0];

/** Labels that are alike, one after the other; others are served between them. */
async function* laidOf(job: Job, { first, last }: Run): AsyncGenerator<{ readonly laid: Laid; readonly copies: number }> {
  let count = 0;
  for (const one of runsOf(labelsOf(job), first, last)) {
    yield one;
    count += 1;
    if (count % 25 === 0) await setImmediate();
  }
}

async function zplFile(job: Job, run: Run, dotsPerMm: 8 | 12 | 24): Promise<Buffer> {
  const formats: string[] = [];
  for await (const { laid, copies } of laidOf(job, run)) formats.push(zplOf(laid, { dotsPerMm, copies }));
  return Buffer.from(formats.join(""), "utf8");
}

async function pdfFile(job: Job, run: Run, at: Date): Promise<Buffer> {
  const pages: Laid[] = [];
  let alike = 1;
  for await (const { laid, copies } of laidOf(job, run)) {
    if (pages.length === mostPages) throw refused(tooMany);
    pages.push(laid);
    alike = copies;
  }
  return labelPdf({ title: `${job.number} ${run.first}–${run.last}`, at, pages, copies: alike });
}
