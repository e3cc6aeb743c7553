import type { Label } from "@lotline/schema";
import { Ctx, Field, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { refused } from "../../../base/error.ts";
import { plainFields } from "../../../graphql/classes.ts";
import { InstantScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import type { WebRequest } from "../web-request.ts";
import { databaseFacts } from "./facts.ts";
import { judge } from "./judge.ts";

@ObjectType("HealthLine", plainFields)
class HealthLineInfo {
  @Field(() => String) subject!: string;
  /** good, amber, red or off. */
  @Field(() => String) level!: string;
  @Field(() => TitleLabel) value!: Label;
  @Field(() => TitleLabel) limit!: Label;
  @Field(() => TitleLabel, { nullable: true }) todo!: Label | null;
  @Field(() => String, { nullable: true }) node!: string | null;
}

@ObjectType(plainFields)
class HealthInfo {
  @Field(() => InstantScalar) at!: Date;
  @Field(() => String, { nullable: true }) node!: string | null;
  @Field(() => Int) rpoHours!: number;
  @Field(() => Int) rtoHours!: number;
  @Field(() => Int) drillDays!: number;
  @Field(() => [HealthLineInfo]) lines!: readonly HealthLineInfo[];
}

/** How the installation stands, for those who run it. */
@Resolver()
export class HealthResolver {
  @Query(() => HealthInfo)
  async health(@Ctx() request: WebRequest): Promise<HealthInfo> {
    const reader = await request.reader();
    if (!reader.actor.permits.has("operations.read")) throw refused(permitReason("operations.read"));
    const database = await databaseFacts((text) => reader.sql(text));
    const machine = (await request.installation.operations?.machine()) ?? null;
    return { at: reader.now, node: machine?.node ?? null, ...database.continuity, lines: judge(database, machine) };
  }

  /** Begins to check the whole chain; the result is written down as a maintenance run. False when that is going on already. */
  @Mutation(() => Boolean)
  async checkChain(@Ctx() request: WebRequest): Promise<boolean> {
    const reader = await request.reader();
    if (!reader.actor.permits.has("operations.run")) throw refused(permitReason("operations.run"));
    return request.installation.operations?.checkChain() ?? false;
  }
}
