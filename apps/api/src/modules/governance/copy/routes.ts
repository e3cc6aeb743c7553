/** `GET /copies/:id.zip`: a copy while its download lasts, each one written down; and the verifier on its own. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { because } from "@lotline/schema";
import { verifierPage, verifierProgram } from "@lotline/verifier";
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { notFound, refused } from "../../../base/error.ts";
import { rowsById } from "../../../read/rows.ts";
import { answer, takenAway, type WebRequest } from "../../platform/index.ts";
import { takeReasons } from "./order.ts";
import { archiveOf, maskPermits } from "./place.ts";

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;

export function copyRoutes(contextOf: ContextOf): Router {
  const router = Router();
  const verifier = (type: string, name: string, make: () => string) =>
    router.get(`/${name}`, (request, response) =>
      answer(response, contextOf(request, response), async (web) => {
        web.requireSession();
        response
          .set({ "Content-Type": `${type}; charset=utf-8`, "Content-Disposition": `attachment; filename="${name}"` })
          .send(make());
        return undefined;
      }),
    );
  verifier("text/html", "verify.html", verifierPage);
  verifier("text/javascript", "verify.mjs", verifierProgram);
  router.get("/:id.zip", (request, response) =>
    answer(response, contextOf(request, response), (web) => send(String(request.params.id), response, web)),
  );
  return router;
}

async function send(id: string, response: HttpResponse, web: WebRequest): Promise<undefined> {
  web.requireSession();
  const reader = await web.mayRead("InspectionCopy");
  const copy = /^\d{1,18}$/.test(id) ? (await rowsById(reader, "InspectionCopy", [id])).get(id) : undefined;
  if (!copy) throw notFound("InspectionCopy", id);
  const isOver = copy.state !== "ready" || copy.expiresAt === null || copy.expiresAt <= reader.now;
  const reasons = [
    ...takeReasons(reader, copy, maskPermits),
    ...(isOver ? [because("COPY_OVER", "This copy cannot be downloaded (any more).", "该副本不可下载或下载期已截止。")] : []),
  ];
  if (reasons.length > 0) throw refused(...reasons);
  const path = archiveOf(web.kernel, copy.id);
  if (!existsSync(path)) throw notFound("file", copy.number);
  await web.endReads();
  const { id: copyId, number, sha256, recipient } = copy;
  const seen = { kind: "file", operation: "copy", record: "InspectionCopy", number } as const;
  await takenAway(web, seen, { record: "InspectionCopy", copy: copyId, number, sha256, recipient });
  response.set({
    "Content-Type": "application/zip",
    "Content-Length": String(statSync(path).size),
    "Content-Disposition": `attachment; filename="${copy.number}.zip"`,
  });
  await pipeline(createReadStream(path), response);
}
