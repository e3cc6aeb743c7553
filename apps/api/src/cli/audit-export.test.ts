import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settled } from "../../test/audit-case.ts";
import { type CommandLine, commandLine } from "../../test/command-line.ts";
import { type House, openHouse, testKeys } from "../../test/house.ts";
import { trustPublicKey } from "../evidence/keys.ts";

describe("the exported trail", () => {
  let house: House;
  let line: CommandLine;
  beforeAll(async () => {
    house = await openHouse();
    const rule = await (await house.hands.as("linjing")).create("Rule", {
      ruleName: "retention",
      key: "device",
      content: { years: 20 },
      validFrom: "2030-01-01",
      citation: "internal",
    });
    await (await house.hands.as("xuheng")).act("Rule", rule, "approve");
    line = commandLine(house.database);
    for (const key of testKeys.publicKeys) trustPublicKey(join(line.dataDir, "keys", "seal.pem"), key);
  });
  afterAll(async () => {
    line[Symbol.dispose]();
    await house.close();
  });

  it("[REQ-REC-08] holds every event and signature, and verifies without the database", async () => {
    await settled(house.database.owner);
    const made = await line.call(["audit", "export", "--out", "trail.jsonl", "--json"]);
    const [counts] = await house.sql<{ events: number; signatures: number; seals: number }>(
      "select (select count(*) from audit.event)::int as events, (select count(*) from signature)::int as signatures, (select count(*) from audit.seal)::int as seals",
    );
    expect([made.exit, counts?.signatures]).toEqual([0, 2]);
    expect(made.json).toMatchObject({ ...counts, from: null, to: null });
    using offline = commandLine();
    const file = join(line.dataDir, "trail.jsonl");
    const checked = await offline.call(["audit", "verify", "--export", file, "--json"]);
    expect([checked.exit, checked.json]).toEqual([0, { ok: true, ...counts, unsealed: 0, first: null }]);
    const streamed = await line.call(["audit", "export"]);
    expect(streamed.out.split("\n").slice(0, -2)).toEqual(readFileSync(file, "utf8").split("\n").slice(0, -2));
  });

  it("[REQ-REC-08] an altered, shortened or foreign export is refused by name", async () => {
    const text = readFileSync(join(line.dataDir, "trail.jsonl"), "utf8");
    const lines = text.split("\n").slice(0, -1);
    const signature = lines.findIndex((l) => l.startsWith('{"kind":"signature"'));
    const without = (index: number) => lines.filter((_, i) => i !== index);
    const cases: [string, string[]][] = [
      ["ROW_CHANGED", lines.map((l, i) => (i === signature ? l.replace("APPROVED", "REVIEWED") : l))],
      ["EXPORT_CHANGED", without(signature)],
      ["SEAL_LEAVES", lines.map((l) => (l.startsWith('{"kind":"seal"') ? l.replace(/"leaves":"../, '"leaves":"zz') : l))],
      ["EXPORT_INCOMPLETE", lines.slice(0, -1)],
      ["EXPORT_CHANGED", [...lines.slice(0, -1), (lines.at(-1) ?? "").replace(/"events":\d+/, '"events":1')]],
    ];
    for (const [kind, changed] of cases) {
      writeFileSync(join(line.dataDir, "changed.jsonl"), `${changed.join("\n")}\n`);
      const { exit, json } = await line.call(["audit", "verify", "--export", "changed.jsonl", "--json"]);
      expect([exit, json.ok, json.first.kind]).toEqual([1, false, kind]);
    }
  });

  it("takes a span of days, and nothing outside it", async () => {
    const [{ at } = { at: new Date(0) }] = await house.sql<{ at: Date }>("select max(at) as at from audit.event");
    const today = at.toISOString().slice(0, 10);
    const [{ n } = { n: 0 }] = await house.sql<{ n: number }>(
      "select count(*)::int as n from audit.event where at >= $1::date and at < $1::date + 1",
      [today],
    );
    const some = await line.call(["audit", "export", "--from", today, "--to", today, "--out", "day.jsonl", "--json"]);
    expect([some.json.events, some.json.signatures]).toEqual([n, 2]);
    const none = await line.call(["audit", "export", "--to", "2001-01-01", "--out", "none.jsonl", "--json"]);
    expect(none.json).toMatchObject({ events: 0, signatures: 0, seals: 0, to: "2001-01-02T00:00:00.000Z" });
    expect((await line.call(["audit", "verify", "--export", "none.jsonl", "--json"])).json.ok).toBe(true);
  });
});
