import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Browser } from "../../../../test/browser.ts";
import {
  checked,
  customers,
  edit,
  endJobs,
  house,
  idsOf,
  jobIn,
  look,
  numbers,
  openJobs,
  order,
  rowsOf,
  start,
  steward,
  work,
} from "../../../../test/jobs.ts";

beforeAll(openJobs);
afterAll(() => house.close());
beforeEach(endJobs);

/** All that a command could leave behind. */
const trail = async () =>
  (
    await house.sql(
      "select (select count(*) from audit.event) as events, (select count(*) from duty) as duties, (select count(*) from security_event where kind = 'refused') as refusals, (select md5(string_agg(c::text, ',' order by c.id)) from customer c) as customers",
    )
  )[0];

describe("[U07] a bulk action", () => {
  it("is checked first by the same path, which changes nothing and names what is refused and why", async () => {
    const hand = await house.hands.as("luoan");
    for (const number of ["B-03", "B-04"])
      await hand.act("Customer", await hand.find("Customer", number), "block", undefined, "not a customer any more");
    const before = await trail();
    const job = await checked(steward, {
      action: "block",
      reason: "the contract has ended",
      ids: await idsOf(numbers.slice(0, 6)),
    });
    expect(job).toMatchObject({ state: "checked", phase: "check", total: 6, ok: 4, skipped: 2, failed: 0 });
    expect(await trail()).toEqual(before);
    const { groups } = await rowsOf(steward, job.id);
    expect(groups).toEqual([{ outcome: "skipped", count: 2, numbers: ["B-03", "B-04"], reason: { code: "STATE" } }]);
  });

  it("runs what the check allowed, each row an audited command of the person with source job, and reports every row", async () => {
    const { id } = await checked(steward, {
      action: "block",
      reason: "the contract has ended",
      ids: await idsOf(numbers.slice(0, 6)),
    });
    await order(steward, "runJob", id);
    await work(id);
    expect(await look(steward, id)).toMatchObject({ state: "done", phase: "run", total: 6, ok: 4, skipped: 2, failed: 0 });
    const { rows } = await rowsOf(steward, id);
    expect(rows.map(({ number, outcome }) => `${number} ${outcome}`)).toEqual([
      "B-01 ok",
      "B-02 ok",
      "B-03 skipped",
      "B-04 skipped",
      "B-05 ok",
      "B-06 ok",
    ]);
    const events = await house.sql(
      `select e.operation, e.source, e.reason, p.login, e.request from audit.event e join person p on p.id = e.actor_id
       where e.table_name = 'customer' and e.request = $1 order by e.id`,
      [`job ${id}`],
    );
    expect(events).toEqual(
      Array.from({ length: 4 }, () => ({
        operation: "blockCustomer",
        source: "job",
        reason: "the contract has ended",
        login: "luoan",
        request: `job ${id}`,
      })),
    );
    const hand = await house.hands.as("luoan");
    for (const number of numbers.slice(0, 6))
      await hand.act("Customer", await hand.find("Customer", number), "unblock", undefined, "the contract goes on");
  });

  it("takes all that match a filter but the excepted ones, as they are when it starts", async () => {
    const [except] = await idsOf(["B-14"]);
    const { id } = jobIn(
      await start(steward, {
        record: "Customer",
        input: { contact: "Mr M" },
        filter: { number: { startsWith: "B-1" } },
        except: [except],
      }),
    );
    const hand = await house.hands.as("luoan");
    await hand.create("Customer", { number: "B-19", nameEn: "late", nameZh: "late", kind: "hospital", contact: "Late" });
    await work(id);
    await order(steward, "runJob", id);
    await work(id);
    const after = await customers();
    expect(after.filter(({ contact }) => contact === "Mr M").map(({ number }) => number)).toEqual([
      "B-10",
      "B-11",
      "B-12",
      "B-13",
    ]);
  });

  it("[REQ-REC-04] of a critical field asks one reason for all of them", async () => {
    const hand = await house.hands.as("shaobo");
    const reviewer = await house.browser("shaobo");
    const ids: string[] = [];
    const place = { number: "SZ1", nameEn: "Suzhou", nameZh: "苏州", zone: "Asia/Shanghai", address: "1 Demo Road" };
    const { id: site } = await (await house.hands.as("guping")).create("Site", place);
    for (const number of ["CAL-B1", "CAL-B2"])
      ids.push((await hand.create("Equipment", { site, number, nameEn: number, nameZh: number, type: "calliper" })).id);
    const given = { record: "Equipment", ids, input: { type: "balance" } };
    const without = await checked(reviewer, given);
    expect(without).toMatchObject({ ok: 0, skipped: 2 });
    expect((await rowsOf(reviewer, without.id)).groups).toMatchObject([{ count: 2, reason: { code: "REASON_REQUIRED" } }]);
    const { id } = await checked(reviewer, { ...given, reason: "typed by their certificates" });
    await order(reviewer, "runJob", id);
    await work(id);
    const events = await house.sql<{ reason: string }>(
      "select reason from audit.event where request = $1 and table_name = 'equipment'",
      [`job ${id}`],
    );
    expect(events.map(({ reason }) => reason)).toEqual(["typed by their certificates", "typed by their certificates"]);
  });

  it("that is signed is refused as a bulk, with the reason, and nothing is taken down", async () => {
    const releaser = await house.browser("zhouqiming");
    const reply = await start(releaser, { record: "Lot", action: "release", ids: ["1"] });
    expect([reply.code, reply.reasons]).toEqual(["REFUSED", ["SIGNED_ONE_BY_ONE"]]);
    expect(await house.sql("select 1 from job where record_type = 'Lot'")).toEqual([]);
  });

  it("without the permit, without rows, with a wrong input or beyond the limits is refused at once", async () => {
    const buyer = await house.browser("shenyue");
    const ids = await idsOf(["B-01"]);
    const refusal = async (browser: Browser, input: object) => {
      const { code, reasons, issues } = await start(browser, input);
      return [code, ...reasons, ...issues];
    };
    expect(await refusal(buyer, { record: "Customer", input: { contact: "x" }, ids })).toEqual(["REFUSED", "NO_PERMIT"]);
    expect(await refusal(steward, { record: "Customer", input: { contact: "x" }, ids: [] })).toEqual([
      "REFUSED",
      "NOTHING_SELECTED",
    ]);
    expect(await refusal(steward, { record: "Nobody", ids })).toEqual(["NOT_FOUND", "NOT_FOUND"]);
    expect(await refusal(steward, { record: "Customer", action: "explode", ids })).toEqual(["NOT_FOUND"]);
    expect(await refusal(steward, { record: "Customer", input: { state: "blocked" }, ids })).toEqual([
      "BAD_USER_INPUT",
      "input:input",
    ]);
    expect(await refusal(steward, { record: "Customer", filter: { and: "x" } })).toEqual(["BAD_USER_INPUT", "filter:input"]);
    expect(await refusal(steward, { record: "Customer", ids, filter: {} })).toEqual(["BAD_USER_INPUT", "input:selection"]);
    const tooMany = Array.from({ length: 10_001 }, (_, i) => String(i + 1));
    expect(await refusal(steward, { record: "Customer", input: {}, ids: tooMany })).toEqual(["REFUSED", "TOO_MANY_ROWS"]);
    const rows = Array.from({ length: 1001 }, (_, i) => ({ id: String(i + 1), shown: 1, input: {} }));
    expect(await refusal(steward, { record: "Customer", rows })).toEqual(["REFUSED", "TOO_MANY_ROWS"]);
    for (let i = 0; i < 5; i++)
      expect((await start(steward, { record: "Customer", ...(await edit("x", ["B-01"])) })).code).toBeNull();
    expect(await refusal(steward, { record: "Customer", ...(await edit("x", ["B-01"])) })).toEqual(["REFUSED", "TOO_MANY_JOBS"]);
  });

  it("is judged for the bar: how many may, how many may not, and why", async () => {
    const hand = await house.hands.as("luoan");
    await hand.act("Customer", await hand.find("Customer", "B-09"), "block", undefined, "not a customer any more");
    const reply = await steward.ask(
      'query ($ids: [ID!]!) { v: bulkVerdicts(record: "Customer", ids: $ids) { name signed allowed refused reasons { count reason { code } } } }',
      { ids: await idsOf(["B-09", "B-10", "B-11"]) },
    );
    await hand.act("Customer", await hand.find("Customer", "B-09"), "unblock", undefined, "the contract goes on");
    expect(reply.data?.v).toEqual([
      { name: "block", signed: false, allowed: 2, refused: 1, reasons: [{ count: 1, reason: { code: "STATE" } }] },
      { name: "unblock", signed: false, allowed: 1, refused: 2, reasons: [{ count: 2, reason: { code: "STATE" } }] },
      { name: "edit", signed: false, allowed: 2, refused: 1, reasons: [{ count: 1, reason: { code: "NOT_EDITABLE" } }] },
    ]);
  });
});

