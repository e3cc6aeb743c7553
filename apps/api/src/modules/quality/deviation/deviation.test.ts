import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, countOfEverything, inspect, openCompany, receive } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { command } from "../../../kernel/command.ts";
import type { Handled } from "../../../seed/hands.ts";
import { openDeviation } from "../index.ts";

let company: Company;
let next = 0;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const lotOf = () => receive(company, "SUP-01", "RM-201", `D-${++next}`, "100");
const given = async (lots: readonly Handled[], more: object = {}) => ({
  site: await company.id("Site", "SZ1"),
  description: "Pallet stood in the sun",
  kind: "excursion",
  foundOn: "2026-07-06",
  place: "Gate 2",
  containment: "Moved into the cold room",
  lots: lots.map(({ id }) => ({ lot: id })),
  ...more,
});
const report = async (lots: readonly Handled[], login = "gaolang") =>
  (await company.as(login)).create("Deviation", await given(lots));
const holdsOf = (lot: Handled) =>
  company.sql<{ id: string; kind: string; state: string }>("select id, kind, state from hold where lot_id = $1 order by id", [
    lot.id,
  ]);
const classified = { severity: "major", risk: "low", assessment: "Adhesive may have cured" } as const;

async function refusedWith(work: () => Promise<unknown>): Promise<string[]> {
  const before = await countOfEverything(company);
  const codes = await refusalOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return codes;
}

