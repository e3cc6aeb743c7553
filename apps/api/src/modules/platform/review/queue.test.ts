/** The review queue: what is offered to whom, in which order, with which exceptions; and several records under one signature. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Browser, Reply } from "../../../../test/browser.ts";
import { type Company, openCompany } from "../../../../test/company.ts";
import { demoCode, demoPassword } from "../../../seed/people.ts";

let company: Company;
let reviewer: Browser;
beforeAll(async () => {
  company = await openCompany();
  const steward = await company.as("luoan");
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    await steward.create("Supplier", {
      number: `SUP-X${n}`,
      nameEn: `Supplier ${n}`,
      nameZh: `供应商 ${n}`,
      address: "Demo Street 3",
    });
});
afterAll(() => company.close());
beforeEach(async () => {
  reviewer = await company.browser("linjing");
});

interface Item {
  readonly record: string;
  readonly recordId: string;
  readonly number: string;
  readonly version: number;
  readonly action: string;
  readonly risk: string;
  readonly exceptions: number;
  readonly batch: boolean;
  readonly workingLeft: number;
  readonly claim: { readonly mine: boolean; readonly by: { readonly number: string } } | null;
}

interface Queue {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly total: number;
  readonly own: number;
  readonly overdue: number;
}

async function queueOf(person: Browser, args: object = {}): Promise<Queue> {
  const reply = await person.ask(
    `query ($first: Int! = 50, $after: String, $record: String) { queue: reviewQueue(first: $first, after: $after, record: $record) {
       total own overdue next items { record recordId number version action risk exceptions batch workingLeft claim { mine by { number } } } } }`,
    args as { [name: string]: unknown },
  );
  expect(reply.errors).toEqual([]);
  return reply.data?.queue as Queue;
}

const numbers = ({ items }: Queue): string[] => items.map(({ number }) => number);

/** A change of the name of a supplier, proposed by the steward. */
async function propose(number: string, by = "luoan", field = "nameEn") {
  const [row] = await company.sql<{ id: string; version: number }>("select id, version from supplier where number = $1", [
    number,
  ]);
  return (await company.as(by)).create("MasterChange", {
    recordType: "Supplier",
    recordId: String(row?.id),
    recordVersion: row?.version,
    why: "As on the new business licence",
    values: [{ field, after: "A new name" }],
  });
}

const postpone = (record: { id: string }, hours: number) =>
  company.sql(
    "update work_item set due_at = due_at + make_interval(hours => $2) where record_type = 'MasterChange' and record_id = $1",
    [record.id, hours],
  );

describe("US-04 what waits for a reviewer", () => {
  it("[REQ-APR-02] own work is counted and not offered, by the same rule that refuses the signature", async () => {
    const mine = await propose("SUP-X1", "linjing");
    const other = await propose("SUP-X2");
    const queue = await queueOf(reviewer, { record: "MasterChange" });
    expect(numbers(queue)).toEqual([other.number]);
    expect(queue).toMatchObject({ own: 1, total: 1 });
    const intent = await reviewer.intent("MasterChange", mine, "approve");
    expect(intent.reasons).toEqual(["SOD_SELF"]);
    // The QA head had no part in either.
    expect(numbers(await queueOf(await company.browser("xuheng"), { record: "MasterChange" })).sort()).toEqual(
      [mine.number, other.number].sort(),
    );
  });

  it("what the rule review-order says comes first: risk to patients, then time left; pages follow each other", async () => {
    const supplier = await company.id("Supplier", "SUP-X3");
    const item = await company.id("Item", "RM-201");
    const pair = { supplier, item, riskClass: "A", basis: "audit 2026", validTo: "2027-12-31" };
    // Due in five days and of high risk: it stands two days earlier, with what is due in three.
    const high = await (await company.as("mengfei")).create("SupplierItem", pair);
    const low = await propose("SUP-X3");
    await postpone(low, 1);
    const order = async () => numbers(await queueOf(reviewer)).filter((number) => [high.number, low.number].includes(number));
    expect(await order()).toEqual([high.number, low.number]);
    await postpone(low, -2);
    expect(await order()).toEqual([low.number, high.number]);
    const later = await queueOf(reviewer);
    expect(later.items.find(({ number }) => number === high.number)).toMatchObject({ risk: "high", exceptions: 0, batch: true });

    const pages: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: Queue = await queueOf(reviewer, { first: 1, after });
      pages.push(...numbers(page));
      if (!page.next) break;
      after = page.next;
    }
    expect(pages).toEqual(numbers(later));
  });

  it("what stands still comes last and is late no more", async () => {
    const waits = await propose("SUP-X11");
    await postpone(waits, -1000);
    const place = async () => {
      const queue = await queueOf(reviewer);
      return [numbers(queue).indexOf(waits.number), queue.overdue, queue.items.length];
    };
    const [, , all = 0] = await place();
    expect(all).toBeGreaterThan(1);
    expect(await place()).toEqual([0, 1, all]);
    await reviewer.ask(
      `mutation ($c: ID!, $i: ID!) { pauseTask(commandId: $c, record: "MasterChange", id: $i, reason: "Waits for the licence") }`,
      { c: randomUUID(), i: waits.id },
    );
    expect(await place()).toEqual([all - 1, 0, all]);
    await (await company.as("luoan")).act("MasterChange", waits, "withdraw", undefined, "No longer wanted by anybody");
  });

  it("who looks at a record has it for some minutes; another sees whose turn it is, may take over, and knows it is free again", async () => {
    const [item] = (await queueOf(reviewer)).items;
    const head = await company.browser("xuheng");
    const look = (person: Browser) =>
      person.ask(
        `mutation ($r: String!, $i: ID!) { look: lookAtRecord(record: $r, id: $i) { beforeAt claim { mine } present { number } } }`,
        {
          r: item?.record,
          i: item?.recordId,
        },
      );
    expect((await look(reviewer)).data?.look).toEqual({ beforeAt: null, claim: { mine: true }, present: [] });
    expect((await look(head)).data?.look).toMatchObject({ claim: { mine: false }, present: [{ number: expect.any(String) }] });
    expect((await queueOf(head)).items.find(({ number }) => number === item?.number)?.claim).toMatchObject({ mine: false });
    await head.ask(`mutation ($r: String!, $i: ID!) { takeOverRecord(record: $r, id: $i) }`, {
      r: item?.record,
      i: item?.recordId,
    });
    expect((await look(reviewer)).data?.look).toMatchObject({ claim: { mine: false } });
    await head.ask(`mutation ($r: String!, $i: ID!) { leaveRecord(record: $r, id: $i) }`, { r: item?.record, i: item?.recordId });
    expect((await look(reviewer)).data?.look).toMatchObject({ claim: { mine: true }, present: [] });
  });
});

