/**
 * The personal code for later signatures of a signing session (compliance.md §D): off unless the firm has let it by an approved rule;
 * on in the demo. Chosen by the person, stored like a password, counted in the same failures, never for a release.
 */
import { AppError, invalid, refused } from "../../base/error.ts";
import { rulesInForce } from "../../base/reader.ts";
import { hashSecret } from "./password.ts";
import { checkInSession, event, type SessionState, secure } from "./session.ts";
import type { WebRequest } from "./web-request.ts";

/** Whether a signing code counts in this installation. */
export async function signingCodeAllowed({ kernel, installation }: WebRequest, personId: string): Promise<boolean> {
  const rules = await secure(kernel.orm, personId, "signingCode", (sql) => rulesInForce(sql, "signing-code"));
  // The shape is checked when the rule is written.
  const rule = rules.get("default") as { readonly allowed: boolean } | undefined;
  return rule ? rule.allowed : installation.demo;
}

const notAllowed = {
  code: "SIGNING_CODE_OFF",
  text: {
    en: "Signing codes are not let here; QA decides it by the rule “signing-code”.",
    zh: "本企业未允许使用签名口令；由 QA 通过规则“signing-code”决定。",
  },
};

const weak = {
  path: "code",
  code: "CODE_WEAK",
  text: {
    en: "6 to 128 characters, not the user name, no run or repetition.",
    zh: "6 至 128 个字符，不得含用户名，不得为连续或重复字符。",
  },
};

function isWeak(code: string, login: string): boolean {
  const plain = code.toLowerCase();
  const steps = [...plain].slice(1).map((sign, index) => (sign.codePointAt(0) ?? 0) - (plain.codePointAt(index) ?? 0));
  const isRun = steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 0) <= 1;
  return [...code].length < 6 || [...code].length > 128 || plain.includes(login.toLowerCase()) || isRun;
}

/**
 * Sets one's own code after proof of the password; without a code the present one is taken off.
 * @throws SIGNING_CODE_OFF, CODE_WEAK, PASSWORD_WRONG; the fifth wrong proof ends the session
 */
export async function setSigningCode(
  request: WebRequest,
  session: SessionState,
  password: string,
  code: string | null,
): Promise<void> {
  const { orm } = request.kernel;
  if (code !== null && !(await signingCodeAllowed(request, session.personId))) throw refused(notAllowed);
  const [person] = await secure(orm, session.personId, "signingCode", (sql) =>
    sql<{ login: string }>("select login from person where id = ?", [session.personId]),
  );
  if (code !== null && isWeak(code, person?.login ?? "")) throw invalid(weak);
  const proof = { secret: "password", given: password, failure: "signingCodeFailed" } as const;
  const left = await checkInSession(orm, session, proof, async () => undefined);
  if (left === 0) throw new AppError("UNAUTHENTICATED");
  if (left !== null)
    throw invalid({
      path: "password",
      code: "PASSWORD_WRONG",
      text: { en: `Not your password; ${left} tries left.`, zh: `密码不正确，还可尝试 ${left} 次。` },
    });
  const hash = code === null ? null : await hashSecret(code);
  await secure(orm, session.personId, "signingCode", async (sql) => {
    await sql("update credential set code_hash = ? where id = ?", [hash, session.personId]);
    await sql(...event(code === null ? "signingCodeRemoved" : "signingCodeSet", session.personId, null));
  });
}
