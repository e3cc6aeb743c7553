import "reflect-metadata";
import { isDate } from "@lotline/schema";
import { Arg, Ctx, Field, ID, InputType, Int, ObjectType, Query, Resolver } from "type-graphql";
import { invalid } from "../../../base/error.ts";
import { isKey } from "../../../base/key.ts";
import { objectOf } from "../../../graphql/classes.ts";
import { DecimalScalar, InstantScalar } from "../../../graphql/scalars.ts";
import type { Request } from "../../../read/request.ts";
import { type LedgerFilter, type LedgerGroupBy, ledgerGroups, ledgerLines, ledgerTotals, mostLines } from "./list.ts";

@InputType("MovementFilter")
class MovementFilterInput implements LedgerFilter {
  @Field(() => String, { nullable: true }) kind?: string | null;
  @Field(() => ID, { nullable: true }) item?: string | null;
  @Field(() => ID, { nullable: true }) lot?: string | null;
  @Field(() => ID, { nullable: true }) location?: string | null;
  @Field(() => ID, { nullable: true }) customer?: string | null;
  @Field(() => ID, { nullable: true }) person?: string | null;
  @Field(() => String, { nullable: true }) from?: string | null;
  @Field(() => String, { nullable: true }) to?: string | null;
  @Field(() => String, { nullable: true }) document?: string | null;
}

@ObjectType("MovementLine")
class MovementLineInfo {
  @Field(() => ID) id!: string;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => String) kind!: string;
  @Field(() => String) record!: string;
  @Field(() => String) number!: string;
  @Field(() => objectOf("Lot"), { nullable: true }) lot!: object | null;
  @Field(() => objectOf("Location"), { nullable: true }) location!: object | null;
  @Field(() => DecimalScalar) quantity!: string;
  @Field(() => objectOf("Person"), { nullable: true }) person!: object | null;
  @Field(() => String, { nullable: true }) remark!: string | null;
}

@ObjectType()
class MovementLinePage {
  @Field(() => [MovementLineInfo]) rows!: readonly MovementLineInfo[];
  @Field(() => ID, { nullable: true }) endCursor!: string | null;
}

@ObjectType("MovementGroup")
class MovementGroupInfo {
  @Field(() => String) key!: string;
  @Field(() => String) number!: string;
  @Field(() => String, { nullable: true }) nameEn!: string | null;
  @Field(() => String, { nullable: true }) nameZh!: string | null;
  @Field(() => String) unit!: string;
  @Field(() => Int) lines!: number;
  @Field(() => DecimalScalar) came!: string;
  @Field(() => DecimalScalar) left!: string;
}

function checked(filter: MovementFilterInput | undefined): LedgerFilter {
  const given = filter ?? {};
  const bad = (["item", "lot", "location", "customer", "person"] as const).find(
    (key) => given[key] != null && !isKey(given[key]),
  );
  const day = (["from", "to"] as const).find((key) => given[key] && !isDate(given[key]));
  const path = bad ?? day;
  if (path)
    throw invalid({
      path,
      code: day ? "date" : "key",
      text: day
        ? { en: "A day such as 2026-08-20 is expected.", zh: "应为日期，例如 2026-08-20。" }
        : { en: "No such record.", zh: "没有该记录。" },
    });
  return given;
}

/** Movements of the whole stock at places of ours. */
@Resolver()
export class LedgerResolver {
  @Query(() => MovementLinePage)
  async movements(
    @Ctx() request: Request,
    @Arg("filter", () => MovementFilterInput, { nullable: true }) filter?: MovementFilterInput,
    @Arg("first", () => Int, { nullable: true }) first?: number,
    @Arg("after", () => ID, { nullable: true }) after?: string,
  ): Promise<MovementLinePage> {
    const reader = await request.mayRead("Lot");
    const limit = Math.min(Math.max(first ?? 60, 1), mostLines - 1);
    const rows = await ledgerLines(reader, checked(filter), limit + 1, after && isKey(after) ? after : null);
    const page = rows.slice(0, limit);
    const shown = page.map(async (row) => ({
      ...row,
      lot: await request.row("Lot", row.lot),
      location: await request.row("Location", row.location),
      person: await request.row("Person", row.person),
    }));
    return { rows: await Promise.all(shown), endCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  }

  @Query(() => [MovementGroupInfo])
  async movementTotals(
    @Ctx() request: Request,
    @Arg("by", () => String) by: string,
    @Arg("filter", () => MovementFilterInput, { nullable: true }) filter?: MovementFilterInput,
  ): Promise<readonly MovementGroupInfo[]> {
    const reader = await request.mayRead("Lot");
    const known = ledgerGroups.find((one) => one === by);
    if (!known)
      throw invalid({
        path: "by",
        code: "group",
        text: { en: "Movements are not grouped by this.", zh: "移动记录不能按此分组。" },
      });
    return ledgerTotals(reader, checked(filter), known satisfies LedgerGroupBy);
  }
}
