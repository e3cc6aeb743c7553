/** What an inspector takes along: each file is of the scope, says whose copy it is, and is written down (REQ-ACC-12, ADR 42). */
import { randomUUID } from "node:crypto";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Target } from "../../../../test/browser.ts";
import { acts, type Company, openCompany, order, receive, usableLot } from "../../../../test/company.ts";
import { agent, type Served, serve } from "../../../../test/served.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
let served: Served;
let inspector: Target;
let inside: Handled;
let outside: Handled;
let unseen: Handled;
let purchase: Handled;
let copy: Handled;
let access: Handled;
let headers: { cookie: string; "user-agent": string };

const headersOf = async (login: string) => {
  const [person] = await company.sql<{ id: string }>("select id from person where login = $1", [login]);
  return { cookie: await served.cookieOf(person?.id ?? ""), "user-agent": agent };
};

beforeAll(async () => {
  company = await openCompany();
  served = await serve(company.kernel);
  inside = await usableLot(company, "SUP-05", "PK-301", "IN-1", "1000");
  outside = await receive(company, "SUP-04", "RM-205", "OUT-1", "500");
  purchase = await order(company, "SUP-05", "PK-301", "10");
  unseen = await order(company, "SUP-04", "RM-205", "10");
  for (const [lot, name] of [
    [inside, "coa-in.txt"],
    [outside, "coa-out.txt"],
  ] as const)
    expect(await attach(lot, name)).toBe(200);
  const qa = await company.as("linjing");
  copy = await qa.create("InspectionCopy", {
    ...{ recipient: "Another authority", purpose: "Another inspection", scope: "records", language: "en", validDays: 7 },
    named: [{ recordType: "Lot", recordNumber: "OUT-1" }],
  });
  const person = { login: "inspector1", nameEn: "Ins Pector", nameZh: "检查员甲", titleEn: "Inspector", titleZh: "检查员" };
  inspector = await (await company.as("guping")).create("Person", person);
}, 120_000);
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await company?.close();
});

const attach = async (lot: Handled, name: string): Promise<number> => {
  const query = new URLSearchParams({ record: "Lot", id: lot.id, name, commandId: randomUUID() });
  const answer = await fetch(`${served.url}/files?${query}`, { method: "PUT", body: name, headers: await headersOf("linjing") });
  return answer.status;
};

/** Lets the inspector in with a scope; the account before it has ended. */
async function letIn(more: object): Promise<void> {
  if (access) await acts(company, "weiqing", "InspectorAccess", access, "end", undefined, "The next scope is looked at");
  access = await (await company.as("weiqing")).create("InspectorAccess", {
    ...{ person: inspector.id, inspection: "Routine 2026", why: "Announced inspection of incoming materials" },
    ...{ validFrom: "2026-07-06", validTo: "2026-07-10", sites: [{ place: await company.id("Site", "SZ1") }] },
    areas: ["inventory", "procurement", "master", "governance"].map((area) => ({ area })),
    ...more,
  });
  access = await acts(company, "xuheng", "InspectorAccess", access, "confirm");
  headers = await headersOf("inspector1");
}

const get = (path: string) => fetch(`${served.url}${path}`, { headers });

const looks = () =>
  company.sql<{ kind: string; operation: string; record: string | null; number: string | null }>(
    `select kind, operation, record_type as record, record_number as number from inspection_view
     where access_id = $1 and kind in ('export', 'print', 'history', 'file') order by id`,
    [access.id],
  );

const exported = async (record: string, more: object = {}) => {
  const body = JSON.stringify({ columns: ["number"], format: "csv", lang: "en", plain: false, ...more });
  const answer = await fetch(`${served.url}/exports/${record}`, {
    ...{ method: "POST", body },
    headers: { ...headers, "content-type": "application/json" },
  });
  return answer.text();
};

async function textOf(answer: Response): Promise<string> {
  const pdf = await getDocument({ data: new Uint8Array(await answer.arrayBuffer()), verbosity: 0 }).promise;
  const { items } = await (await pdf.getPage(1)).getTextContent();
  return items.map((item) => ("str" in item ? item.str : "")).join(" ");
}

