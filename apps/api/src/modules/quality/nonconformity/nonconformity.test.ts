import type { ActionInputOf } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  acts,
  type Company,
  countOfEverything,
  grant,
  inspect,
  openCompany,
  receive,
  usableLot,
} from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
let next = 0;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

type Decision = ActionInputOf<"Nonconformity", "disposition">["decision"];

/** A lot with a rejected inspection, and its nonconformity. */
async function rejected(): Promise<{ lot: Handled; ncr: Handled; hold: Handled }> {
  const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
  await inspect(company, lot, [["12.0", "14.0"]]);
  const [row] = await company.sql<{ ncr: string; hold: string }>(
    "select n.number as ncr, h.number as hold from nonconformity n join hold h on h.lot_id = n.lot_id where n.lot_id = $1",
    [lot.id],
  );
  const reviewer = await company.as("linjing");
  return { lot, ncr: await reviewer.find("Nonconformity", row?.ncr ?? ""), hold: await reviewer.find("Hold", row?.hold ?? "") };
}

const review = (ncr: Handled, legalRequirementUnmet = false) =>
  acts(company, "linjing", "Nonconformity", ncr, "review", {
    containment: "Lot set apart at Q1",
    legalRequirementUnmet,
  });
const proposal = (decision: Decision) => ({
  decision,
  justification: "Checked against the drawing and the use",
  instruction: decision === "rework" ? "RW-01: sort, dry at 60 °C; no adverse effect on the compound" : null,
});
const sign = (ncr: Handled, decision: Decision, login: string) =>
  acts(company, login, "Nonconformity", ncr, "disposition", proposal(decision));
/** The whole board: QA, production, and regulatory affairs for a concession. */
async function decide(ncr: Handled, decision: Decision, login = "linjing"): Promise<Handled> {
  await sign(ncr, decision, login);
  const second = await sign(ncr, decision, "hechuan");
  return decision === "useAsIs" ? sign(ncr, decision, "tangrui") : second;
}
const carryOut = (ncr: Handled) =>
  acts(company, "gaolang", "Nonconformity", ncr, "carryOut", { carriedOut: "Done as decided, seen by the shift" });
const verify = (ncr: Handled, login = "hejia") => acts(company, login, "Nonconformity", ncr, "verify");
const done = async (ncr: Handled) => {
  await carryOut(ncr);
  await verify(ncr);
};
const close = (ncr: Handled, login = "linjing") =>
  acts(company, login, "Nonconformity", ncr, "close", { capa: "no", capaDecision: "Single event, supplier informed" });
const lift = (hold: Handled, login = "linjing") => acts(company, login, "Hold", hold, "lift", {}, "The cause is decided");
const release = (lot: Handled) => acts(company, "zhouqiming", "Lot", lot, "release");
const stateOf = async (lot: Handled) =>
  (await company.sql<{ state: string }>("select state from lot where id = $1", [lot.id]))[0]?.state;

/** Refused, and nothing changed. */
async function refusedWith(work: () => Promise<unknown>): Promise<string[]> {
  const before = await countOfEverything(company);
  const codes = await refusalOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return codes;
}

