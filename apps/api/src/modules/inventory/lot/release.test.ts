import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acts,
  ask,
  blockers,
  type Company,
  countOfEverything,
  inspect,
  openCompany,
  receive,
  usableLot,
} from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { command } from "../../../kernel/command.ts";
import type { Tx } from "../../../kernel/tx.ts";
import type { Handled } from "../../../seed/hands.ts";
import { placeSystemHold, usability } from "../index.ts";
import { lotConditions } from "./conditions.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

let numbers = 0;
/** A lot that lacks nothing but its release. */
async function readyLot(): Promise<Handled> {
  const number = `R-${++numbers}`;
  const lot = await receive(company, "SUP-01", "RM-201", number, "100");
  await inspect(company, lot, [["14.2", "14.6"]]);
  return (await company.as("gaolang")).find("Lot", number);
}
const run = async (login: string, work: (tx: Tx) => Promise<void>) => {
  const { ctx } = await company.as(login);
  await command(company.kernel, ctx, { id: crypto.randomUUID(), operation: "test", input: null }, async (tx) => {
    await work(tx);
    return null;
  });
};
const hold = { kind: "investigation", explanation: "seal strength of the last roll" } as const;
const ncr = { record: "Nonconformity", id: "1", number: "NCR-26-001" } as const;

describe("the gate of a release", () => {
  it("[REQ-GATE-03] each condition of the stock is asked, gives its own code and is missed when it is taken away", async () => {
    const lot = await readyLot();
    const cases: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["LOT_ON_HOLD", () => acts(company, "linjing", "Lot", lot, "placeHold", hold)],
      ["LOT_EXPIRED", () => company.at("2029-07-01 08:00")],
      [
        "ITEM_BLOCKED",
        async () => acts(company, "linjing", "Item", { id: await company.id("Item", "RM-201") }, "block", {}, "no longer bought"),
      ],
    ];
    for (const [code, break_] of cases) {
      await break_();
      const found = (await blockers(company, "lot.release", "Lot", lot.id)).map((reason) => reason.code);
      expect(found).toContain(code);
      expect(lotConditions.filter((condition) => condition.code === code)).toHaveLength(1);
    }
    expect(
      (await blockers(company, "lot.release", "Lot", lot.id))
        .map((r) => r.code)
        .filter((code) => code.startsWith("LOT_") || code === "ITEM_BLOCKED"),
    ).toEqual(["LOT_ON_HOLD", "LOT_EXPIRED", "ITEM_BLOCKED"]);
    await company.at("2026-07-06 08:00");
    await acts(company, "linjing", "Item", { id: await company.id("Item", "RM-201") }, "unblock", {}, "bought again, the test");
  });

  it("[REQ-GATE-03] a lot with a shelf life and without an expiry date is not released; what could not be read refuses too", () => {
    const asked = lotConditions.find((condition) => condition.code === "LOT_EXPIRY_MISSING");
    const codes = (expiresOn: string | null, isLimited: boolean | undefined) =>
      asked?.check({ number: "R-1", expiresOn } as never, isLimited, {} as never).map((reason) => reason.code);
    expect(codes(null, true)).toEqual(["LOT_EXPIRY_MISSING"]);
    expect(codes(null, undefined)).toEqual(["LOT_EXPIRY_MISSING"]);
    expect(codes(null, false)).toEqual([]);
    expect(codes("2029-06-30", true)).toEqual([]);
  });

  it("[REQ-GATE-17] a release keeps who, when and on which evidence; the signature covers it", async () => {
    const lot = await usableLot(company, "SUP-01", "RM-201", "R201-2607", "1200");
    const [row] = await company.sql<{
      state: string;
      evidence: { stock: unknown; holds: unknown };
      released: Date;
      signed: string;
    }>(
      `select l.state, l.release_evidence as evidence, l.released_at as released, s.content as signed from lot l
       join signature s on s.record_type = 'Lot' and s.record_id = l.id and s.meaning = 'RELEASED_FOR_USE' where l.id = $1`,
      [lot.id],
    );
    expect(row?.state).toBe("released");
    expect(row?.evidence.stock).toEqual(
      expect.arrayContaining([{ location: "Q1", type: "quarantine", quantity: "1200.000000" }]),
    );
    expect(row?.evidence.holds).toEqual([]);
    expect(JSON.parse(row?.signed ?? "{}").evidence).toEqual(row?.evidence);
    expect(new Date(row?.released ?? "").toISOString()).toBe("2026-07-06T00:00:00.000Z");
  });

  it("[REQ-GATE-05] only a finished device is released to market; the other button says why not", async () => {
    const lot = await readyLot();
    expect(await refusalOf(acts(company, "zhouqiming", "Lot", lot, "releaseToMarket"))).toEqual(["OTHER_KIND"]);
  });

  it("taken back, a lot is in quarantine again and the earlier release stays in the trail", async () => {
    const lot = await usableLot(company, "SUP-01", "RM-201", "R201-2608", "100");
    const back = await acts(company, "linjing", "Lot", lot, "reevaluate", {}, "supplier reports a contamination");
    expect(back.state).toBe("quarantine");
    const [row] = await company.sql<{ released: string | null; signatures: string }>(
      "select released_at as released, (select count(*) from signature where record_type = 'Lot' and record_id = lot.id) as signatures from lot where id = $1",
      [lot.id],
    );
    expect(row).toEqual({ released: null, signatures: "2" });
  });
});

