/**
 * Notices: what a person is told. Each has a moment from which it is shown: at once, with the daily digest, or when a snooze ends;
 * so nothing has to run at that moment. They are derived from messages and kept for a bounded time.
 */
import {
  type Label,
  type MessageName,
  type MessageSpec,
  messages,
  type NoticeChannel,
  noticeLimits,
  type RecordName,
  usualDigestHour,
} from "@lotline/schema";
import { hasSite, tableOf } from "../../base/names.ts";
import type { Tx } from "../../kernel/tx.ts";
import { addressees, type MailItem, mailRule, queueMail, quietUntil } from "./mail/queue.ts";
import { type MailRule, mailModeOf } from "./mail/rule.ts";

/** What a person is told: what happened to a record that concerns them. */
export interface Notice {
  readonly record: RecordName;
  readonly id: string;
  readonly number: string;
  readonly text: Label;
}

export interface NoticeSetting {
  readonly channels: { readonly [message: string]: NoticeChannel };
  readonly digestHour: number;
  /** In which mails are written; null leaves it to the rule. */
  readonly mailLanguage: "zh" | "en" | null;
}

export const usualSetting: NoticeSetting = { channels: {}, digestHour: usualDigestHour, mailLanguage: null };

/** A message by its name; undefined for one that is not (or no longer) known. */
export const messageSpec = (message: string): MessageSpec | undefined =>
  Object.hasOwn(messages, message) ? messages[message as MessageName] : undefined;

/** How a person is told of a message; what is mandatory comes at once whatever was chosen. */
export const channelOf = (message: string, setting: NoticeSetting): NoticeChannel => {
  const spec = messageSpec(message);
  return spec?.notice === "always" ? "inApp" : (setting.channels[message] ?? "inApp");
};

const dayMs = 86_400_000;

/** The next moment at which the clocks of a zone show this full hour; on a day that skips it, the hour after. Pure. */
export function nextHour(now: Date, hour: number, zone: string): Date {
  const shown = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" });
  const hourMs = 3_600_000;
  const whole = Math.floor(now.getTime() / 900_000) * 900_000;
  const minutes = new Intl.DateTimeFormat("en-GB", { timeZone: zone, minute: "2-digit" });
  for (let at = whole + 900_000; at <= whole + 2 * dayMs + hourMs; at += 900_000)
    if (Number(shown.format(at)) === hour && Number(minutes.format(at)) === 0) return new Date(at);
  return new Date(now.getTime() + dayMs);
}

/** Puts a notice before each of these people, once; `by`, who did it, knows already. */
export async function notify(tx: Tx, message: MessageName, by: string, people: readonly string[], notice: Notice): Promise<void> {
  const told = [...new Set(people)].filter((person) => person !== by);
  if (told.length === 0) return;
  const settings = await settingsOf(tx, told);
  const zone = await tx.zone(undefined);
  const rule = await mailRule(tx);
  const byMail: { readonly person: string; readonly mode: "now" | "chosen now" }[] = [];
  const rows = told.flatMap((person) => {
    const setting = settings.get(person) ?? usualSetting;
    const mode = rule ? mailModeOf(message, chosenOf(message, setting), rule) : null;
    const wanted = channelOf(message, setting);
    // What the firm sends by mail at once cannot be switched off in the app either.
    const channel = wanted === "off" && mode === "now" ? "inApp" : wanted;
    if (channel === "off") return [];
    const digestAt = nextHour(tx.now, setting.digestHour, zone);
    const { record, id, number, text } = notice;
    if (mode === "now" || mode === "chosen now") byMail.push({ person, mode });
    const mailAt = mode === "digest" ? digestAt : null;
    const shownAt = channel === "digest" ? digestAt : tx.now;
    return [[person, message, record, id, number, text.en, text.zh, tx.now, shownAt, channel, mailAt]];
  });
  const site = await siteOf(tx, notice);
  await tx.insert(
    "notice",
    [
      "person_id",
      "message",
      "record_type",
      "record_id",
      "record_number",
      "text_en",
      "text_zh",
      "created_at",
      "shown_at",
      "channel",
      "mail_at",
      "site_id",
    ],
    rows.map((row) => [...row, site]),
  );
  if (rule) await mailAtOnce(tx, rule, byMail, { message, record: notice.record, number: notice.number });
  await prune(tx, told);
}

/** What a person chose; nothing where nothing can be chosen. */
const chosenOf = (message: string, setting: NoticeSetting): NoticeChannel | undefined =>
  messageSpec(message)?.notice === "always" ? undefined : setting.channels[message];

async function mailAtOnce(
  tx: Tx,
  rule: MailRule,
  people: readonly { readonly person: string; readonly mode: "now" | "chosen now" }[],
  item: MailItem,
): Promise<void> {
  if (people.length === 0) return;
  const waits = new Set(people.filter(({ mode }) => mode === "chosen now").map(({ person }) => person));
  const later = waits.size > 0 ? await quietUntil(tx, rule) : tx.now;
  const all = people.map(({ person }) => person);
  for (const to of await addressees(tx, all, rule))
    await queueMail(tx, to, { kind: "notice", items: [item], notBefore: waits.has(to.id) ? later : tx.now });
}

/** What people chose, by person. */
export async function settingsOf(
  reader: Pick<Tx, "sql">,
  people: readonly string[],
): Promise<ReadonlyMap<string, NoticeSetting>> {
  const rows = await reader.sql<{
    person_id: string;
    channels: NoticeSetting["channels"];
    digest_hour: number;
    mail_language: "zh" | "en" | null;
  }>("select person_id, channels, digest_hour, mail_language from notice_setting where person_id = any(?::bigint[])", [people]);
  return new Map(
    rows.map((row) => [row.person_id, { channels: row.channels, digestHour: row.digest_hour, mailLanguage: row.mail_language }]),
  );
}

// A notice is seen where its record is seen: row security takes the site from here.
async function siteOf(tx: Tx, { record, id }: Notice): Promise<string | null> {
  if (!hasSite(record)) return null;
  const [row] = await tx.sql<{ site_id: string }>(`select site_id from ${tableOf(record)} where id = ?`, [id]);
  return row?.site_id ?? null;
}

/** What is too old or too much goes; what happened is in the trail. */
async function prune(tx: Tx, people: readonly string[]): Promise<void> {
  await tx.sql(
    `delete from notice where person_id = any(?::bigint[]) and (created_at < ? or id <= (
       select n.id from notice n where n.person_id = notice.person_id order by n.id desc offset ${noticeLimits.count} limit 1))`,
    [people, new Date(tx.now.getTime() - noticeLimits.days * dayMs)],
  );
}
