import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { InstantScalar } from "../../graphql/scalars.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType("Notice")
class NoticeInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) message!: string;
  @Field(() => String) record!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) text!: TitleLabel;
  @Field(() => InstantScalar) createdAt!: Date;
  @Field(() => InstantScalar, { nullable: true }) readAt?: Date | null;
}

@ObjectType("Notices")
class NoticesInfo {
  @Field(() => Int) unread!: number;
  /** Newest first. */
  @Field(() => [NoticeInfo]) newest!: readonly NoticeInfo[];
}

@Resolver()
export class NoticeResolver {
  /** What the person was told: how much of it is unread, and the newest. */
  @Query(() => NoticesInfo)
  async notices(@Ctx() request: WebRequest, @Arg("first", () => Int, { defaultValue: 30 }) first: number): Promise<NoticesInfo> {
    const reader = await request.reader();
    const rows = await reader.sql<{
      id: string;
      message: string;
      record_type: string;
      record_number: string;
      text_en: string;
      text_zh: string;
      created_at: string;
      read_at: string | null;
    }>("select * from notice where person_id = ? order by id desc limit ?", [reader.actor.id, Math.min(200, Math.max(1, first))]);
    const [sum] = await reader.sql<{ n: number }>(
      "select count(*)::int as n from notice where person_id = ? and read_at is null",
      [reader.actor.id],
    );
    return {
      unread: sum?.n ?? 0,
      newest: rows.map((row) => ({
        id: row.id,
        message: row.message,
        record: row.record_type,
        number: row.record_number,
        text: { en: row.text_en, zh: row.text_zh },
        createdAt: new Date(row.created_at),
        readAt: row.read_at ? new Date(row.read_at) : null,
      })),
    };
  }

  /** Marks what the person has seen, up to and with the notice given; how many that were. */
  @Mutation(() => Int)
  async readNotices(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("upTo", () => ID) upTo: string,
  ): Promise<number> {
    let count = 0;
    await request.command({ id: commandId, operation: "readNotices", input: { upTo } }, async (tx) => {
      const read = await tx.sql(
        "update notice set read_at = ? where person_id = ? and id <= ?::bigint and read_at is null returning id",
        [tx.now, tx.actor.id, /^\d{1,18}$/.test(upTo) ? upTo : "0"],
      );
      count = read.length;
      return null;
    });
    return count;
  }
}
