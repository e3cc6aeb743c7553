import { verify } from "@lotline/verifier";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keeper, sealing, settled } from "./audit-case.ts";
import { testKeys } from "./house.ts";
import { openStage, type Stage } from "./stock-stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
});

test("[REQ-REC-03] what the house writes by itself verifies: every table, signatures, seals before and after", async () => {
  const { database } = stage.house;
  const own = keeper();
  const publicKeys = [...testKeys.publicKeys, own.key.publicKey];
  const check = () => verify({ url: database.reader, publicKeys, headsFile: own.headsFile });
  await sealing(database.sealer, own, async (sealer) => {
    await settled(database.owner);
    await sealer.sealNow();
    expect(await check()).toMatchObject({ ok: true, first: null, seals: 1 });
    await stage.releasedLot();
    await settled(database.owner);
    await sealer.sealNow();
    const result = await check();
    expect(result).toMatchObject({ ok: true, first: null, seals: 2 });
    expect(result.records).toBeGreaterThan(20);
  });
  own.remove();
});
