/** What an inspector saw, for those who let him in. */
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { isKey } from "../../../base/key.ts";
import { InstantScalar, JsonScalar } from "../../../graphql/scalars.ts";
import type { Request } from "../../../read/request.ts";
import { countViews, viewsOf, viewsPerPage } from "./views.ts";

@ObjectType("InspectionView")
class ViewInfo {
  @Field(() => ID) id!: string;
  @Field(() => InstantScalar) at!: Date;
  /** record, list, query, export, print, history or file. */
  @Field(() => String) kind!: string;
  @Field(() => String) operation!: string;
  @Field(() => String, { nullable: true }) record!: string | null;
  @Field(() => String, { nullable: true }) number!: string | null;
  /** False for what was asked for and is not there or not in scope. */
  @Field(() => Boolean) isFound!: boolean;
  /** What was asked: a filter, an order, a search. */
  @Field(() => JsonScalar) asked!: unknown;
}

@ObjectType("InspectionViewCount")
class ViewCount {
  @Field(() => String) kind!: string;
  @Field(() => Int) n!: number;
}

@ObjectType("InspectionViews")
class ViewPage {
  @Field(() => [ViewInfo]) views!: readonly ViewInfo[];
  @Field(() => Boolean) hasMore!: boolean;
  @Field(() => [ViewCount]) counts!: readonly ViewCount[];
}

@Resolver()
export class InspectionResolver {
  /** A page of what was looked at under an account, newest first. */
  @Query(() => ViewPage)
  async inspectionViews(
    @Ctx() request: Request,
    @Arg("access", () => ID) access: string,
    @Arg("kind", () => String, { nullable: true }) kind?: string,
    @Arg("before", () => ID, { nullable: true }) before?: string,
  ): Promise<ViewPage> {
    const reader = await request.mayRead("InspectorAccess");
    if (!(await request.row("InspectorAccess", access))) return { views: [], hasMore: false, counts: [] };
    const rows = await viewsOf(reader, access, kind ?? null, before && isKey(before) ? before : null);
    return {
      views: rows.map((row) => ({ ...row, at: new Date(row.at) })),
      hasMore: rows.length === viewsPerPage,
      counts: await countViews(reader, access),
    };
  }
}
