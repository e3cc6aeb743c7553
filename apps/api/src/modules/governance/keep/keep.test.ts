/** Until when records are kept and by which clause, decisions to keep them longer, and legal holds. */
import { registry } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, shown } from "../../../../test/browser.ts";
import { type Demo, openDemo } from "../../../../test/demo.ts";
import { reasonsOf, refusalOf } from "../../../../test/house.ts";
import { type Handled, Hands } from "../../../seed/hands.ts";

let demo: Demo;
let hands: Hands;
let qa: Browser;

beforeAll(async () => {
  demo = await openDemo();
  hands = new Hands(demo.kernel);
  qa = await demo.as("linjing");
  // What is bent below is bent as the database's owner, which the trail names too.
  await demo.sql("select set_config('app.actor', '1', false)");
});
afterAll(() => demo?.[Symbol.asyncDispose]());

const idOf = async (table: string, number: string) =>
  (await demo.sql<{ id: string }>(`select id from ${table} where number = $1`, [number]))[0]?.id ?? "";

interface Keeping {
  readonly until: string | null;
  readonly why: readonly { readonly text: { readonly en: string }; readonly clause: string; readonly until: string | null }[];
  readonly holds: readonly { readonly number: string; readonly matter: string }[];
}

const keepingOf = async (record: string, id: string, who = qa): Promise<Keeping> => {
  const answer = await who.ask(
    `query ($r: String!, $id: ID!) { recordKeeping(record: $r, id: $id) { until why { text { en } clause until } holds { number matter } } }`,
    { r: record, id },
  );
  return shown<Keeping>(answer.data, "recordKeeping");
};

interface Page {
  readonly total: number;
  readonly rows: readonly { readonly number: string; readonly until: string | null; readonly held: readonly string[] }[];
  readonly classes: readonly {
    readonly class: string;
    readonly all: number;
    readonly ending: number;
    readonly permanent: number;
    readonly held: number;
  }[];
}

const pageOf = async (given: Readonly<Record<string, string>>): Promise<Page> => {
  const answer = await qa.ask(
    `query ($class: String, $show: String, $until: String, $after: String) { retention(first: 200, class: $class, show: $show, until: $until, after: $after) {
      total rows { number until held } classes { class all ending permanent held } endCursor } }`,
    given,
  );
  return shown<Page>(answer.data, "retention");
};

