/** By which means a person signs in, for whoever administers people: what there is, never a secret of it. */
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import { notFound } from "../../../base/error.ts";
import { InstantScalar } from "../../../graphql/scalars.ts";
import { factorOf } from "../second-factor.ts";
import { secure } from "../session.ts";
import { requirePermit } from "../sessions-resolver.ts";
import type { WebRequest } from "../web-request.ts";
import { type PasskeyStanding, passkeysOf } from "./passkey.ts";
import { PasskeyInfo } from "./passkey-resolver.ts";

@ObjectType("SignInMeans")
class MeansInfo {
  @Field(() => Boolean) password!: boolean;
  /** An authenticator app is in force. */
  @Field(() => Boolean) app!: boolean;
  @Field(() => [PasskeyInfo]) passkeys!: readonly PasskeyStanding[];
  /** After a reset, until a second person confirms. */
  @Field(() => Boolean) suspended!: boolean;
  @Field(() => InstantScalar, { nullable: true }) lastLoginAt!: Date | null;
}

@Resolver()
export class MeansResolver {
  @Query(() => MeansInfo)
  async signInMeans(@Ctx() request: WebRequest, @Arg("person", () => ID) person: string): Promise<MeansInfo> {
    const own = request.requireSession();
    if (!/^[1-9]\d{0,17}$/.test(person)) throw notFound("Person", person);
    return secure(request.kernel.orm, own.personId, "signInMeans", async (sql) => {
      await requirePermit(sql, own);
      const [row] = await sql<{ password: boolean | null; suspended: boolean | null; last: string | null }>(
        `select c.password_hash is not null as password, c.signing_suspended as suspended, c.last_login_at as last
         from person p left join credential c on c.id = p.id where p.id = ?`,
        [person],
      );
      if (!row) throw notFound("Person", person);
      return {
        password: row.password === true,
        app: (await factorOf(sql, person)).enrolled,
        passkeys: await passkeysOf(sql, person),
        suspended: row.suspended === true,
        lastLoginAt: row.last ? new Date(row.last) : null,
      };
    });
  }
}
