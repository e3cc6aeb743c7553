import { Arg, Ctx, Field, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { InstantScalar } from "../../graphql/scalars.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import { type Accountability, acceptStatement, readStatement } from "./statement.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType("AccountabilityStatement")
class AccountabilityInfo {
  @Field(() => String) version!: string;
  @Field(() => TitleLabel) text!: TitleLabel;
  /** Names the text; it is given back with the acceptance. */
  @Field(() => String) sha256!: string;
  @Field(() => InstantScalar, { nullable: true }) acceptedAt?: Date | null;
  @Field(() => Boolean) inForce!: boolean;
}

@Resolver()
export class StatementResolver {
  /** What a person accepts before the first signature and once a year, and whether that has been done. */
  @Query(() => AccountabilityInfo)
  accountabilityStatement(@Ctx() request: WebRequest): Promise<Accountability> {
    return readStatement(request.kernel.orm, request.requireSession().personId);
  }

  /** Accepts the statement that was shown, named by its hash; refused when another one has come into force. */
  @Mutation(() => Boolean)
  async acceptStatement(@Ctx() request: WebRequest, @Arg("sha256", () => String) sha256: string): Promise<boolean> {
    await acceptStatement(request.kernel.orm, request.requireSession().personId, sha256, request.ctx.language);
    return true;
  }
}
