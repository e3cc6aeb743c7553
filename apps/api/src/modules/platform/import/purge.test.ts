/** Staged rows go after the days of the rule; what came of an import, and its file's hash, stay. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "../../../../test/house.ts";
import { Imports } from "../../../../test/imports.ts";
import { command } from "../../../kernel/command.ts";
import { systemCtx } from "./batch.ts";
import { purgeConsumer } from "./purge.ts";

let house: House;
let steward: Imports;
beforeAll(async () => {
  house = await openHouse();
  steward = await Imports.of(house, "luoan");
});
afterAll(() => house.close());

const file = (n: number) => Buffer.from(`供应商,名称（英文）,名称（中文）,地址\r\nSUP-${n},Supplier ${n},供应商,路\r\n`, "utf8");
const bring = async (n: number) => {
  const id = await steward.upload("Supplier", `${n}.csv`, file(n));
  await steward.done("mapImport", id, { mapping: (await steward.look(id)).mapping });
  return id;
};
const newDay = () =>
  command(house.kernel, systemCtx("0"), { id: randomUUID(), operation: "purge", input: null }, async (tx) => {
    if ("handle" in purgeConsumer) await purgeConsumer.handle(tx, { day: "2026-01-01" } as never, "0");
    return null;
  });

describe("[REQ-MIG-01] staged rows", () => {
  it("go after the ruled days; the import, its hash and what it made stay, and the same file is still known", async () => {
    const [old, young, left, fresh] = [await bring(1), await bring(2), await bring(3), await bring(4)];
    for (const id of [old, young]) {
      await steward.done("checkImport", id);
      await steward.done("commitImport", id);
    }
    const age = (column: string, id: string, days: number) =>
      house.sql(`update import_batch set ${column} = domain_now() - make_interval(days => $2) where id = $1`, [id, days]);
    await age("ended_at", old, 91);
    await age("ended_at", young, 89);
    await age("touched_at", left, 91);
    await age("created_at", fresh, 400);
    await newDay();
    expect(
      await house.sql(
        `select b.id, b.state, (select count(*)::int from import_row r where r.batch_id = b.id) as rows, length(b.sha256) as hash,
           (select count(*)::int from import_source s where s.batch_id = b.id) as made from import_batch b order by b.id`,
      ),
    ).toEqual([
      { id: old, state: "committed", rows: 0, hash: 64, made: 1 },
      { id: young, state: "committed", rows: 1, hash: 64, made: 1 },
      { id: left, state: "discarded", rows: 0, hash: 64, made: 0 },
      { id: fresh, state: "mapped", rows: 1, hash: 64, made: 0 },
    ]);
    await expect(steward.upload("Supplier", "again.csv", file(1))).rejects.toMatchObject({
      details: { reasons: [{ code: "FILE_IMPORTED" }] },
    });
    expect((await steward.done("undoImport", old, { reason: "long after it was made" })).state).toBe("undone");
    const again = await steward.upload("Supplier", "again.csv", file(3));
    expect((await steward.look(again)).total).toBe(1);
  });

  it("stay for ever where no rule says when they go", async () => {
    await house.sql("select set_config('app.actor', '1', false)");
    await house.sql("update rule set state = 'draft' where rule_name = 'import-retention'");
    await house.sql(
      "update import_batch set ended_at = domain_now() - interval '9 years', touched_at = domain_now() - interval '9 years'",
    );
    await newDay();
    expect(await house.sql("select count(distinct batch_id)::int as n from import_row")).toEqual([{ n: 3 }]);
  });
});
