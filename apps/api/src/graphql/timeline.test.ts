/** The history of a record as one order of acts: nothing lost, nothing twice, whatever the page; filters; versions compared. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, shown } from "../../test/browser.ts";
import { type Demo, openDemo } from "../../test/demo.ts";
import { type CommentRow, foldComments } from "./comments.ts";

let demo: Demo;
let auditor: Browser;
beforeAll(async () => {
  demo = await openDemo();
  auditor = await demo.as("fanqing");
});
afterAll(() => demo?.[Symbol.asyncDispose]());

interface Entry {
  readonly id: string;
  readonly cursor: string;
  readonly at: string;
  readonly kind: string;
  readonly operation: string | null;
  readonly reason: string | null;
  readonly source: string | null;
  readonly actor: { readonly en: string } | null;
  readonly changes: readonly { readonly field: string; readonly old: string | null; readonly new: string | null }[];
  readonly signature: { readonly id: string } | null;
  readonly moves: readonly {
    readonly id: string;
    readonly label: { readonly en: string };
    readonly quantity: string | null;
    readonly unit: string | null;
    readonly from: string | null;
    readonly to: string | null;
  }[];
}

const fields =
  "id cursor at kind operation reason source actor { en } changes { field old new } signature { id } moves { id label { en } quantity unit from to }";

const page = async (record: string, id: string, args: Readonly<Record<string, unknown>> = {}): Promise<Entry[]> => {
  const given = Object.entries(args).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const { data, errors } = await auditor.ask(
    `{ ${record}(id: "${id}") { timeline${given.length > 0 ? `(${given.join(", ")})` : ""} { ${fields} } } }`,
  );
  if (!data) throw new Error(`${errors[0]?.originalError?.stack ?? errors[0]?.message}`);
  return shown<{ timeline: Entry[] }>(data, record).timeline;
};

const walk = async (record: string, id: string, first: number, args: object = {}): Promise<Entry[]> => {
  const all: Entry[] = [];
  for (;;) {
    const after = all.at(-1)?.cursor;
    const next = await page(record, id, { ...args, first, ...(after ? { after } : {}) });
    all.push(...next);
    if (next.length < first) return all;
  }
};

const lotId = async (): Promise<string> =>
  (await demo.sql<{ id: string }>("select id from lot where number = 'IS2607A'"))[0]?.id ?? "";

describe("[U19] the timeline of a record", () => {
  it("is one order of changes, signatures, movements, holds and links, whatever the size of its pages", async () => {
    const id = await lotId();
    const whole = await page("lot", id, { first: 500 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (first) => {
        expect((await walk("lot", id, first)).map((entry) => entry.id)).toEqual(whole.map((entry) => entry.id));
      }),
      { numRuns: 5 },
    );
    const times = whole.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
    // Everything the database holds of it is there, once.
    const [rows] = await demo.sql<{ events: number; signatures: number; postings: number; holds: number }>(
      `select (select count(*)::int from audit.event where table_name = 'lot' and row_id = $1) as events,
         (select count(*)::int from signature where record_type = 'Lot' and record_id = $1) as signatures,
         (select count(distinct posting_id)::int from movement where lot_id = $1) as postings,
         (select count(*)::int from audit.event e join hold h on h.id = e.row_id where e.table_name = 'hold' and h.lot_id = $1) as holds`,
      [id],
    );
    const moves = whole.flatMap((entry) => entry.moves);
    expect(new Set(moves.map((move) => move.id)).size).toBe((rows?.postings ?? -1) + (rows?.holds ?? -1));
    expect(whole.filter((entry) => entry.signature).length).toBe(rows?.signatures);
    const { data } = await auditor.ask(
      `{ lot(id: "${id}") { timelineSummary { all signatures moves people { name { en } } } changedFields } }`,
    );
    expect(shown<{ timelineSummary: object }>(data, "lot").timelineSummary).toMatchObject({
      all: whole.length,
      signatures: rows?.signatures,
      moves: whole.filter((entry) => entry.moves.length > 0).length,
    });
    expect(moves.at(-1)).toMatchObject({ label: { en: "Made" }, unit: "ea" });
  });

  it("[REQ-REC-11] is filtered by who, when, what, why and source, and has more than a thousand entries without a cut", async () => {
    await demo.sql(
      "select set_config('app.actor', '1', false), set_config('app.source', 'import', false), set_config('app.operation', 'manyChanges', false)",
    );
    const [person] = await demo.sql<{ id: string }>("select id from person where login = 'gaolang'");
    const id = person?.id ?? "";
    await demo.sql(
      `do $$ begin for i in 1..1200 loop perform set_config('app.reason', case when i % 100 = 0 then 'the 100% check' else 'routine' end, false);
         update person set title_en = 'Title ' || i where id = ${id}; end loop; end $$`,
    );
    const all = await walk("person", id, 500);
    expect(all.length).toBeGreaterThanOrEqual(1201);
    expect(all.slice(0, 2).map(({ changes }) => changes)).toEqual([
      [{ field: "titleEn", old: "Title 1199", new: "Title 1200" }],
      [{ field: "titleEn", old: "Title 1198", new: "Title 1199" }],
    ]);
    const started = performance.now();
    expect((await page("person", id, { reason: "100% check", source: "import", who: "1", field: "titleEn" })).length).toBe(12);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(await page("person", id, { reason: "100_ check" })).toEqual([]);
    expect(await page("person", id, { source: "ui", field: "titleEn", from: all[0]?.at })).toEqual([]);
    expect(await page("person", id, { field: "nameZh", from: all[0]?.at })).toEqual([]);
    expect((await page("person", id, { to: "2020-01-01T00:00:00Z" })).length).toBe(0);
    const bad = await auditor.ask(`{ person(id: "${id}") { timeline(after: "x' or 1=1") { id } } }`);
    expect(bad.issues).toEqual(["after:cursor"]);
  });
});

describe("[U20] two versions of a record", () => {
  it("are compared field by field, with who changed each, when and why, from either side", async () => {
    const [b] = await demo.sql<{ id: string; version: number }>(
      "select id, version from item_revision where number = 'FG-IS100.B'",
    );
    const ask = async (from: string, to: string, other?: string) =>
      shown<{
        compare: {
          from: { version: number };
          to: { version: number };
          fields: {
            field: string;
            old: string;
            new: string;
            differs: boolean;
            actor: { en: string } | null;
            reason: string | null;
          }[];
        };
      }>(
        (
          await auditor.ask(
            `query ($i: ID!, $f: String!, $t: String!, $w: String) { itemRevision(id: $i) { compare(from: $f, to: $t, with: $w) { from { version } to { version } fields { field old new differs actor { en } reason } } } }`,
            { i: b?.id, f: from, t: to, w: other },
          )
        ).data,
        "itemRevision",
      ).compare;
    const forth = await ask("v1", `v${b?.version}`);
    expect([forth.from.version, forth.to.version]).toEqual([1, b?.version]);
    const life = forth.fields.find(({ field }) => field === "shelfLifeMonths");
    expect(life).toEqual({
      field: "shelfLifeMonths",
      old: "30",
      new: "36",
      differs: true,
      actor: { en: "Luo An" },
      reason: "The 36-month time point of AS-26-02 is in",
    });
    const back = await ask(`v${b?.version}`, "v1");
    expect(back.fields.find(({ field }) => field === "shelfLifeMonths")).toMatchObject({
      old: "36",
      new: "30",
      actor: { en: "Luo An" },
    });
    expect(
      forth.fields.filter(({ differs }) => !differs).every(({ old, new: now, actor }) => old === now && actor === null),
    ).toBe(true);
    // Two revisions of one thing.
    const revisions = await ask(`v${b?.version}`, "2026-08-20T00:00:00Z", "FG-IS100.A");
    expect(revisions.fields.find(({ field }) => field === "shelfLifeMonths")).toMatchObject({
      old: "36",
      new: "24",
      actor: null,
    });
  });

  it("are compared row by row: what was added, removed, changed", async () => {
    const [order] = await demo.sql<{ id: string }>(
      "select h.id from purchase_order h join purchase_order_line l on l.head_id = h.id group by h.id having count(*) > 0 order by h.id limit 1",
    );
    const { data, errors } = await auditor.ask(
      `{ purchaseOrder(id: "${order?.id}") { version versions { version operation } compare(from: "2020-01-01T00:00:00Z", to: "v1") { from { exists } lines { set kind fields { field old new } } } } }`,
    );
    expect(errors).toEqual([]);
    const { compare, versions, version } = shown<{
      version: number;
      versions: { version: number; operation: string }[];
      compare: { from: { exists: boolean }; lines: { set: string; kind: string }[] };
    }>(data, "purchaseOrder");
    expect(versions.map((one) => one.version)).toEqual(Array.from({ length: version }, (_, i) => version - i));
    expect(versions.at(-1)?.operation).toBe("createPurchaseOrder");
    expect(compare.from.exists).toBe(false);
    expect(new Set(compare.lines.map(({ set, kind }) => `${set} ${kind}`))).toEqual(new Set(["lines added", "clauses added"]));
    expect(compare.lines.length).toBeGreaterThan(0);
    const far = await auditor.ask(
      `{ purchaseOrder(id: "${order?.id}") { compare(from: "v1", to: "v1", with: "NO-SUCH") { from { version } } } }`,
    );
    expect(far.code).toBe("NOT_FOUND");
    expect(
      (await auditor.ask(`{ purchaseOrder(id: "${order?.id}") { compare(from: "yesterday", to: "v1") { from { version } } } }`))
        .issues,
    ).toEqual(["from:instant"]);
  });
});

describe("[U17] comments as they stand", () => {
  it("follow from their rows: nothing said is lost from a thread but what was withdrawn", () => {
    const texts = fc.array(
      fc.record({ kind: fc.constantFrom("post", "reply", "edit", "withdraw", "resolve", "reopen"), at: fc.nat(20) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(texts, (steps) => {
        const rows: CommentRow[] = [];
        const said: { id: string; thread: string }[] = [];
        for (const { kind, at } of steps) {
          const aim = said.length > 0 ? said[at % said.length] : undefined;
          if (kind !== "post" && !aim) continue;
          const id = String(rows.length + 1);
          rows.push({
            id,
            kind: kind as CommentRow["kind"],
            thread: kind === "post" ? null : (aim?.thread ?? null),
            about: aim?.id ?? null,
            text: `text ${id}`,
            mentions: [],
            actor: "1",
            at: new Date(rows.length),
          });
          if (kind === "post") said.push({ id, thread: id });
          if (kind === "reply") said.push({ id, thread: aim?.thread ?? "" });
        }
        const folded = foldComments(rows);
        expect(folded.flatMap(({ comments }) => comments.map(({ id }) => id)).toSorted()).toEqual(
          said.map(({ id }) => id).toSorted(),
        );
        for (const { id, comments, resolved } of folded) {
          const last = rows.findLast((row) => row.thread === id && (row.kind === "resolve" || row.kind === "reopen"));
          expect(resolved !== null).toBe(last?.kind === "resolve");
          for (const comment of comments) {
            const about = rows.filter((row) => row.about === comment.id && (row.kind === "edit" || row.kind === "withdraw"));
            const gone = about.findLast((row) => row.kind === "withdraw");
            if (gone && !about.some((row) => row.kind === "edit" && rows.indexOf(row) > rows.indexOf(gone)))
              expect(comment.text).toBeNull();
            if (!gone) expect(comment.text).toBe(about.at(-1)?.text ?? `text ${comment.id}`);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("[REQ-REC-11] the trail across records", () => {
  const ask = (by: Browser, args: string) =>
    by.ask(
      `{ trail(${args}) { endCursor events { id at actor { en } operation reason source kind record number changes { field old new } } } }`,
    );
  interface Event {
    readonly id: string;
    readonly at: string;
    readonly actor: { readonly en: string };
    readonly reason: string | null;
    readonly record: string;
    readonly number: string | null;
  }
  const events = async (args: string): Promise<{ endCursor: string | null; events: Event[] }> =>
    shown((await ask(auditor, args)).data, "trail");

  it("is filtered by who and day within a second, sorted by each column, and walked without loss", async () => {
    const [luoan] = await demo.sql<{ id: string }>("select id from person where login = 'luoan'");
    const day = `from: "2026-07-16T00:00:00+08:00", to: "2026-07-16T23:59:59+08:00", who: "${luoan?.id}"`;
    const started = performance.now();
    const found = await events(`first: 200, ${day}`);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(found.events.map(({ number, reason }) => [number, reason])).toContainEqual([
      "FG-IS100.B",
      "The 36-month time point of AS-26-02 is in",
    ]);
    expect(new Set(found.events.map(({ actor }) => actor.en))).toEqual(new Set(["Luo An"]));
    for (const sort of ["who", "-who", "what", "why", "source", "-when"]) {
      const whole = await events(`first: 200, record: "Lot", field: "state", kind: "update", sort: "${sort}"`);
      const walked: Event[] = [];
      for (let after: string | null = ""; after !== null; ) {
        const page: Awaited<ReturnType<typeof events>> = await events(
          `first: 17, record: "Lot", field: "state", kind: "update", sort: "${sort}"${after ? `, after: ${JSON.stringify(after)}` : ""}`,
        );
        walked.push(...page.events);
        after = walked.length >= 200 ? null : page.endCursor;
      }
      expect([sort, walked.slice(0, 200).map(({ id }) => id)]).toEqual([sort, whole.events.map(({ id }) => id)]);
    }
  });

  it("[REQ-ACC-02] is read by whoever holds audit.read, within the record types they may read", async () => {
    expect((await ask(await demo.browser("WAREHOUSE"), "first: 1")).reasons).toEqual(["NO_PERMIT"]);
    const admin = await ask(await demo.browser("AUDIT_ADMIN"), "first: 200");
    const records = new Set(shown<{ events: Event[] }>(admin.data, "trail").events.map(({ record }) => record));
    expect(records.has("Lot")).toBe(false);
    expect((await ask(auditor, 'first: 1, after: "x"')).issues).toEqual(["after:cursor"]);
  });
});
