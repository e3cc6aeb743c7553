import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { verify } from "@lotline/verifier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asClient } from "../src/database/client.ts";
import { readPublicKeys } from "../src/evidence/keys.ts";
import { type AuditCase, auditCase, sealing, settled } from "./audit-case.ts";
import { cloneDatabase } from "./database.ts";
import { tamperings } from "./tampering/all.ts";
import type { Tampering } from "./tampering/tampering.ts";

// Names and number do not depend on the ids, which are known only once the case is made.
const names = tamperings({ firstEvent: 0, event: 0, openEvent: 0 });
// The first of each kind of evidence in a normal run, all of them in the soak.
const chosen = process.env.LOTLINE_SOAK === "1" ? names : names.filter((t, i) => names.findIndex((u) => u.area === t.area) === i);

let plant: AuditCase;

beforeAll(async () => {
  plant = await auditCase();
});

afterAll(async () => {
  await plant.drop();
});

/** Plays one attack on a copy of the plant and verifies it. */
async function attacked(tampering: Tampering) {
  const { database, older, keeper } = plant;
  const copy = await cloneDatabase((tampering.onOlderCopy ? older : database).database);
  const headsFile = `${keeper.headsFile}.copy`;
  copyFileSync(keeper.headsFile, headsFile);
  try {
    const { sql, heads } = tampering;
    if (sql) await asClient(copy.superUrl, (client) => client.query(sql));
    if (heads) writeFileSync(headsFile, heads(readFileSync(headsFile, "utf8").split("\n")).join("\n"));
    if (tampering.sealAfter) {
      await settled(copy.owner);
      await sealing(copy.sealer, { key: keeper.key, headsFile }, (sealer) => sealer.sealNow());
    }
    return await verify({ url: copy.reader, publicKeys: readPublicKeys(keeper.keyFile), headsFile });
  } finally {
    await copy.drop();
  }
}

describe("tamper evidence", () => {
  test("there are at least 60 kinds of tampering", () => {
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(new Set(names.map((t) => t.name)).size).toBe(names.length);
  });

  test("[REQ-REC-03] an untouched database has no finding", async () => {
    const { database, keeper } = plant;
    const result = await verify({
      url: database.reader,
      publicKeys: readPublicKeys(keeper.keyFile),
      headsFile: keeper.headsFile,
    });
    expect(result).toMatchObject({ ok: true, seals: 3, signatures: 3, first: null });
    const copy = await asClient(database.owner, (client) =>
      client.query<{ events: number }>("select count(*)::int as events from audit.event"),
    );
    expect(result.events).toBe(copy.rows[0]?.events);
  });

  test.each(chosen.map((t) => t.name))("[REQ-REC-03] named at its place: %s", async (name) => {
    const tampering = tamperings(plant.anchors).find((t) => t.name === name);
    if (!tampering) throw new Error(`no such tampering: ${name}`);
    const result = await attacked(tampering);
    expect(result.ok).toBe(false);
    const { kind, table, id } = tampering.expect;
    expect(result.first).toMatchObject({ table, ...(id === undefined ? {} : { id }) });
    expect([kind].flat()).toContain(result.first?.kind);
  });
});