describe("[U07] the report of a bulk", () => {
  it("says of a row that somebody changed meanwhile what is there now and what was wanted; retry takes the failed ones only", async () => {
    const { id } = await checked(steward, await edit("Ms New", ["B-12", "B-13", "B-14"]));
    const hand = await house.hands.as("luoan");
    await hand.edit("Customer", await hand.find("Customer", "B-13"), { contact: "Mr Other" });
    await order(steward, "runJob", id);
    await work(id);
    expect(await look(steward, id)).toMatchObject({ state: "done", ok: 2, skipped: 0, failed: 1 });
    const { rows } = await rowsOf(steward, id, "failed");
    expect(rows.map((row) => [row.number, ...row.reasons.map(({ code, text }) => `${code} ${text.en}`)])).toEqual([
      [
        "B-13",
        "STALE_RECORD The record was changed meanwhile; please look at the present version.",
        "FIELD_DIFFERS Contact is now “Mr Other”; this would make it “Ms New”.",
      ],
    ]);
    expect((await customers()).find(({ number }) => number === "B-13")?.contact).toBe("Mr Other");
    const again = jobIn(await order(steward, "retryJob", id));
    await work(again.id);
    await order(steward, "runJob", again.id);
    await work(again.id);
    expect(await look(steward, again.id)).toMatchObject({ state: "done", total: 1, ok: 1 });
    expect((await customers()).find(({ number }) => number === "B-13")?.contact).toBe("Ms New");
    expect(await order(steward, "retryJob", again.id)).toMatchObject({ code: "REFUSED", reasons: ["JOB_STATE"] });
  });
});

