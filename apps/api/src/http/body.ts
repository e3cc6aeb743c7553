/** Bodies within a limit, JSON and bytes: what is more is refused when the limit is reached, not when the last byte has come. */
import express, { type ErrorRequestHandler, type Request, type RequestHandler } from "express";
import { type Refusal, refuse } from "./refuse.ts";

export const tooLarge: Refusal = {
  status: 413,
  code: "BODY_TOO_LARGE",
  text: { en: "The request body is too large.", zh: "请求体过大。" },
};

const unreadable: Refusal = {
  status: 400,
  code: "BAD_REQUEST",
  text: { en: "The request body cannot be read.", zh: "无法读取请求体。" },
};

/** @param limitOf the most bytes that a request may bring @param type the media types that are read; application/json when not said */
export function jsonBody(limitOf: (request: Request) => number, type?: string[]): [RequestHandler, ErrorRequestHandler] {
  const readers = new Map<number, RequestHandler>();
  const readerOf = (limit: number): RequestHandler => {
    const known = readers.get(limit) ?? express.json({ limit, ...(type ? { type } : {}) });
    readers.set(limit, known);
    return known;
  };
  const read: RequestHandler = (request, response, next) => {
    const limit = limitOf(request);
    if (Number(request.headers["content-length"] ?? 0) > limit) return refuse(request, response, tooLarge);
    let size = 0;
    // The parser would answer after the whole of it.
    const count = (part: Buffer) => {
      size += part.length;
      if (size <= limit) return;
      request.off("data", count);
      refuse(request, response, tooLarge);
    };
    request.on("data", count);
    readerOf(limit)(request, response, next);
  };
  return [read, refuseUnread];
}

/** Answers for a body that is too large when unpacked or no JSON: express hands it to an error handler of four arguments. */
const refuseUnread: ErrorRequestHandler = (error: { status?: number }, request, response, _next) => {
  if (response.headersSent) return;
  refuse(request, response, error.status === 413 ? tooLarge : unreadable);
};

/**
 * The bytes of a request that is no JSON, held in memory.
 * @throws what `refusal` makes once there are more than `max`; where their number is told, before they are read
 */
export async function bytesOf(request: Request, max: number, refusal: () => Error): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > max) throw refusal();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > max) throw refusal();
    parts.push(part);
  }
  return Buffer.concat(parts);
}
