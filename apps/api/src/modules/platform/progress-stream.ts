/** The progress of long work as a stream of events: sent whenever it changes, until it is over. */
import type { Request as HttpRequest, Response as HttpResponse } from "express";
import type { SqlReader } from "../../base/reader.ts";
import { Request } from "../../read/request.ts";
import type { EventStreams } from "./event-streams.ts";
import type { WebRequest } from "./web-request.ts";

/** Milliseconds between two looks. */
const lookMs = 400;

/** What is watched, and what is told of it. */
export interface Watched<T> {
  readonly look: (reader: SqlReader) => Promise<T>;
  /** Differs whenever there is something new to tell. */
  readonly idOf: (state: T) => string;
  readonly isOver: (state: T) => boolean;
  readonly shownOf: (state: T) => object;
}

/**
 * Each look asks anew whether the session still holds, so a revoked, locked or ended one ends the stream; watching counts as no use
 * of the session. Who comes back gets the present state, unless it is the one that Last-Event-ID names.
 */
export async function streamProgress<T>(
  streams: EventStreams,
  request: HttpRequest,
  response: HttpResponse,
  web: WebRequest,
  watched: Watched<T>,
): Promise<undefined> {
  const { ctx } = web;
  const look = async (): Promise<T> => {
    const reading = new Request(web.kernel, ctx);
    try {
      return await watched.look(await reading.reader());
    } finally {
      await reading.endReads();
    }
  };
  let state = await look();
  streams.begin(response, ctx.personId);
  let isOpen = true;
  response.once("close", () => {
    isOpen = false;
  });
  let known = String(request.headers["last-event-id"] ?? "");
  while (isOpen) {
    if (watched.idOf(state) !== known) {
      known = watched.idOf(state);
      response.write(`id: ${known}\nevent: progress\ndata: ${JSON.stringify(watched.shownOf(state))}\n\n`);
    }
    if (watched.isOver(state)) {
      response.write("event: end\ndata: {}\n\n");
      break;
    }
    await new Promise((done) => setTimeout(done, lookMs));
    if (isOpen) state = await look();
  }
  response.end();
}
