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
  response.send(JSON.stringify({ errors: [{ message: text.en, extensions: { code, reasons: [{ code, text }] } }] }));
}