describe("a deviation", () => {
  it("[REQ-QEV-01] holds each of its lots with its report, and the lots lead to it", async () => {
    const lots = [await lotOf(), await lotOf()];
    const deviation = await report(lots);
    expect(deviation).toMatchObject({ state: "reported", number: "DEV-26-001" });
    for (const lot of lots) {
      expect((await holdsOf(lot)).map(({ kind, state }) => [kind, state])).toEqual([["excursion", "active"]]);
      const links = await company.sql(
        "select from_type, kind from record_link where to_type = 'Lot' and to_id = $1 and from_id = $2",
        [lot.id, deviation.id],
      );
      expect(links).toEqual([{ from_type: "Deviation", kind: "concerns" }]);
    }
    const [row] = await company.sql<{ found: boolean }>(
      "select finder_id = (select id from person where login = 'gaolang') as found from deviation where id = $1",
      [deviation.id],
    );
    expect(row).toEqual({ found: true });
  });

  it("is classified by somebody else of QA, by signature, and keeps its class until it is changed with a reason", async () => {
    const deviation = await report([await lotOf()], "linjing");
    expect(await refusedWith(() => acts(company, "linjing", "Deviation", deviation, "classify", classified))).toEqual([
      "SOD_SELF",
    ]);
    const done = await acts(company, "songwei", "Deviation", deviation, "classify", classified);
    expect(done.state).toBe("classified");
    const again = { ...classified, severity: "critical" } as const;
    expect(await refusalOf(acts(company, "songwei", "Deviation", deviation, "reclassify", again))).toEqual([
      "reason:REASON_REQUIRED",
    ]);
    await acts(company, "songwei", "Deviation", deviation, "reclassify", again, "second lot found affected");
    const rows = await company.sql("select severity, risk from deviation where id = $1", [deviation.id]);
    expect(rows).toEqual([{ severity: "critical", risk: "low" }]);
  });

  it("[REQ-GATE-03] [REQ-GATE-18] keeps the lot from release, and names itself; its hold stays as long", async () => {
    const lot = await lotOf();
    await inspect(company, lot, [["14", "14"]]);
    const deviation = await report([lot]);
    const release = () => acts(company, "zhouqiming", "Lot", lot, "release");
    expect((await refusedWith(release)).toSorted()).toEqual(["DEVIATION_OPEN", "LOT_ON_HOLD"]);
    const [hold] = await holdsOf(lot);
    const lift = () => acts(company, "songwei", "Hold", { id: hold?.id ?? "" }, "lift", {}, "decided, nothing found");
    expect(await refusedWith(lift)).toEqual(["DEVIATION_OPEN"]);
    await acts(company, "linjing", "Deviation", deviation, "void", {}, "The logger belonged to another pallet");
    expect(await refusedWith(release)).toEqual(["LOT_ON_HOLD"]);
    await lift();
    expect((await release()).state).toBe("released");
  });

  it("[REQ-QEV-01] takes further lots, each held with its addition, and more containment; what was reported stays", async () => {
    const [first, second] = [await lotOf(), await lotOf()];
    const deviation = await report([first]);
    await acts(company, "chenhe", "Deviation", deviation, "addLot", { lot: second.id }, "same lorry as the first");
    expect((await holdsOf(second)).map(({ state }) => state)).toEqual(["active"]);
    expect(
      await refusalOf(acts(company, "chenhe", "Deviation", deviation, "addLot", { lot: second.id }, "same lorry as the first")),
    ).toEqual(["lot:twice"]);
    await acts(company, "chenhe", "Deviation", deviation, "contain", { containment: "Second pallet set apart" });
    const [row] = await company.sql<{ containment: string }>("select containment from deviation where id = $1", [deviation.id]);
    expect(row?.containment.split("\n")).toEqual(["Moved into the cold room", "2026-07-06 00:00Z Second pallet set apart"]);
  });

  it("[REQ-QEV-01] is classified within one working day of its site: over the weekend, and by the site's own calendar", async () => {
    const dueOf = async ({ id }: Handled) => {
      const [task] = await company.sql<{ due: string }>(
        "select to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as due from work_item where record_type = 'Deviation' and record_id = $1",
        [id],
      );
      return task?.due;
    };
    const reported = async (at: string) => {
      const lot = await lotOf();
      await company.at(at);
      return dueOf(await report([lot]));
    };
    expect(await reported("2026-07-09 10:00")).toBe("2026-07-10 10:00");
    expect(await reported("2026-07-10 16:00")).toBe("2026-07-13 16:00");
    expect(await reported("2026-07-11 09:00")).toBe("2026-07-14 00:00");
    // The plant is closed on Monday 20 July and works on Saturday 18 instead.
    const rule = {
      ruleName: "working-days",
      content: { weekdays: [1, 2, 3, 4, 5], off: ["2026-07-20"], worked: ["2026-07-18"] },
    };
    const proposer = await company.as("linjing");
    const dated = { ...rule, validFrom: "2026-07-16", citation: "works calendar" };
    expect(await refusedWith(() => proposer.create("Rule", { ...dated, key: "Suzhou" }))).toEqual(["key:site"]);
    const draft = await proposer.create("Rule", { ...dated, key: "SZ1" });
    await (await company.as("xuheng")).act("Rule", draft, "approve");
    expect(await reported("2026-07-17 16:00")).toBe("2026-07-18 16:00");
    expect(await reported("2026-07-18 16:00")).toBe("2026-07-21 16:00");
    await company.at("2026-07-06 08:00");
  });

  it("of tomorrow, with a lot named twice, is refused at its box", async () => {
    const lot = await lotOf();
    const keeper = await company.as("gaolang");
    const create = async (more: object, lots = [lot]) => refusalOf(keeper.create("Deviation", await given(lots, more)));
    expect(await create({ foundOn: "2026-07-07" })).toEqual(["foundOn:future"]);
    expect(await create({}, [lot, lot])).toEqual(["lots:twice"]);
  });

  it("[REQ-GATE-19] is opened by the system inside another command, with its hold; both or neither", async () => {
    const lot = await lotOf();
    const { ctx } = await company.as("gaolang");
    const open = (fail: boolean) =>
      command(company.kernel, ctx, { id: crypto.randomUUID(), operation: "test", input: null }, async (tx) => {
        const made = await openDeviation(tx, {
          site: await company.id("Site", "SZ1"),
          description: "Logger read 9.4 °C for 42 min, limit 2–8 °C",
          kind: "excursion",
          place: "Receipt RC-26-0001",
          containment: "Lot held by the system",
          lots: [lot.id],
          source: "RC-26-0001",
        });
        if (fail) throw new Error("the receipt failed");
        return { record: "Deviation", id: await tx.idOf(made) };
      });
    const before = await countOfEverything(company);
    await expect(open(true)).rejects.toThrow("the receipt failed");
    expect(await countOfEverything(company)).toEqual(before);
    expect(await holdsOf(lot)).toEqual([]);
    await open(false);
    expect((await holdsOf(lot)).map(({ kind }) => kind)).toEqual(["excursion"]);
    const rows = await company.sql(
      "select d.state, d.opened_by_system, d.found_on::text from deviation d join deviation_lot l on l.head_id = d.id where l.lot_id = $1",
      [lot.id],
    );
    expect(rows).toEqual([{ state: "reported", opened_by_system: "RC-26-0001", found_on: "2026-07-06" }]);
  });

  it("[REQ-GATE-04] lots released and reported at the same moment: none is released with an older deviation open", async () => {
    const pairs = process.env.LOTLINE_SOAK ? 50 : 12;
    const lots: Handled[] = [];
    for (let i = 0; i < pairs; i++) {
      const lot = await receive(company, "SUP-01", "RM-201", `D-${++next}`, "1");
      await inspect(company, lot, [["14", "14"]]);
      lots.push(lot);
    }
    await company.run();
    const site = await company.id("Site", "SZ1");
    const [keeper, releaser] = [await company.as("gaolang"), await company.as("zhouqiming")];
    const reports = lots.map(
      (lot) => async () => keeper.create("Deviation", { ...(await given([lot])), site, foundOn: "2026-07-06" }),
    );
    const done = await Promise.allSettled(
      lots.flatMap((lot, i) => [releaser.act("Lot", lot, "release"), reports[i]?.() ?? Promise.reject(new Error("no report"))]),
    );
    await company.at("2026-07-06 12:00");
    for (const [index, one] of done.entries()) if (one.status === "rejected" && index % 2 === 1) throw one.reason;
    const missed = await company.sql(
      `select l.number from lot l join deviation_lot dl on dl.lot_id = l.id join deviation d on d.id = dl.head_id
       where l.id = any($1) and l.released_at is not null and d.created_at < l.released_at`,
      [lots.map((lot) => lot.id)],
    );
    expect(missed).toEqual([]);
  });
});