describe("[U11] rows with values of their own", () => {
  it("are checked and changed row by row on the version that was shown", async () => {
    const [a, b, c] = (await customers()).filter(({ number }) => ["B-09", "B-10", "B-11"].includes(number));
    if (!a || !b || !c) throw new Error("no customers");
    const job = await checked(steward, {
      rows: [
        { id: a.id, shown: a.version, input: { contact: "A" } },
        { id: b.id, shown: b.version, input: { contact: "x".repeat(161) } },
        { id: c.id, shown: c.version - 1, input: { contact: "C" } },
        { id: "999999", shown: 1, input: { contact: "D" } },
      ],
    });
    expect(job).toMatchObject({ state: "checked", total: 4, ok: 1, skipped: 2, failed: 1 });
    await order(steward, "runJob", job.id);
    await work(job.id);
    const { rows } = await rowsOf(steward, job.id);
    expect(rows.map(({ number, outcome, reasons }) => [number, outcome, ...reasons.map(({ code }) => code)])).toEqual([
      ["B-09", "ok"],
      ["B-10", "skipped", "tooLong"],
      ["B-11", "failed", "STALE_RECORD", "FIELD_DIFFERS"],
      ["", "skipped", "NOT_FOUND"],
    ]);
    expect((await customers()).filter(({ contact }) => contact.length === 1).map(({ number }) => number)).toEqual(["B-09"]);
  });
});