describe("[REQ-RET-01] until when a record is kept", () => {
  it("is the latest of the firm's years and the legal minima of its class, and says by which clause", async () => {
    const lot = await idOf("lot", "P302-2606-2");
    const [row] = await demo.sql<{ own: string; released: string | null }>(
      "select retain_until::text as own, (released_at at time zone 'Asia/Shanghai')::date::text as released from lot where id = $1",
      [lot],
    );
    const kept = await keepingOf("Lot", lot);
    expect(kept.until).toBe(row?.own);
    expect(kept.why[0]).toEqual({
      text: { en: "The firm's rule: 15 years from the record" },
      clause: "ISO 13485 4.2.5; CN-GMP 45(4)",
      until: row?.own,
    });
    const afterRelease = kept.why.filter(({ text }) => text.en === "2 years from release").map(({ until }) => until);
    expect(afterRelease).toEqual(row?.released ? [`${Number(row.released.slice(0, 4)) + 2}${row.released.slice(4)}`] : []);
  });

  it("of a sale: two years after expiry where that is later, and for good where an implant is sold", async () => {
    const [found] = await demo.sql<{ id: string; lot: string; item: string }>(
      `select s.id, l.lot_id as lot, o.item_id as item from shipment s join shipment_line l on l.head_id = s.id join lot o on o.id = l.lot_id
       where o.expires_on is not null order by s.id limit 1`,
    );
    const { id = "", lot = "", item = "" } = found ?? {};
    await demo.sql("update lot set expires_on = '2045-03-31' where id = $1", [lot]);
    const late = await keepingOf("Shipment", id);
    expect([late.until, late.why[0]]).toEqual([
      "2047-03-31",
      { text: { en: "2 years from expiry" }, clause: "CN-DIST 32, 38", until: "2047-03-31" },
    ]);
    await demo.sql("update item set implantable = true where id = $1", [item]);
    const implant = await keepingOf("Shipment", id);
    expect([implant.until, implant.why[0]]).toEqual([
      null,
      { text: { en: "Implants: kept permanently" }, clause: "CN-DIST 38", until: null },
    ]);
  });

  it("a rule of the firm lengthens and never shortens: the refusal names the clause, and nothing is changed", async () => {
    const author = await hands.as("linjing");
    const head = await hands.as("xuheng");
    const draft = (ruleName: string, key: string, content: object) =>
      author.create("Rule", { ruleName, key, content, validFrom: "2026-01-01", citation: "QP-11" });
    const short = await draft("retention", "distribution", { years: 4 });
    const reasons = await reasonsOf(head.act("Rule", short, "approve"));
    expect(reasons.map(({ code, text }) => [code, text.en])).toEqual([
      [
        "RETENTION_MINIMUM",
        "Shorter than CN-DIST 32, 38 asks for: Without expiry date: 5 years from the record. A firm may only lengthen it.",
      ],
    ]);
    const law = await draft("retention-minimum", "distribution.expiry", { class: "distribution", from: "expiry", years: 1 });
    expect(await refusalOf(head.act("Rule", law, "approve"))).toEqual(["RETENTION_MINIMUM"]);
    const implants = { class: "distribution", from: "made", years: 30, when: "implant" };
    const bound = await draft("retention-minimum", "distribution.implant", implants);
    expect(await refusalOf(head.act("Rule", bound, "approve"))).toEqual(["RETENTION_MINIMUM"]);
    const longer = await draft("retention-minimum", "distribution.expiry", { class: "distribution", from: "expiry", years: 3 });
    expect((await head.act("Rule", longer, "approve")).state).toBe("approved");
    expect(await demo.sql("select state from rule where id = any($1::bigint[])", [[short.id, law.id, bound.id]])).toEqual([
      { state: "draft" },
      { state: "draft" },
      { state: "draft" },
    ]);
  });

  it("drill 26: counts by class equal their lists, and a signed decision of another person keeps longer, never shorter", async () => {
    const all = await pageOf({ show: "all" });
    for (const { class: of, all: count, permanent } of all.classes) {
      expect((await pageOf({ class: of, show: "all" })).total).toBe(count);
      expect((await pageOf({ class: of, show: "permanent" })).total).toBe(permanent);
    }
    const until = "2044-01-01";
    const ending = await pageOf({ class: "quality-record", show: "ending", until });
    expect(ending.total).toBe(ending.classes.find((of) => of.class === "quality-record")?.ending);
    expect(ending.rows).toHaveLength(Math.min(200, ending.total));
    const nonconformity = (
      await demo.sql<{ id: string; number: string; until: string }>(
        "select id, number, retain_until::text as until from nonconformity order by id limit 1",
      )
    )[0];
    const named = [{ recordType: "不合格品", recordNumber: nonconformity?.number ?? "" }];
    const author = await hands.as("linjing");
    const head = await hands.as("xuheng");
    const decision = (keepUntil: string) =>
      author.create("RetentionDecision", { keepUntil, reason: "A court asks for it", named });
    const early = await decision("2030-01-01");
    expect(await refusalOf(head.act("RetentionDecision", early, "decide"))).toEqual(["RETENTION_NOT_LONGER"]);
    const late = await decision("2060-12-31");
    expect(await refusalOf(author.act("RetentionDecision", late, "decide"))).not.toEqual([]);
    await head.act("RetentionDecision", late, "decide");
    const kept = await keepingOf("Nonconformity", nonconformity?.id ?? "");
    expect([kept.until, kept.why[0]?.text.en]).toEqual(["2060-12-31", "A signed decision to keep it longer"]);
  });
});

