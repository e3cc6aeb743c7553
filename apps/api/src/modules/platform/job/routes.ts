/** What a job answers outside GraphQL: its progress as a stream of events, its report as a file. */
import type { Language } from "@lotline/schema";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { byteOrderMark, csvLine } from "../../../base/csv.ts";
import { answer } from "../answer.ts";
import { EventStreams } from "../event-streams.ts";
import { streamProgress } from "../progress-stream.ts";
import type { WebRequest } from "../web-request.ts";
import { isOver, type Job, ownJob, rowsOf } from "./job.ts";

/** Streams that one person may hold open at a time, over all windows; and this server altogether. */
const limits = { perPerson: 6, all: 500 } as const;

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;

/** `GET /jobs/:id/events` and `GET /jobs/:id/report.csv`, for the person whose job it is. */
export function jobRoutes(contextOf: ContextOf): Router {
  const streams = new EventStreams(limits);
  const router = Router();
  router.get("/:id/events", (request, response) =>
    answer(response, contextOf(request, response), (web) =>
      streamProgress<Job>(streams, request, response, web, {
        look: (reader) => ownJob(reader, String(request.params.id)),
        idOf,
        isOver: ({ state }) => isOver(state),
        shownOf: progressOf,
      }),
    ),
  );
  router.get("/:id/report.csv", (request, response) =>
    answer(response, contextOf(request, response), (web) => report(request, response, web)),
  );
  return router;
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
