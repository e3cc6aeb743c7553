/** What a person is told when the way over the provider does not end as it should. */
import type { Reason } from "@lotline/schema";
import type { ProviderFault } from "./provider.ts";
import type { RoundFault } from "./round.ts";

const reason = (code: string, en: string, zh: string): Reason => ({ code: `PROVIDER_${code}`, text: { en, zh } });

export const providerReasons = {
  NONE: reason("NONE", "No provider of identities is set up.", "未配置身份提供方。"),
  DOWN: reason(
    "DOWN",
    "Your company's sign-in does not answer at present. Try again later, or use password or passkey if you have one.",
    "企业身份认证服务暂无响应，请稍后重试；如有密码或通行密钥，可改用该方式。",
  ),
  DENIED: reason(
    "DENIED",
    "You did not sign in at your company's sign-in. Nothing has happened.",
    "您未在企业身份认证服务中完成登录，未发生任何更改。",
  ),
  NONCE: reason(
    "NONCE",
    "This answer of your company's sign-in was given to another question.",
    "企业身份认证服务的应答属于另一次请求。",
  ),
  WRONG: reason("WRONG", "The answer of your company's sign-in is not right.", "企业身份认证服务的应答不正确。"),
  STATE: reason(
    "STATE",
    "This sign-in was not begun here, or long ago; begin anew.",
    "该登录并非由此发起，或已失效，请重新开始。",
  ),
  REPLAY: reason("REPLAY", "This answer of your company's sign-in was used before.", "企业身份认证服务的该应答已使用过。"),
  LATE: reason("LATE", "This sign-in took more than ten minutes; begin anew.", "登录用时超过十分钟，请重新开始。"),
  BROWSER: reason("BROWSER", "This sign-in was begun in another browser.", "该登录由另一浏览器发起。"),
  SESSION: reason("SESSION", "Your session has ended meanwhile; sign in again.", "您的会话已结束，请重新登录。"),
  UNKNOWN: reason(
    "UNKNOWN",
    "Your company's sign-in knows you, but nobody in Lotline is linked to this identity. Ask the security administrator to link it.",
    "企业身份认证服务已确认您的身份，但该身份尚未关联 Lotline 人员，请联系安全管理员关联。",
  ),
  DISABLED: reason("DISABLED", "This person is disabled.", "该人员已停用。"),
  OTHER_PERSON: reason(
    "OTHER_PERSON",
    "Another person signed in at your company's sign-in than the one of this session.",
    "在企业身份认证服务登录的人员与本会话人员不一致。",
  ),
  NO_AUTH_TIME: reason(
    "NO_AUTH_TIME",
    "Your company's sign-in does not say when it proved you.",
    "企业身份认证服务未说明验证时间。",
  ),
  STALE: reason(
    "STALE",
    "Your company's sign-in did not prove you anew for this; its last proof is too old.",
    "企业身份认证服务未为此次操作重新验证身份，上次验证时间过早。",
  ),
  UNPROVED: reason(
    "UNPROVED",
    "Nobody was proved at your company's sign-in for this signature, or the proof is used.",
    "尚未就此签名在企业身份认证服务验证身份，或验证结果已使用。",
  ),
} as const satisfies Record<ProviderFault | RoundFault, Reason> & Record<string, Reason>;