describe("[REQ-RET-02] a legal hold", () => {
  const place = async (given: object): Promise<Handled> => {
    const author = await hands.as("linjing");
    const draft = await author.create("LegalHold", { matter: "Case 26-118", reason: "Product liability suit", ...given });
    return author.act("LegalHold", draft, "place");
  };

  it("says what its scope lacks; placed and lifted by signature, and never lifted by who placed it", async () => {
    const author = await hands.as("linjing");
    const given = { matter: "Case", reason: "Suit" };
    expect(await refusalOf(author.create("LegalHold", { ...given, scope: "lot" }))).toEqual(["lot:required"]);
    expect(await refusalOf(author.create("LegalHold", { ...given, scope: "period" }))).toEqual([
      "fromDay:required",
      "toDay:required",
    ]);
    const hold = await place({ scope: "lot", lot: await idOf("lot", "R201-2607") });
    expect(await refusalOf(author.act("LegalHold", hold, "lift", {}, "The suit was withdrawn today"))).toEqual([
      "SOD_SELF",
      "SOD_SELF",
    ]);
    const head = await hands.as("xuheng");
    const lifted = await head.act("LegalHold", hold, "lift", {}, "The suit was withdrawn today");
    expect(lifted.state).toBe("lifted");
    const signatures = await demo.sql(
      "select meaning, printed_name from signature where record_type = 'LegalHold' and record_id = $1 order by id",
      [hold.id],
    );
    expect(signatures.map((row) => (row as { meaning: string }).meaning)).toEqual(["HOLD_PLACED", "HOLD_LIFTED"]);
  });

  it("on a lot with its genealogy keeps what hangs on it, says so on the page, and its goods are not scrapped", async () => {
    const root = await idOf("lot", "R201-2607");
    const [made] = await demo.sql<{ id: string; number: string }>(
      `with recursive down (id) as (select $1::bigint union select e.dst_id from down d join lot_edge e on e.src_id = d.id)
       select l.id, l.number from down d join lot l on l.id = d.id where l.id <> $1 order by l.id limit 1`,
      [root],
    );
    const [inspection] = await demo.sql<{ id: string }>("select id from inspection where lot_id = $1 limit 1", [root]);
    expect(made).toBeDefined();
    const alone = await place({ scope: "lot", lot: root });
    expect((await keepingOf("Lot", root)).holds).toEqual([{ number: alone.number, matter: "Case 26-118" }]);
    expect((await keepingOf("Inspection", inspection?.id ?? "")).holds).toHaveLength(1);
    expect((await keepingOf("Lot", made?.id ?? "")).holds).toEqual([]);
    const whole = await place({ scope: "lot", lot: root, genealogy: true });
    expect((await keepingOf("Lot", made?.id ?? "")).holds.map(({ number }) => number)).toEqual([whole.number]);
    const held = await pageOf({ show: "held", class: "device" });
    expect(held.rows.find(({ number }) => number === "R201-2607")?.held).toEqual([alone.number, whole.number]);
    expect(held.total).toBe(held.classes.find((of) => of.class === "device")?.held);
    const keeper = await demo.as("gaolang");
    const asked = await keeper.ask(`query ($id: ID!) { lot(id: $id) { actions { name reasons { code number } } } }`, {
      id: root,
    });
    const { actions } = shown<{ actions: { name: string; reasons: { code: string; number: string | null }[] }[] }>(
      asked.data,
      "lot",
    );
    const scrap = actions.find(({ name }) => name === "scrap");
    expect(scrap?.reasons.filter(({ code }) => code === "LEGAL_HOLD").map(({ number }) => number)).toEqual([
      alone.number,
      whole.number,
    ]);
    const head = await hands.as("xuheng");
    for (const hold of [alone, whole]) await head.act("LegalHold", hold, "lift", {}, "The suit was withdrawn today");
    expect((await keepingOf("Lot", made?.id ?? "")).holds).toEqual([]);
  });

  it("retained samples of a held lot are not disposed of, also when their own time is over", async () => {
    const item = await demo.sql<{ id: string; lot: string; item: string }>(
      "select r.id, r.lot_id as lot, r.item_id as item from retained_sample r where r.state = 'kept' limit 1",
    );
    const sample = item[0];
    if (!sample) throw new Error("the demo company keeps no samples");
    await demo.sql("update retained_sample set keep_until = '2020-01-01' where id = $1", [sample.id]);
    const hold = await place({ scope: "item", item: sample.item });
    const head = await hands.as("xuheng");
    const [row] = await demo.sql<{ version: number; state: string; number: string }>(
      "select version, state, number from retained_sample where id = $1",
      [sample.id],
    );
    const target = { id: sample.id, number: row?.number ?? "", state: "kept", version: row?.version ?? 0 };
    expect(await refusalOf(head.act("RetainedSample", target, "dispose", {}, "Their time is over"))).toEqual(["LEGAL_HOLD"]);
    expect(await demo.sql("select state from retained_sample where id = $1", [sample.id])).toEqual([{ state: "kept" }]);
    await head.act("LegalHold", hold, "lift", {}, "The suit was withdrawn today");
  });
});

describe("[REQ-REC-06] [REQ-REC-09] nothing is removed by itself", () => {
  it("the app may delete no row of a record and none of its trail, whatever day it is", async () => {
    const denied = await demo.sql<{ name: string }>(
      `select t.name from unnest($1::text[]) t(name) where has_table_privilege('lotline_app', t.name, 'DELETE') or has_table_privilege('lotline_app', t.name, 'TRUNCATE')`,
      [
        [
          ...Object.keys(registry).map((name) => `public.${name.replace(/(?<=[a-z])[A-Z]/g, (c) => `_${c}`).toLowerCase()}`),
          "audit.event",
          "public.signature",
        ],
      ],
    );
    expect(denied).toEqual([]);
  });

  it("a record whose retention has passed keeps its trail, and stays listed", async () => {
    const [supplier] = await demo.sql<{ id: string; number: string }>("select id, number from supplier order by id desc limit 1");
    const events = () =>
      demo.sql("select count(*)::int as n from audit.event where table_name = 'supplier' and row_id = $1", [supplier?.id]);
    await demo.sql("update supplier set retain_until = '2020-01-01' where id = $1", [supplier?.id]);
    const before = await events();
    const passed = await pageOf({ show: "passed", class: "quality-record" });
    expect(passed.rows.map(({ number }) => number)).toContain(supplier?.number);
    expect(await events()).toEqual(before);
  });
});
