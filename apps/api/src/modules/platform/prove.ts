import { type Meaning, type Reason, type RecordName, signOf } from "@lotline/schema";
import { AppError } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import type { Credential } from "../../graphql/operations.ts";
import type { SignatureProof } from "../../kernel/sign.ts";
import { clockAhead } from "./health/facts.ts";
import { clockLimits } from "./health/judge.ts";
import { isLinked } from "./identity/link.ts";
import { usePasskey } from "./identity/passkey.ts";
import { providerReasons } from "./identity/provider-refusals.ts";
import { partyOf, requireParty } from "./identity/relying-party.ts";
import { spendProof } from "./identity/round.ts";
import { useFactor } from "./second-factor.ts";
import { checkInSession, event, type SessionState, type Sql, secure, signingProved } from "./session.ts";
import { signingCodeAllowed } from "./signing-code.ts";
import { accountabilityOf, statementUnaccepted } from "./statement.ts";
import type { WebRequest } from "./web-request.ts";

/** Meanings that a signing code may never carry (compliance.md §D, REQ-ACC-09). */
const passwordOnly: readonly Meaning[] = ["RELEASED_TO_MARKET", "RELEASED_PRODUCTION", "DISPOSITIONED", "EMERGENCY_OPENED"];

const refusedProof = (code: string, en: string, zh: string, triesLeft?: number) =>
  new AppError("SIGNATURE_REFUSED", { triesLeft, reasons: [{ code, text: { en, zh } }] });

interface Standing {
  login: string;
  identity_document: string | null;
  signing_suspended: boolean;
  must_change: boolean;
}

type Needs = "FULL" | "PASSWORD" | "PASSWORD_OR_CODE";

/** What the next signature of a session asks for: everything at the first one, one secret later (21 CFR 11.200(a)(1)(i)). */
export const neededFor = (session: SessionState, meaning: Meaning, mayCode: boolean): Needs =>
  !session.signing.open ? "FULL" : passwordOnly.includes(meaning) || !mayCode ? "PASSWORD" : "PASSWORD_OR_CODE";

/** The same by what the firm has decided about signing codes. */
export const neededNow = async (request: WebRequest, session: SessionState, meaning: Meaning): Promise<Needs> =>
  neededFor(session, meaning, await signingCodeAllowed(request, session.personId));

/** By which means a person may prove a signature now; the screen offers these. */
export async function meansFor(request: WebRequest, session: SessionState, needs: Needs): Promise<string[]> {
  const { provider } = request.installation;
  const { hasPassword, linked } = await secure(request.kernel.orm, session.personId, "prove", async (sql) => {
    const [row] = await sql<{ password: boolean }>("select password_hash is not null as password from credential where id = ?", [
      session.personId,
    ]);
    return {
      hasPassword: row?.password === true,
      linked: provider ? await isLinked(sql, session.personId, provider.issuer) : false,
    };
  });
  const byPassword = hasPassword && (needs !== "FULL" || !session.passkey || session.secondFactor);
  const byPasskey = session.passkey && partyOf(request) !== null;
  return [...(byPassword ? ["password"] : []), ...(byPasskey ? ["passkey"] : []), ...(linked ? ["provider"] : [])];
}

