import { actionsOf, addDays, isDate, type Label, type RecordName } from "@lotline/schema";
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { dateIn } from "../../../base/context.ts";
import { AppError, invalid, refused } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { knownRecord } from "../../../derive/entity.ts";
import { plainFields } from "../../../graphql/classes.ts";
import { CommentPerson } from "../../../graphql/comments.ts";
import { peopleOf } from "../../../graphql/people.ts";
import { InstantScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import type { WebRequest } from "../web-request.ts";
import { type Counted, type ReviewFigures, reviewFigures, reviewRows, type Span } from "./quality.ts";

const permit = "review.measure";
const usualDays = 90;
const mostRows = 200;

/** How somebody reviewed in a period. Each count opens its rows by `reviewDecisions` under the name of its field. */
@ObjectType(plainFields)
class ReviewMeasure {
  /** The type of record; null where it is about all of them. */
  @Field(() => String, { nullable: true }) record!: string | null;
  @Field(() => Int) decisions!: number;
  @Field(() => Int) sentBack!: number;
  @Field(() => Int) asked!: number;
  @Field(() => Int) together!: number;
  /** Decisions that were made one by one; the percentiles are about them. */
  @Field(() => Int) timed!: number;
  @Field(() => Int) clean!: number;
  @Field(() => Int) withException!: number;
  @Field(() => Int) sawExceptions!: number;
  @Field(() => Int) sawEvidence!: number;
  @Field(() => Int) sawRecord!: number;
  @Field(() => Int) overturned!: number;
  /** Whole seconds; null with fewer than five. */
  @Field(() => Int, { nullable: true }) medianSeconds!: number | null;
  @Field(() => Int, { nullable: true }) ninthSeconds!: number | null;
  @Field(() => Int, { nullable: true }) cleanSeconds!: number | null;
}

@ObjectType(plainFields)
class Reviewer {
  @Field(() => CommentPerson) person!: CommentPerson;
  @Field(() => ReviewMeasure) all!: ReviewMeasure;
  @Field(() => [ReviewMeasure]) byRecord!: readonly ReviewMeasure[];
}

@ObjectType("ReviewQuality", plainFields)
class ReviewQualityInfo {
  @Field(() => String) from!: string;
  @Field(() => String) to!: string;
  /** By name: it is no ranking. */
  @Field(() => [Reviewer]) reviewers!: readonly Reviewer[];
}

/** One decision behind a number. */
@ObjectType(plainFields)
class ReviewDecisionRow {
  @Field(() => ID) id!: string;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => String) record!: string;
  @Field(() => ID) recordId!: string;
  @Field(() => String) number!: string;
  @Field(() => String) action!: string;
  @Field(() => String) outcome!: string;
  @Field(() => Int) seconds!: number;
  @Field(() => Int) findings!: number;
  /** By what it was taken back, in words, and when. */
  @Field(() => TitleLabel, { nullable: true }) overturnedBy!: Label | null;
  @Field(() => InstantScalar, { nullable: true }) overturnedAt!: Date | null;
}

@ObjectType("ReviewDecisions", plainFields)
class ReviewDecisionsInfo {
  @Field(() => [ReviewDecisionRow]) rows!: readonly ReviewDecisionRow[];
  /** Where the next page begins, null at the end. */
  @Field(() => ID, { nullable: true }) next!: string | null;
}

const measureOf = ({ record, counts, median, ninth, cleanMedian }: ReviewFigures): ReviewMeasure => {
  const whole = (seconds: number | null) => (seconds === null ? null : Math.round(seconds));
  return { record, ...counts, medianSeconds: whole(median), ninthSeconds: whole(ninth), cleanSeconds: whole(cleanMedian) };
};

