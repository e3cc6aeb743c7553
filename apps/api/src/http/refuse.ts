/** Refusals of the HTTP layer, before anything of the house is asked: a 4xx, a code, and words in both languages. */
import type { Label } from "@lotline/schema";
import type { Request, Response } from "express";

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly text: Label;
  /** Seconds until it is worth trying again. */
  readonly retryAfter?: number;
}

/** Answers a refusal in the form of a GraphQL error, in the media type that was asked for. */
export function refuse(request: Request, response: Response, { status, code, text, retryAfter }: Refusal): void {
  const asked = request.headers.accept ?? "";
  const type = asked.includes("application/graphql-response+json") ? "application/graphql-response+json" : "application/json";
  response.status(status).set("Content-Type", `${type}; charset=utf-8`);
  if (retryAfter !== undefined) response.set("Retry-After", String(Math.max(1, Math.ceil(retryAfter))));
  const body = JSON.stringify({ errors: [{ message: text.en, extensions: { code, reasons: [{ code, text }] } }] });
  if (stillToCome(request) <= shortRest) response.send(body);
  else sendToWriter(request, response, body);
}

/** A rest so short is read to its end, and the connection serves the next request. */
const shortRest = 1_000_000;
/** What is read of a longer one at most, in bytes and in milliseconds. */
const drained = { bytes: 16_000_000, ms: 5000 } as const;

function stillToCome(request: Request): number {
  if (request.complete) return 0;
  return request.headers["transfer-encoding"] ? Number.POSITIVE_INFINITY : Number(request.headers["content-length"] ?? 0);
}

/**
 * The whole answer at once, and the end of the connection later: who closes while the other side still writes resets it, and the
 * answer is lost with it.
 */
function sendToWriter(request: Request, response: Response, body: string): void {
  response.set({ Connection: "close", "Content-Length": String(Buffer.byteLength(body)) });
  response.write(body);
  let left: number = drained.bytes;
  const finish = () => {
    clearTimeout(timer);
    request.off("data", take).off("end", finish).off("close", finish);
    response.end();
  };
  const take = (part: Buffer) => {
    left -= part.length;
    if (left < 0) finish();
  };
  const timer = setTimeout(finish, drained.ms);
  request.on("data", take).once("end", finish).once("close", finish).resume();
}
