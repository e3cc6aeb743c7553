import { type Issue, type Label, messages, type NoticeChannel, noticeChannels, noticeLimits, readInstant } from "@lotline/schema";
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { invalid } from "../../base/error.ts";
import { recordNames, specOf } from "../../base/names.ts";
import type { SqlReader } from "../../base/reader.ts";
import { InstantScalar, JsonScalar } from "../../graphql/scalars.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import { mailRule } from "./mail/queue.ts";
import { type MailRule, mailPlace } from "./mail/rule.ts";
import { channelOf, messageSpec, type NoticeSetting, nextHour, settingsOf, usualSetting } from "./notice.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType()
class DigestEntry {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) text!: TitleLabel;
}

/** What a digest tells of one kind of message about one type of record. */
@ObjectType()
class DigestGroup {
  @Field(() => String) message!: string;
  @Field(() => TitleLabel) label!: TitleLabel;
  @Field(() => String) record!: string;
  @Field(() => Int) count!: number;
  /** The newest of them. */
  @Field(() => [DigestEntry]) newest!: readonly DigestEntry[];
}

@ObjectType("Notice")
class NoticeInfo {
  @Field(() => ID) id!: string;
  /** All that is marked or put away with it: itself, or everything in the digest. */
  @Field(() => [ID]) ids!: readonly string[];
  /** For the daily digest, which is one notice: what it tells, by message and type of record. */
  @Field(() => [DigestGroup], { nullable: true }) digest!: readonly DigestGroup[] | null;
  @Field(() => String) message!: string;
  @Field(() => String) record!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) text!: TitleLabel;
  @Field(() => InstantScalar) createdAt!: Date;
  /** From when on it is shown. */
  @Field(() => InstantScalar) shownAt!: Date;
  /** inApp or digest. */
  @Field(() => String) channel!: string;
  @Field(() => InstantScalar, { nullable: true }) readAt?: Date | null;
  @Field(() => InstantScalar, { nullable: true }) doneAt?: Date | null;
}

@ObjectType("Notices")
class NoticesInfo {
  @Field(() => Int) unread!: number;
  /** Newest first. */
  @Field(() => [NoticeInfo]) newest!: readonly NoticeInfo[];
  @Field(() => Boolean) hasMore!: boolean;
}

@ObjectType()
class NoticeChoice {
  @Field(() => String) message!: string;
  @Field(() => TitleLabel) label!: TitleLabel;
  @Field(() => String) channel!: string;
  @Field(() => Boolean) mandatory!: boolean;
  /** Where the rule `mail` puts it: atOnce, digest, chosen or never. */
  @Field(() => String) byMail!: string;
}

@ObjectType("NoticeSetting")
class NoticeSettingInfo {
  @Field(() => Int) digestHour!: number;
  /** Where mails to the person go; null when the administrator has entered no address. */
  @Field(() => String, { nullable: true }) mail!: string | null;
  @Field(() => String, { nullable: true }) mailLanguage!: string | null;
  @Field(() => [NoticeChoice]) choices!: readonly NoticeChoice[];
}

/** What of the inbox is looked at. */
const shelves: { readonly [shelf: string]: string } = {
  open: "done_at is null and shown_at <= ?",
  unread: "done_at is null and shown_at <= ? and read_at is null",
  later: "done_at is null and shown_at > ?",
  done: "done_at is not null and created_at <= ?",
};

// Each with the present moment as its one parameter; a notice that is done was read.
const marks: { readonly [as: string]: string } = {
  read: "read_at = coalesce(read_at, ?)",
  unread: "read_at = null, done_at = null, shown_at = least(shown_at, ?)",
  done: "done_at = coalesce(done_at, ?), read_at = coalesce(read_at, created_at)",
  open: "done_at = null, shown_at = least(shown_at, ?)",
};

const unknown = (path: string, en: string, zh: string): Issue => ({ path, code: "unknown", text: { en, zh } });

