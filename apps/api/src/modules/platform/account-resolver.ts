/** Passwords and second factors of other people, by administrators: given once, reset by one and confirmed by another (REQ-SIG-07). */
import "reflect-metadata";
import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { notFound, refused } from "../../base/error.ts";
import { isKey } from "../../base/key.ts";
import { permitReason } from "../../kernel/authorize.ts";
import type { Tx } from "../../kernel/tx.ts";
import { confirmReset, issuePassword, oneTimePassword, resetPassword } from "./credential.ts";
import { hashSecret } from "./password.ts";
import { resetFactor } from "./second-factor.ts";
import { secure } from "./session.ts";
import { setSigningCode, signingCodeAllowed } from "./signing-code.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType("Account")
class AccountInfo {
  /** "none" · "oneTime": given and not yet replaced · "own". */
  @Field(() => String) password!: "none" | "oneTime" | "own";
  /** Signing is suspended until a reset is confirmed. */
  @Field(() => Boolean) suspended!: boolean;
  @Field(() => Boolean) secondFactor!: boolean;
  @Field(() => Boolean) identified!: boolean;
}

@ObjectType("SigningCode")
class SigningCodeInfo {
  @Field(() => Boolean) allowed!: boolean;
  @Field(() => Boolean) isSet!: boolean;
}

interface Row {
  readonly password: AccountInfo["password"];
  readonly suspended: boolean;
  readonly factor: boolean;
  readonly identified: boolean;
}

@Resolver()
export class AccountResolver {
  /** How it stands with somebody's sign-in; for those who may give or confirm it. */
  @Query(() => AccountInfo)
  async account(@Ctx() request: WebRequest, @Arg("person", () => ID) person: string): Promise<AccountInfo> {
    const reader = await request.reader();
    const { permits } = reader.actor;
    if (!permits.has("person.change") && !permits.has("person.identify")) throw refused(permitReason("person.change"));
    if (!isKey(person)) throw notFound("Person", person);
    const [row] = await reader.sql<Row>(
      `select case when c.id is null then 'none' when c.must_change then 'oneTime' else 'own' end as password,
         coalesce(c.signing_suspended, false) as suspended, f.secret is not null as factor,
         p.identity_document is not null as identified
       from person p left join credential c on c.id = p.id left join second_factor f on f.id = p.id where p.id = ?`,
      [person],
    );
    if (!row) throw notFound("Person", person);
    return { password: row.password, suspended: row.suspended, secondFactor: row.factor, identified: row.identified };
  }

  /** Gives a person without password a one-time one; null for a repeated command, whose password nobody knows any more. */
  @Mutation(() => String, { nullable: true })
  givePassword(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) id: string,
    @Arg("person", () => ID) person: string,
  ): Promise<string | null> {
    return given(request, { id, operation: "givePassword", input: { person } }, person, issuePassword);
  }

  /** Replaces a lost password by a one-time one; signing is suspended until somebody else confirms. Null as in `givePassword`. */
  @Mutation(() => String, { nullable: true })
  resetPassword(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) id: string,
    @Arg("person", () => ID) person: string,
    @Arg("reason", () => String) reason: string,
  ): Promise<string | null> {
    return given(request, { id, operation: "resetPassword", input: { person }, reason }, person, resetPassword);
  }

  @Mutation(() => Boolean)
  async confirmReset(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) id: string,
    @Arg("person", () => ID) person: string,
  ): Promise<boolean> {
    await request.command({ id, operation: "confirmReset", input: { person } }, async (tx) => {
      await confirmReset(tx, person);
      return { record: "Person", id: person };
    });
    return true;
  }

  @Mutation(() => Boolean)
  async resetSecondFactor(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) id: string,
    @Arg("person", () => ID) person: string,
    @Arg("reason", () => String) reason: string,
  ): Promise<boolean> {
    await request.command({ id, operation: "resetSecondFactor", input: { person }, reason }, async (tx) => {
      await resetFactor(tx, person);
      return { record: "Person", id: person };
    });
    return true;
  }
}

@Resolver()
export class SigningCodeResolver {
  /** Whether the firm lets signing codes, and whether the person has one. */
  @Query(() => SigningCodeInfo)
  async signingCode(@Ctx() request: WebRequest): Promise<SigningCodeInfo> {
    const { personId } = request.requireSession();
    const [row] = await secure(request.kernel.orm, personId, "signingCode", (sql) =>
      sql<{ set: boolean }>("select code_hash is not null as set from credential where id = ?", [personId]),
    );
    return { allowed: await signingCodeAllowed(request, personId), isSet: row?.set === true };
  }

  /** The person's own code, after the password; without one it is taken off. */
  @Mutation(() => Boolean)
  async setSigningCode(
    @Ctx() request: WebRequest,
    @Arg("password", () => String) password: string,
    @Arg("code", () => String, { nullable: true }) code?: string,
  ): Promise<boolean> {
    await setSigningCode(request, request.requireSession(), password, code ?? null);
    return true;
  }
}

async function given(
  request: WebRequest,
  what: { readonly id: string; readonly operation: string; readonly input: object; readonly reason?: string },
  person: string,
  put: (tx: Tx, person: string, hash: string) => Promise<void>,
): Promise<string | null> {
  // Whoever is not signed in is refused before a hash is reckoned.
  void request.ctx;
  const password = oneTimePassword();
  const hash = await hashSecret(password);
  const outcome = await request.command(what, async (tx) => {
    await tx.get("Person", person);
    await put(tx, person, hash);
    return { record: "Person", id: person };
  });
  return outcome?.replayed ? null : password;
}
