/**
 * What administrators decided about a key, done to its files. Every step can be done twice: a server that is killed between two of them
 * leaves a working system, and the message brings the rest to be done (ADR 45).
 */
import { createHash, createPublicKey, randomUUID } from "node:crypto";
import { keyIdOf } from "@lotline/verifier";
import { uuidOf } from "../../../base/canonical.ts";
import { systemPersonId } from "../../../base/context.ts";
import { loadOrCreateKey, prepareNextKey, readPublicKeys, replaceKey, revokePublicKey } from "../../../evidence/keys.ts";
import { type Consumer, consumer } from "../../../kernel/behaviour.ts";
import { command, type Kernel } from "../../../kernel/command.ts";
import type { Tx } from "../../../kernel/tx.ts";

const ctx = { personId: systemPersonId, sessionId: null, source: "job", request: "signing keys", language: "en" } as const;

async function asSystem(kernel: Kernel, id: string, operation: string, change: (tx: Tx) => Promise<void>): Promise<void> {
  await command(kernel, ctx, { id, operation, input: {} }, async (tx) => {
    await change(tx);
    return null;
  });
}

/** The consumers of a server that holds the key file; `between` is called after each step, for tests that stop there. */
export function keyWorkers(keyFile: string, between: (step: string) => void = () => undefined): Consumer[] {
  // Several servers may listen, and not each has this key file: more tries, sooner.
  const retry = { limit: 20, delaySeconds: 2 };
  return [
    consumer({
      name: "platform.replace-key",
      message: "key.replacement",
      retry,
      work: (kernel, { key }) => replace(kernel, key, keyFile, between),
    }),
    consumer({
      name: "platform.revoke-key",
      message: "key.revoked",
      retry,
      work: (kernel, { key }) => revoke(kernel, key, keyFile),
    }),
  ];
}

interface KeyRow {
  readonly keyId: string;
  readonly nextKeyId: string | null;
  readonly state: string;
  readonly revokedFrom: Date | null;
}

async function keyRow(kernel: Kernel, id: string): Promise<KeyRow> {
  const em = kernel.orm.em.fork();
  const [row] = await em
    .getConnection()
    .execute<KeyRow[]>(
      `select key_id as "keyId", next_key_id as "nextKeyId", state, revoked_from as "revokedFrom" from signing_key where id = ?`,
      [id],
    );
  if (!row) throw new Error(`there is no signing key ${id}`);
  return row;
}

async function replace(kernel: Kernel, id: string, keyFile: string, between: (step: string) => void): Promise<void> {
  const present = await keyRow(kernel, id);
  if (present.state !== "replacing") return;
  let next = present.nextKeyId;
  const here = loadOrCreateKey(keyFile).id;
  if (here !== present.keyId && here !== next) throw new Error(`this server does not hold the key ${present.keyId}`);
  // The successor's name stands in the database before the file is exchanged: from then on it is told which key follows which.
  if (next === null || !readPublicKeys(keyFile).some((pem) => keyIdOf(pem) === next)) {
    const made = prepareNextKey(keyFile).id;
    between("prepared");
    await asSystem(kernel, randomUUID(), "prepareKey", async (tx) => {
      await tx.act("SigningKey", id, "prepare", { nextKeyId: made });
    });
    next = made;
    between("announced");
  }
  if (!replaceKey(keyFile, present.keyId, next)) throw new Error(`the successor ${next} is not beside the key ${present.keyId}`);
  between("replaced");
  const followed = next;
  await asSystem(kernel, uuidOf(`key ${present.keyId} replaced by ${next}`), "replaceKey", async (tx) => {
    await introduce(tx, keyFile, followed);
    await tx.act("SigningKey", id, "retire", {});
  });
}

async function revoke(kernel: Kernel, id: string, keyFile: string): Promise<void> {
  const { keyId, revokedFrom } = await keyRow(kernel, id);
  if (revokedFrom) revokePublicKey(keyFile, keyId, new Date(revokedFrom));
}

/** A key of the files becomes a record. */
async function introduce(tx: Tx, keyFile: string, keyId: string): Promise<void> {
  const pem = readPublicKeys(keyFile).find((one) => keyIdOf(one) === keyId);
  if (!pem || (await tx.findOne("SigningKey", { keyId }))) return;
  const der = createPublicKey(pem).export({ type: "spki", format: "der" });
  const [used] = await tx.sql<{ since: string | null }>("select min(signed_at) as since from signature where key_id = ?", [
    keyId,
  ]);
  await tx.create("SigningKey", {
    keyId,
    fingerprint: createHash("sha256").update(der).digest("hex"),
    publicKey: pem.slice(pem.indexOf("-----BEGIN")),
    since: used?.since ? new Date(used.since) : tx.now,
  });
}

/**
 * At the start of a server: every key it knows is a record, and the one in its file is the one in use. Where that is another than
 * before, as after a restore, which brings no private key along, the former one is retired.
 */
export async function registerKeys(kernel: Kernel, keyFile: string, present: string): Promise<void> {
  const known = readPublicKeys(keyFile).map(keyIdOf);
  const em = kernel.orm.em.fork();
  const rows = await em.getConnection().execute<{ key_id: string; state: string }[]>("select key_id, state from signing_key");
  const inUse = new Set(["inForce", "asked"]);
  const isSettled =
    known.every((id) => rows.some((row) => row.key_id === id)) &&
    rows.every((row) => !inUse.has(row.state) || row.key_id === present);
  if (isSettled) return;
  await asSystem(kernel, randomUUID(), "registerKeys", async (tx) => {
    for (const id of known) await introduce(tx, keyFile, id);
    await tx.flush();
    const used = await tx.sql<{ id: string }>(
      "select id from signing_key where state in ('inForce', 'asked') and key_id <> ? order by id",
      [present],
    );
    for (const { id } of used) await tx.act("SigningKey", id, "retire", {});
  });
}
