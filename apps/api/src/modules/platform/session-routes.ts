/** `GET /session/events`: stays open while the session is what it is, and says so within a second when it is not any longer. */
import { type Request as HttpRequest, type Response as HttpResponse, Router } from "express";
import { answer } from "./answer.ts";
import { EventStreams } from "./event-streams.ts";
import type { WebRequest } from "./web-request.ts";

/** A page that is looked at holds one; people have some windows, and some devices. */
const limits = { perPerson: 12, all: 1000 } as const;

export function sessionRoutes(contextOf: (request: HttpRequest, response: HttpResponse) => Promise<WebRequest>): Router {
  const streams = new EventStreams(limits);
  const router = Router();
  router.get("/events", (request, response) =>
    answer(response, contextOf(request, response), (web) => watch(streams, response, web)),
  );
  return router;
}

/** The browser then asks who is there: the session ended or locked, its person was disabled, or has other roles. */
async function watch(streams: EventStreams, response: HttpResponse, web: WebRequest): Promise<undefined> {
  const { personId } = web.requireSession();
  streams.begin(response, personId);
  const hold = await web.holdOpen(() => response.end("event: changed\ndata: {}\n\n"));
  response.once("close", () => hold.release());
}
