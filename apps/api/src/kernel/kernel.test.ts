import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse, refusalOf } from "../../test/house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

describe("the write path on three unlike records", () => {
  it("[REQ-REC-01] creates a record without lifecycle and leaves its whole image in the trail", async () => {
    const guping = await house.hands.as("guping");
    const site = await guping.create("Site", {
      number: "sz1",
      nameEn: "Suzhou",
      nameZh: "苏州",
      zone: "Asia/Shanghai",
      address: "1 Demo Road",
    });
    expect(site.number).toBe("SZ1");
    const trail = await house.sql<{ kind: string; operation: string; actor_role: string; zone: string }>(
      "select kind, operation, actor_role, new ->> 'zone' as zone from audit.event where table_name = 'site' and row_id = $1",
      [site.id],
    );
    expect(trail).toEqual([
      { kind: "insert", operation: "createSite", actor_role: "AUDIT_ADMIN,SYSADMIN", zone: "Asia/Shanghai" },
    ]);
  });

  it("[REQ-ACC-02] refuses who has no permit and changes nothing", async () => {
    const buyer = await house.hands.as("shenyue");
    const before = await house.sql("select count(*) from site");
    expect(await refusalOf(buyer.create("Site", { number: "XX", nameEn: "x", nameZh: "x", zone: "UTC", address: "x" }))).toEqual([
      "NO_PERMIT",
    ]);
    expect(await house.sql("select count(*) from site")).toEqual(before);
  });
});
