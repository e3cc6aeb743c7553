/**
 * Drill 7: shows that the trail cannot be edited or switched off. The app tries it with its own role, statement by statement, in a
 * transaction that is rolled back whatever happens; what the database answered is shown, and then everything is verified.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { Ctx, Field, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { AppError, refused } from "../../base/error.ts";
import { sqlState } from "../../base/unavailable.ts";
import { plainFields } from "../../graphql/classes.ts";
import { permitReason } from "../../kernel/authorize.ts";
import { secure } from "./session.ts";
import type { WebRequest } from "./web-request.ts";

/** What somebody would try who wants to hide something; each as the app would send it. */
export const attempts = [
  "update audit.event set reason = 'never happened'",
  "delete from audit.event",
  "truncate audit.event",
  "alter table audit.event disable trigger all",
  "drop table audit.event",
  "update audit.seal set root = repeat('0', 64)",
  "delete from audit.seal",
  "update signature set printed_name = 'Somebody else'",
  "delete from signature",
  "delete from lot",
  "alter table lot disable trigger all",
  "insert into audit.source (table_name, kind, reason) values ('lot', 'exempt', 'nobody looks')",
  "set session_replication_role = replica",
] as const;

@ObjectType(plainFields)
class TrailAttempt {
  @Field(() => String) statement!: string;
  @Field(() => Boolean) denied!: boolean;
  /** SQLSTATE and the database's own words. */
  @Field(() => String) answer!: string;
}

@ObjectType(plainFields)
class TrailVerified {
  @Field(() => Boolean) ok!: boolean;
  @Field(() => Int) events!: number;
  @Field(() => Int) seals!: number;
  @Field(() => Int) signatures!: number;
  @Field(() => Int) records!: number;
  @Field(() => Int) seconds!: number;
  /** The first thing that does not hold. */
  @Field(() => String, { nullable: true }) finding!: string | null;
}

@ObjectType(plainFields)
class TrailProof {
  /** The role of the database with which the app works and tried. */
  @Field(() => String) role!: string;
  @Field(() => [TrailAttempt]) attempts!: readonly TrailAttempt[];
  @Field(() => TrailVerified, { nullable: true }) verified!: TrailVerified | null;
}

// Reading the whole evidence is dear: one at a time on a server.
let isProving = false;

@Resolver()
export class TrailProofResolver {
  @Mutation(() => TrailProof)
  async proveTrail(@Ctx() request: WebRequest): Promise<TrailProof> {
    const reader = await request.reader();
    if (!reader.actor.permits.has("audit.read")) throw refused(permitReason("audit.read"));
    await request.endReads();
    if (isProving) throw new AppError("BUSY");
    isProving = true;
    try {
      const { role, tried } = await tryAll(request.kernel.orm.em.fork() as EntityManager);
      // The attempt is evidence too.
      await secure(request.kernel.orm, request.ctx.personId, "proveTrail", async (sql) => {
        await sql("insert into security_event (kind, person_id, detail) values ('trailProved', ?, ?::jsonb)", [
          request.ctx.personId,
          JSON.stringify({ role, denied: tried.filter(({ denied }) => denied).length, tried: tried.length }),
        ]);
      });
      return { role, attempts: tried, verified: await verified(request) };
    } finally {
      isProving = false;
    }
  }
}

/** Nothing of it stays: each statement has a savepoint of its own, and the whole is rolled back. */
async function tryAll(em: EntityManager): Promise<{ role: string; tried: TrailAttempt[] }> {
  const tried: TrailAttempt[] = [];
  await em.begin();
  try {
    const ask = (text: string) => em.getConnection().execute<object[]>(text, [], "all", em.getTransactionContext());
    const [row] = (await ask("select current_user as role")) as { role: string }[];
    // What were let through must not hold locks on the trail while the next one waits.
    await ask("set local lock_timeout = '2s'");
    for (const statement of attempts) {
      await ask("savepoint attempt");
      const answer = await ask(statement).then(
        () => null,
        (error: unknown) => `${sqlState(error) ?? ""} ${error instanceof Error ? error.message.split("\n").at(-1) : ""}`.trim(),
      );
      await ask("rollback to savepoint attempt");
      tried.push({ statement, denied: answer !== null, answer: answer ?? "" });
    }
    return { role: row?.role ?? "", tried };
  } finally {
    await em.rollback().catch(() => undefined);
  }
}

async function verified({ installation }: WebRequest): Promise<TrailVerified | null> {
  if (!installation.verify) return null;
  const began = performance.now();
  const { ok, events, seals, signatures, records, first } = await installation.verify();
  const seconds = Math.ceil((performance.now() - began) / 1000);
  return { ok, events, seals, signatures, records, seconds, finding: first ? `${first.kind}: ${first.message}` : null };
}