/** Notices that one answer holds. */
const mostShown = 200;

/** A digest is marked as a whole. */
const mostMarked = noticeLimits.count;

// What was left for the digest is one notice for each of its moments.
const unit = "case when n.channel = 'digest' then 'digest ' || n.shown_at::text else n.id::text end";

interface NoticeRow {
  readonly id: string;
  readonly unit_id: string;
  readonly message: string;
  readonly record_type: string;
  readonly record_number: string;
  readonly text_en: string;
  readonly text_zh: string;
  readonly created_at: string;
  readonly shown_at: string;
  readonly channel: string;
  readonly read_at: string | null;
  readonly done_at: string | null;
}

/** One notice, or one digest of several; newest first. */
function noticeOf(rows: readonly NoticeRow[]): NoticeInfo {
  const [first] = rows;
  if (!first) throw new Error("a notice without rows");
  const instant = (text: string | null) => (text ? new Date(text) : null);
  const isDigest = first.channel === "digest";
  const n = rows.length;
  const digestText = { en: `Daily digest: ${n} ${n === 1 ? "notice" : "notices"}`, zh: `每日汇总：${n} 条通知` };
  return {
    id: first.unit_id,
    ids: rows.map(({ id }) => id),
    digest: isDigest ? digestOf(rows) : null,
    message: isDigest ? "digest" : first.message,
    record: isDigest ? "" : first.record_type,
    number: isDigest ? "" : first.record_number,
    text: isDigest ? digestText : { en: first.text_en, zh: first.text_zh },
    createdAt: new Date(first.created_at),
    shownAt: new Date(first.shown_at),
    channel: first.channel,
    readAt: rows.every((row) => row.read_at) ? instant(first.read_at) : null,
    doneAt: instant(first.done_at),
  };
}

const mostLinks = 20;

const digestOf = (rows: readonly NoticeRow[]): DigestGroup[] =>
  [...Map.groupBy(rows, ({ message, record_type }) => `${message} ${record_type}`).values()].flatMap((group) => {
    const [first] = group;
    return first
      ? [
          {
            message: first.message,
            label: messageSpec(first.message)?.label ?? { en: first.message, zh: first.message },
            record: first.record_type,
            count: group.length,
            newest: group.slice(0, mostLinks).map((row) => ({
              id: row.id,
              number: row.record_number,
              text: { en: row.text_en, zh: row.text_zh },
            })),
          },
        ]
      : [];
  });

@Resolver()
export class NoticeResolver {
  /** What the person was told, within what they may read now: how much of it is unread, and the newest of one shelf. */
  @Query(() => NoticesInfo)
  async notices(
    @Ctx() request: WebRequest,
    @Arg("first", () => Int, { defaultValue: 30 }) first: number,
    @Arg("before", () => ID, { nullable: true }) before?: string,
    @Arg("shelf", () => String, { defaultValue: "open" }) shelf = "open",
    @Arg("message", () => String, { nullable: true }) message?: string,
  ): Promise<NoticesInfo> {
    const shown = Object.hasOwn(shelves, shelf) ? shelves[shelf] : undefined;
    const faults = [
      ...(shown ? [] : [unknown("shelf", "Open, unread, later or done.", "应为未完成、未读、稍后或完成。")]),
      ...(first < 1 || first > mostShown ? [unknown("first", `From 1 to ${mostShown}.`, `应为 1 至 ${mostShown}。`)] : []),
    ];
    if (faults.length > 0) throw invalid(...faults);
    const reader = await request.reader();
    const mine = "person_id = ? and record_type = any(?::text[])";
    const own = [reader.actor.id, readable(reader)];
    const rows = await reader.sql<NoticeRow>(
      `with mine as (select n.*, ${unit} as unit from notice n where ${mine} and ${shown} and message = coalesce(?, message)),
       units as (
         select unit, max(id) as unit_id, max(shown_at) as at from mine group by unit
         having ?::bigint is null or (max(shown_at), max(id)) < (select n.shown_at, n.id from notice n where n.id = ? and n.person_id = ?)
         order by at desc, unit_id desc limit ?)
       select m.*, u.unit_id from units u join mine m on m.unit = u.unit order by u.at desc, u.unit_id desc, m.id desc`,
      [...own, reader.now, message ?? null, key(before), key(before), reader.actor.id, first + 1],
    );
    const [sum] = await reader.sql<{ n: number }>(
      `select count(distinct ${unit})::int as n from notice n where ${mine} and ${shelves.unread}`,
      [...own, reader.now],
    );
    const units = [...Map.groupBy(rows, (row) => row.unit_id).values()];
    return { unread: sum?.n ?? 0, hasMore: units.length > first, newest: units.slice(0, first).map(noticeOf) };
  }

