/** What a job answers outside GraphQL: its progress as a stream of events, its report as a file. */
import type { Language } from "@lotline/schema";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { byteOrderMark, csvLine } from "../../../base/csv.ts";
import { AppError } from "../../../base/error.ts";
import { Request } from "../../../read/request.ts";
import { answer } from "../answer.ts";
import type { WebRequest } from "../web-request.ts";
import { isOver, type Job, ownJob, rowsOf } from "./job.ts";

/** Streams that one person may hold open at a time, over all windows; and this server altogether. */
const limits = { perPerson: 6, all: 500 } as const;
/** Milliseconds between two looks at the job; a silent stream says every so often that it is alive. */
const pace = { look: 400, beat: 15_000 } as const;

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;

/** `GET /jobs/:id/events` and `GET /jobs/:id/report.csv`, for the person whose job it is. */
export function jobRoutes(contextOf: ContextOf): Router {
  const streams = new Map<string, number>();
  const router = Router();
  router.get("/:id/events", (request, response) =>
    answer(response, contextOf(request, response), (web) => stream(streams, request, response, web)),
  );
  router.get("/:id/report.csv", (request, response) =>
    answer(response, contextOf(request, response), (web) => report(request, response, web)),
  );
  return router;
}

/**
 * The state of a job whenever it changes, until it is over. Each look asks anew whether the session still holds, so a revoked,
 * locked or ended one ends the stream; watching counts as no use of the session. Who comes back gets the present state, unless it
 * is the one that Last-Event-ID names.
 */
async function stream(
  streams: Map<string, number>,
  request: HttpRequest,
  response: HttpResponse,
  web: WebRequest,
): Promise<undefined> {
  const { ctx } = web;
  const look = async (): Promise<Job> => {
    const reading = new Request(web.kernel, ctx);
    try {
      return await ownJob(await reading.reader(), String(request.params.id));
    } finally {
      await reading.endReads();
    }
  };
  let job = await look();
  const mine = streams.get(ctx.personId) ?? 0;
  const all = [...streams.values()].reduce((sum, n) => sum + n, 0);
  if (mine >= limits.perPerson || all >= limits.all) throw new AppError("BUSY");
  streams.set(ctx.personId, mine + 1);
  let isOpen = true;
  response.on("close", () => {
    isOpen = false;
  });
  try {
    response.set({ "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no" });
    response.flushHeaders();
    response.write("retry: 2000\n\n");
    let known = String(request.headers["last-event-id"] ?? "");
    let told = Date.now();
    while (isOpen) {
      if (idOf(job) !== known) {
        known = idOf(job);
        told = Date.now();
        response.write(`id: ${known}\nevent: progress\ndata: ${JSON.stringify(progressOf(job))}\n\n`);
      } else if (Date.now() - told > pace.beat) {
        told = Date.now();
        response.write(": alive\n\n");
      }
      if (isOver(job.state)) {
        response.write("event: end\ndata: {}\n\n");
        break;
      }
      await new Promise((done) => setTimeout(done, pace.look));
      if (isOpen) job = await look();
    }
    response.end();
  } finally {
    const left = (streams.get(ctx.personId) ?? 1) - 1;
    if (left > 0) streams.set(ctx.personId, left);
    else streams.delete(ctx.personId);
  }
}

const idOf = (job: Job): string => `${job.phase}.${job.state}.${job.ok}.${job.skipped}.${job.failed}`;

const progressOf = ({ state, phase, total, ok, skipped, failed }: Job) => ({ state, phase, total, ok, skipped, failed });

const words = {
  en: { head: ["No.", "Record", "Outcome", "Reasons"], ok: "done", skipped: "refused", failed: "failed", open: "not done" },
  zh: { head: ["序号", "记录", "结果", "原因"], ok: "已完成", skipped: "被拒绝", failed: "失败", open: "未执行" },
} as const;

/** The report of every row as a file for Excel: UTF-8 with mark, formulas disarmed. */
async function report(request: HttpRequest, response: HttpResponse, web: WebRequest): Promise<undefined> {
  const reader = await web.reader();
  const job = await ownJob(reader, String(request.params.id));
  const language: Language = request.query.lang === "zh" ? "zh" : "en";
  const say = words[language];
  const lines = [csvLine(say.head)];
  for (let after = 0; ; ) {
    const rows = await rowsOf(reader, job.id, { outcome: null, after, first: 500 });
    for (const { position, number, outcome, reasons } of rows)
      lines.push(
        csvLine([String(position), number, say[outcome ?? "open"], (reasons ?? []).map(({ text }) => text[language]).join(" ")]),
      );
    if (rows.length < 500) break;
    after = rows.at(-1)?.position ?? after;
  }
  response
    .set({
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="job-${job.id}.csv"`,
      "Cache-Control": "no-store",
    })
    .send(byteOrderMark + lines.join(""));
}
