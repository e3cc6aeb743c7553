/** How reviews are made: exact figures, what was taken back, who may see it; and each number has exactly its rows. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shown } from "../../../../test/browser.ts";
import { acts, type Company, openCompany, purchase } from "../../../../test/company.ts";
import type { Handled } from "../../../seed/hands.ts";
import { counted } from "./quality.ts";

let company: Company;
let next = 0;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

/** In a session of her own each time: the days that the clock leaps over end a session. */
const head = () => company.browser("xuheng");
const counts = Object.keys(counted);
const measured = `record ${counts.join(" ")} medianSeconds ninthSeconds cleanSeconds`;

type Measure = { readonly [figure: string]: number | null } & { readonly record: string | null };
interface Quality {
  readonly from: string;
  readonly to: string;
  readonly reviewers: readonly {
    readonly person: { readonly id: string; readonly name: { readonly en: string } };
    readonly all: Measure;
    readonly byRecord: readonly Measure[];
  }[];
}

async function qualityOf(args: object = {}): Promise<Quality> {
  const reply = await (await head()).ask(
    `query ($from: String, $to: String, $record: String) { quality: reviewQuality(from: $from, to: $to, record: $record) {
       from to reviewers { person { id name { en } } all { ${measured} } byRecord { ${measured} } } } }`,
    args as { [name: string]: unknown },
  );
  expect(reply.errors).toEqual([]);
  return shown<Quality>(reply.data, "quality");
}

interface Row {
  readonly number: string;
  readonly seconds: number;
  readonly findings: number;
  readonly outcome: string;
  readonly overturnedBy: { readonly en: string; readonly zh: string } | null;
}

/** All rows behind a number, page by page. */
async function rowsBehind(
  args: { person: string; figure: string; record?: string | null; from?: string; to?: string },
  first = 7,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let after: string | null = null; ; ) {
    const reply = await (await head()).ask(
      `query ($person: ID!, $figure: String!, $record: String, $from: String, $to: String, $first: Int!, $after: ID) {
         page: reviewDecisions(person: $person, figure: $figure, record: $record, from: $from, to: $to, first: $first, after: $after) {
           next rows { number seconds findings outcome overturnedBy { en zh } } } }`,
      { ...args, first, after },
    );
    expect(reply.errors).toEqual([]);
    const page: { next: string | null; rows: Row[] } = shown(reply.data, "page");
    all.push(...page.rows);
    if (!page.next) return all;
    after = page.next;
  }
}

interface Note {
  readonly seconds: number;
  readonly findings?: number;
  readonly sections?: object;
  readonly outcome?: string;
  readonly manifest?: string;
}

/** Notes how a person reviewed a record, as the page does. */
async function note(login: string, record: string, action: string, of: Handled, given: Note): Promise<void> {
  const { outcome = "signed", manifest, seconds, findings = 0, sections = {} } = given;
  const reply = await (await company.browser(login)).ask(
    `mutation ($c: ID!, $r: String!, $a: String!, $o: String!, $m: ID, $rows: [ReviewedRecord!]!) {
       noteReview(commandId: $c, record: $r, action: $a, outcome: $o, manifest: $m, rows: $rows) }`,
    {
      c: randomUUID(),
      r: record,
      a: action,
      o: outcome,
      m: manifest,
      rows: [{ id: of.id, shownVersion: of.version, seconds, sections, findings }],
    },
  );
  expect(reply.errors).toEqual([]);
}

async function pair(): Promise<Handled> {
  const number = `SUP-Q${++next}`;
  const given = { number, nameEn: number, nameZh: number, address: "Demo Street 6" };
  const supplier = await (await company.as("luoan")).create("Supplier", given);
  return (await company.as("mengfei")).create("SupplierItem", {
    supplier: supplier.id,
    item: await company.id("Item", "RM-201"),
    riskClass: "A",
    basis: "audit 2026",
    validTo: "2027-12-31",
  });
}

const of = ({ reviewers }: Quality, name: string) => reviewers.find(({ person }) => person.name.en === name);