describe("a nonconformity of a lot, from its rejection to its closure", () => {
  it("[REQ-GATE-18] the way through a concession: every blocker is named until it is cleared, in any order of asking", async () => {
    const { lot, ncr, hold } = await rejected();
    expect((await refusedWith(() => release(lot))).toSorted()).toEqual(["INSPECTION_REJECTED", "LOT_ON_HOLD", "NCR_OPEN"]);
    expect(await refusedWith(() => lift(hold))).toEqual(["NCR_UNDECIDED"]);
    await review(ncr);
    await decide(ncr, "useAsIs");
    await done(ncr);
    expect(await refusedWith(() => close(ncr))).toEqual(["HOLD_ACTIVE"]);
    expect((await refusedWith(() => release(lot))).toSorted()).toEqual(["INSPECTION_REJECTED", "LOT_ON_HOLD", "NCR_OPEN"]);
    await lift(hold);
    expect((await refusedWith(() => release(lot))).toSorted()).toEqual(["INSPECTION_REJECTED", "NCR_OPEN"]);
    expect((await close(ncr)).state).toBe("closed");
    expect((await release(lot)).state).toBe("released");
  });

  it.each(["scrap", "returnToSupplier"] as const)(
    "[REQ-GATE-02] disposition %s rejects the lot and books it out in full; its hold is lifted then, and the nonconformity closes",
    async (decision) => {
      const { lot, ncr, hold } = await rejected();
      await review(ncr);
      await decide(ncr, decision);
      expect(await stateOf(lot)).toBe("rejected");
      expect(await refusedWith(() => lift(hold))).toEqual(["NCR_REJECTS"]);
      await carryOut(ncr);
      expect(
        await company.sql(
          "select p.kind, m.quantity::float as quantity, l.type from posting p join movement m on m.posting_id = p.id join location l on l.id = m.location_id where p.record_type = 'Nonconformity' and p.record_id = $1 order by m.id",
          [ncr.id],
        ),
      ).toEqual([
        { kind: decision, quantity: -100, type: "quarantine" },
        { kind: decision, quantity: 100, type: decision === "scrap" ? "scrap" : "supplier" },
      ]);
      await verify(ncr);
      expect(await refusedWith(() => close(ncr))).toEqual(["HOLD_ACTIVE"]);
      expect((await lift(hold)).state).toBe("lifted");
      expect((await close(ncr)).state).toBe("closed");
      expect(await refusedWith(() => release(lot))).toEqual(["STATE"]);
      expect(
        await company.sql("select coalesce(sum(quantity), 0)::float as sum from balance where lot_id = $1", [lot.id]),
      ).toEqual([{ sum: 0 }]);
    },
  );

  it("a part that is scrapped leaves the rest under test, to be inspected again before it is released", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    await inspect(company, lot, [["14.0", "14.0"]]);
    const ncr = await (await company.as("chenhe")).create("Nonconformity", {
      site: await company.id("Site", "SZ1"),
      description: "One bag torn",
      severity: "minor",
      lot: lot.id,
      quantity: "25",
    });
    await acts(company, "chenhe", "Nonconformity", ncr, "report");
    await review(ncr);
    await decide(ncr, "scrap");
    expect(await stateOf(lot)).toBe("underTest");
    await carryOut(ncr);
    expect(
      await company.sql("select quantity::float as left from balance where lot_id = $1 and location_type = 'quarantine'", [
        lot.id,
      ]),
    ).toEqual([{ left: 75 }]);
    await verify(ncr);
    const [hold] = await company.sql<{ id: string }>("select id from hold where lot_id = $1", [lot.id]);
    await lift({ id: hold?.id ?? "" } as Handled);
    await close(ncr);
    expect(await refusedWith(() => release(lot))).toEqual(["INSPECTION_OPEN"]);
    await inspect(company, lot, [["14.0", "14.2"]]);
    expect((await release(lot)).state).toBe("released");
  });

  it("[REQ-APR-01] [REQ-GATE-13] two people decide; a concession takes regulatory affairs too, and one signature decides nothing", async () => {
    const { lot, ncr } = await rejected();
    await review(ncr);
    const first = await sign(ncr, "useAsIs", "linjing");
    expect(first.state).toBe("review");
    expect(await refusedWith(() => sign(ncr, "scrap", "hechuan"))).toEqual(["APPROVAL_PROPOSAL"]);
    expect((await sign(ncr, "useAsIs", "hechuan")).state).toBe("review");
    expect(await refusedWith(() => sign(ncr, "useAsIs", "songwei"))).toEqual(["NO_PERMIT"]);
    expect(await stateOf(lot)).toBe("underTest");
    expect((await sign(ncr, "useAsIs", "tangrui")).state).toBe("dispositioned");
  });

  it("[REQ-GATE-13] what does not meet a legal requirement is never accepted as it is: nobody may even propose it", async () => {
    const { ncr } = await rejected();
    await review(ncr, true);
    expect(await refusedWith(() => sign(ncr, "useAsIs", "linjing"))).toEqual(["LEGAL_REQUIREMENT"]);
    expect((await decide(ncr, "scrap")).state).toBe("dispositioned");
  });

  it("[REQ-GATE-14] rework without an instruction is refused before anybody signs", async () => {
    const { ncr } = await rejected();
    await review(ncr);
    const given = { ...proposal("rework"), instruction: null };
    expect(await refusedWith(() => acts(company, "linjing", "Nonconformity", ncr, "disposition", given))).toEqual([
      "NO_REWORK_INSTRUCTION",
    ]);
  });

  it("[REQ-APR-05] a proposal that is sent back stays to be read with its reason, and the next round starts empty", async () => {
    const { ncr } = await rejected();
    await review(ncr);
    await sign(ncr, "useAsIs", "linjing");
    const sendBack = (login: string) => acts(company, login, "Nonconformity", ncr, "sendBack", {}, "The use was not considered");
    expect(await refusedWith(() => sendBack("tangrui"))).toEqual(["NO_PERMIT"]);
    await sendBack("hechuan");
    const rows = await company.sql<{ decision: string; reason: string | null }>(
      "select decision, reason from approval where record_type = 'Nonconformity' and record_id = $1 order by id",
      [ncr.id],
    );
    expect(rows).toEqual([
      { decision: "approved", reason: null },
      { decision: "rejected", reason: "The use was not considered" },
    ]);
    expect((await decide(ncr, "scrap")).state).toBe("dispositioned");
  });

  it("[REQ-QEV-09] is verified by somebody who did not do it, and closes with a CAPA answer and its grounds only", async () => {
    const { ncr, hold } = await rejected();
    await review(ncr);
    await decide(ncr, "scrap");
    await grant(company, "gaolang", "QC_VERIFIER");
    await carryOut(ncr);
    expect(await refusedWith(() => verify(ncr, "gaolang"))).toContain("SOD_SELF");
    await verify(ncr);
    await lift(hold);
    const closing = (input: object) => refusalOf(acts(company, "linjing", "Nonconformity", ncr, "close", input as never));
    expect(await closing({ capaDecision: "Single event" })).toEqual(["capa:choice"]);
    expect(await closing({ capa: "no", capaDecision: "" })).toEqual(["capaDecision:required"]);
    expect((await close(ncr)).state).toBe("closed");
  });

  it("[REQ-GATE-14] rework is inspected again in full before the nonconformity closes; accepted then, the lot may be released", async () => {
    const { lot, ncr, hold } = await rejected();
    await review(ncr);
    await decide(ncr, "rework");
    await carryOut(ncr);
    await lift(hold);
    expect(await refusedWith(() => verify(ncr))).toEqual(["REINSPECTION_OPEN"]);
    expect((await refusedWith(() => release(lot))).toSorted()).toEqual(["INSPECTION_OPEN", "INSPECTION_REJECTED", "NCR_OPEN"]);
    await inspect(company, lot, [["14.0", "14.2"]]);
    await verify(ncr);
    await close(ncr);
    expect((await release(lot)).state).toBe("released");
  });

  it("[REQ-GATE-14] rework found while the lot is still being inspected waits for that inspection", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    const reporter = await company.as("chenhe");
    const ncr = await reporter.create("Nonconformity", {
      site: await company.id("Site", "SZ1"),
      description: "Wet bags",
      severity: "minor",
      lot: lot.id,
      quantity: "25",
    });
    await reporter.act("Nonconformity", ncr, "report");
    await review(ncr);
    await decide(ncr, "rework");
    expect(await company.sql("select count(*)::int as n from inspection where lot_id = $1", [lot.id])).toEqual([{ n: 1 }]);
    await carryOut(ncr);
    expect(await refusedWith(() => verify(ncr))).toEqual(["REINSPECTION_OPEN"]);
  });

  it("[REQ-GATE-13] a critical nonconformity is never accepted as it is", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    const reporter = await company.as("chenhe");
    const ncr = await reporter.create("Nonconformity", {
      site: await company.id("Site", "SZ1"),
      description: "Foreign matter",
      severity: "critical",
      lot: lot.id,
      quantity: "100",
    });
    await reporter.act("Nonconformity", ncr, "report");
    await review(ncr);
    expect(await refusedWith(() => decide(ncr, "useAsIs"))).toEqual(["CONCESSION_CRITICAL"]);
    expect((await decide(ncr, "scrap")).state).toBe("dispositioned");
    expect(await stateOf(lot)).toBe("rejected");
  });

  it("[REQ-APR-02] who reported does not decide nor close", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    const reporter = await company.as("linjing");
    const ncr = await reporter.create("Nonconformity", {
      site: await company.id("Site", "SZ1"),
      description: "Torn bag",
      severity: "minor",
      lot: lot.id,
      quantity: "25",
    });
    await reporter.act("Nonconformity", ncr, "report");
    expect(await company.sql("select count(*)::int as n from hold where lot_id = $1 and state = 'active'", [lot.id])).toEqual([
      { n: 1 },
    ]);
    await review(ncr);
    expect(await refusedWith(() => decide(ncr, "useAsIs"))).toEqual(["SOD_SELF", "SOD_SELF"]);
    await decide(ncr, "scrap", "songwei");
    await done(ncr);
    const [hold] = await company.sql<{ id: string }>("select id from hold where lot_id = $1", [lot.id]);
    await lift({ id: hold?.id ?? "" } as Handled, "songwei");
    expect(await refusedWith(() => close(ncr))).toEqual(["SOD_SELF", "SOD_SELF"]);
    expect((await close(ncr, "songwei")).state).toBe("closed");
  });

  it("[REQ-APR-02] whose act made the system place the hold does not lift it, even in QA", async () => {
    await grant(company, "songwei", "INSPECTOR");
    const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    await inspect(company, lot, [["12.0", "14.0"]], "songwei");
    const [row] = await company.sql<{ ncr: string; hold: string }>(
      "select n.id as ncr, h.number as hold from nonconformity n join hold h on h.lot_id = n.lot_id where n.lot_id = $1",
      [lot.id],
    );
    const ncr = { id: row?.ncr ?? "" } as Handled;
    await review(ncr);
    await decide(ncr, "useAsIs");
    const hold = await (await company.as("linjing")).find("Hold", row?.hold ?? "");
    expect(await refusedWith(() => lift(hold, "songwei"))).toEqual(["SOD_SELF"]);
    expect((await lift(hold)).state).toBe("lifted");
  });

  it("a released lot is taken back before it is scrapped", async () => {
    const lot = await usableLot(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    const reporter = await company.as("chenhe");
    const ncr = await reporter.create("Nonconformity", {
      site: await company.id("Site", "SZ1"),
      description: "Smell",
      severity: "major",
      lot: lot.id,
      quantity: "100",
    });
    await reporter.act("Nonconformity", ncr, "report");
    await review(ncr);
    expect(await refusedWith(() => sign(ncr, "scrap", "linjing"))).toEqual(["LOT_RELEASED"]);
    await acts(company, "linjing", "Lot", lot, "reevaluate", {}, "Smell found in production");
    await decide(ncr, "scrap");
    expect(await stateOf(lot)).toBe("rejected");
  });

  it("no more is nonconforming than the lot has", async () => {
    const lot = await receive(company, "SUP-01", "RM-201", `R-${++next}`, "100");
    const given = { site: await company.id("Site", "SZ1"), description: "x", severity: "minor", lot: lot.id };
    const reporter = await company.as("chenhe");
    expect(await refusedWith(() => reporter.create("Nonconformity", { ...given, quantity: "100.001" }))).toEqual(["ABOVE_LOT"]);
    expect(await refusedWith(() => reporter.create("Nonconformity", { ...given, quantity: "1.0001" }))).toEqual([
      "QUANTITY_DECIMALS",
    ]);
  });
});
