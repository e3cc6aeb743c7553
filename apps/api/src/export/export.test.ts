/** Exports over HTTP: the files read back are the view, cell by cell; nothing in them is a formula; who took them is written down. */
import { request as ask } from "node:http";
import { type AnyRecord, type Label, type Language, registry } from "@lotline/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shown } from "../../test/browser.ts";
import { closeExports, columns, cookie, csv, demo, head, hostile, openExports, post, served, view } from "../../test/exports.ts";
import { agent } from "../../test/served.ts";
import { type Cell, readCsv, readXlsx } from "../../test/sheet-files.ts";
import { safeInCsv, safeText } from "../base/csv.ts";
import { zonedBy } from "./zoned.ts";

beforeAll(openExports);
afterAll(closeExports);

interface Node {
  readonly [field: string]: unknown;
  readonly item: { number: string; title: { en: string } };
}

/** The same rows as the screen gets them, page by page. */
async function onScreen(args: { filter?: object; search?: string; sort?: string[] }): Promise<Node[]> {
  const rows: Node[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { data } = await head.ask(
      `query ($f: LotFilter, $q: String, $s: [String!], $a: String) { page: lots(filter: $f, search: $q, sort: $s, after: $a, first: 100) { hasNextPage endCursor edges { node {
         number state supplierLot isFinishedDevice quantityMade expiresOn createdAt
         item { number title { en } unit { symbol } } supplier { number title { en } } createdBy { number title { en } } site { number title { en } } } } } }`,
      { f: args.filter, q: args.search, s: args.sort, a: after },
    );
    const page = shown<{ hasNextPage: boolean; endCursor: string; edges: { node: Node }[] }>(data, "page");
    rows.push(...page.edges.map(({ node }) => node));
    [after, more] = [page.endCursor, page.hasNextPage];
  }
  return rows;
}

const stateWords: { readonly [state: string]: string } = {
  quarantine: "Quarantine",
  underTest: "Under test",
  released: "Released",
  rejected: "Rejected",
};
const zoned = zonedBy("Asia/Shanghai", new Date());
const nameOf = (ref: unknown): string => {
  const found = ref as { number: string; title: { en: string } } | null;
  return found ? (found.title.en === found.number ? found.number : `${found.number} ${found.title.en}`) : "";
};

const cellsOf = (node: Node): string[] => [
  String(node.number),
  nameOf(node.item),
  stateWords[String(node.state)] ?? "",
  nameOf(node.supplier),
  safeInCsv(String(node.supplierLot ?? "")),
  node.isFinishedDevice ? "Yes" : "No",
  String(node.quantityMade),
  (node.item as unknown as { unit: { symbol: string } }).unit.symbol,
  String(node.expiresOn ?? ""),
  zoned.text(new Date(String(node.createdAt))),
  nameOf(node.createdBy),
  nameOf(node.site),
];