describe("the quality of reviews", () => {
  it("has no reviewer where nobody has reviewed, and ninety days where no period is said", async () => {
    expect(await qualityOf()).toEqual({ from: "2026-04-08", to: "2026-07-06", reviewers: [] });
  });

  it("[REQ-APR-02] counts decisions, times and what was looked at; below five no percentile is told", async () => {
    const record = await pair();
    const saw = { exceptions: 4, evidence: 0, record: 9 };
    await note("linjing", "SupplierItem", "approve", record, { seconds: 10 });
    await note("linjing", "SupplierItem", "approve", record, { seconds: 20 });
    await note("linjing", "SupplierItem", "approve", record, { seconds: 30 });
    await note("linjing", "SupplierItem", "approve", record, { seconds: 40, findings: 2, sections: saw });
    // A question is no decision, and what was signed on a list has no time of its own.
    await note("linjing", "SupplierItem", "approve", record, { seconds: 500, outcome: "asked" });
    await note("linjing", "SupplierItem", "approve", record, { seconds: 1, manifest: randomUUID() });
    const few = of(await qualityOf(), "Lin Jing");
    expect(few?.all).toEqual({
      record: null,
      decisions: 5,
      sentBack: 0,
      asked: 1,
      together: 1,
      timed: 4,
      clean: 3,
      withException: 1,
      sawExceptions: 1,
      sawEvidence: 0,
      sawRecord: 1,
      overturned: 0,
      medianSeconds: null,
      ninthSeconds: null,
      cleanSeconds: null,
    });
    const seen = { exceptions: 0, evidence: 5 };
    await note("linjing", "SupplierItem", "approve", record, { seconds: 50, findings: 1, sections: seen, outcome: "sentBack" });
    await note("linjing", "SupplierItem", "approve", record, { seconds: 60 });
    await note("linjing", "SupplierItem", "approve", record, { seconds: 70 });
    expect(of(await qualityOf({ record: "SupplierItem" }), "Lin Jing")?.all).toMatchObject({
      decisions: 8,
      sentBack: 1,
      timed: 7,
      clean: 5,
      withException: 2,
      sawExceptions: 1,
      sawEvidence: 1,
      sawRecord: 1,
      // 10 to 70: the middle is 40, nine tenths lie at 64; of clean ones 10, 20, 30, 60, 70.
      medianSeconds: 40,
      ninthSeconds: 64,
      cleanSeconds: 30,
    });
    expect((await qualityOf({ record: "MasterChange" })).reviewers).toEqual([]);
  });

  it("[REQ-SUP-01] an act that overturns the decision by its record file takes it back, one before it does not", async () => {
    await company.at("2026-07-07 08:00");
    const record = await pair();
    const conditions = { conditions: "Tightened inspection", conditionalTo: "2026-12-31" };
    await acts(company, "xuheng", "SupplierItem", record, "approve");
    await note("xuheng", "SupplierItem", "approve", record, { seconds: 12 });
    const untouched = await pair();
    await acts(company, "xuheng", "SupplierItem", untouched, "approve");
    await note("xuheng", "SupplierItem", "approve", untouched, { seconds: 12 });
    const person = of(await qualityOf(), "Xu Heng")?.person.id ?? "";
    expect(await rowsBehind({ person, figure: "overturned" })).toEqual([]);
    await company.at("2026-07-08 08:00");
    await acts(company, "mengfei", "SupplierItem", record, "makeConditional", conditions);
    await company.at("2026-07-09 08:00");
    // Decided anew, after it was taken back.
    await acts(company, "xuheng", "SupplierItem", record, "approve");
    await note("xuheng", "SupplierItem", "approve", record, { seconds: 13 });
    const found = of(await qualityOf(), "Xu Heng");
    expect(found?.all).toMatchObject({ decisions: 3, overturned: 1 });
    expect(await rowsBehind({ person, figure: "overturned" })).toEqual([
      {
        number: record.number,
        seconds: 12,
        findings: 0,
        outcome: "signed",
        overturnedBy: { en: "Approve under conditions", zh: "降为有条件合格" },
      },
    ]);
    // It counts in the period of the decision.
    expect(of(await qualityOf({ from: "2026-07-08", to: "2026-07-09" }), "Xu Heng")?.all).toMatchObject({
      decisions: 1,
      overturned: 0,
    });
    expect(of(await qualityOf({ from: "2026-07-07", to: "2026-07-07" }), "Xu Heng")?.all).toMatchObject({
      decisions: 2,
      overturned: 1,
    });
  });

  it("[REQ-APR-05] a later rejection of the same round takes an earlier approval back, one of another round does not", async () => {
    await company.at("2026-07-10 08:00");
    const draft = await (await company.as("shenyue")).create(
      "PurchaseOrder",
      await purchase(company, "SUP-01", "RM-201", "10000"),
    );
    const stage = async () => {
      const waiting = await acts(company, "shenyue", "PurchaseOrder", draft, "submit");
      await acts(company, "jiangmin", "PurchaseOrder", draft, "approve");
      await note("jiangmin", "PurchaseOrder", "approve", waiting, { seconds: 30 });
    };
    await stage();
    const figures = async () => of(await qualityOf({ record: "PurchaseOrder" }), "Jiang Min");
    expect((await figures())?.all).toMatchObject({ decisions: 1, overturned: 0 });
    await acts(company, "qianli", "PurchaseOrder", draft, "sendBack", {}, "Not in the budget of this quarter");
    await stage();
    const found = await figures();
    expect(found?.all).toMatchObject({ decisions: 2, overturned: 1 });
    const rows = await rowsBehind({ person: found?.person.id ?? "", figure: "overturned", record: "PurchaseOrder" });
    expect(rows.map(({ number, overturnedBy }) => [number, overturnedBy])).toEqual([
      [draft.number, { en: "Rejected at a later stage", zh: "后续审批环节否决" }],
    ]);
  });

  it("stands by name, in the reader's language: it is no ranking", async () => {
    expect((await qualityOf()).reviewers.map(({ person }) => person.name.en)).toEqual(["Jiang Min", "Lin Jing", "Xu Heng"]);
  });

  it("[REQ-ACC-04] is for those who answer for quality, and names only types that the reader may read", async () => {
    const reviewer = await company.browser("linjing");
    expect((await reviewer.ask("{ reviewQuality { from } }")).reasons).toEqual(["NO_PERMIT"]);
    expect((await reviewer.ask(`{ reviewDecisions(person: "1", figure: "asked") { next } }`)).reasons).toEqual(["NO_PERMIT"]);
    expect((await (await company.browser("fanqing")).ask("{ reviewQuality { from } }")).errors).toEqual([]);
    expect((await (await head()).ask(`{ reviewQuality(from: "2026-07-09", to: "x") { from } }`)).issues).toEqual(["to:date"]);
    expect((await (await head()).ask(`{ reviewQuality(from: "2026-07-09", to: "2026-07-08") { from } }`)).issues).toEqual([
      "to:date",
    ]);
    expect((await (await head()).ask(`{ reviewDecisions(person: "1", figure: "tea") { next } }`)).issues).toEqual([
      "figure:figure",
    ]);
    expect((await (await head()).ask(`{ reviewQuality(record: "Tea") { from } }`)).code).toBe("NOT_FOUND");
  });
});

