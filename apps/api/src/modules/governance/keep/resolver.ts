/** What is about to pass retention, with clause and holds (drill 26), and why one record is kept (REQ-RET-01). */
import type { Label, RecordName } from "@lotline/schema";
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { dateIn } from "../../../base/context.ts";
import { invalid, notFound } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { knownRecord } from "../../../derive/entity.ts";
import { plainFields } from "../../../graphql/classes.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import type { WebRequest } from "../../platform/index.ts";
import { holdsOn } from "./holds.ts";
import { keepingPage, readAsked } from "./list.ts";
import { keptOf, readKeepingRules, whyOf } from "./until.ts";

@ObjectType(plainFields)
class KeepingReason {
  @Field(() => TitleLabel) text!: Label;
  /** The clause, or what the firm cites. */
  @Field(() => String) clause!: string;
  /** The day until which it keeps the record; null for good. */
  @Field(() => String, { nullable: true }) until!: string | null;
}

@ObjectType(plainFields)
class HoldInfo {
  @Field(() => String) number!: string;
  @Field(() => String) matter!: string;
}

@ObjectType(plainFields)
class RecordKeeping {
  /** Null for good. */
  @Field(() => String, { nullable: true }) until!: string | null;
  @Field(() => [KeepingReason]) why!: readonly KeepingReason[];
  @Field(() => [HoldInfo]) holds!: readonly HoldInfo[];
}

@ObjectType(plainFields)
class KeptRow {
  // Not "id": ids of several record types stand in one list, and a cache would take two of the same for one.
  @Field(() => ID) recordId!: string;
  @Field(() => String) record!: RecordName;
  @Field(() => String) number!: string;
  @Field(() => String) class!: string;
  @Field(() => String, { nullable: true }) until!: string | null;
  /** What keeps it longest. */
  @Field(() => KeepingReason) why!: KeepingReason;
  @Field(() => [String]) held!: readonly string[];
}

@ObjectType(plainFields)
class KeptClass {
  @Field(() => String) class!: string;
  @Field(() => Int) all!: number;
  @Field(() => Int) passed!: number;
  @Field(() => Int) ending!: number;
  @Field(() => Int) permanent!: number;
  @Field(() => Int) held!: number;
  /** The clauses that bear on it. */
  @Field(() => [KeepingReason]) rules!: readonly KeepingReason[];
}

@ObjectType(plainFields)
class KeptPage {
  @Field(() => String) today!: string;
  @Field(() => [KeptClass]) classes!: readonly KeptClass[];
  /** How many fit the filter. */
  @Field(() => Int) total!: number;
  @Field(() => [KeptRow]) rows!: readonly KeptRow[];
  @Field(() => String, { nullable: true }) endCursor!: string | null;
}

@Resolver()
export class KeepingResolver {
  @Query(() => KeptPage)
  async retention(
    @Ctx() request: WebRequest,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after?: string,
    @Arg("until", () => String, { nullable: true }) until?: string,
    @Arg("class", () => String, { nullable: true }) only?: string,
    @Arg("show", () => String, { nullable: true }) show?: string,
  ): Promise<KeptPage> {
    const reader = await request.mayRead("RetentionDecision");
    const asked = readAsked({ until, only, show }, dateIn(reader.firmZone, reader.now));
    if (!asked) throw invalid({ path: "until", code: "date", text: { en: "This is no date.", zh: "日期无效。" } });
    return keepingPage(reader, asked, Math.min(200, Math.max(1, first)), after ?? null);
  }

  @Query(() => RecordKeeping)
  async recordKeeping(
    @Ctx() request: WebRequest,
    @Arg("record", () => String) record: string,
    @Arg("id", () => ID) id: string,
  ): Promise<RecordKeeping> {
    if (!knownRecord(record)) throw notFound(record, id);
    const name = record as RecordName;
    const reader = await request.mayRead(name);
    const [kept] = /^\d{1,18}$/.test(id) ? await keptOf(reader, name, [id]) : [];
    if (!kept) throw notFound(specOf(name).label.en, id);
    const open = (day: string | null) => (day === "infinity" ? null : day);
    const holds = (await holdsOn(reader, name, [id])).get(id) ?? [];
    return {
      until: open(kept.until),
      why: whyOf(name, await readKeepingRules(reader), kept.days).map((one) => ({ ...one, until: open(one.until) })),
      holds: holds.map(({ number, matter }) => ({ number, matter })),
    };
  }
}
