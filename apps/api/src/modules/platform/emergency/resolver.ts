/** What was done under emergency access, for its page. */
import type { Rec } from "@lotline/schema";
import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { InstantScalar } from "../../../graphql/scalars.ts";
import type { Request } from "../../../read/request.ts";
import { actsUnder } from "./acts.ts";

@ObjectType("EmergencyAct")
class EmergencyActInfo {
  @Field(() => ID) id!: string;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => String) operation!: string;
  @Field(() => String, { nullable: true }) reason!: string | null;
  /** The record it was done to, with its number where the reader may see it. */
  @Field(() => String, { nullable: true }) record!: string | null;
  @Field(() => String, { nullable: true }) number!: string | null;
}

@Resolver(() => objectOf("EmergencyAccess"))
export class EmergencyResolver {
  @FieldResolver(() => [EmergencyActInfo])
  async acts(@Root() { id }: Rec<"EmergencyAccess">, @Ctx() request: Request): Promise<EmergencyActInfo[]> {
    const acts = await actsUnder(await request.reader(), id);
    return Promise.all(
      acts.map(async ({ at, record, recordId, ...act }) => ({
        ...act,
        at: new Date(at),
        record,
        number: record ? ((await request.row(record, recordId))?.number ?? null) : null,
      })),
    );
  }
}