describe("holds", () => {
  it("[REQ-ACC-04] who placed a hold does not lift it; another person of QA does, with a reason, and the lot is usable again", async () => {
    const lot = await usableLot(company, "SUP-01", "RM-201", "R201-2609", "100");
    await acts(company, "linjing", "Lot", lot, "placeHold", hold);
    const [placed] = await company.sql<{ id: string; number: string }>("select id, number from hold where lot_id = $1", [lot.id]);
    const target = { id: placed?.id ?? "" };
    const before = await countOfEverything(company);
    expect(await refusalOf(acts(company, "linjing", "Hold", target, "lift", {}, "it was nothing after all"))).toEqual([
      "SOD_SELF",
      "SOD_SELF",
    ]);
    expect(await countOfEverything(company)).toEqual(before);
    const asked = async () => {
      let answer: string[] = [];
      await run("gaolang", async (tx) => {
        answer = ((await usability(tx, [lot.id])).get(lot.id) ?? []).map((reason) => `${reason.code} ${reason.number}`);
      });
      return answer;
    };
    expect(await asked()).toEqual([`LOT_ON_HOLD ${placed?.number}`]);
    await acts(company, "songwei", "Hold", target, "lift", {}, "the roll was measured again, in limits");
    expect(await asked()).toEqual([]);
  });

  it("tells a lot's page what holds it, what it may be used for and where it stands", async () => {
    await run("gaolang", async (tx) => {
      const [lot] = await tx.find("Lot", { number: "R201-2609" } as never);
      await placeSystemHold(tx, lot?.id ?? "", { kind: "recall", explanation: "recall drill", source: ncr });
    });
    expect(
      await ask(
        company,
        "gaolang",
        `{ lot(number: "R201-2609") { onHand usable { usable reasons { code record } } holds { kind state placedBySystem }
           balances { type quantity location { number } } totals { made onHand unaccounted byType { type quantity } }
           movements(first: 2) { hasNextPage rows { kind record quantity location { number } person { login } } } } }`,
      ),
    ).toEqual({
      lot: {
        onHand: "100",
        usable: { usable: false, reasons: [{ code: "LOT_ON_HOLD", record: "Hold" }] },
        holds: [
          { kind: "investigation", state: "lifted", placedBySystem: null },
          { kind: "recall", state: "active", placedBySystem: "NCR-26-001" },
        ],
        balances: [{ type: "storage", quantity: "100", location: { number: "S1" } }],
        totals: {
          made: "100",
          onHand: "100",
          unaccounted: "0",
          byType: [
            { type: "storage", quantity: "100" },
            { type: "supplier", quantity: "-100" },
          ],
        },
        movements: {
          hasNextPage: true,
          rows: [
            { kind: "move", record: "Lot", quantity: "100", location: { number: "S1" }, person: { login: "gaolang" } },
            { kind: "move", record: "Lot", quantity: "-100", location: { number: "Q1" }, person: { login: "gaolang" } },
          ],
        },
      },
    });
  });
});

