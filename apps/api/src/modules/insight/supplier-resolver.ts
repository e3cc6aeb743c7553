/** How suppliers perform: the figures about one of them, whole and by item, and all of them beside each other. */
import { type Kpi, type KpiSpan, kpiAddress, type Label, type RecordName, type Search, supplierKpis } from "@lotline/schema";
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { dateIn, type Reader } from "../../base/context.ts";
import { DecimalScalar, JsonScalar } from "../../graphql/scalars.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import { type Measured, measureEach, monthsUpTo, saidBy } from "../../read/kpi.ts";
import type { Request } from "../../read/request.ts";
import { namesById } from "../../read/rows.ts";
import { KpiInfo, kpiOf, shownTo } from "./kpi-info.ts";
import { scoreRule } from "./re-evaluate.ts";
import { type Score, type ScorePart, scoreOf } from "./score.ts";

/** One figure of a row of a comparison; its address opens its rows. */
@ObjectType()
class ComparedFigure {
  @Field(() => String) name!: string;
  @Field(() => DecimalScalar, { nullable: true }) value!: string | null;
  @Field(() => Int) rows!: number;
  @Field(() => Int, { nullable: true }) counted!: number | null;
  @Field(() => JsonScalar) address!: Search;
}

@ObjectType()
class ScoredPart {
  @Field(() => String) name!: string;
  @Field(() => DecimalScalar, { nullable: true }) value!: string | null;
  @Field(() => DecimalScalar) weight!: string;
  /** From 0 to 100. */
  @Field(() => DecimalScalar, { nullable: true }) points!: string | null;
}

/** The score by the rule `supplier-score`, with the figures that it is made of. */
@ObjectType()
class SupplierScore {
  @Field(() => DecimalScalar, { nullable: true }) score!: string | null;
  @Field(() => DecimalScalar) limit!: string;
  @Field(() => Boolean) isBelow!: boolean;
  @Field(() => [ScoredPart]) parts!: readonly ScorePart[];
}

/** A supplier or an item with its figures. */
@ObjectType()
class Compared {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) title!: Label;
  @Field(() => SupplierScore) score!: Score;
  @Field(() => [ComparedFigure]) figures!: readonly ComparedFigure[];
}

@ObjectType()
class SupplierPerformance {
  @Field(() => String) from!: string;
  @Field(() => String) to!: string;
  @Field(() => SupplierScore) score!: Score;
  @Field(() => [KpiInfo]) figures!: readonly KpiInfo[];
  /** Of each item that came from the supplier, or should have. */
  @Field(() => [Compared]) items!: readonly Compared[];
}

@ObjectType()
class SupplierComparison {
  @Field(() => String) from!: string;
  @Field(() => String) to!: string;
  /** Suppliers of whom there is something to tell in the period. */
  @Field(() => [Compared]) suppliers!: readonly Compared[];
}

const months = 12;

/** The twelve calendar months up to the present one, whole, so that they add up to the figure. */
function yearOf(reader: Reader): { readonly span: KpiSpan; readonly before: KpiSpan } {
  const all = monthsUpTo(dateIn(reader.firmZone, reader.now), 2 * months);
  const whole = (of: readonly KpiSpan[]): KpiSpan => ({ from: of[0]?.from ?? "", to: of.at(-1)?.to ?? "" });
  return { span: whole(all.slice(months)), before: whole(all.slice(0, months)) };
}

/** Every supplier, or every item of a supplier, with its figures; one of whom no figure has a row is not there. */
async function compare(reader: Reader, span: KpiSpan, by: "supplier" | "item", supplier?: string): Promise<Compared[]> {
  const all = shownTo(reader, supplierKpis);
  const of = supplier === undefined ? undefined : { supplier };
  const measured = await Promise.all(
    all.map(async (kpi) => [kpi, await measureEach(reader, kpi, { ...span, of }, [by])] as const),
  );
  const ids = [...new Set(measured.flatMap(([, found]) => [...found.keys()]))];
  const record: RecordName = by === "supplier" ? "Supplier" : "Item";
  const names = await namesById(reader, record, ids);
  const rule = await scoreRule(reader);
  const figureOf = (kpi: Kpi, id: string, found: Measured | undefined): ComparedFigure => ({
    name: kpi.name,
    value: saidBy(kpi, found),
    rows: found?.rows ?? 0,
    counted: found?.counted ?? null,
    address: kpiAddress(kpi, { ...span, of: { ...of, [by]: id } }),
  });
  return [...names]
    .map(([id, { number, title }]) => ({
      id,
      number,
      title,
      score: scoreOf(rule, new Map(measured.map(([kpi, found]) => [kpi.name, saidBy(kpi, found.get(id))]))),
      figures: measured.map(([kpi, found]) => figureOf(kpi, id, found.get(id))),
    }))
    .sort((a, b) => a.number.localeCompare(b.number));
}

@Resolver()
export class SupplierPerformanceResolver {
  /** The figures about a supplier over the last twelve months, whole, by month and by item. */
  @Query(() => SupplierPerformance)
  async supplierPerformance(@Ctx() request: Request, @Arg("supplier", () => ID) supplier: string): Promise<SupplierPerformance> {
    const reader = await request.reader();
    const times = yearOf(reader);
    const of = { supplier };
    const figures = await Promise.all(shownTo(reader, supplierKpis).map((kpi) => kpiOf(reader, kpi, { ...times, of })));
    const hasRows = figures.some(({ rows }) => rows > 0);
    return {
      ...times.span,
      figures,
      // A supplier of whom nothing is known has no score, though it has no nonconformities.
      score: scoreOf(await scoreRule(reader), new Map(hasRows ? figures.map(({ name, value }) => [name, value]) : [])),
      items: await compare(reader, times.span, "item", supplier),
    };
  }

  /** All suppliers beside each other over the last twelve months. */
  @Query(() => SupplierComparison)
  async supplierComparison(@Ctx() request: Request): Promise<SupplierComparison> {
    const reader = await request.reader();
    const { span } = yearOf(reader);
    return { ...span, suppliers: await compare(reader, span, "supplier") };
  }
}