/** The days of a period, both included; the last ninety when none is said. @throws BAD_USER_INPUT */
function spanOf(reader: SqlReader, from: string | null | undefined, to: string | null | undefined): Span {
  const last = to || dateIn(reader.firmZone, reader.now);
  const first = from || (isDate(last) ? addDays(last, 1 - usualDays) : "");
  const issue = (path: string, en: string, zh: string) => ({ path, code: "date", text: { en, zh } });
  const issues = [
    ...(isDate(last) ? [] : [issue("to", "A day as YYYY-MM-DD.", "日期格式为 YYYY-MM-DD。")]),
    ...(!from || isDate(first) ? [] : [issue("from", "A day as YYYY-MM-DD.", "日期格式为 YYYY-MM-DD。")]),
    ...(isDate(first) && isDate(last) && first > last
      ? [issue("to", "The period ends before it begins.", "结束日期早于开始日期。")]
      : []),
  ];
  if (issues.length > 0) throw invalid(...issues);
  return { from: first, to: last };
}

/** The type of record of an argument. @throws NOT_FOUND */
function recordOf(name: string | null | undefined): RecordName | undefined {
  if (name && !knownRecord(name)) throw new AppError("NOT_FOUND");
  return (name || undefined) as RecordName | undefined;
}

async function measuring(request: WebRequest): Promise<SqlReader> {
  const reader = await request.reader();
  if (!reader.actor.permits.has(permit)) throw refused(permitReason(permit));
  return reader;
}

const rejected: Label = { en: "Rejected at a later stage", zh: "后续审批环节否决" };

@Resolver()
export class ReviewQualityResolver {
  /** How reviews were made in a period, for each reviewer and type of record within the person's sites and permits. */
  @Query(() => ReviewQualityInfo)
  async reviewQuality(
    @Ctx() request: WebRequest,
    @Arg("from", () => String, { nullable: true }) from?: string,
    @Arg("to", () => String, { nullable: true }) to?: string,
    @Arg("record", () => String, { nullable: true }) record?: string,
  ): Promise<ReviewQualityInfo> {
    const reader = await measuring(request);
    const span = spanOf(reader, from, to);
    const people = await peopleOf(request);
    const figures = await reviewFigures(reader, span, recordOf(record));
    const reviewers = [...Map.groupBy(figures, ({ person }) => person)].flatMap(([id, of]) => {
      const person = people.get(id);
      const all = of.find((one) => one.record === null);
      return person && all
        ? [{ person, all: measureOf(all), byRecord: of.filter((one) => one.record !== null).map(measureOf) }]
        : [];
    });
    const { language } = request.ctx;
    return {
      ...span,
      reviewers: reviewers.sort((a, b) => a.person.name[language].localeCompare(b.person.name[language], language)),
    };
  }

  /** The decisions that one number of `reviewQuality` counts, the latest first; `figure` is the name of its field. */
  @Query(() => ReviewDecisionsInfo)
  async reviewDecisions(
    @Ctx() request: WebRequest,
    @Arg("person", () => ID) person: string,
    @Arg("figure", () => String) figure: string,
    @Arg("from", () => String, { nullable: true }) from?: string,
    @Arg("to", () => String, { nullable: true }) to?: string,
    @Arg("record", () => String, { nullable: true }) record?: string,
    @Arg("first", () => Int, { defaultValue: 50 }) first = 50,
    @Arg("after", () => ID, { nullable: true }) after?: string,
  ): Promise<ReviewDecisionsInfo> {
    const reader = await measuring(request);
    const wanted = Math.min(mostRows, Math.max(1, first));
    const behind = { figure: figure as Counted, person, record: recordOf(record), first: wanted, after };
    const rows = await reviewRows(reader, spanOf(reader, from, to), behind);
    return {
      rows: rows.map(({ overturnedBy, ...row }) => ({
        ...row,
        overturnedBy: overturnedBy === null ? null : (actionsOf(specOf(row.record))[overturnedBy]?.label ?? rejected),
      })),
      next: rows.length === wanted ? (rows.at(-1)?.id ?? null) : null,
    };
  }
}