describe("[U13] an export", () => {
  it.each<[string, { filter?: object; search?: string; sort?: string[] }]>([
    ["everything, in the list's own order", {}],
    ["what a filter leaves", { filter: { not: { state: ["released"] }, quantityMade: { min: "30" } } }],
    ["what a search finds", { search: "copy-1-1" }],
    ["the order asked for, empty ones last", { sort: ["-expiresOn", "item"] }],
    ["the order asked for, forward", { sort: ["expiresOn", "-createdAt"], filter: { isFinishedDevice: true } }],
    ["nothing", { filter: { number: { eq: "none" } } }],
  ])("is exactly the view: %s", async (_what, args) => {
    const [top, ...rows] = await csv(args);
    expect(top).toEqual([
      "Lot",
      "Item",
      "Status",
      "Supplier",
      "Supplier's lot",
      "Finished device",
      "Quantity received or made",
      "Quantity received or made, unit",
      "Expires on",
      "Created (UTC+08:00)",
      "Created by",
      "Site",
    ]);
    expect(rows).toEqual((await onScreen(args)).map(cellsOf));
  });

  it("keeps the order of groups: words as declared, records by number, newest instants first, empty ones last", async () => {
    const [, ...rows] = await csv({ groups: ["state", "item", "expiresOn:month"], sort: ["-createdAt"] });
    const order = Object.values(stateWords);
    const keys = rows.map((row) => [order.indexOf(row[2] ?? ""), row[1], (row[8] || "9999").slice(0, 7)]);
    const sorted = keys.toSorted(
      (a, b) => Number(a[0]) - Number(b[0]) || (a.join() < b.join() ? -1 : a.join() > b.join() ? 1 : 0),
    );
    expect(keys).toEqual(sorted);
    const months = (await csv({ groups: ["createdAt:month"] })).slice(1).map((row) => row[9]?.slice(0, 7) ?? "");
    expect(months).toEqual(months.toSorted().reverse());
    expect(rows.length).toBe((await onScreen({})).length);
  });

  it("says first what it is, in the language asked for, and how many rows it has", async () => {
    const item = (await demo.sql<{ id: string; number: string; name_zh: string }>("select * from item order by id limit 1"))[0];
    const filter = { state: ["released"], item: { in: [item?.id] }, createdAt: { relative: "last999d" } };
    const { text, headers } = await post("/exports/Lot", {
      ...view,
      plain: false,
      lang: "zh",
      filter,
      search: "copy",
      groups: ["createdAt:month"],
      sort: ["-number"],
    });
    const rows = readCsv(text.slice(1));
    const empty = rows.findIndex((row) => row.join("") === "");
    const about = new Map(rows.slice(0, empty).map(([label = "", text = ""]) => [label, text]));
    const count = (await onScreen({ filter, search: "copy" })).length;
    expect(rows.length - empty - 2).toBe(count);
    expect(count).toBeGreaterThan(2);
    expect(headers["x-rows"]).toBe(String(count));
    expect(Object.fromEntries(about)).toMatchObject({
      导出说明: "Lotline",
      记录类型: "批次",
      行数: String(count),
      筛选条件: `创建时间在最近 999 天，且状态为“已放行”，且物料为${item?.number} ${item?.name_zh}`,
      搜索: "copy",
      排序: "按创建时间（月）分组；批号降序",
      导出人: expect.stringMatching(/^测试QA_HEAD \(test\.qa\.head, P-test\.qa\.head\)$/),
      导出时间: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+08:00$/),
      程序: "Lotline test",
    });
    expect(rows[empty + 1]?.[1]).toBe("物料");
    expect(headers["content-disposition"]).toMatch(/^attachment; filename\*=UTF-8''%E6%89%B9%E6%AC%A1%20\d{4}-\d\d-\d\d\.csv$/);
    expect([headers["content-type"], headers["cache-control"]]).toEqual(["text/csv; charset=utf-8", "no-store"]);
  });

  it("as a workbook holds the same: the sheet about it, then the rows, numbers as numbers where all digits are kept", async () => {
    const args = { filter: { state: ["released", "underTest"] }, sort: ["number"] };
    const { status, body, headers } = await post("/exports/Lot", { ...view, plain: false, format: "xlsx", ...args });
    expect([status, headers["content-type"]]).toEqual([200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]);
    const sheets = readXlsx(body);
    expect([...sheets.keys()]).toEqual(["About this export", "Lots"]);
    const about = sheets.get("About this export")?.map((row) => row.map(({ text }) => text));
    expect(about).toContainEqual(["Filter", "Status is Released or Under test"]);
    const [top, ...rows] = sheets.get("Lots") ?? [];
    const [csvTop, ...csvRows] = await csv(args);
    expect(top?.map(({ text }) => text)).toEqual(csvTop);
    const nodes = await onScreen(args);
    expect(rows.map((row) => row.map(({ text }) => text))).toEqual(
      csvRows.map((row, i) => row.map((text, c) => (c === 4 ? safeText(String(nodes[i]?.supplierLot ?? "")) : text))),
    );
    const quantities = rows.map((row) => row[6] as Cell);
    expect(quantities.filter(({ isNumber }) => !isNumber).map(({ text }) => text)).toEqual(
      quantities.map(({ text }) => text).filter((text) => text === "123456789012.123456"),
    );
    expect(rows.flatMap((row) => row.filter((cell, c) => cell.isNumber && c !== 6))).toEqual([]);
  });

  it("is empty of rows, not of what it is, when nothing matches", async () => {
    const { body } = await post("/exports/Lot", { ...view, plain: false, format: "xlsx", filter: { number: { eq: "none" } } });
    const sheets = readXlsx(body);
    expect(sheets.get("Lots")?.length).toBe(1);
    expect(sheets.get("About this export")?.map((row) => row.map(({ text }) => text))).toContainEqual(["Rows", "0"]);
  });
});

