/** What is told of a figure: its value with its rows, its former value, its months and its goal. */
import {
  addDays,
  type Kpi,
  type KpiAsked,
  type KpiNarrowing,
  type KpiSpan,
  kpiAddress,
  type Label,
  type Search,
} from "@lotline/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { dateIn, type Reader } from "../../base/context.ts";
import { invalid } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import { DecimalScalar, JsonScalar } from "../../graphql/scalars.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import { measureKpi, monthsUpTo, waitingBuckets } from "../../read/kpi.ts";

/** A month or an age of a figure; its address opens its rows. */
@ObjectType()
class KpiPart {
  @Field(() => String, { nullable: true }) from?: string | undefined;
  @Field(() => String, { nullable: true }) to?: string | undefined;
  @Field(() => DecimalScalar, { nullable: true }) value!: string | null;
  @Field(() => Int) rows!: number;
  @Field(() => JsonScalar) address!: Search;
}

@ObjectType("Kpi")
export class KpiInfo {
  @Field(() => String) name!: string;
  @Field(() => TitleLabel) label!: Label;
  @Field(() => TitleLabel) formula!: Label;
  @Field(() => TitleLabel) unit!: Label;
  @Field(() => Int) decimals!: number;
  /** lower or higher is better. */
  @Field(() => String) better!: string;
  @Field(() => String) record!: string;
  /** Null when there are no rows to make it of. */
  @Field(() => DecimalScalar, { nullable: true }) value!: string | null;
  @Field(() => Int) rows!: number;
  @Field(() => Int, { nullable: true }) counted!: number | null;
  @Field(() => DecimalScalar, { nullable: true }) before!: string | null;
  @Field(() => DecimalScalar, { nullable: true }) goal!: string | null;
  /** good, watch or bad against the goal of the rule kpi-goal; none without one or without rows. */
  @Field(() => String) state!: string;
  @Field(() => JsonScalar) address!: Search;
  @Field(() => [KpiPart]) parts!: readonly KpiPart[];
}

/** Content of the rule `kpi-goal`: what is good, and up to where it is watched. */
interface Goal {
  readonly goal: string;
  readonly limit: string;
}

const stateOf = (value: string | null, goal: Goal | undefined, { better }: Kpi): string => {
  if (value === null || !goal) return "none";
  const meets = (limit: string) => (better === "lower" ? Number(value) <= Number(limit) : Number(value) >= Number(limit));
  return meets(goal.goal) ? "good" : meets(goal.limit) ? "watch" : "bad";
};

interface KpiTimes {
  readonly span: KpiSpan;
  readonly before: KpiSpan;
  readonly of?: KpiNarrowing;
}

/** The figures whose list the person may read. */
export const shownTo = (reader: Reader, all: readonly Kpi[]): Kpi[] =>
  all.filter(({ record }) => reader.actor.permits.has(specOf(record).read));

/** So many days up to today, and as many before them. @throws BAD_USER_INPUT when that is no period */
export function timesOf(reader: Reader, days: number): { readonly span: KpiSpan; readonly before: KpiSpan } {
  if (days < 1 || days > 366)
    throw invalid({ path: "days", code: "range", text: { en: "From 1 to 366 days.", zh: "应为 1 至 366 天。" } });
  const to = dateIn(reader.firmZone, reader.now);
  const from = addDays(to, 1 - days);
  return { span: { from, to }, before: { from: addDays(from, -days), to: addDays(from, -1) } };
}

/** A figure with its former value, its months and its goal, perhaps of one supplier. */
export async function kpiOf(reader: Reader, kpi: Kpi, { span, before, of }: KpiTimes): Promise<KpiInfo> {
  const spanOf = (period: KpiSpan): KpiAsked => ({ ...(kpi.during ? period : {}), of });
  const now = await measureKpi(reader, kpi, spanOf(span));
  // The content of this rule is checked when the rule is approved.
  const goal = (await reader.rule("kpi-goal")).get(kpi.name) as Goal | undefined;
  return {
    ...kpi,
    ...now,
    before: kpi.during ? (await measureKpi(reader, kpi, spanOf(before))).value : null,
    goal: goal?.goal ?? null,
    state: stateOf(now.value, goal, kpi),
    address: kpiAddress(kpi, spanOf(span)),
    parts: await partsOf(reader, kpi, span.to, of),
  };
}

async function partsOf(reader: Reader, kpi: Kpi, today: string, of?: KpiNarrowing): Promise<KpiPart[]> {
  if (kpi.measure.kind === "waiting") {
    const { since } = kpi.measure;
    const buckets = await waitingBuckets(reader, kpi);
    return buckets.map((bucket) => ({
      ...bucket,
      value: String(bucket.rows),
      address: kpiAddress(kpi, { ...bucket, day: since }),
    }));
  }
  return Promise.all(
    monthsUpTo(today, 12).map(async (month) => {
      const { value, rows } = await measureKpi(reader, kpi, { ...month, of });
      return { ...month, value, rows, address: kpiAddress(kpi, { ...month, of }) };
    }),
  );
}
