import { type Meaning, type RecordName, signOf } from "@lotline/schema";
import { AppError } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import type { Credential } from "../../graphql/operations.ts";
import type { SignatureProof } from "../../kernel/sign.ts";
import { useFactor } from "./second-factor.ts";
import { checkInSession, type SessionState, type Sql, secure, signingProved } from "./session.ts";
import { signingCodeAllowed } from "./signing-code.ts";
import { accountabilityOf, statementUnaccepted } from "./statement.ts";
import type { WebRequest } from "./web-request.ts";

/** Meanings that a signing code may never carry (compliance.md §D). */
const passwordOnly: readonly Meaning[] = ["RELEASED_TO_MARKET", "RELEASED_PRODUCTION", "DISPOSITIONED"];

const refusedProof = (code: string, en: string, zh: string, triesLeft?: number) =>
  new AppError("SIGNATURE_REFUSED", { triesLeft, reasons: [{ code, text: { en, zh } }] });

interface Standing {
  login: string;
  identity_document: string | null;
  signing_suspended: boolean;
  must_change: boolean;
}

/** What the next signature of a session asks for: everything at the first one, one secret later (21 CFR 11.200(a)(1)(i)). */
export const neededFor = (session: SessionState, meaning: Meaning, mayCode: boolean): "FULL" | "PASSWORD" | "PASSWORD_OR_CODE" =>
  !session.signing.open ? "FULL" : passwordOnly.includes(meaning) || !mayCode ? "PASSWORD" : "PASSWORD_OR_CODE";

/** The same by what the firm has decided about signing codes. */
export const neededNow = async (request: WebRequest, session: SessionState, meaning: Meaning) =>
  neededFor(session, meaning, await signingCodeAllowed(request, session.personId));

/** Refuses who may not sign at all: identity not proved, signing suspended after a reset, accountability not accepted. */
export async function requireSigner(request: WebRequest, personId: string): Promise<Standing> {
  const { standing, accountability } = await secure(request.kernel.orm, personId, "prove", async (sql) => {
    const [row] = await sql<Standing>(
      "select p.login, p.identity_document, c.signing_suspended, c.must_change from person p join credential c on c.id = p.id where p.id = ?",
      [personId],
    );
    return { standing: row, accountability: await accountabilityOf(sql, personId) };
  });
  if (!standing) throw refusedProof("NO_CREDENTIAL", "You have no password to sign with.", "您没有可用于签名的密码。");
  if (!standing.identity_document)
    throw refusedProof(
      "IDENTITY_UNVERIFIED",
      "Your identity is not proved yet; the security administrator records it.",
      "您的身份尚未核验，请由安全管理员登记。",
    );
  if (standing.signing_suspended || standing.must_change)
    throw refusedProof(
      "SIGNING_SUSPENDED",
      "Signing is suspended after the reset of your password until a second person confirms it.",
      "密码重置后签名权暂停，须由第二人确认。",
    );
  if (!accountability.inForce) throw refusedProof(statementUnaccepted.code, statementUnaccepted.en, statementUnaccepted.zh);
  return standing;
}

/**
 * Proves who signs: user name, password and, where enrolled, the second factor at the first signing of a signing session, then password or signing code. A failure
 * is counted and written down; the fifth ends the session.
 */
export async function prove(
  request: WebRequest,
  session: SessionState,
  credential: Credential,
  action: { record: RecordName; name: string },
): Promise<SignatureProof> {
  const { orm } = request.kernel;
  const meaning = signOf(specOf(action.record), action.name)?.meaning ?? "APPROVED";
  const standing = await requireSigner(request, session.personId);
  const needs = await neededNow(request, session, meaning);
  const given = credential.password ? "password" : credential.code ? "code" : null;
  if (needs === "FULL" && (given !== "password" || !credential.userName))
    throw refusedProof("FULL_PROOF", "The first signature asks for user name and password.", "首次签名须输入用户名和密码。");
  if (needs === "PASSWORD" && given !== "password")
    throw refusedProof(
      "PASSWORD_PROOF",
      "This meaning asks for your password; a signing code is not enough.",
      "该签名含义须输入密码，签名口令不足。",
    );
  const withFactor = needs === "FULL" && session.secondFactor;
  if (withFactor && !credential.oneTimeCode)
    throw refusedProof(
      "SECOND_FACTOR",
      "The first signature asks for the code of your authenticator app too.",
      "首次签名还须输入身份验证器应用中的动态码。",
    );
  if (!given) throw refusedProof("PROOF_MISSING", "Please enter your password or signing code.", "请输入密码或签名口令。");
  const sameName = needs !== "FULL" || credential.userName?.toLowerCase() === standing.login.toLowerCase();
  const code = credential.oneTimeCode ?? "";
  const check = {
    secret: given,
    given: credential[given] ?? "",
    sameName,
    failure: "signingFailed",
    ...(withFactor
      ? { also: async (sql: Sql) => (await useFactor(sql, request.installation.secrets, session.personId, code)) !== null }
      : {}),
  } as const;
  const left = await checkInSession(orm, session, check, (sql, now) => signingProved(sql, now, session, needs === "FULL"));
  if (left !== null)
    throw refusedProof(
      "PROOF_WRONG",
      left > 0 ? `Not right; ${left} tries left.` : "Not right; the session has ended and security was told.",
      left > 0 ? `不正确，还可尝试 ${left} 次。` : "不正确；会话已结束并已通知安全管理员。",
      left,
    );
  return {
    intentId: credential.intent,
    components: withFactor ? "userName+password+code" : needs === "FULL" ? "userName+password" : given,
    sessionId: session.id,
  };
}