describe("[U13] the further columns of a list", () => {
  const further = { columns: ["number", "holds", "blocked", "onHand"], filter: { isOnHand: true }, sort: ["number"] };
  interface Lot {
    readonly number: string;
    readonly onHand: string;
    readonly item: { unit: { symbol: string } };
    readonly usable: { reasons: { code: string; number: string; text: { en: string; zh: string } }[] };
    readonly holds: { number: string; kind: string; state: string; explanation: string }[];
  }
  const causes = registry.Hold.fields.kind.of.values as Readonly<Record<string, Label>>;
  const told = (lang: Language) => (lot: Lot) => {
    const kinds = lot.holds.filter(({ state }) => state === "active").map(({ kind }) => causes[kind]?.[lang]);
    const reasons = lot.usable.reasons.filter(({ code }) => code !== "LOT_NOT_RELEASED");
    const why = reasons.map(({ number, text }) => {
      const hold = lot.holds.find((one) => one.number === number);
      return hold ? `${number} ${hold.explanation}` : text[lang];
    });
    const between = lang === "en" ? "; " : "；";
    const cells = [lot.number, [...new Set(kinds)].join(between), safeInCsv(why.join(between))];
    return [...cells, lot.onHand, lot.item.unit.symbol];
  };

  it("are exported as the screen shows them, in both languages, no formula among them", async () => {
    await demo.sql("select set_config('app.actor', '1', false)");
    await demo.sql("update hold set explanation = '=2+3' where id = (select min(id) from hold where state = 'active')");
    const { data } = await head.ask(
      `query ($f: LotFilter) { page: lots(filter: $f, sort: ["number"], first: 500) { edges { node { number onHand item { unit { symbol } }
         usable { reasons { code number text { en zh } } } holds { number kind state explanation } } } } }`,
      { f: further.filter },
    );
    const lots = shown<{ edges: { node: Lot }[] }>(data, "page").edges.map(({ node }) => node);
    expect(lots.filter(({ holds }) => holds.some(({ state }) => state === "active")).length).toBeGreaterThan(0);
    const [top, ...rows] = await csv(further);
    expect(top).toEqual(["Lot", "Hold", "Why blocked", "On hand", "On hand, unit"]);
    expect(rows).toEqual(lots.map(told("en")));
    const [chinese, ...rowsZh] = await csv({ ...further, lang: "zh" });
    expect(chinese).toEqual(["批号", "冻结", "为何不可用", "在库", "在库（单位）"]);
    expect(rowsZh).toEqual(lots.map(told("zh")));
    expect(rows.filter(([, , why]) => why?.includes("=2+3")).length).toBeGreaterThan(0);
  });

  it("are read by an area for every record type that declares some", async () => {
    const rules = await csv({ columns: ["ruleName", "meaning"], filter: { ruleName: { eq: "retention" } }, lang: "zh" }, "Rule");
    expect(new Set(rules.slice(1).map((row) => row.join()))).toEqual(new Set(["retention,记录保存年限"]));
    const declared = (Object.values(registry) as readonly AnyRecord[]).flatMap((record) =>
      Object.keys(record.list.extra ?? {}).map((name) => `${record.name}.${name}`),
    );
    const read = demo.kernel.house.areas.flatMap(({ columns: added = [] }) =>
      added.map(({ record, name }) => `${record}.${name}`),
    );
    expect(read.toSorted()).toEqual(declared.toSorted());
  });
});