describe("release against a new hold on the same lot", () => {
  const releasedBehindHold = () =>
    company.sql<{ number: string }>(
      `select l.number from lot l join signature s on s.record_type = 'Lot' and s.record_id = l.id and s.meaning = 'RELEASED_FOR_USE'
       join hold h on h.lot_id = l.id where h.created_at < s.signed_at and not exists (
         select from audit.event e where e.table_name = 'hold' and e.row_id = h.id and e.kind = 'update' and e.at <= s.signed_at)`,
    );

  it("[REQ-GATE-04] a hold that began before the release and waited for it is dated after it", async () => {
    await company.run();
    const lot = await readyLot();
    let began = () => {};
    let released = () => {};
    const hasBegun = new Promise<void>((resolve) => (began = resolve));
    const isReleased = new Promise<void>((resolve) => (released = resolve));
    let attempts = 0;
    const holding = run("gaolang", async (tx) => {
      attempts++;
      began();
      await isReleased;
      await placeSystemHold(tx, lot.id, { ...hold, source: ncr });
    });
    await hasBegun;
    await acts(company, "zhouqiming", "Lot", lot, "release");
    released();
    await holding;
    expect(attempts).toBe(2);
    const [row] = await company.sql<{ after: boolean }>(
      "select h.created_at > l.released_at as after from hold h join lot l on l.id = h.lot_id where l.id = $1",
      [lot.id],
    );
    expect(row).toEqual({ after: true });
  });

  it("[REQ-GATE-04] whatever comes first, no lot is released with a hold dated before the signature", async () => {
    await company.run();
    const pairs = process.env.LOTLINE_SOAK ? 200 : 10;
    const lots: Handled[] = [];
    for (let i = 0; i < pairs; i++) lots.push(await readyLot());
    const began = performance.now();
    await acts(company, "zhouqiming", "Lot", await readyLot(), "release");
    // As long as a release takes here and now, and half as long again.
    const span = Math.max(60, (performance.now() - began) * 1.5);
    const race = async (lot: Handled, i: number) => {
      const release = acts(company, "zhouqiming", "Lot", lot, "release").then(
        () => "released",
        () => "refused",
      );
      // Later and later, so that the hold meets every stage of the release.
      await new Promise((resolve) => setTimeout(resolve, (i * 7) % span));
      await run("gaolang", async (tx) => {
        await placeSystemHold(tx, lot.id, { ...hold, source: ncr });
      });
      return release;
    };
    const outcomes: string[] = [];
    for (let i = 0; i < pairs; i += 2)
      outcomes.push(...(await Promise.all(lots.slice(i, i + 2).map((lot, k) => race(lot, i + k)))));
    expect(await releasedBehindHold()).toEqual([]);
    if (process.env.LOTLINE_SOAK) expect(new Set(outcomes)).toEqual(new Set(["released", "refused"]));
    const [row] = await company.sql<{ held: string; released: string }>(
      "select count(distinct h.lot_id) as held, count(distinct l.id) filter (where l.state = 'released') as released from lot l join hold h on h.lot_id = l.id where l.id = any($1)",
      [lots.map((lot) => lot.id)],
    );
    expect(row).toEqual({ held: String(pairs), released: String(outcomes.filter((outcome) => outcome === "released").length) });
  });
});
