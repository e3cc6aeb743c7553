/** Signing in, and unlocking, by a passkey alone: possession of the device and its check of the person are two factors. */
import type { Reason } from "@lotline/schema";
import { AppError } from "../../../base/error.ts";
import { checkInSession, event, openSession, type SessionState, type Sql, secure, unlock } from "../session.ts";
import { keepDevice, type SignedIn } from "../sign-in.ts";
import type { WebRequest } from "../web-request.ts";
import { usePasskey } from "./passkey.ts";
import { requireParty } from "./relying-party.ts";

const disabled: Reason = {
  code: "DISABLED",
  text: { en: "This person is disabled.", zh: "该人员已停用。" },
};

/** @throws UNAUTHENTICATED, worded; the failed try is a security event */
export async function passkeySignIn(request: WebRequest, answer: string): Promise<SignedIn> {
  const { kernel, client, device } = request;
  const party = requireParty(request);
  const asked = { purpose: "signIn", personId: null, sessionId: null, intentId: null } as const;
  const proof = await secure(kernel.orm, null, "signIn", async (sql, now) => {
    const used = await usePasskey(sql, now, party, asked, answer);
    const [person] = used.personId ? await sql<{ state: string }>("select state from person where id = ?", [used.personId]) : [];
    const fault = used.fault ?? (person?.state === "active" ? null : disabled);
    if (fault) await sql(...event("signInFailed", used.personId, null, { address: client.address, why: fault.code }));
    return { personId: used.personId, fault };
  });
  if (proof.fault || !proof.personId) throw new AppError("UNAUTHENTICATED", { reasons: proof.fault ? [proof.fault] : [] });
  const deviceToken = await keepDevice(kernel.orm, proof.personId, device.token);
  return { token: await openSession(kernel.orm, proof.personId, client, "passkey"), personId: proof.personId, deviceToken };
}

/** Opens a locked session again by a passkey of its person; a wrong answer counts like a wrong password. */
export async function unlockByPasskey(request: WebRequest, session: SessionState, answer: string): Promise<void> {
  const party = requireParty(request);
  const asked = { purpose: "unlock", personId: session.personId, sessionId: session.id, intentId: null } as const;
  let fault: Reason | null = null;
  const also = async (sql: Sql, now: Date) => {
    ({ fault } = await usePasskey(sql, now, party, asked, answer));
    return fault === null;
  };
  const check = { secret: null, given: "", failure: "unlockFailed", also } as const;
  const left = await checkInSession(request.kernel.orm, session, check, (sql, now) => unlock(sql, now, session));
  if (left !== null) throw new AppError("UNAUTHENTICATED", { reasons: fault ? [fault] : [] });
}
