/**
 * Mails on their way: written in the transaction of the notice, handed to the mail server by the outbox. What a person chose to
 * have at once waits outside working hours; what goes into a digest waits for the person's hour.
 */
import type { RecordName } from "@lotline/schema";
import { mailKind, messages, type Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { dateIn, dayStart } from "../../../base/context.ts";
import { isWorked, mondayToFriday, type WorkingDays } from "../../../base/due.ts";
import { specOf } from "../../../base/names.ts";
import { consumer } from "../../../kernel/behaviour.ts";
import type { Tx } from "../../../kernel/tx.ts";
import type { MailRule } from "./rule.ts";

/** One record that a mail names. */
export interface MailItem {
  readonly message: string;
  readonly record: string;
  readonly number: string;
}

type Kind = keyof typeof mailKind.values;

/** The rule in force; undefined while the firm sends no mail. */
export async function mailRule(reader: Reader): Promise<MailRule | undefined> {
  // The content of this rule is checked when the rule is approved.
  return (await reader.rule("mail")).get("default") as MailRule | undefined;
}

/** What an item says: what happened, the type of record and its number; never anything of its content. Pure. */
export function itemText({ message, record, number }: MailItem, language: "zh" | "en"): string {
  if (record === "") return mailKind.values.test[language];
  const what = Object.hasOwn(messages, message) ? messages[message as keyof typeof messages].label[language] : message;
  const type = specOf(record as RecordName).label[language];
  return language === "zh" ? `${what}：${type} ${number}` : `${what}: ${type} ${number}`;
}

function subjectOf(kind: Kind, items: readonly MailItem[], language: "zh" | "en"): string {
  const [first] = items;
  if (kind === "notice" && first) return itemText(first, language).slice(0, 190);
  if (kind === "test") return language === "zh" ? "测试邮件" : "Test mail";
  return language === "zh"
    ? `每日汇总：${items.length} 条通知`
    : `Daily digest: ${items.length} ${items.length === 1 ? "notice" : "notices"}`;
}

interface Addressee {
  readonly id: string;
  readonly mail: string;
  readonly language: "zh" | "en";
}

/** Those of the people who are active and have an address, with the language they chose. */
export async function addressees(tx: Tx, people: readonly string[], rule: MailRule): Promise<Addressee[]> {
  const rows = await tx.sql<{ id: string; mail: string; language: string | null }>(
    `select p.id, p.mail, s.mail_language as language from person p left join notice_setting s on s.person_id = p.id
     where p.id = any(?::bigint[]) and p.state = 'active' and p.mail is not null order by p.id`,
    [people],
  );
  return rows.map(({ id, mail, language }) => ({
    id,
    mail,
    language: language === "zh" || language === "en" ? language : rule.language,
  }));
}

/** Writes a mail and, unless it must wait, gives it to the outbox. */
export async function queueMail(
  tx: Tx,
  to: Addressee,
  { kind, items, notBefore }: { kind: Kind; items: readonly MailItem[]; notBefore: Date },
): Promise<Rec<"MailMessage">> {
  const mail = await tx.create("MailMessage", {
    recipient: to.id,
    address: to.mail,
    kind,
    language: to.language,
    subject: subjectOf(kind, items, to.language),
    items: items.map((item) => ({ ...item })),
    notBefore,
    tries: 0,
  });
  await tx.flush();
  if (notBefore <= tx.now) await release(tx, mail.id);
  return mail;
}

async function release(tx: Tx, id: string): Promise<void> {
  await tx.act("MailMessage", id, "release", {});
  tx.emit("mail.due", { mail: id });
}

/** The moment from which work is done again: now within the hours of a working day, else the next beginning. Pure. */
export function nextWork(now: Date, zone: string, calendar: WorkingDays): Date {
  const at = (day: string, clock: string): number => {
    const [hours = 0, minutes = 0] = clock.split(":").map(Number);
    return dayStart(zone, day).getTime() + (hours * 60 + minutes) * 60_000;
  };
  const { from, to } = calendar.hours ?? { from: "00:00", to: "24:00" };
  let day = dateIn(zone, now);
  // A calendar without a working day within a year is not waited for.
  for (let step = 0; step < 366; step++) {
    if (isWorked(calendar, day)) {
      if (now.getTime() < at(day, from)) return new Date(at(day, from));
      if (now.getTime() < at(day, to)) return now;
    }
    day = dateIn(zone, new Date(dayStart(zone, day).getTime() + 36 * 3_600_000));
  }
  return now;
}

/** From when on a mail that a person chose to have at once may go. */
export async function quietUntil(tx: Tx, rule: MailRule): Promise<Date> {
  if (!rule.quietOutsideWork) return tx.now;
  const calendar = ((await tx.rule("working-days")).get("default") ?? mondayToFriday) as WorkingDays;
  return nextWork(tx.now, tx.firmZone, calendar);
}

/** More at once than any firm has people; the rest goes an hour later. */
const most = 500;

/** Each hour: digests that are due, and what was held until work began. */
export const mailHourConsumer = consumer({
  name: "platform.send-due-mails",
  message: "hour.begun",
  handle: async (tx) => {
    const rule = await mailRule(tx);
    if (rule) await sendDigests(tx, rule);
    const held = await tx.sql<{ id: string }>(
      `select id from mail_message where state = 'held' and not_before <= ? order by id limit ${most}`,
      [tx.now],
    );
    for (const { id } of held) await release(tx, id);
  },
});

async function sendDigests(tx: Tx, rule: MailRule): Promise<void> {
  // What was read in the app meanwhile needs no mail.
  const rows = await tx.sql<{ id: string; person_id: string } & { message: string; record_type: string; record_number: string }>(
    `select id, person_id, message, record_type, record_number from notice
     where mail_at <= ? and mail_id is null and read_at is null and person_id in (
       select distinct person_id from notice where mail_at <= ? and mail_id is null and read_at is null limit ${most})
     order by id`,
    [tx.now, tx.now],
  );
  const byPerson = Map.groupBy(rows, (row) => row.person_id);
  for (const to of await addressees(tx, [...byPerson.keys()], rule)) {
    const own = byPerson.get(to.id) ?? [];
    const items = own.map((row) => ({ message: row.message, record: row.record_type, number: row.record_number }));
    const mail = await queueMail(tx, to, { kind: "digest", items, notBefore: tx.now });
    await tx.sql("update notice set mail_id = ? where id = any(?::bigint[])", [mail.id, own.map(({ id }) => id)]);
  }
}
