import { messages, type NoticeChannel, noticeChannels, readInstant } from "@lotline/schema";
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { invalid } from "../../base/error.ts";
import { recordNames, specOf } from "../../base/names.ts";
import type { SqlReader } from "../../base/reader.ts";
import { InstantScalar, JsonScalar } from "../../graphql/scalars.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import { channelOf, messageSpec, type NoticeSetting, nextHour, settingsOf, usualSetting } from "./notice.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType("Notice")
class NoticeInfo {
  @Field(() => ID) id!: string;
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
}

@ObjectType("NoticeSetting")
class NoticeSettingInfo {
  @Field(() => Int) digestHour!: number;
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

const mostMarked = 500;

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
    const reader = await request.reader();
    const mine = "person_id = ? and record_type = any(?::text[])";
    const own = [reader.actor.id, readable(reader)];
    const limit = Math.min(200, Math.max(1, first));
    const rows = await reader.sql<{ [column: string]: string }>(
      `select * from notice where ${mine} and ${shelves[shelf] ?? shelves.open} and message = coalesce(?, message)
         and (?::bigint is null or (shown_at, id) < (select n.shown_at, n.id from notice n where n.id = ? and n.person_id = ?))
       order by shown_at desc, id desc limit ?`,
      [...own, reader.now, message ?? null, key(before), key(before), reader.actor.id, limit + 1],
    );
    const [sum] = await reader.sql<{ n: number }>(`select count(*)::int as n from notice where ${mine} and ${shelves.unread}`, [
      ...own,
      reader.now,
    ]);
    const instant = (text: string | undefined) => (text ? new Date(text) : null);
    return {
      unread: sum?.n ?? 0,
      hasMore: rows.length > limit,
      newest: rows.slice(0, limit).map((row) => ({
        id: row.id ?? "",
        message: row.message ?? "",
        record: row.record_type ?? "",
        number: row.record_number ?? "",
        text: { en: row.text_en ?? "", zh: row.text_zh ?? "" },
        createdAt: new Date(row.created_at ?? 0),
        shownAt: new Date(row.shown_at ?? 0),
        channel: row.channel ?? "inApp",
        readAt: instant(row.read_at),
        doneAt: instant(row.done_at),
      })),
    };
  }

  /** How the person is told of each kind of message. */
  @Query(() => NoticeSettingInfo)
  async noticeSetting(@Ctx() request: WebRequest): Promise<NoticeSettingInfo> {
    const reader = await request.reader();
    const setting = (await settingsOf(reader, [reader.actor.id])).get(reader.actor.id) ?? usualSetting;
    return {
      digestHour: setting.digestHour,
      choices: Object.keys(messages).flatMap((message) => {
        const spec = messageSpec(message);
        const channel = channelOf(message, setting);
        return spec?.notice ? [{ message, label: spec.label, channel, mandatory: spec.notice === "always" }] : [];
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
    const set = marks[as];
    if (!set)
      throw invalid({
        path: "as",
        code: "unknown",
        text: { en: "Read, unread, done or open.", zh: "应为已读、未读、完成或未完成。" },
      });
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
  ): Promise<NoticeSettingInfo> {
    const chosen = checkedChoice(channels, digestHour);
    await request.command({ id: commandId, operation: "chooseNotices", input: { channels, digestHour } }, async (tx) => {
      await tx.sql(
        `insert into notice_setting (person_id, channels, digest_hour) values (?, ?, ?)
         on conflict (person_id) do update set channels = excluded.channels, digest_hour = excluded.digest_hour`,
        [tx.actor.id, JSON.stringify(chosen.channels), chosen.digestHour],
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

/** A choice of known channels for known messages that may be chosen. @throws BAD_USER_INPUT with every fault */
function checkedChoice(channels: unknown, digestHour: number): NoticeSetting {
  const entries = typeof channels === "object" && channels !== null && !Array.isArray(channels) ? Object.entries(channels) : [];
  const faults = entries.flatMap(([message, channel]) => {
    const path = `channels.${message.slice(0, 60)}`;
    const spec = messageSpec(message);
    if (!spec?.notice || typeof channel !== "string" || !Object.hasOwn(noticeChannels, channel))
      return [{ path, code: "unknown", text: { en: "This cannot be chosen.", zh: "不可选择。" } }];
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
  if (faults.length > 0) throw invalid(...faults);
  return { channels: Object.fromEntries(entries.map(([message, channel]) => [message, channel as NoticeChannel])), digestHour };
}
