/** Signing keys are replaced by two administrators; what the old one signed is still proved, and a kill at any step harms nothing. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureProgram } from "../../../../test/attacks/app-process.ts";
import { settled } from "../../../../test/audit-case.ts";
import { Browser, doneOf, shown, type Target } from "../../../../test/browser.ts";
import { commandLine } from "../../../../test/command-line.ts";
import { draftRule } from "../../../../test/draft-rule.ts";
import { type House, openHouse, testKeys } from "../../../../test/house.ts";
import { assemble } from "../../../assemble.ts";
import { openKeyRing, readPublicKeys, trustPublicKey } from "../../../evidence/keys.ts";
import { createSealer } from "../../../evidence/seal.ts";
import { verifyHouse } from "../../../evidence/verify-house.ts";
import type { Consumer } from "../../../kernel/behaviour.ts";
import type { Kernel } from "../../../kernel/command.ts";
import { keyWorkers, registerKeys } from "./carry-out.ts";

let house: House;
let line: ReturnType<typeof commandLine>;
let keyFile: string;
let kernel: Kernel;
let other: Kernel;
let ring: ReturnType<typeof openKeyRing>;

beforeEach(async () => {
  house = await openHouse();
  line = commandLine(house.database);
  keyFile = join(line.dataDir, "keys", "seal.pem");
  ring = openKeyRing(keyFile);
  for (const pem of testKeys.publicKeys) trustPublicKey(keyFile, pem);
  kernel = await assemble(house.database.app, { key: ring.key, publicKeys: ring.publicKeys }, { pool: 4 });
  // Another server with the same key file, opened before anything happens.
  const second = openKeyRing(keyFile);
  other = await assemble(house.database.app, { key: second.key, publicKeys: second.publicKeys }, { pool: 2 });
  await registerKeys(kernel, keyFile, ring.key.id);
});
afterEach(async () => {
  await kernel.orm.close(true);
  await other.orm.close(true);
  await house.close();
  line[Symbol.dispose]();
});

const browser = async (login: string, of = kernel): Promise<Browser> => {
  const [person] = await house.sql<{ id: string; login: string }>("select id, login from person where login = $1", [login]);
  if (!person) throw new Error(login);
  return Browser.of(of, person);
};
interface KeyRow extends Target {
  readonly key_id: string;
  readonly state: string;
  readonly next_key_id: string | null;
  readonly until: Date | null;
}
const keys = () => house.sql<KeyRow>("select id, version, key_id, state, next_key_id, until from signing_key order by id");
const keyOf = async (keyId: string): Promise<KeyRow> => {
  const found = (await keys()).find((row) => row.key_id === keyId);
  if (!found) throw new Error(`no key ${keyId}`);
  return found;
};
/** The QA head signs a new rule; answers its id and the key that signed. */
const signRule = async (of = kernel): Promise<{ id: string; key: string }> => {
  const draft = await draftRule(await browser("linjing", of));
  doneOf(await (await browser("xuheng", of)).sign("Rule", draft, "approve"));
  const [row] = await house.sql<{ key_id: string }>(
    "select key_id from signature where record_type = 'Rule' and record_id = $1",
    [draft.id],
  );
  return { id: draft.id, key: row?.key_id ?? "" };
};
const verdictOf = async (rule: string, of = kernel): Promise<string | undefined> => {
  const asked = await (await browser("xuheng", of)).ask(
    "query ($id: ID!) { rule(id: $id) { timeline { signature { verdict } } } }",
    { id: rule },
  );
  const { timeline } = shown<{ timeline: { signature: { verdict: string } | null }[] }>(asked.data, "rule");
  return timeline.flatMap(({ signature }) => signature?.verdict ?? [])[0];
};
const seal = async (): Promise<void> => {
  await settled(house.database.owner);
  const pool = new Pool({ connectionString: house.database.sealer, max: 1 });
  const sealer = createSealer({ pool, key: ring.key, headsFile: join(line.dataDir, "seals.log") });
  await sealer.sealNow();
  await sealer.stop();
  await pool.end();
};
const verify = () =>
  verifyHouse({
    readerUrl: house.database.reader,
    keyFile,
    sealLogFile: join(line.dataDir, "seals.log"),
    filesDir: join(line.dataDir, "files"),
  });
