/** Proof that whoever changes a means of signing in is its owner, besides the open session (ASVS 7.5.1). */
import { AppError, invalid } from "../../../base/error.ts";
import { useFactor } from "../second-factor.ts";
import { checkInSession, type SessionState, type Sql } from "../session.ts";
import type { WebRequest } from "../web-request.ts";
import { usePasskey } from "./passkey.ts";
import { requireParty } from "./relying-party.ts";
import { spendProof } from "./round.ts";

export interface OwnerProof {
  readonly password?: string | undefined;
  /** Of the authenticator app, where one is enrolled and the password is given. */
  readonly code?: string | undefined;
  /** A passkey's answer in place of both. */
  readonly passkey?: string | undefined;
  /** The person was just proved at the company's provider. */
  readonly provider?: boolean | undefined;
}

/** A passkey, or the password and the code of the app in force; a wrong one counts like one at signing. @throws BAD_USER_INPUT */
export async function proveOwner(request: WebRequest, session: SessionState, proof: OwnerProof): Promise<void> {
  const also = proof.passkey
    ? byPasskey(request, session, proof.passkey)
    : proof.provider
      ? byProvider(session)
      : byCode(request, session, proof.code);
  const check = {
    secret: proof.passkey || proof.provider ? null : ("password" as const),
    given: proof.password ?? "",
    failure: "secondFactorFailed" as const,
    ...(also ? { also } : {}),
  };
  const left = await checkInSession(request.kernel.orm, session, check, async () => undefined);
  if (left === 0) throw new AppError("UNAUTHENTICATED");
  if (left !== null)
    throw invalid({
      path: "password",
      code: "PROOF_WRONG",
      text: proof.passkey
        ? { en: `The passkey's answer is not right; ${left} tries left.`, zh: `通行密钥验证不正确，还可尝试 ${left} 次。` }
        : proof.provider
          ? {
              en: `You were not proved at your company's sign-in; ${left} tries left.`,
              zh: `尚未在企业身份认证服务验证身份，还可尝试 ${left} 次。`,
            }
          : { en: `Password or code is not right; ${left} tries left.`, zh: `密码或动态码不正确，还可尝试 ${left} 次。` },
    });
}

function byPasskey(request: WebRequest, session: SessionState, answer: string) {
  const party = requireParty(request);
  const asked = { purpose: "own", personId: session.personId, sessionId: session.id, intentId: null } as const;
  return async (sql: Sql, now: Date) => (await usePasskey(sql, now, party, asked, answer)).fault === null;
}

function byProvider(session: SessionState) {
  const asked = { purpose: "own", personId: session.personId, sessionId: session.id, intentId: null } as const;
  return async (sql: Sql) => (await spendProof(sql, asked)) !== null;
}

function byCode(request: WebRequest, session: SessionState, code: string | undefined) {
  if (!session.secondFactor) return undefined;
  return async (sql: Sql) => (await useFactor(sql, request.installation.secrets, session.personId, code ?? "")) !== null;
}