const manifestOf = (
  person: Browser,
  records: readonly { id: string; shownVersion: number }[],
  record = "MasterChange",
  action = "approve",
) =>
  person.ask(
    `mutation ($record: String!, $action: String!, $records: [ShownRecord!]!) { manifest: signatureManifest(record: $record, action: $action, records: $records) {
       id meaning hash needs rows { recordId number version contentHash } excluded { recordId number reasons { code } } } }`,
    { record, action, records },
  );

interface Manifest {
  readonly id: string;
  readonly rows: readonly { readonly recordId: string; readonly number: string }[];
  readonly excluded: readonly { readonly number: string; readonly reasons: readonly { readonly code: string }[] }[];
}

const sign = (person: Browser, manifest: string, credential: object, commandId: string = randomUUID()): Promise<Reply> =>
  person.ask(
    `mutation ($c: ID!, $m: ID!, $s: SignatureInput!) { signed: signManifest(commandId: $c, manifest: $m, signature: $s) { number ok reasons { code } } }`,
    { c: commandId, m: manifest, s: { intent: manifest, ...credential } },
  );

const shownOf = ({ id, version }: { id: string; version: number }) => ({ id, shownVersion: version });

describe("US-04 several clean records under one act of signing", () => {
  const full = { userName: "linjing", password: demoPassword };

  it("[REQ-SIG-02] each record gets a signature of its own that names the list; own work, changed and doubtful ones drop out with all reasons", async () => {
    const clean = [await propose("SUP-X4"), await propose("SUP-X5")];
    const own = await propose("SUP-X6", "linjing");
    // Two changes of one supplier cross each other: both are exceptions.
    const crossing = [await propose("SUP-X7"), await propose("SUP-X7", "luoan", "nameZh")];
    const records = [...clean, own, ...crossing].map(shownOf);
    const answer = await manifestOf(reviewer, [...records, { id: "999999", shownVersion: 1 }]);
    const manifest = answer.data?.manifest as Manifest;
    expect(answer.errors).toEqual([]);
    expect(manifest.rows.map(({ number }) => number)).toEqual(clean.map(({ number }) => number));
    expect(manifest.excluded.map(({ number, reasons }) => [number, reasons.map(({ code }) => code)]).sort()).toEqual(
      [
        ["", ["NOT_FOUND"]],
        [own.number, ["SOD_SELF"]],
        ...crossing.map(({ number }) => [number, ["EXCEPTION_CHANGES_CROSS"]]),
      ].sort(),
    );

    const before = await company.sql<{ n: number }>("select count(*)::int as n from signature");
    const wrong = await sign(reviewer, manifest.id, { ...full, password: "not this one 1" });
    expect(wrong.reasons).toEqual(["PROOF_WRONG"]);
    expect(await company.sql("select count(*)::int as n from signature")).toEqual(before);

    const command = randomUUID();
    const done = await sign(reviewer, manifest.id, full, command);
    expect(done.errors).toEqual([]);
    const rows = await company.sql<{ record_number: string; manifest_id: string; meaning: string; auth_components: string }>(
      "select record_number, manifest_id, meaning, auth_components from signature where manifest_id = $1 order by id",
      [manifest.id],
    );
    expect(rows.map(({ record_number }) => record_number)).toEqual(manifest.rows.map(({ number }) => number));
    expect(rows.every(({ meaning, auth_components }) => meaning === "APPROVED" && auth_components === "userName+password")).toBe(
      true,
    );
    // Sent again because the answer was lost: each is told again, none is signed twice.
    expect((await sign(reviewer, manifest.id, { code: demoCode }, command)).data).toEqual(done.data);
    expect(await company.sql("select count(*)::int as n from signature where manifest_id = $1", [manifest.id])).toEqual([
      { n: manifest.rows.length },
    ]);
  });

  it("[REQ-SIG-10] one that changed after the list was shown stays as it is, and the others are signed", async () => {
    const one = await propose("SUP-X8");
    const two = await propose("SUP-X9");
    const manifest = (await manifestOf(reviewer, [shownOf(one), shownOf(two)])).data?.manifest as Manifest;
    expect(manifest.rows.map(({ number }) => number)).toEqual([one.number, two.number]);
    await (await company.as("luoan")).act("MasterChange", two, "withdraw", undefined, "No longer wanted by anybody");
    const { data } = await sign(reviewer, manifest.id, full);
    expect(data?.signed).toEqual([
      { number: one.number, ok: true, reasons: [] },
      { number: two.number, ok: false, reasons: [{ code: "STALE_RECORD" }] },
    ]);
  });

  it("[REQ-SIG-02] a list is signed by who asked for it, in that session, within five minutes", async () => {
    const one = await propose("SUP-X10");
    const manifest = (await manifestOf(reviewer, [shownOf(one)])).data?.manifest as Manifest;
    const head = await company.browser("xuheng");
    expect((await sign(head, manifest.id, { userName: "xuheng", password: demoPassword })).reasons).toEqual(["INTENT"]);
    const elsewhere = await company.browser("linjing");
    expect((await sign(elsewhere, manifest.id, full)).reasons).toEqual(["INTENT"]);
    await company.at("2026-07-06 08:06");
    expect((await sign(reviewer, manifest.id, full)).reasons).toEqual(["INTENT"]);
    await company.at("2026-07-06 08:00");
    expect((await sign(reviewer, manifest.id, full)).data?.signed).toEqual([{ number: one.number, ok: true, reasons: [] }]);
  });

  it("never for what is released to the market, decided with an input, or switched off by the rule batch-signing; all reasons at once", async () => {
    expect((await manifestOf(reviewer, [{ id: "1", shownVersion: 1 }], "Lot", "releaseToMarket")).reasons).toEqual([
      "BATCH_MEANING",
    ]);
    expect((await manifestOf(reviewer, [{ id: "1", shownVersion: 1 }], "Nonconformity", "disposition")).reasons).toEqual([
      "BATCH_MEANING",
      "BATCH_INPUT",
    ]);
    expect((await manifestOf(reviewer, [], "MasterChange")).issues).toEqual(["records:max"]);
    const many = Array.from({ length: 51 }, (_, n) => ({ id: String(n + 1), shownVersion: 1 }));
    expect((await manifestOf(reviewer, many)).issues).toEqual(["records:max"]);
  });
});

describe("how a review was made", () => {
  it("is written down once, with whole seconds of known sections", async () => {
    const one = await propose("SUP-X11");
    const note = (row: object, outcome = "signed", commandId: string = randomUUID()) =>
      reviewer.ask(
        `mutation ($c: ID!, $rows: [ReviewedRecord!]!, $o: String!) { noteReview(commandId: $c, record: "MasterChange", action: "approve", outcome: $o, rows: $rows) }`,
        {
          c: commandId,
          o: outcome,
          rows: [{ id: one.id, shownVersion: 1, seconds: 12, sections: { record: 4 }, findings: 0, ...row }],
        },
      );
    const command = randomUUID();
    expect((await note({}, "signed", command)).data).toEqual({ noteReview: true });
    expect((await note({}, "signed", command)).data).toEqual({ noteReview: true });
    expect(await company.sql("select outcome, seconds, sections from review_decision where record_id = $1", [one.id])).toEqual([
      { outcome: "signed", seconds: 12, sections: { record: 4 } },
    ]);
    expect((await note({ sections: { tea: 4 } })).issues).toEqual(["rows:review"]);
    expect((await note({ seconds: -1 }, "slept")).issues).toEqual(["outcome:review", "rows:review"]);
  });
});