describe("[ADR 33] a number is its rows", () => {
  it("for every reviewer, type, figure and period; percentiles are those of the listed rows", async () => {
    const records = {
      SupplierItem: await pair(),
      PurchaseOrder: await (await company.as("shenyue")).create(
        "PurchaseOrder",
        await purchase(company, "SUP-01", "RM-201", "1"),
      ),
    };
    const one = fc.record({
      login: fc.constantFrom("linjing", "xuheng", "zhouqiming"),
      record: fc.constantFrom("SupplierItem", "PurchaseOrder"),
      seconds: fc.integer({ min: 0, max: 900 }),
      findings: fc.integer({ min: 0, max: 2 }),
      outcome: fc.constantFrom("signed", "signed", "sentBack", "asked"),
      sections: fc.record(
        { exceptions: fc.integer({ min: 0, max: 3 }), evidence: fc.integer({ min: 0, max: 3 }) },
        { requiredKeys: [] },
      ),
      together: fc.boolean(),
      day: fc.integer({ min: 13, max: 17 }),
    });
    const notes = fc.sample(one, { numRuns: 60, seed: 7 }).sort((a, b) => a.day - b.day);
    let at = 0;
    for (const { login, record, day, together, ...given } of notes) {
      if (day !== at) await company.at(`2026-07-${day} 09:00`);
      at = day;
      await note(login, record, "approve", records[record as keyof typeof records], {
        ...given,
        ...(together ? { manifest: randomUUID() } : {}),
      });
    }
    let numbers = 0;
    for (const span of [{}, { from: "2026-07-13", to: "2026-07-13" }, { from: "2026-07-14", to: "2026-07-16" }]) {
      for (const { person, all, byRecord } of (await qualityOf(span)).reviewers) {
        for (const measure of [all, ...byRecord]) {
          const behind = (figure: string) => rowsBehind({ person: person.id, figure, record: measure.record, ...span }, 20);
          for (const figure of counts) {
            expect((await behind(figure)).length, `${person.name.en} ${measure.record} ${figure}`).toBe(measure[figure]);
            numbers++;
          }
          for (const [figure, share, shownAs] of [
            ["timed", 0.5, "medianSeconds"],
            ["timed", 0.9, "ninthSeconds"],
            ["clean", 0.5, "cleanSeconds"],
          ] as const) {
            const times = (await behind(figure)).map(({ seconds }) => seconds);
            expect(measure[shownAs], `${person.name.en} ${measure.record} ${shownAs}`).toBe(
              times.length < 5 ? null : Math.round(quantile(times, share)),
            );
          }
        }
        for (const figure of counts)
          expect(
            byRecord.reduce((sum, measure) => sum + Number(measure[figure]), 0),
            figure,
          ).toBe(all[figure]);
      }
    }
    expect(numbers).toBeGreaterThan(200);
  });
});

/** Between its two nearest values, as statistics books say. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}
