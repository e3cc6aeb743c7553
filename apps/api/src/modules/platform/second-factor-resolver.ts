/** The person's own second factor. Every change of it asks for the password again, and for a code where one is in force (ASVS 7.5.1). */
import type { Issue } from "@lotline/schema";
import { Arg, Ctx, Field, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { AppError, invalid } from "../../base/error.ts";
import { InstantScalar } from "../../graphql/scalars.ts";
import { proveOwner } from "./identity/owner.ts";
import { confirmFactor, type FactorStanding, factorOf, offerFactor, removeFactor } from "./second-factor.ts";
import { secure } from "./session.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType("SecondFactor")
class SecondFactorInfo {
  @Field(() => Boolean) enrolled!: boolean;
  @Field(() => InstantScalar, { nullable: true }) since!: Date | null;
  @Field(() => Int) recoveryLeft!: number;
}

@ObjectType("SecondFactorOffer")
class SecondFactorOffer {
  /** To be typed into an app. */
  @Field(() => String) secret!: string;
  /** What the QR code says. */
  @Field(() => String) uri!: string;
}

const wrongCode: Issue = {
  path: "code",
  code: "CODE_WRONG",
  text: {
    en: "The code is not right, or was used before; wait for the next one.",
    zh: "动态码不正确或已使用，请等待下一个动态码。",
  },
};

@Resolver()
export class SecondFactorResolver {
  @Query(() => SecondFactorInfo)
  secondFactor(@Ctx() request: WebRequest): Promise<FactorStanding> {
    const { personId } = request.requireOwner();
    return secure(request.kernel.orm, personId, "secondFactor", (sql) => factorOf(sql, personId));
  }

  /** Offers a new secret; the present one stays in force until a code of the new one was given. */
  @Mutation(() => SecondFactorOffer)
  async offerSecondFactor(
    @Ctx() request: WebRequest,
    @Arg("password", () => String) password: string,
    @Arg("code", () => String, { nullable: true }) code?: string,
  ): Promise<{ secret: string; uri: string }> {
    const session = request.requireOwner();
    await proveOwner(request, session, { password, code });
    const [person] = await secure(request.kernel.orm, session.personId, "offerSecondFactor", (sql) =>
      sql<{ id: string; login: string }>("select id, login from person where id = ?", [session.personId]),
    );
    if (!person) throw new AppError("UNAUTHENTICATED");
    return offerFactor(request.kernel.orm, request.installation.secrets, person);
  }

  /** Puts the offered secret in force; answers the recovery codes, this once. The other sessions of the person end. */
  @Mutation(() => [String])
  async confirmSecondFactor(@Ctx() request: WebRequest, @Arg("code", () => String) code: string): Promise<string[]> {
    const session = request.requireOwner();
    const { orm } = request.kernel;
    const codes = await confirmFactor(orm, request.installation.secrets, session.personId, code);
    if (!codes) throw invalid(wrongCode);
    await secure(orm, session.personId, "confirmSecondFactor", async (sql, now) => {
      await sql(
        "update session set ended_at = ?, end_reason = 'second factor enrolled' where person_id = ? and id <> ? and ended_at is null",
        [now, session.personId, session.id],
      );
      // What was proved without it does not reach further.
      await sql("update session set signing_since = null, signing_seen_at = null where id = ?", [session.id]);
    });
    return codes;
  }

  @Mutation(() => Boolean)
  async removeSecondFactor(
    @Ctx() request: WebRequest,
    @Arg("password", () => String) password: string,
    @Arg("code", () => String) code: string,
  ): Promise<boolean> {
    const session = request.requireOwner();
    await proveOwner(request, session, { password, code });
    await removeFactor(request.kernel.orm, session.personId);
    return true;
  }
}