/** One administrator asks, another confirms. */
const decide = async (keyId: string): Promise<void> => {
  const why = { reason: "yearly replacement of the key" };
  doneOf(await (await browser("guping")).act("SigningKey", await keyOf(keyId), "askReplacement", why));
  doneOf(await (await browser("weiqing")).sign("SigningKey", await keyOf(keyId), "confirmReplacement"));
};
const carryOut = async (message: "key.replacement" | "key.revoked", key: string): Promise<void> => {
  const worker: Consumer | undefined = keyWorkers(keyFile).find((one) => one.message === message);
  if (!worker || !("work" in worker)) throw new Error("there is no such worker");
  await worker.work(kernel, { key } as never, () => undefined);
};

describe("[REQ-SIG-02] a signing key", () => {
  it("is replaced by two administrators; old and new signatures and seals hold, on every server, in the export and in a backup", async () => {
    const before = ring.key.id;
    const old = await signRule();
    await seal();
    const asked = await keyOf(before);
    expect([old.key, asked.state]).toEqual([before, "inForce"]);
    expect(
      (await (await browser("xuheng")).act("SigningKey", asked, "askReplacement", { reason: "a good reason" })).reasons,
    ).toEqual(["NO_PERMIT"]);
    expect((await (await browser("guping")).act("SigningKey", asked, "askReplacement")).issues).toEqual([
      "reason:REASON_REQUIRED",
    ]);
    doneOf(await (await browser("guping")).act("SigningKey", asked, "askReplacement", { reason: "yearly replacement" }));
    expect((await (await browser("guping")).sign("SigningKey", await keyOf(before), "confirmReplacement")).reasons).toContain(
      "NO_PERMIT",
    );
    expect((await keyOf(before)).state).toBe("asked");
    doneOf(await (await browser("weiqing")).sign("SigningKey", await keyOf(before), "confirmReplacement"));
    await carryOut("key.replacement", asked.id);
    const next = ring.key.id;
    expect(next).not.toBe(before);
    expect((await keys()).filter(({ key_id }) => [before, next].includes(key_id))).toMatchObject([
      { key_id: before, state: "retired", next_key_id: next, until: expect.any(Date) },
      { key_id: next, state: "inForce", next_key_id: null, until: null },
    ]);
    // A second delivery finds it done.
    await carryOut("key.replacement", asked.id);
    expect(ring.key.id).toBe(next);
    expect(readdirSync(join(line.dataDir, "keys")).sort()).toEqual(["seal.pem", "seal.pem.public"]);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    // The other server signs with the new key, and proves what the old one signed, without having been started again.
    const young = await signRule(other);
    expect(young.key).toBe(next);
    for (const of of [kernel, other])
      expect([await verdictOf(old.id, of), await verdictOf(young.id, of)]).toEqual(["VALID", "VALID"]);
    await seal();
    expect(await verify()).toMatchObject({ ok: true, seals: 2, first: null });
    expect((await line.call(["audit", "export", "--out", "trail.jsonl", "--json"])).exit).toBe(0);
    expect((await line.call(["audit", "verify", "--export", "trail.jsonl", "--json"])).json).toMatchObject({
      ok: true,
      first: null,
    });
    const list = await (await browser("guping")).ask("{ signingKeys(first: 5) { edges { node { keyId signed { en } } } } }");
    const counted = shown<{ edges: { node: { keyId: string; signed: { en: string } } }[] }>(list.data, "signingKeys").edges;
    expect(new Map(counted.map(({ node }) => [node.keyId, node.signed.en]))).toEqual(
      // The confirmation of its own replacement is the last thing the old key has signed.
      new Map([
        [before, "signatures: 2, seals: 1"],
        [next, "signatures: 1, seals: 1"],
        // What the people of the house were made with.
        [testKeys.key.id, "signatures: 1, seals: 0"],
      ]),
    );
  });

  it("that others may have had is revoked from a moment: what bears it from then on is shown so, everywhere", async () => {
    const before = ring.key.id;
    const early = await signRule();
    const [{ at } = { at: "" }] = await house.sql<{ at: string }>(
      "select to_char((domain_now() + interval '1 millisecond') at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') as at",
    );
    await new Promise((done) => setTimeout(done, 20));
    const late = await signRule();
    await decide(before);
    await carryOut("key.replacement", (await keyOf(before)).id);
    const revoke = async (from: string) =>
      (await browser("weiqing")).sign("SigningKey", await keyOf(before), "revoke", {
        input: { from },
        reason: "the backup disk was lost",
      });
    expect((await revoke("2099-01-01T00:00:00.000Z")).reasons).toEqual(["REVOKED_IN_FUTURE"]);
    expect((await revoke("2001-01-01T00:00:00.000Z")).reasons).toEqual(["REVOKED_BEFORE_USE"]);
    doneOf(await revoke(at));
    await carryOut("key.revoked", (await keyOf(before)).id);
    expect([await verdictOf(early.id), await verdictOf(late.id), await verdictOf(late.id, other)]).toEqual([
      "VALID",
      "KEY_REVOKED",
      "KEY_REVOKED",
    ]);
    await seal();
    expect((await verify()).first).toMatchObject({ kind: "SIGNATURE_KEY_REVOKED", table: "signature" });
    // The note stays with the public key when it is learnt again.
    for (const pem of readPublicKeys(keyFile)) trustPublicKey(keyFile, pem.slice(pem.indexOf("-----BEGIN")));
    expect(await verdictOf(late.id)).toBe("KEY_REVOKED");
  });

  it.each(["prepared", "announced", "replaced"])(
    "killed when it is %s: the server signs and proves on, and the rest is done later",
    async (step) => {
      await ensureProgram();
      const before = ring.key.id;
      const old = await signRule();
      await decide(before);
      const { id } = await keyOf(before);
      const program = fileURLToPath(new URL("../../../../test/attacks/replace-key.mjs", import.meta.url));
      const child = spawn(process.execPath, [program, house.database.app, keyFile, id, step], { stdio: "inherit" });
      expect((await once(child, "exit"))[1]).toBe("SIGKILL");
      expect((await keyOf(before)).state).toBe("replacing");
      const meanwhile = await signRule();
      expect(meanwhile.key).toBe(step === "replaced" ? (await keyOf(before)).next_key_id : before);
      expect([await verdictOf(old.id), await verdictOf(meanwhile.id, other)]).toEqual(["VALID", "VALID"]);
      await seal();
      expect(await verify()).toMatchObject({ ok: true });
      await carryOut("key.replacement", id);
      const next = ring.key.id;
      expect(next).not.toBe(before);
      expect(await keyOf(before)).toMatchObject({ state: "retired", next_key_id: next });
      expect((await keyOf(next)).state).toBe("inForce");
      expect(existsSync(`${keyFile}.next`)).toBe(false);
      expect((await signRule()).key).toBe(next);
      await seal();
      expect(await verify()).toMatchObject({ ok: true });
    },
  );

  it("of another key file is not touched: the message is left for the server that holds it", async () => {
    const before = ring.key.id;
    await decide(before);
    const foreign = join(mkdtempSync(join(tmpdir(), "lotline-foreign-")), "seal.pem");
    openKeyRing(foreign);
    const worker = keyWorkers(foreign)[0];
    if (!worker || !("work" in worker)) throw new Error("there is no such worker");
    await expect(worker.work(kernel, { key: (await keyOf(before)).id } as never, () => undefined)).rejects.toThrow(
      `this server does not hold the key ${before}`,
    );
    await carryOut("key.replacement", (await keyOf(before)).id);
    expect((await keyOf(before)).state).toBe("retired");
    rmSync(join(foreign, ".."), { recursive: true, force: true });
  });
});
