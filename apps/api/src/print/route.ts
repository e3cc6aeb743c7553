/** GET /print/<record>/<number>.pdf: one record on paper, with the rights of the session, made anew each time. */
import { type Label, type RecordName, registry } from "@lotline/schema";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { notFound } from "../base/error.ts";
import { specOf } from "../base/names.ts";
import { answer, storedFile, type WebRequest } from "../modules/platform/index.ts";
import type { Request } from "../read/request.ts";
import { rowByNumber } from "../read/rows.ts";
import { type Print, printOf } from "./print.ts";
import { Sheet } from "./sheet.ts";
import { type LogoOf, stampOf, type Tried } from "./stamp.ts";

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;

export function printRoutes(filesDir: string, contextOf: ContextOf): Router {
  const router = Router();
  router.get("/:record/:file", (request: HttpRequest, response: HttpResponse) =>
    answer(response, contextOf(request, response), (web) => send(filesDir, request, response, web)),
  );
  return router;
}

// PurchaseOrder ← purchase-order, as in the address of its page.
const nameOf = (slug: string): RecordName | undefined =>
  (Object.keys(registry) as RecordName[]).find(
    (name) => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase() === slug,
  );

async function send(filesDir: string, request: HttpRequest, response: HttpResponse, web: WebRequest): Promise<undefined> {
  web.requireSession();
  const slug = String(request.params.record);
  const number = String(request.params.file).replace(/\.pdf$/i, "");
  const name = nameOf(slug);
  const print = name && printOf(name);
  if (!name || !print) throw notFound(slug, number);
  await web.mayRead(name);
  const { with: draft } = request.query;
  const bytes = await render(web, name, print, number, {
    logoOf: (sha256) => storedFile(filesDir, sha256),
    ...(typeof draft === "string" ? { draft } : {}),
  });
  await web.endReads();
  await web.note({ kind: "print", operation: "print", record: name, number, isFound: true });
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

interface Rendering {
  readonly logoOf: LogoOf;
  /** The number of a rule that is tried out: its letterhead or form in the place of the one in force. */
  readonly draft?: string;
  /** Said across its pages where the record itself says nothing. */
  readonly copy?: Label | null;
}

const triedMark: Label = { en: "PREVIEW", zh: "预览" };

/** The bytes of one record's print. @throws NOT_FOUND for one that the person may not see, and for a rule that is no print's */
export async function render(
  request: Request,
  name: RecordName,
  print: Print,
  number: string,
  { logoOf, draft, copy = null }: Rendering,
): Promise<Buffer> {
  const reader = await request.reader();
  const row = await rowByNumber(reader, name, number);
  if (!row) throw notFound(specOf(name).label.en, number);
  const tried = draft === undefined ? {} : await ruleToTry(request, draft);
  const mark = draft === undefined ? (print.mark(row) ?? copy) : triedMark;
  const sheet = new Sheet({ ...(await stampOf(request, name, row, logoOf, tried)), title: print.title, number, mark });
  await print.layout(sheet, row, request);
  return sheet.end();
}

async function ruleToTry(request: Request, number: string): Promise<Tried> {
  const reader = await request.reader();
  const rule = reader.actor.permits.has("rule.read") ? await rowByNumber(reader, "Rule", number) : null;
  if (!rule || (rule.ruleName !== "letterhead" && rule.ruleName !== "print-form")) throw notFound("Rule", number);
  return { [rule.ruleName]: rule.content };
}
