/** What can go wrong with a request, told apart by the codes of the API; screens show failures, never raw errors. */
import { CombinedGraphQLErrors, ServerError, ServerParseError } from "@apollo/client/errors";
import type { Issue, Reason } from "@lotline/schema";

export type Failure =
  | { readonly kind: "refused"; readonly reasons: readonly Reason[] }
  | { readonly kind: "invalid"; readonly issues: readonly Issue[] }
  | { readonly kind: "conflict"; readonly current: number | undefined }
  | { readonly kind: "commandConflict" }
  | { readonly kind: "unauthenticated"; readonly reasons: readonly Reason[] }
  | { readonly kind: "locked" }
  | { readonly kind: "mustChange" }
  | { readonly kind: "signature"; readonly triesLeft: number | undefined; readonly reasons: readonly Reason[] }
  | { readonly kind: "internal"; readonly code: string; readonly reference: string | undefined; readonly message: string }
  /** A command that was not sent, because the server was known not to answer. Nothing happened. */
  | { readonly kind: "unsent" }
  /** No answer came: for a query "cannot be reached", for a command "unknown". */
  | { readonly kind: "unreachable"; readonly message: string };

type Extensions = Readonly<Record<string, unknown>>;

const isReason = (value: unknown): value is Reason =>
  typeof value === "object" && value !== null && "code" in value && "text" in value && typeof value.text === "object";
const isIssue = (value: unknown): value is Issue => isReason(value) && "path" in value;

const listOf = <T>(value: unknown, is: (item: unknown) => item is T): readonly T[] =>
  Array.isArray(value) ? value.filter(is) : [];
const numberOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

// A gateway that answers for a server which does not; the command may have run.
const lostStatus = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether what was thrown is a failure already, as the routes of files throw it. */
export const isFailure = (error: unknown): error is Failure => typeof error === "object" && error !== null && "kind" in error;

/** The failure an error stands for. */
export function failureOf(error: unknown): Failure {
  if (CombinedGraphQLErrors.is(error)) {
    const first = error.errors[0];
    return fromExtensions(first?.extensions ?? {}, first?.message ?? "");
  }
  if (ServerError.is(error)) {
    if (error.statusCode === 401) return { kind: "unauthenticated", reasons: [] };
    if (!lostStatus.has(error.statusCode))
      return { kind: "internal", code: `HTTP ${error.statusCode}`, reference: undefined, message: error.message };
  }
  if (ServerParseError.is(error) && error.statusCode < 500) {
    return { kind: "internal", code: `HTTP ${error.statusCode}`, reference: undefined, message: "unreadable answer" };
  }
  return { kind: "unreachable", message: error instanceof Error ? error.message : String(error) };
}

/** The failure that an answer of a plain HTTP route tells: files, exports. `status` counts when it says nothing itself. */
export function failureOfAnswer(body: unknown, status: number): Failure {
  const errors: unknown = typeof body === "object" && body !== null && "errors" in body ? body.errors : undefined;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (typeof first !== "object" || first === null || !("extensions" in first))
    return lostStatus.has(status)
      ? { kind: "unreachable", message: `HTTP ${status}` }
      : { kind: "internal", code: `HTTP ${status}`, reference: undefined, message: "" };
  // The routes answer errors in the form of the API.
  return fromExtensions(first.extensions as Extensions, "message" in first ? String(first.message) : "");
}

function fromExtensions(extensions: Extensions, message: string): Failure {
  const code = textOf(extensions.code) ?? "UNKNOWN";
  switch (code) {
    case "REFUSED":
    case "NOT_FOUND":
      return { kind: "refused", reasons: listOf(extensions.reasons, isReason) };
    case "BAD_USER_INPUT": {
      const issues = listOf(extensions.issues, isIssue);
      return issues.length > 0 ? { kind: "invalid", issues } : { kind: "internal", code, reference: undefined, message };
    }
    case "CONFLICT":
      return { kind: "conflict", current: numberOf(extensions.current) };
    case "COMMAND_CONFLICT":
      return { kind: "commandConflict" };
    case "UNAUTHENTICATED":
      return { kind: "unauthenticated", reasons: listOf(extensions.reasons, isReason) };
    case "SESSION_LOCKED":
      return { kind: "locked" };
    case "PASSWORD_MUST_CHANGE":
    case "SECOND_FACTOR_REQUIRED":
      return { kind: "mustChange" };
    case "SIGNATURE_REFUSED":
      return {
        kind: "signature",
        triesLeft: numberOf(extensions.triesLeft),
        reasons: listOf(extensions.reasons, isReason),
      };
    // The server itself does not know whether its COMMIT arrived; the same command answers it.
    case "OUTCOME_UNKNOWN":
    // Too many at once: nothing happened, and the same command may be sent again a little later.
    case "BUSY":
    case "RATE_LIMITED":
      return { kind: "unreachable", message };
    default: {
      const reasons = listOf(extensions.reasons, isReason);
      if (reasons.length > 0) return { kind: "refused", reasons };
      return { kind: "internal", code, reference: textOf(extensions.reference), message };
    }
  }
}

/** Whether signing in failed for want of a passkey, which is asked after the password. */
export const asksPasskey = (failure: Failure | undefined): boolean =>
  failure?.kind === "unauthenticated" && failure.reasons.some((reason) => reason.code === "PASSKEY_ASKED");

/** Whether signing in failed for want of the code of an authenticator app, which is asked after the password. */
export const asksSecondFactor = (failure: Failure | undefined): boolean =>
  failure?.kind === "unauthenticated" && failure.reasons.some((reason) => reason.code === "SECOND_FACTOR");
