/** The set-up page of an empty system: open to whoever has the code that the server has printed, until two administrators exist. */
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { AppError } from "../../base/error.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import type { FirstPostStanding } from "./first-start.ts";
import { event, secure } from "./session.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType("FirstPost")
class FirstPostInfo {
  @Field(() => String) key!: string;
  @Field(() => TitleLabel) title!: TitleLabel;
  @Field(() => String, { nullable: true }) takenBy!: string | null;
}

@InputType()
class FirstAdministratorInput {
  @Field(() => String) post!: string;
  @Field(() => String) login!: string;
  @Field(() => String) nameEn!: string;
  @Field(() => String) nameZh!: string;
  @Field(() => String) password!: string;
}

@Resolver()
export class FirstStartResolver {
  /** The two posts and who has entered; null where nothing is to be set up any more. */
  @Query(() => [FirstPostInfo], { nullable: true })
  async firstStart(
    @Ctx() request: WebRequest,
    @Arg("code", () => String) code: string,
  ): Promise<readonly FirstPostStanding[] | null> {
    const { firstStart } = request.installation;
    return firstStart ? noted(request, () => firstStart.posts(code)) : null;
  }

  /** One of the first two administrators enters name and password; answers whether both are there and may sign in. */
  @Mutation(() => Boolean)
  async enterFirstAdministrator(
    @Ctx() request: WebRequest,
    @Arg("code", () => String) code: string,
    @Arg("input", () => FirstAdministratorInput) { post, ...person }: FirstAdministratorInput,
  ): Promise<boolean> {
    const { firstStart } = request.installation;
    if (!firstStart) throw new AppError("UNAUTHENTICATED");
    return noted(request, () => firstStart.enter(code, post, person));
  }
}

/** A wrong code is written down: somebody tried to take an empty system. */
async function noted<T>(request: WebRequest, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED" && error.details.retryAfter === undefined)
      await secure(request.kernel.orm, null, "setup", (sql) =>
        sql(...event("setupRefused", null, null, { address: request.client.address })),
      );
    throw error;
  }
}