describe("[U13] no cell of an export is a formula", () => {
  it.each(hostile)("%j", async (text) => {
    const starts = /^[=+\-@\t\r\n＝＋－＠]/;
    expect(safeText(text)).toBe(starts.test(text) ? `'${text}` : text);
    expect(starts.test(safeInCsv(text))).toBe(false);
    // Cut at every separator a program might use.
    for (const part of safeInCsv(text).split(/[;\t\r\n]"?/)) expect(starts.test(part)).toBe(false);
    const at = hostile.indexOf(text);
    const filter = {
      number: { in: Array.from({ length: 300 }, (_, n) => `COPY-1-${n + 1}`).filter((_, n) => (n + 1) % hostile.length === at) },
    };
    const cells = (await csv({ filter, columns: ["supplierLot"] })).slice(1);
    expect(new Set(cells.flat())).toEqual(new Set([safeInCsv(text)]));
  });

  it("a negative number is one all the same", async () => {
    await demo.sql("select set_config('app.actor', '1', false)");
    expect([safeText("-5"), safeText("2026-01-01")]).toEqual(["'-5", "2026-01-01"]);
  });
});

describe("[U13] [REQ-ACC-02] what may be exported is what may be read", () => {
  it("nothing without a session, without the permit, or from another page", async () => {
    const nobody = await served.cookieOf(demo.person("").id);
    const refusals = await Promise.all([
      post("/exports/Lot", view, { cookie: "" }),
      post("/exports/Lot", view, { cookie: nobody }),
      post("/exports/Lot", view, { origin: "https://elsewhere.example" }),
      post("/exports/Lot", view, { "sec-fetch-site": "cross-site" }),
      post("/exports/Lot", view, { "content-type": "text/plain" }),
      post("/exports/Nothing", view),
      post("/exports/constructor", view),
    ]);
    expect(refusals.map(({ status, codes }) => [status, codes[0]])).toEqual([
      [401, "UNAUTHENTICATED"],
      [403, "REFUSED"],
      [403, "ORIGIN"],
      [403, "ORIGIN"],
      [415, "CONTENT_TYPE"],
      [404, "NOT_FOUND"],
      [404, "NOT_FOUND"],
    ]);
  });

  it("no row of another site, and no name of a record that may not be seen", async () => {
    const [elsewhere] = await demo.sql<{ id: string }>("select id from site where number = 'SH2'");
    await demo.sql("select set_config('app.actor', '1', false)");
    await demo.sql("update role_grant set for_site_id = $1 where number like 'RG-test%' and role = 'QA_REVIEWER'", [
      elsewhere?.id,
    ]);
    await demo.sql("update lot set site_id = $1 where number in ('COPY-1-20', 'COPY-1-21')", [elsewhere?.id]);
    const [foreign] = await demo.sql<{ id: string }>("select id from inspection order by id limit 1");
    await demo.sql("update inspection set site_id = $1 where id = $2", [elsewhere?.id, foreign?.id]);
    const there = { cookie: await served.cookieOf(demo.person("QA_REVIEWER").id) };
    const [, ...rows] = await csv({ columns: ["number"], sort: ["number"] }, "Lot", there);
    expect(rows.flat().sort()).toEqual(["COPY-1-20", "COPY-1-21"]);
    const [, inspection] = await csv({ columns: ["number", "lot"] }, "Inspection", there);
    expect(inspection?.[1]).toBe("");
  });

  it("no column that is none, no view that cannot be read", async () => {
    const codes = async (more: object) => {
      const heard = await post("/exports/Lot", { ...view, ...more });
      return [...heard.codes, ...heard.issues].join(" ");
    };
    expect(await codes({ columns: ["number", "releaseEvidence"] })).toBe("BAD_USER_INPUT columns:columns");
    expect(await codes({ columns: ["password"] })).toBe("BAD_USER_INPUT columns:columns");
    expect(await codes({ columns: [] })).toBe("BAD_USER_INPUT columns:columns");
    expect(await codes({ columns: ["attributes.x'; drop table lot; --"] })).toBe("BAD_USER_INPUT columns:columns");
    expect(await codes({ columns: "number" })).toBe("BAD_USER_INPUT columns:export");
    expect(await codes({ format: "pdf" })).toBe("BAD_USER_INPUT format:export");
    expect(await codes({ lang: "fr" })).toBe("BAD_USER_INPUT lang:export");
    expect(await codes({ search: 5 })).toBe("BAD_USER_INPUT search:export");
    expect(await codes({ plain: "no" })).toBe("BAD_USER_INPUT plain:export");
    expect(await codes({ sort: ["supplierLot"] })).toBe("BAD_USER_INPUT sort:list");
    expect(await codes({ groups: ["number"] })).toBe("BAD_USER_INPUT by:groups");
    expect(await codes({ groups: ["state", "item", "site", "supplier"] })).toBe("BAD_USER_INPUT groups:export");
    expect(await codes({ filter: { nothing: true } })).toBe("BAD_USER_INPUT filter:export");
    expect(await codes({ filter: { state: { not: 1 } } })).toBe("BAD_USER_INPUT filter:export");
    expect(await codes({ filter: { createdAt: { relative: "soon" } } })).toBe("BAD_USER_INPUT filter.createdAt.relative:filter");
    const large = await post("/exports/Lot", { ...view, search: "x".repeat(200_000) });
    expect([large.status, large.codes]).toEqual([413, ["BODY_TOO_LARGE"]]);
  });
});

describe("[U13] [REQ-REC-08] an export is written down", () => {
  const events = () =>
    demo.sql<{ person_id: string; detail: { record: string; rows: number; filter: object; format: string } }>(
      "select person_id, detail from security_event where kind = 'exported' order by id",
    );

  it("with the person, the record type, what was asked and how many rows; a refused one is none", async () => {
    const before = (await events()).length;
    const filter = { number: { startsWith: "COPY-1-1" }, not: { state: ["rejected"] } };
    const rows = (await csv({ filter })).length - 1;
    await post("/exports/Lot", { ...view, columns: ["password"] });
    const after = await events();
    expect(after.length).toBe(before + 1);
    expect(after.at(-1)).toMatchObject({
      person_id: demo.person("QA_HEAD").id,
      detail: { record: "Lot", rows, filter, format: "csv", columns },
    });
  });

  it("that nobody waits for any more ends in the database too, and leaves nothing written down", async () => {
    const before = (await events()).length;
    await demo.sql(
      "create function public.slow(lot) returns boolean language plpgsql as $$ begin perform pg_sleep(30); return true; end $$",
    );
    await demo.sql("create policy slow on lot as restrictive to lotline_app using (public.slow(lot))");
    const sleeping = async () =>
      (await demo.sql("select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")).length;
    const until = async (wanted: number) => {
      for (let turns = 0; turns < 200 && (await sleeping()) !== wanted; turns++)
        await new Promise((done) => setTimeout(done, 25));
      return sleeping();
    };
    const { port } = new URL(served.url);
    const asking = ask({
      host: "127.0.0.1",
      port,
      method: "POST",
      path: "/exports/Lot",
      headers: { "user-agent": agent, "content-type": "application/json", cookie },
    });
    asking.on("error", () => undefined);
    asking.end(JSON.stringify(view));
    expect(await until(1)).toBe(1);
    asking.destroy();
    expect(await until(0)).toBe(0);
    await demo.sql("drop policy slow on lot");
    expect((await events()).length).toBe(before);
    expect((await csv()).length).toBeGreaterThan(300);
  });
});