  /** How the person is told of each kind of message. */
  @Query(() => NoticeSettingInfo)
  async noticeSetting(@Ctx() request: WebRequest): Promise<NoticeSettingInfo> {
    const reader = await request.reader();
    const setting = (await settingsOf(reader, [reader.actor.id])).get(reader.actor.id) ?? usualSetting;
    const rule = await mailRule(reader);
    const [own] = await reader.sql<{ mail: string | null }>("select mail from person where id = ?", [reader.actor.id]);
    return {
      digestHour: setting.digestHour,
      mail: own?.mail ?? null,
      mailLanguage: setting.mailLanguage ?? rule?.language ?? null,
      choices: Object.keys(messages).flatMap((message) => {
        const spec = messageSpec(message);
        const channel = channelOf(message, setting);
        const byMail = rule ? mailPlace(message, rule) : "never";
        return spec?.notice ? [{ message, label: spec.label, channel, mandatory: spec.notice === "always", byMail }] : [];
      }),
    };
  }

  /** Marks the person's own notices as read, unread, done or open again; how many that were. */
  @Mutation(() => Int)
  markNotices(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("ids", () => [ID]) ids: string[],
    @Arg("as", () => String) as: string,
  ): Promise<number> {
    const set = Object.hasOwn(marks, as) ? marks[as] : undefined;
    if (!set) throw invalid(unknown("as", "Read, unread, done or open.", "应为已读、未读、完成或未完成。"));
    return changed(request, { id: commandId, operation: "markNotices", input: { ids, as } }, ids, set, (now) => now);
  }

  /** Puts the person's own notices away until a moment, at which they are shown anew. */
  @Mutation(() => Int)
  snoozeNotices(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("ids", () => [ID]) ids: string[],
    @Arg("until", () => InstantScalar) until: string,
  ): Promise<number> {
    const what = { id: commandId, operation: "snoozeNotices", input: { ids, until } };
    return changed(request, what, ids, "shown_at = ?, read_at = null, done_at = null", (now) => {
      const moment = readInstant(until);
      const ahead = moment ? new Date(moment).getTime() - now.getTime() : 0;
      if (!moment || ahead <= 0 || ahead > longestSnoozeMs)
        throw invalid({
          path: "until",
          code: "instant",
          text: { en: "A moment within the next 60 days.", zh: "应为今后 60 天内的时间。" },
        });
      return new Date(moment);
    });
  }

  /** Chooses how to be told of each kind of message, and when the daily digest comes. */
  @Mutation(() => NoticeSettingInfo)
  async chooseNotices(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("channels", () => JsonScalar) channels: unknown,
    @Arg("digestHour", () => Int) digestHour: number,
    @Arg("mailLanguage", () => String, { nullable: true }) mailLanguage?: string | null,
  ): Promise<NoticeSettingInfo> {
    const input = { channels, digestHour, mailLanguage };
    await request.command({ id: commandId, operation: "chooseNotices", input }, async (tx) => {
      const chosen = checkedChoice(input, await mailRule(tx));
      await tx.sql(
        `insert into notice_setting (person_id, channels, digest_hour, mail_language) values (?, ?, ?, ?)
         on conflict (person_id) do update set channels = excluded.channels, digest_hour = excluded.digest_hour,
           mail_language = excluded.mail_language`,
        [tx.actor.id, JSON.stringify(chosen.channels), chosen.digestHour, chosen.mailLanguage],
      );
      // What waits for the digest comes at the new hour.
      const next = nextHour(tx.now, chosen.digestHour, await tx.zone(undefined));
      await tx.sql(
        "update notice set shown_at = ? where person_id = ? and channel = 'digest' and shown_at > ? and read_at is null",
        [next, tx.actor.id, tx.now],
      );
      return null;
    });
    return this.noticeSetting(request);
  }
}