describe("[REQ-ACC-12] what an inspector of one item takes along", () => {
  beforeAll(async () => letIn({ items: [{ item: await company.id("Item", "PK-301") }] }));

  it("an export holds the scope alone and says whose copy it is, also one that was asked for without its head", async () => {
    for (const plain of [false, true]) {
      const text = await exported("Lot", { plain });
      expect(text).toContain(`Copy for inspection ${access.number}`);
      expect(text).toContain("IN-1");
      expect(text).not.toContain("OUT-1");
    }
    expect(await exported("Lot", { lang: "zh" })).toContain(`检查用副本 ${access.number}`);
    expect(await looks()).toEqual(Array(3).fill({ kind: "export", operation: "export", record: "Lot", number: null }));
  });

  it("a print says so too, in both languages; that of an order out of scope is not found", async () => {
    const print = await textOf(await get(`/print/purchase-order/${purchase.number}.pdf`));
    expect(print).toContain(access.number);
    expect(print).toContain("Copy for inspection");
    expect(print).toContain("检查用副本");
    expect((await get(`/print/purchase-order/${unseen.number}.pdf`)).status).toBe(404);
    expect((await looks()).slice(3)).toEqual([
      { kind: "print", operation: "print", record: "PurchaseOrder", number: purchase.number },
    ]);
  });

  it("files and the history of what is in scope, each written down; of what is out of scope nothing", async () => {
    const files = await company.sql<{ id: string; name: string }>("select id, name from attachment order by id");
    expect(await Promise.all(files.map(async ({ id, name }) => [name, (await get(`/files/${id}`)).status]))).toEqual([
      ["coa-in.txt", 200],
      ["coa-out.txt", 404],
    ]);
    const history = await get(`/history/Lot/${inside.id}.csv?lang=en`);
    expect(history.status).toBe(200);
    // By its byte order mark, its heads, and the row of its making.
    expect((await history.text()).split("\r\n").length).toBeGreaterThan(3);
    expect((await get(`/history/Lot/${outside.id}.csv`)).status).toBe(404);
    expect((await looks()).slice(4)).toEqual([
      { kind: "file", operation: "file", record: "Lot", number: null },
      { kind: "history", operation: "history", record: "Lot", number: "IN-1" },
    ]);
  });

  it("a copy made for others is not found: it names what is out of the scope; the list of retention and the trail are of the scope and written down", async () => {
    const asked = await served.ask("{ inspectionCopies { totalCount } legalHolds { totalCount } }", {}, headers.cookie);
    expect(asked.data).toEqual({ inspectionCopies: { totalCount: 0 }, legalHolds: { totalCount: 0 } });
    expect((await get(`/copies/${copy.id}.zip`)).status).toBe(404);
    const list = await get("/retention-list.csv?lang=en&show=all");
    expect(list.status).toBe(200);
    const text = await list.text();
    expect(text).toContain("IN-1");
    expect(text).not.toContain("OUT-1");
    const trail = await (await get("/history/trail.csv?lang=en")).text();
    expect(trail).toContain("IN-1");
    expect(trail).not.toContain("OUT-1");
    expect((await looks()).slice(6)).toEqual(
      ["retentionList", "trail"].map((operation) => ({ kind: "export", operation, record: null, number: null })),
    );
  });
});

describe("[REQ-ACC-12] an inspector from whom no record of the areas is kept", () => {
  beforeAll(() => letIn({}));

  it("sees which copies were made, and by a legal hold what it keeps", async () => {
    const qa = await company.as("linjing");
    const named = [{ recordType: "Lot", recordNumber: "OUT-1" }];
    await qa.create("LegalHold", { matter: "Claim", reason: "A claim is expected", scope: "records", named });
    const asked = await served.ask(
      "{ inspectionCopies { edges { node { number } } } legalHolds { totalCount } }",
      {},
      headers.cookie,
    );
    expect(asked.data).toEqual({
      inspectionCopies: { edges: [{ node: { number: copy.number } }] },
      legalHolds: { totalCount: 1 },
    });
    // It was never made.
    expect((await get(`/copies/${copy.id}.zip`)).status).toBe(403);
    await letIn({ periodFrom: "2026-07-01" });
    const narrow = await served.ask("{ inspectionCopies { totalCount } legalHolds { totalCount } }", {}, headers.cookie);
    expect(narrow.data).toEqual({ inspectionCopies: { totalCount: 0 }, legalHolds: { totalCount: 0 } });
  });
});
