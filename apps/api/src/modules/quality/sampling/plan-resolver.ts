import type { Rec } from "@lotline/schema";
import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import { ruleVersions } from "../../../base/reader.ts";
import { objectOf } from "../../../graphql/classes.ts";
import type { Request } from "../../../read/request.ts";
import { standardOf } from "./freeze.ts";
import { intervals, type SkipContent } from "./skip-terms.ts";

/** The skip-lot rule of a plan as it stands today. */
@ObjectType()
class SkipLotTerms {
  /** The version of the rule in force. */
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  /** Lots accepted in a row before lots are skipped. */
  @Field(() => Int) lots!: number;
  /** One lot of so many is inspected. */
  @Field(() => Int) oneOf!: number;
  @Field(() => Boolean) riskClassA!: boolean;
  /** Nothing is skipped before QA has confirmed the rule by signature. */
  @Field(() => Boolean) confirmed!: boolean;
}

@Resolver(() => objectOf("InspectionPlan"))
export class PlanSamplingResolver {
  /** The key of the standard by which a lot that arrives today is sampled; rule data says it. */
  @FieldResolver(() => String)
  samplingStandard(@Root() plan: Rec<"InspectionPlan">, @Ctx() request: Request): Promise<string> {
    return request.load("sampling standard", plan.id, async (reader, ids) => {
      const { standard } = await standardOf(reader);
      return ids.map(() => standard);
    });
  }

  @FieldResolver(() => SkipLotTerms, { nullable: true })
  skipLotTerms(@Root() plan: Rec<"InspectionPlan">, @Ctx() request: Request): Promise<SkipLotTerms | null> {
    return request.load("skip-lot terms", plan.id, async (reader, ids) => {
      const plans = await reader.sql<{ id: string; key: keyof typeof intervals }>(
        "select id, skip_lot as key from inspection_plan where id = any(?::bigint[]) and skip_lot is not null",
        [ids],
      );
      const versions = await ruleVersions((text, params) => reader.sql(text, params), "skip-lot");
      return ids.map((id) => {
        const key = plans.find((one) => one.id === id)?.key;
        const version = key && versions.get(key);
        // Its shape was checked when it was approved.
        return version
          ? { id: version.id, number: version.number, oneOf: intervals[key], ...(version.content as SkipContent) }
          : null;
      });
    });
  }
}
