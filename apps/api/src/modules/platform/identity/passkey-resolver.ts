/** Passkeys at the API: asked for, set up, named in a list, removed; signing in by one. */
import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { AppError, invalid } from "../../../base/error.ts";
import { InstantScalar } from "../../../graphql/scalars.ts";
import { endSession, secure } from "../session.ts";
import type { WebRequest } from "../web-request.ts";
import { enrolPasskey } from "./enrol.ts";
import { proveOwner } from "./owner.ts";
import { authenticationOptions, type PasskeyStanding, passkeysOf, registrationOptions, removePasskey } from "./passkey.ts";
import { knownPurpose, sessionFor } from "./purpose.ts";
import { requireParty } from "./relying-party.ts";
import { passkeySignIn, unlockByPasskey } from "./sign-in.ts";

/** What may be told of a passkey. */
@ObjectType("Passkey")
export class PasskeyInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => InstantScalar) createdAt!: Date;
  @Field(() => InstantScalar, { nullable: true }) lastUsedAt!: Date | null;
  /** Copied between the devices of its owner. */
  @Field(() => Boolean) isSynced!: boolean;
}

@Resolver()
export class PasskeyResolver {
  @Query(() => [PasskeyInfo])
  passkeys(@Ctx() request: WebRequest): Promise<PasskeyStanding[]> {
    const { personId } = request.requireOwner();
    return secure(request.kernel.orm, personId, "passkeys", (sql) => passkeysOf(sql, personId));
  }

  /** What a browser needs to ask for a passkey, as WebAuthn's JSON. `intent`: what is to be signed by it. */
  @Mutation(() => String)
  async askPasskey(
    @Ctx() request: WebRequest,
    @Arg("purpose", () => String) purpose: string,
    @Arg("intent", () => ID, { nullable: true }) intent?: string,
  ): Promise<string> {
    const known = knownPurpose(purpose, intent);
    const party = requireParty(request);
    const session = sessionFor(request, known);
    const asked = {
      purpose: known,
      personId: session?.personId ?? null,
      sessionId: session?.id ?? null,
      intentId: intent ?? null,
    };
    const options = await secure(request.kernel.orm, asked.personId, "askPasskey", (sql) =>
      authenticationOptions(sql, party, asked),
    );
    return JSON.stringify(options);
  }

  /** What a browser needs to make a passkey; after a proof of identity. */
  @Mutation(() => String)
  async offerPasskey(
    @Ctx() request: WebRequest,
    @Arg("password", () => String, { nullable: true }) password?: string,
    @Arg("code", () => String, { nullable: true }) code?: string,
    @Arg("passkey", () => String, { nullable: true }) passkey?: string,
    @Arg("provider", () => Boolean, { nullable: true }) provider?: boolean,
  ): Promise<string> {
    const session = request.requireOwner();
    const party = requireParty(request);
    await proveOwner(request, session, { password, code, passkey, provider });
    const asked = { purpose: "enrol", personId: session.personId, sessionId: session.id, intentId: null } as const;
    const options = await secure(request.kernel.orm, session.personId, "offerPasskey", (sql) =>
      registrationOptions(sql, party, asked),
    );
    return JSON.stringify(options);
  }

  /** Puts the passkey that the browser made in force. The other sessions of the person end. */
  @Mutation(() => Boolean)
  async enrolPasskey(
    @Ctx() request: WebRequest,
    @Arg("name", () => String) name: string,
    @Arg("answer", () => String) answer: string,
  ): Promise<boolean> {
    const session = request.requireOwner();
    const party = requireParty(request);
    await secure(request.kernel.orm, session.personId, "enrolPasskey", (sql, now) =>
      enrolPasskey(sql, now, party, session, { name, answer }),
    );
    return true;
  }

  /** Takes one's own passkey off, with a reason and a proof of identity. */
  @Mutation(() => Boolean)
  async removePasskey(
    @Ctx() request: WebRequest,
    @Arg("id", () => ID) id: string,
    @Arg("reason", () => String) reason: string,
    @Arg("password", () => String, { nullable: true }) password?: string,
    @Arg("code", () => String, { nullable: true }) code?: string,
    @Arg("passkey", () => String, { nullable: true }) passkey?: string,
    @Arg("provider", () => Boolean, { nullable: true }) provider?: boolean,
  ): Promise<boolean> {
    const session = request.requireOwner();
    if ([...reason.trim()].length < 10)
      throw invalid({
        path: "reason",
        code: "REASON_REQUIRED",
        text: { en: "Please say why, in at least 10 characters.", zh: "请说明原因，至少 10 个字符。" },
      });
    await proveOwner(request, session, { password, code, passkey, provider });
    await secure(request.kernel.orm, session.personId, "removePasskey", (sql, now) =>
      removePasskey(sql, now, session.personId, id, reason),
    );
    return true;
  }

  /** Signs in by a passkey with user verification alone. */
  @Mutation(() => Boolean)
  async passkeyLogin(@Ctx() request: WebRequest, @Arg("answer", () => String) answer: string): Promise<boolean> {
    const { token, deviceToken } = await passkeySignIn(request, answer);
    request.device.set(deviceToken);
    if (request.session) await endSession(request.kernel.orm, request.session, "another person signed in");
    request.setToken(token);
    return true;
  }

  @Mutation(() => Boolean)
  async passkeyUnlock(@Ctx() request: WebRequest, @Arg("answer", () => String) answer: string): Promise<boolean> {
    if (!request.session) throw new AppError("UNAUTHENTICATED");
    await unlockByPasskey(request, request.session, answer);
    return true;
  }
}
