/** The company's provider at the API: the way there, its end, and the way out. */
import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { ReasonInfo } from "../../../graphql/shared-types.ts";
import { endSession } from "../session.ts";
import type { WebRequest } from "../web-request.ts";
import { ProviderError } from "./provider.ts";
import { type Arrived, addFactor, arrive, askProvider } from "./provider-sign-in.ts";
import { knownPurpose, sessionFor } from "./purpose.ts";

@ObjectType("ProviderArrival")
class ArrivalInfo {
  /** signIn, sign, own or unlock. */
  @Field(() => String) purpose!: string;
  /** Which second factor of our own is asked before the session opens. */
  @Field(() => [ReasonInfo]) asks!: readonly ReasonInfo[];
}

@Resolver()
export class ProviderResolver {
  /** Begins the way over the provider. @returns the address to which the browser goes */
  @Mutation(() => String)
  askProvider(
    @Ctx() request: WebRequest,
    @Arg("purpose", () => String) purpose: string,
    @Arg("intent", () => ID, { nullable: true }) intent?: string,
  ): Promise<string> {
    const known = knownPurpose(purpose, intent);
    return askProvider(request, known, sessionFor(request, known), intent ?? null);
  }

  /** The end of the way: the query with which the provider sent the browser back. */
  @Mutation(() => ArrivalInfo)
  async arriveFromProvider(@Ctx() request: WebRequest, @Arg("search", () => String) search: string): Promise<Arrived> {
    const before = request.session;
    const arrived = await arrive(request, search);
    // Whoever was signed in at this browser has left it.
    if (arrived.purpose === "signIn" && arrived.asks.length === 0 && before)
      await endSession(request.kernel.orm, before, "another person signed in");
    return arrived;
  }

  /** The second factor of our own after the provider. */
  @Mutation(() => Boolean)
  async addSecondFactor(
    @Ctx() request: WebRequest,
    @Arg("state", () => String) state: string,
    @Arg("code", () => String, { nullable: true }) code?: string,
    @Arg("passkey", () => String, { nullable: true }) passkey?: string,
  ): Promise<boolean> {
    const before = request.session;
    await addFactor(request, state, { code, passkey });
    if (before) await endSession(request.kernel.orm, before, "another person signed in");
    return true;
  }

  /** Where one's session at the provider itself is ended; null when there is no such place, or it does not answer. */
  @Query(() => String, { nullable: true })
  async providerSignOut(@Ctx() request: WebRequest): Promise<string | null> {
    const { provider } = request.installation;
    if (!provider) return null;
    return provider.signOutAddress().catch((error: unknown) => {
      if (error instanceof ProviderError) return null;
      throw error;
    });
  }
}
