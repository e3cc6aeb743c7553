/** `GET /retention-list.csv`: exactly what the retention page shows under its filter, as a file; written down as every export. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { dateIn } from "../../../base/context.ts";
import { byteOrderMark, csvLine } from "../../../base/csv.ts";
import { invalid } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { answer, takenAway, type WebRequest } from "../../platform/index.ts";
import { type Asked, keptRows, readAsked, shownRow } from "./list.ts";
import { readKeepingRules } from "./until.ts";

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;

const words = {
  en: {
    file: "retention",
    heads: ["Type", "Number", "Class", "Kept until", "Because", "Clause", "Legal holds"],
    good: "permanently",
  },
  zh: { file: "保存期限", heads: ["类型", "编号", "类别", "保存至", "依据", "条款", "法律保全"], good: "永久" },
} as const;

const portion = 500;

export function keepingRoutes(contextOf: ContextOf): Router {
  const router = Router();
  router.get("/", (request, response) => answer(response, contextOf(request, response), (web) => send(request, response, web)));
  return router;
}

async function send(request: HttpRequest, response: HttpResponse, web: WebRequest): Promise<undefined> {
  web.requireSession();
  const reader = await web.mayRead("RetentionDecision");
  const text = (name: string) => (typeof request.query[name] === "string" ? String(request.query[name]).slice(0, 60) : undefined);
  const asked = readAsked({ until: text("until"), only: text("class"), show: text("show") }, dateIn(reader.firmZone, reader.now));
  if (!asked) throw invalid({ path: "until", code: "date", text: { en: "This is no date.", zh: "日期无效。" } });
  const lang = text("lang") === "zh" ? "zh" : "en";
  await takenAway(web, { kind: "export", operation: "retentionList", asked }, { record: "retention", ...asked });
  response.set({
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${words[lang].file} ${asked.today}.csv`)}`,
  });
  await pipeline(Readable.from(lines(reader, asked, lang)), response);
}

async function* lines(reader: SqlReader, asked: Asked, lang: "en" | "zh"): AsyncGenerator<string> {
  const rules = await readKeepingRules(reader);
  yield byteOrderMark + csvLine(words[lang].heads);
  for (let after: string | null = null; ; ) {
    const rows = await keptRows(reader, rules, asked, portion, after);
    yield rows
      .map((row) => shownRow(row, rules))
      .map(({ record, number, class: of, until, why, held }) =>
        csvLine([specOf(record).label[lang], number, of, until ?? words[lang].good, why.text[lang], why.clause, held.join(" ")]),
      )
      .join("");
    const last = rows.at(-1);
    if (!last || rows.length < portion) return;
    after = `${last.until} ${last.record} ${last.id}`;
  }
}
