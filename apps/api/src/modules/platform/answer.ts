import type { Response as HttpResponse } from "express";
import { AppError, type ErrorCode } from "../../base/error.ts";
import { unavailable } from "../../base/unavailable.ts";
import type { WebRequest } from "./web-request.ts";

const statusOf: { readonly [code in ErrorCode]?: number } = {
  UNAUTHENTICATED: 401,
  SESSION_LOCKED: 401,
  PASSWORD_MUST_CHANGE: 401,
  SECOND_FACTOR_REQUIRED: 401,
  REFUSED: 403,
  NOT_FOUND: 404,
  BUSY: 429,
  TIMEOUT: 503,
};

/** Answers what the work answers; whatever becomes of it, it leaves no read transaction behind. */
export async function answer(
  response: HttpResponse,
  context: Promise<WebRequest>,
  work: (web: WebRequest) => Promise<unknown>,
): Promise<void> {
  try {
    const web = await context;
    const result = await work(web).finally(() => web.endReads());
    if (result !== undefined) response.json(result);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    // The database is away, or the disk is full: the same request may be sent again.
    const away = unavailable(error);
    const known = error instanceof AppError ? error : away;
    const status = away ? 503 : known ? (statusOf[known.code] ?? 400) : 500;
    response.status(status).json({
      errors: [
        { message: known?.message ?? "Internal error", extensions: { code: known?.code ?? "INTERNAL", ...known?.details } },
      ],
    });
  }
}
