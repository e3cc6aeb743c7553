import type { Rec } from "@lotline/schema";
import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { DecimalScalar, InstantScalar } from "../../../graphql/scalars.ts";
import { ReasonInfo } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";
import { type StockRow, stockOf } from "../stock/stock.ts";
import { type LotTotals, totalsOf } from "../trace/totals.ts";
import { StockTotals, totalsInfo } from "../trace/totals-info.ts";
import { holdsOf, totalsOfLots } from "./columns.ts";
import { type LotMovement, mostMovements, movementsOf } from "./movements.ts";
import { usability } from "./usable.ts";

@ObjectType()
class LotUse {
  @Field(() => Boolean) usable!: boolean;
  @Field(() => [ReasonInfo]) reasons!: readonly ReasonInfo[];
}

@ObjectType()
class LotBalance {
  @Field(() => objectOf("Location"), { nullable: true }) location!: object | null;
  @Field(() => String) type!: string;
  @Field(() => DecimalScalar) quantity!: string;
}

@ObjectType()
class LotMovementInfo {
  @Field(() => ID) id!: string;
  @Field(() => ID) posting!: string;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => String) kind!: string;
  @Field(() => String) record!: string;
  @Field(() => String) number!: string;
  @Field(() => objectOf("Location"), { nullable: true }) location!: object | null;
  @Field(() => DecimalScalar) quantity!: string;
  @Field(() => objectOf("Customer"), { nullable: true }) customer!: object | null;
  @Field(() => objectOf("Person"), { nullable: true }) person!: object | null;
  @Field(() => String, { nullable: true }) remark!: string | null;
  @Field(() => ID, { nullable: true }) reverses!: string | null;
  @Field(() => ID, { nullable: true }) reversedBy!: string | null;
}

@ObjectType()
class LotMovementPage {
  @Field(() => [LotMovementInfo]) rows!: readonly LotMovementInfo[];
  @Field(() => Boolean) hasNextPage!: boolean;
  @Field(() => ID, { nullable: true }) endCursor!: string | null;
}

type LotRoot = Rec<"Lot">;

const byLot = async <T extends { lot: string }>(ids: readonly string[], rows: readonly T[]): Promise<T[][]> => {
  const groups = Map.groupBy(rows, (row) => row.lot);
  return ids.map((id) => groups.get(id) ?? []);
};

const nothing: LotTotals["byType"] = new Map();

/** What a lot's page shows beside its record: each field reads for all lots of a list at once. */
@Resolver(() => objectOf("Lot"))
export class LotStockResolver {
  @FieldResolver(() => LotUse)
  async usable(@Root() lot: LotRoot, @Ctx() request: Request): Promise<LotUse> {
    const reasons = await request.load("lot usable", lot.id, async (reader, ids) => {
      const answers = await usability(reader, ids);
      return ids.map((id) => answers.get(id) ?? []);
    });
    return { usable: reasons.length === 0, reasons };
  }

  @FieldResolver(() => [objectOf("Hold")])
  holds(@Root() lot: LotRoot, @Ctx() request: Request): Promise<readonly object[]> {
    return request.load("lot holds", lot.id, async (reader, ids) => {
      const holds = await holdsOf(reader, ids);
      return ids.map((id) => holds.get(id) ?? []);
    });
  }

  @FieldResolver(() => [LotBalance])
  async balances(@Root() lot: LotRoot, @Ctx() request: Request): Promise<LotBalance[]> {
    const rows = await request.load<StockRow[]>("lot balances", lot.id, async (reader, ids) =>
      byLot(ids, await stockOf(reader, ids)),
    );
    return Promise.all(
      rows.map(async ({ location, type, quantity }) => ({ type, quantity, location: await request.row("Location", location) })),
    );
  }

  @FieldResolver(() => StockTotals)
  async totals(@Root() lot: LotRoot, @Ctx() request: Request): Promise<StockTotals> {
    const byType = await request.load<LotTotals["byType"]>("lot totals", lot.id, async (reader, ids) => {
      const totals = await totalsOfLots(reader, ids);
      return ids.map((id) => totals.get(id)?.byType ?? nothing);
    });
    return totalsInfo(totalsOf(byType), byType);
  }

  @FieldResolver(() => DecimalScalar)
  async onHand(@Root() lot: LotRoot, @Ctx() request: Request): Promise<string> {
    return (await this.totals(lot, request)).onHand;
  }

  @FieldResolver(() => LotMovementPage)
  async movements(
    @Root() lot: LotRoot,
    @Ctx() request: Request,
    @Arg("first", () => Int, { nullable: true }) first?: number,
    @Arg("after", () => ID, { nullable: true }) after?: string,
  ): Promise<LotMovementPage> {
    const reader = await request.reader();
    const limit = Math.min(Math.max(first ?? 50, 1), mostMovements - 1);
    const rows = await movementsOf(reader, lot.id, limit + 1, after && /^[1-9]\d{0,17}$/.test(after) ? after : null);
    const page = rows.slice(0, limit);
    return {
      rows: await Promise.all(page.map((row) => movementInfo(request, row))),
      hasNextPage: rows.length > limit,
      endCursor: page.at(-1)?.id ?? null,
    };
  }
}

const movementInfo = async (request: Request, row: LotMovement): Promise<LotMovementInfo> => ({
  ...row,
  location: await request.row("Location", row.location),
  customer: await request.row("Customer", row.customer),
  person: await request.row("Person", row.person),
});