/** Refuses who may not sign at all: identity not proved, signing suspended after a reset, accountability not accepted. */
export async function requireSigner(request: WebRequest, personId: string): Promise<Standing> {
  const { standing, accountability, clockAheadMs } = await secure(request.kernel.orm, personId, "prove", async (sql) => {
    const [row] = await sql<Standing>(
      "select p.login, p.identity_document, c.signing_suspended, c.must_change from person p join credential c on c.id = p.id where p.id = ?",
      [personId],
    );
    return { standing: row, accountability: await accountabilityOf(sql, personId), clockAheadMs: await clockAhead(sql) };
  });
  // A time that two machines tell apart by a minute proves nothing (compliance.md §D).
  if (Math.abs(clockAheadMs) > clockLimits.stopMs)
    throw refusedProof(
      "CLOCK_APART",
      "The clocks of server and database are more than 60 s apart; nobody signs until the administrator has set them.",
      "服务器与数据库时钟相差超过 60 秒，管理员校时前停止签名。",
    );
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

/** By what a credential proves its person; a code is the signing code. */
type Means = "password" | "code" | "passkey" | "provider";

const meansOf = (credential: Credential): Means | null =>
  credential.passkey
    ? "passkey"
    : credential.provider
      ? "provider"
      : credential.password
        ? "password"
        : credential.code
          ? "code"
          : null;

const uuid = /^[0-9a-f-]{36}$/i;

/** What is missing in a credential before anything of it is looked at; it costs no try. */
function requireComplete(session: SessionState, needs: Needs, means: Means | null, credential: Credential): void {
  if (needs === "FULL" && (!means || means === "code" || !credential.userName))
    throw refusedProof(
      "FULL_PROOF",
      "The first signature asks for user name and password, or user name and passkey.",
      "首次签名须输入用户名和密码，或用户名并使用通行密钥。",
    );
  if (needs === "PASSWORD" && (!means || means === "code"))
    throw refusedProof(
      "PASSWORD_PROOF",
      "This meaning asks for your password or passkey; a signing code is not enough.",
      "该签名含义须输入密码或使用通行密钥，签名口令不足。",
    );
  if (needs === "FULL" && means === "password" && session.secondFactor && !credential.oneTimeCode)
    throw refusedProof(
      "SECOND_FACTOR",
      "The first signature asks for the code of your authenticator app too.",
      "首次签名还须输入身份验证器应用中的动态码。",
    );
  // Never weaker than signing in: who has a passkey and no app does not sign first by the password alone.
  if (needs === "FULL" && means === "password" && session.passkey && !session.secondFactor)
    throw refusedProof("PASSKEY_ASKED", "The first signature asks for your passkey.", "首次签名须使用通行密钥。");
  if (!means)
    throw refusedProof(
      "PROOF_MISSING",
      "Please enter your password or signing code, or use a passkey.",
      "请输入密码或签名口令，或使用通行密钥。",
    );
}

/** How a credential is looked at inside the session; `fault` tells afterwards why another means than a secret did not fit. */
function checkOf(request: WebRequest, session: SessionState, needs: Needs, means: Means, credential: Credential) {
  let fault: Reason | null = null;
  const about = { purpose: "sign", personId: session.personId, sessionId: session.id, intentId: credential.intent } as const;
  let detail: object = {};
  const told = { fault: () => fault, detail: () => detail };
  if (means === "passkey") {
    const party = requireParty(request);
    const also = async (sql: Sql, now: Date) => {
      ({ fault } = await usePasskey(sql, now, party, about, credential.passkey ?? ""));
      return fault === null;
    };
    return { secret: null, given: "", also, ...told };
  }
  if (means === "provider") {
    const also = async (sql: Sql) => {
      const spent = uuid.test(credential.intent) ? await spendProof(sql, about) : null;
      detail = spent ?? {};
      fault = spent ? null : providerReasons.UNPROVED;
      return fault === null;
    };
    return { secret: null, given: "", also, ...told };
  }
  const secret = { secret: means, given: credential[means] ?? "" };
  if (needs !== "FULL" || !session.secondFactor) return { ...secret, ...told };
  const also = async (sql: Sql) =>
    (await useFactor(sql, request.installation.secrets, session.personId, credential.oneTimeCode ?? "")) !== null;
  return { ...secret, also, ...told };
}

/**
 * Proves who signs: user name, password and, where enrolled, the second factor at the first signing of a signing session, then password or signing code; a passkey
 * with user verification in place of the secrets. A failure is counted and written down; the fifth ends the session.
 */
export async function prove(
  request: WebRequest,
  session: SessionState,
  credential: Credential,
  action: { record: RecordName; name: string },
): Promise<SignatureProof> {
  const meaning = signOf(specOf(action.record), action.name)?.meaning ?? "APPROVED";
  const standing = await requireSigner(request, session.personId);
  const needs = await neededNow(request, session, meaning);
  const means = meansOf(credential);
  requireComplete(session, needs, means, credential);
  if (!means) throw new AppError("SIGNATURE_REFUSED");
  const sameName = needs !== "FULL" || credential.userName?.toLowerCase() === standing.login.toLowerCase();
  const { fault, detail, ...looked } = checkOf(request, session, needs, means, credential);
  let proved = "";
  const left = await checkInSession(
    request.kernel.orm,
    session,
    { ...looked, sameName, failure: "signingFailed" },
    async (sql, now) => {
      await signingProved(sql, now, session, needs === "FULL");
      if (means === "passkey" || means === "provider")
        proved = await noteProof(sql, session.personId, { means, intent: credential.intent, ...detail() });
    },
  );
  if (left !== null) throw wrongProof(left, fault());
  const withCode = needs === "FULL" && means === "password" && session.secondFactor ? "+code" : "";
  return {
    intentId: credential.intent,
    components: `${needs === "FULL" ? "userName+" : ""}${means}${withCode}${proved && `#${proved}`}`,
    sessionId: session.id,
  };
}

function wrongProof(left: number, why: Reason | null): AppError {
  const { code, text } = why ?? { code: "PROOF_WRONG", text: { en: "Not right.", zh: "不正确。" } };
  const [en, zh] = [text.en.replace(/\.$/, ""), text.zh.replace(/。$/, "")];
  return left > 0
    ? refusedProof(code, `${en}; ${left} tries left.`, `${zh}，还可尝试 ${left} 次。`, left)
    : refusedProof(code, `${en}; the session has ended and security was told.`, `${zh}；会话已结束并已通知安全管理员。`, left);
}

/** The security event by which a signature's proof is found again; its id stands among the signature's components. */
async function noteProof(sql: Sql, personId: string, detail: object): Promise<string> {
  const [insert, values] = event("signerProved", personId, null, detail);
  const [row] = await sql<{ id: string }>(`${insert} returning id`, values);
  return String(row?.id);
}
