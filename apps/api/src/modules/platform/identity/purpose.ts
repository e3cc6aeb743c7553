/** For what a browser may be asked to prove its person, and the session that each of it needs. */
import { AppError } from "../../../base/error.ts";
import type { SessionState } from "../session.ts";
import type { WebRequest } from "../web-request.ts";
import type { Purpose } from "./challenge.ts";

const purposes: readonly Purpose[] = ["signIn", "sign", "own", "unlock"];

/** @throws NOT_FOUND for none of them, and for a signature without intent or an intent without signature */
export function knownPurpose(purpose: string, intent: string | null | undefined): Purpose {
  const known = purposes.find((one) => one === purpose);
  if (!known || (known === "sign") !== (intent !== undefined && intent !== null)) throw new AppError("NOT_FOUND");
  return known;
}

/** The session that a purpose needs; signing in needs none. @throws UNAUTHENTICATED and what bars the session */
export function sessionFor(request: WebRequest, purpose: Purpose): SessionState | null {
  if (purpose === "signIn") return null;
  if (purpose === "sign") return request.requireSession();
  if (purpose === "own") return request.requireOwner();
  if (!request.session) throw new AppError("UNAUTHENTICATED");
  return request.session;
}
