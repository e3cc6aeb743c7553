import type { Issue, Reason } from "@lotline/schema";

export type ErrorCode =
  | "REFUSED"
  | "BAD_USER_INPUT"
  | "CONFLICT"
  | "COMMAND_CONFLICT"
  | "NOT_FOUND"
  | "UNAUTHENTICATED"
  | "SESSION_LOCKED"
  | "PASSWORD_MUST_CHANGE"
  | "SECOND_FACTOR_REQUIRED"
  | "SIGNATURE_REFUSED"
  | "OUTCOME_UNKNOWN"
  | "TIMEOUT"
  | "BUSY";

/** An expected refusal: its code and what a person needs to go on. Anything else is a defect and reaches nobody in detail. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: { readonly reasons?: readonly Reason[]; readonly issues?: readonly Issue[]; readonly [key: string]: unknown };

  constructor(code: ErrorCode, details: AppError["details"] = {}) {
    super(
      details.reasons?.map((r) => r.text.en).join(" ") ?? details.issues?.map((i) => `${i.path}: ${i.text.en}`).join(" ") ?? code,
    );
    this.code = code;
    this.details = details;
  }
}

export const refused = (...reasons: Reason[]): AppError => new AppError("REFUSED", { reasons });

export const invalid = (...issues: Issue[]): AppError => new AppError("BAD_USER_INPUT", { issues });

export const notFound = (record: string, key: string): AppError =>
  new AppError("NOT_FOUND", {
    reasons: [
      { code: "NOT_FOUND", text: { en: `There is no such record: ${record} ${key}.`, zh: `没有该记录：${record} ${key}。` } },
    ],
  });

/**
 * Ends this attempt of a command; it begins again with a time of its own, as after a serialisation failure. For what only a later
 * start can put right: the command waited for a lock, and what it found is younger than itself.
 */
export const startAgain = (why: string): Error => Object.assign(new Error(why), { code: "40001" });

/** Why a read was stopped: by the deadline of its request or of its statement. */
export const timeoutReason: Reason = {
  code: "TIMEOUT",
  text: {
    en: "This takes too long to read; please narrow the question.",
    zh: "读取时间过长，请缩小查询范围。",
  },
};
