import { actionSchema, type RecordName, text, validate } from "@lotline/schema";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { canonicalJson, sha256 } from "../base/canonical.ts";
import type { Ctx } from "../base/context.ts";
import { AppError, invalid, refused } from "../base/error.ts";
import { enter } from "../base/reader.ts";
import { noteConduct, readOnlyReason } from "../base/special-access.ts";
import { isPassing, sqlState, translate } from "../base/unavailable.ts";
import type { House } from "./house.ts";
import { Tx } from "./tx.ts";

/** What a command is about; the id is made by the client and kept across retries until it is answered. */
export interface Command {
  readonly id: string;
  readonly operation: string;
  /** Everything that makes it this command; never a secret. */
  readonly input: unknown;
  readonly reason?: string;
  /** Does everything, then rolls back. */
  readonly dryRun?: boolean;
}

export interface Outcome {
  readonly record: RecordName;
  readonly id: string;
  readonly replayed: boolean;
}

export interface Kernel {
  readonly orm: MikroORM;
  readonly house: House;
  /** Where attached files lie by their hash; absent where none are served. */
  readonly filesDir?: string | undefined;
}

const attempts = 5;

const reasonSchema = actionSchema({
  fields: { reason: text({ en: "Reason", zh: "原因" }, { optional: true, max: 2000, multiline: true }) },
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The one write path: begin, context, idempotency, the change, work list, messages, commit. A replay with the same input writes
 * before it answers, so that its commit waits for the standby too (reliability.md 0.1).
 * @throws COMMAND_CONFLICT for the same id with other input, person or operation; OUTCOME_UNKNOWN when a commit's answer is lost.
 */
export async function command(
  kernel: Kernel,
  ctx: Ctx,
  what: Command,
  change: (tx: Tx) => Promise<{ record: RecordName; id: string } | null>,
): Promise<Outcome | null> {
  if (!uuid.test(what.id))
    throw new AppError("BAD_USER_INPUT", {
      issues: [
        { path: "commandId", code: "uuid", text: { en: "A command needs a UUID of its own.", zh: "命令须带有唯一的 UUID。" } },
      ],
    });
  checkReason(what.reason);
  // Once a COMMIT has been sent and not answered, only a later answer of the database can tell what became of it.
  let isUnknown = false;
  for (let attempt = 1; ; attempt++) {
    const state = { committing: false };
    try {
      return await once(kernel, ctx, what, change, state);
    } catch (error) {
      const code = sqlState(error);
      isUnknown ||= state.committing && isPassing(code);
      // 08007: the standby did not answer in time, and would not at once again; whoever asks may replay.
      if (!isPassing(code) || code === "08007" || attempt === attempts) {
        const known = translate(error, code);
        throw isUnknown && known instanceof AppError && known.code === "BUSY" ? new AppError("OUTCOME_UNKNOWN") : known;
      }
      await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** attempt * (0.5 + Math.random())));
    }
  }
}

/** A reason goes into the trail and under signatures as it is given. */
function checkReason(reason: string | undefined): void {
  const result = reason ? validate(reasonSchema, { reason }) : { ok: true as const };
  if (!result.ok) throw invalid(...result.issues);
}

async function once(
  kernel: Kernel,
  ctx: Ctx,
  what: Command,
  change: (tx: Tx) => Promise<{ record: RecordName; id: string } | null>,
  state: { committing: boolean },
): Promise<Outcome | null> {
  const em = kernel.orm.em.fork() as EntityManager;
  await em.begin();
  try {
    const about = { "app.command": what.id, "app.operation": what.operation, "app.reason": what.reason ?? "" };
    const opening = await enter(em, ctx, about);
    if (opening.actor.inspection) throw refused(readOnlyReason(opening.actor.inspection));
    const tx = new Tx(em, opening, ctx, kernel.house, what.id);
    tx.reason = what.reason ?? "";
    const hash = sha256(
      canonicalJson({ operation: what.operation, person: opening.actor.id, input: what.input, reason: what.reason || undefined }),
    );
    const replay = what.dryRun ? null : await claim(tx, what, hash);
    const outcome = replay ? replay.outcome : await change(tx);
    if (!replay) {
      await tx.finish();
      if (!what.dryRun) await noteConduct(tx, what.operation, outcome);
      if (!what.dryRun && outcome)
        await tx.sql("update command_log set record_type = ?, record_id = ? where id = ?", [outcome.record, outcome.id, what.id]);
    }
    state.committing = !what.dryRun;
    if (what.dryRun) await em.rollback();
    else await em.commit();
    return outcome && { ...outcome, replayed: replay !== null };
  } catch (error) {
    await em.rollback().catch(() => undefined);
    throw error;
  } finally {
    em.clear();
  }
}

/** Takes the command id; a twin in flight is waited for by the unique index. Answers the first outcome when it is a replay. */
async function claim(
  tx: Tx,
  what: Command,
  hash: string,
): Promise<{ outcome: { record: RecordName; id: string } | null } | null> {
  const taken = await tx.sql(
    "insert into command_log (id, person_id, operation, input_hash, replays) values (?, ?, ?, ?, 0) on conflict (id) do nothing returning id",
    [what.id, tx.actor.id, what.operation, hash],
  );
  if (taken.length > 0) return null;
  const [first] = await tx.sql<{
    person_id: string;
    operation: string;
    input_hash: string;
    record_type: RecordName | null;
    record_id: string;
  }>(
    "update command_log set replays = replays + 1 where id = ? returning person_id, operation, input_hash, record_type, record_id",
    [what.id],
  );
  if (!first || first.person_id !== tx.actor.id || first.operation !== what.operation || first.input_hash !== hash)
    throw new AppError("COMMAND_CONFLICT");
  return { outcome: first.record_type && { record: first.record_type, id: first.record_id } };
}
