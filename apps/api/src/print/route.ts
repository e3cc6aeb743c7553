/** GET /print/<record>/<number>.pdf: one record on paper, with the rights of the session, made anew each time. */
import { type Label, type RecordName, registry } from "@lotline/schema";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { notFound } from "../base/error.ts";
import { specOf } from "../base/names.ts";
import { answer, type WebRequest } from "../modules/platform/index.ts";
import type { Request } from "../read/request.ts";
import { rowByNumber } from "../read/rows.ts";
import { type Print, printOf } from "./print.ts";
import { Sheet } from "./sheet.ts";
import { stampOf } from "./stamp.ts";

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;

export function printRoutes(contextOf: ContextOf): Router {
  const router = Router();
  router.get("/:record/:file", (request: HttpRequest, response: HttpResponse) =>
    answer(response, contextOf(request, response), (web) => send(request, response, web)),
  );
  return router;
}

// PurchaseOrder ← purchase-order, as in the address of its page.
const nameOf = (slug: string): RecordName | undefined =>
  (Object.keys(registry) as RecordName[]).find(
    (name) => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase() === slug,
  );

async function send(request: HttpRequest, response: HttpResponse, web: WebRequest): Promise<undefined> {
  web.requireSession();
  const slug = String(request.params.record);
  const number = String(request.params.file).replace(/\.pdf$/i, "");
  const name = nameOf(slug);
  const print = name && printOf(name);
  if (!name || !print) throw notFound(slug, number);
  await web.mayRead(name);
  const bytes = await render(web, name, print, number);
  await web.endReads();
  response.set({
    "Content-Type": "application/pdf",
    "Content-Length": String(bytes.length),
    // Saved, not shown: a sandboxed page may not open the browser's own viewer.
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${number}.pdf`)}`,
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(bytes);
}

/**
 * The bytes of one record's print. `copy` is said across its pages where the record itself says nothing.
 * @throws NOT_FOUND for one that the person may not see
 */
export async function render(
  request: Request,
  name: RecordName,
  print: Print,
  number: string,
  copy: Label | null = null,
): Promise<Buffer> {
  const reader = await request.reader();
  const row = await rowByNumber(reader, name, number);
  if (!row) throw notFound(specOf(name).label.en, number);
  const mark = print.mark(row) ?? copy;
  const sheet = new Sheet({ ...(await stampOf(request, name, row)), title: print.title, number, mark });
  await print.layout(sheet, row, request);
  return sheet.end();
}
