/** Every kind of tampering of the table in house-kinds.ts, on the house's own books; one of each evidence in `npm test`, all in the soak. */

import { generateKeyPairSync, sign } from "node:crypto";
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyIdOf, type VerifyResult, verify } from "@lotline/verifier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asClient } from "../../src/database/client.ts";
import { readPublicKeys } from "../../src/evidence/keys.ts";
import { sealing, settled } from "../audit-case.ts";
import { cloneDatabase } from "../database.ts";
import { testKeys } from "../house.ts";
import { type HouseCase, hashOf, houseCase } from "./house-case.ts";
import { houseKinds, type Kind } from "./house-kinds.ts";
import { leafOf, old } from "./tampering.ts";

const chosen =
  process.env.LOTLINE_SOAK === "1"
    ? houseKinds
    : houseKinds.filter((kind, i) => houseKinds.findIndex((k) => k.evidence === kind.evidence) === i || kind.files === "change");

let plant: HouseCase;
beforeAll(async () => {
  plant = await houseCase();
});
afterAll(() => plant?.drop());

const verified = (url: string, headsFile: string, filesDir: string): Promise<VerifyResult> =>
  verify({ url, headsFile, filesDir, publicKeys: [...testKeys.publicKeys, ...readPublicKeys(plant.keeper.keyFile)] });

/** Puts the ids of this plant into a statement. */
function filled({ table }: Kind, text: string): string {
  const ids = plant.ids(table);
  const middle = Math.floor(ids.length / 2);
  const [first, id, next, last] = [ids[0], ids[middle], ids[middle + 1], ids.at(-1)];
  const values: { readonly [name: string]: string | number | undefined } = { first, id, next, last, old, leaf: leafOf };
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}

/** A row of `table` by its mark in the table of kinds. */
async function placeOf(kind: Kind, url: string): Promise<readonly [string, number | null]> {
  const [table, mark] = kind.at ?? [kind.table, "{id}"];
  if (mark === "{pair}") {
    const { rows } = await asClient(url, (client) =>
      client.query<{ id: string }>(
        filled(kind, "select min(id) as id from movement where posting_id = (select posting_id from movement where id = {id})"),
      ),
    );
    return [table, Number(rows[0]?.id)];
  }
  const id = Number(filled(kind, String(mark)));
  return [table, id === 0 ? null : id];
}

// The attachment in the middle.
const attackedFile = hashOf("photo");

function touchFiles(dir: string, how: Kind["files"] & string): void {
  const path = join(dir, attackedFile);
  if (how === "remove") rmSync(path);
  else if (how === "empty") writeFileSync(path, "");
  else if (how === "change") writeFileSync(path, `X${readFileSync(path, "utf8").slice(1)}`);
  else {
    const [mine, other] = [readFileSync(path), readFileSync(join(dir, hashOf("letter")))];
    writeFileSync(path, other);
    writeFileSync(join(dir, hashOf("letter")), mine);
  }
}

function touchHeads(file: string, how: Kind["heads"] & string): void {
  const lines = readFileSync(file, "utf8").split("\n");
  if (how === "remove") rmSync(file);
  else if (how === "take out") writeFileSync(file, lines.toSpliced(1, 1).join("\n"));
  else writeFileSync(file, lines.map((line, i) => (i === 1 ? line.replace(/"rows":"\d+"/, '"rows":"1"') : line)).join("\n"));
}

/** A sealer of somebody who has every right on the database, but not the key. */
function forger(): { id: string; sign: (payload: string) => string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  return {
    id: keyIdOf(pem),
    publicKey: pem,
    sign: (text) => sign(null, Buffer.from(text, "utf8"), privateKey).toString("base64"),
  };
}

async function attacked(kind: Kind): Promise<{ result: VerifyResult; place: readonly [string, number | null] }> {
  const copy = await cloneDatabase((kind.onOlderCopy ? plant.older : plant.database).database);
  const place = await placeOf(kind, copy.superUrl);
  const headsFile = `${plant.keeper.headsFile}.copy`;
  const filesDir = `${plant.filesDir}.copy`;
  copyFileSync(plant.keeper.headsFile, headsFile);
  cpSync(plant.filesDir, filesDir, { recursive: true });
  try {
    if (kind.sql) {
      const deed = filled(kind, kind.sql);
      const around = kind.lawful
        ? deed
        : `select audit.switch_triggers('disable'); ${deed}; select audit.switch_triggers('enable always')`;
      // Foreign keys are no hindrance to a superuser either.
      await asClient(copy.superUrl, (client) => client.query(`set session_replication_role = replica; ${around}`));
    }
    if (kind.files) touchFiles(filesDir, kind.files);
    if (kind.heads) touchHeads(headsFile, kind.heads);
    if (kind.sealAfter) {
      await settled(copy.superUrl);
      const key = kind.sealAfter === "forger" ? forger() : plant.keeper.key;
      await sealing(copy.sealer, { key, headsFile: kind.sealAfter === "forger" ? `${headsFile}.forged` : headsFile }, (sealer) =>
        sealer.sealNow(),
      );
    }
    return { result: await verified(copy.reader, headsFile, filesDir), place };
  } finally {
    await copy.drop();
    rmSync(filesDir, { recursive: true, force: true });
  }
}

describe("[REQ-REC-03][REQ-REC-14] T13 on the house's own books", () => {
  it("there are at least 60 kinds, of every evidence", () => {
    expect(new Set(houseKinds.map((k) => `${k.evidence}: ${k.deed}`)).size).toBe(houseKinds.length);
    const count = (evidence: string) => houseKinds.filter((k) => k.evidence === evidence).length;
    const evidence = [...new Set(houseKinds.map((k) => k.evidence))];
    expect(Object.fromEntries(evidence.map((e) => [e, count(e)]))).toEqual({
      "audit trail": 13,
      "stock movement": 15,
      posting: 3,
      "genealogy edge": 10,
      signature: 11,
      attachment: 13,
      seal: 16,
      "exported heads": 6,
    });
  });

  it("an untouched database has no finding, and every attached file was read", async () => {
    const { database, keeper, filesDir } = plant;
    expect(readdirSync(filesDir)).toHaveLength(6);
    expect(await verified(database.reader, keeper.headsFile, filesDir)).toMatchObject({
      ok: true,
      first: null,
      seals: 3,
      signatures: 3,
      files: 6,
    });
  });

  it.each(chosen.map((kind) => ({ name: `${kind.evidence}: ${kind.deed}`, kind })))(
    "named at its place: $name",
    async ({ kind }) => {
      const { result, place } = await attacked(kind);
      expect({ ok: result.ok, kind: result.first?.kind, table: result.first?.table, id: result.first?.id }).toEqual({
        ok: false,
        kind: kind.finds,
        table: place[0],
        id: place[1],
      });
    },
  );
});
