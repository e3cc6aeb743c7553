/** GET /device-files/<number>/<format>: an approved device record as the file of a database. */
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { answer, takenAway, type WebRequest } from "../../platform/index.ts";
import { deviceFile } from "./files.ts";

type ContextOf = (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>;

export function deviceFileRoutes(contextOf: ContextOf): Router {
  const router = Router();
  router.get("/:number/:format", (request, response) =>
    answer(response, contextOf(request, response), (web) => send(request, response, web)),
  );
  return router;
}

async function send(request: HttpRequest, response: HttpResponse, web: WebRequest): Promise<undefined> {
  web.requireSession();
  const reader = await web.mayRead("DeviceRecord");
  const number = String(request.params.number).slice(0, 80);
  const format = String(request.params.format).slice(0, 20);
  const file = await deviceFile(reader, number, format);
  await web.endReads();
  await takenAway(
    web,
    { kind: "export", operation: "export", record: "DeviceRecord", number, asked: { format } },
    { record: "DeviceRecord", number, format },
  );
  response.set({
    "Content-Type": file.mediaType,
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
  response.end(file.text);
}