const longestSnoozeMs = 60 * 86_400_000;

const key = (id: string | undefined): string | null => (id && /^\d{1,18}$/.test(id) ? id : null);

const readable = (reader: SqlReader): string[] => recordNames.filter((name) => reader.actor.permits.has(specOf(name).read));

/** Changes notices of the person's own; those of others are not touched and not counted. */
async function changed(
  request: WebRequest,
  what: { id: string; operation: string; input: unknown },
  ids: readonly string[],
  set: string,
  at: (now: Date) => Date,
): Promise<number> {
  if (ids.length > mostMarked)
    throw invalid({
      path: "ids",
      code: "max",
      text: { en: `At most ${mostMarked} at once.`, zh: `一次最多 ${mostMarked} 条。` },
    });
  let count = 0;
  await request.command(what, async (tx) => {
    const rows = await tx.sql(`update notice set ${set} where person_id = ? and id = any(?::bigint[]) returning id`, [
      at(tx.now),
      tx.actor.id,
      ids.flatMap((id) => key(id) ?? []),
    ]);
    count = rows.length;
    return null;
  });
  return count;
}

interface Choice {
  readonly channels: unknown;
  readonly digestHour: number;
  readonly mailLanguage: string | null | undefined;
}

const noMail = (label: Label): Issue["text"] => ({
  en: `"${label.en}" does not go by mail.`,
  zh: `“${label.zh}”不通过邮件发送。`,
});

/** A choice of known channels for known messages that may be chosen. @throws BAD_USER_INPUT with every fault */
function checkedChoice({ channels, digestHour, mailLanguage }: Choice, rule: MailRule | undefined): NoticeSetting {
  const entries = typeof channels === "object" && channels !== null && !Array.isArray(channels) ? Object.entries(channels) : [];
  const faults = entries.flatMap(([message, channel]) => {
    const path = `channels.${message.slice(0, 60)}`;
    const spec = messageSpec(message);
    if (!spec?.notice || typeof channel !== "string" || !Object.hasOwn(noticeChannels, channel))
      return [{ path, code: "unknown", text: { en: "This cannot be chosen.", zh: "不可选择。" } }];
    if (channel === "mail" && (!rule || mailPlace(message, rule) === "never"))
      return [{ path, code: "mail", text: noMail(spec.label) }];
    return spec.notice === "always" && channel !== "inApp"
      ? [
          {
            path,
            code: "mandatory",
            text: { en: `"${spec.label.en}" is always told at once.`, zh: `“${spec.label.zh}”始终立即通知。` },
          },
        ]
      : [];
  });
  if (!Number.isInteger(digestHour) || digestHour < 0 || digestHour > 23)
    faults.push({ path: "digestHour", code: "range", text: { en: "An hour from 0 to 23.", zh: "应为 0 至 23 点。" } });
  if (mailLanguage && mailLanguage !== "zh" && mailLanguage !== "en")
    faults.push(unknown("mailLanguage", "zh or en.", "应为 zh 或 en。"));
  if (faults.length > 0) throw invalid(...faults);
  return {
    channels: Object.fromEntries(entries.map(([message, channel]) => [message, channel as NoticeChannel])),
    digestHour,
    mailLanguage: mailLanguage === "zh" || mailLanguage === "en" ? mailLanguage : null,
  };
}
