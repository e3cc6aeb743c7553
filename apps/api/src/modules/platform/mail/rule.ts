/** What the rule `mail` says, and how a person is told of a message within it. Without a rule in force no mail is sent. */
import { messages } from "@lotline/schema";

export interface MailRule {
  readonly sender: { readonly address: string; readonly name: string };
  /** Of mails to people who have chosen none. */
  readonly language: "zh" | "en";
  /** By mail at once, whatever a person chose, and at any hour. */
  readonly atOnce: readonly string[];
  /** In the daily mail of people who have chosen nothing. */
  readonly digest: readonly string[];
  /** Not by mail, whatever a person chose. */
  readonly never: readonly string[];
  /** What people chose to have at once waits until work begins. */
  readonly quietOutsideWork: boolean;
}

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One address as SMTP takes it: no spaces, no line ends, no display name. Pure. */
export const isMailAddress = (value: string): boolean =>
  value.length <= 254 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(value);

const areKinds = (value: unknown): value is readonly string[] =>
  Array.isArray(value) &&
  value.every(
    (name) => typeof name === "string" && Object.hasOwn(messages, name) && "notice" in messages[name as keyof typeof messages],
  );

/** Whether a content is one that the mails can be sent by: known kinds, each in one list only. */
export function isMailRule(content: unknown): boolean {
  if (!isObject(content) || !isObject(content.sender)) return false;
  const { sender, language, atOnce, digest, never, quietOutsideWork } = content;
  if (!areKinds(atOnce) || !areKinds(digest) || !areKinds(never)) return false;
  const all = [...atOnce, ...digest, ...never];
  return (
    typeof sender.address === "string" &&
    isMailAddress(sender.address) &&
    typeof sender.name === "string" &&
    /^[^\r\n<>"]{1,80}$/.test(sender.name) &&
    (language === "zh" || language === "en") &&
    typeof quietOutsideWork === "boolean" &&
    new Set(all).size === all.length
  );
}

/** Where the rule puts a kind of message: at once, in the digest, as people choose, or never by mail. Pure. */
export const mailPlace = (message: string, { atOnce, digest, never }: MailRule): "atOnce" | "digest" | "chosen" | "never" =>
  never.includes(message) ? "never" : atOnce.includes(message) ? "atOnce" : digest.includes(message) ? "digest" : "chosen";

/** How one person gets one message by mail. Pure. @param chosen the person's channel; undefined when nothing was chosen */
export function mailModeOf(message: string, chosen: string | undefined, rule: MailRule): "now" | "chosen now" | "digest" | null {
  if (rule.never.includes(message)) return null;
  if (rule.atOnce.includes(message)) return "now";
  if (chosen === "mail") return "chosen now";
  if (chosen === "digest" || (chosen === undefined && rule.digest.includes(message))) return "digest";
  return null;
}
