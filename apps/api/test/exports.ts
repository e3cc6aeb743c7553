/** The demo company with 300 more lots and everything people type in their texts, and exports of it over HTTP. For tests of exports. */
import { expect } from "vitest";
import type { Browser } from "./browser.ts";
import { copyRows } from "./copies.ts";
import { type Demo, openDemo } from "./demo.ts";
import { type Heard, type Served, serve } from "./served.ts";
import { readCsv } from "./sheet-files.ts";

/** The company of the test file; there when `openExports` has answered. */
export let demo: Demo;
export let served: Served;
/** The QA head, whose browser and cookie these are. */
export let head: Browser;
export let cookie: string;

/** The columns of a lot that the tests look at. */
export const columns = [
  "number",
  "item",
  "state",
  "supplier",
  "supplierLot",
  "isFinishedDevice",
  "quantityMade",
  "expiresOn",
  "createdAt",
  "createdBy",
  "site",
];

/** What people type, and what they should not. */
export const hostile = [
  "=1+1",
  "+1",
  "-1+1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "＝1+1",
  "＋1",
  "－1",
  "＠SUM(A1)",
  '=HYPERLINK("http://x","y")',
  "=cmd|' /C calc'!A0",
  "a;=1+1",
  'a"b,c\r\nd',
  "a\n=1",
  'a;"=1"',
  "<b>&amp;</b>",
  "_x0041_",
  " leading and trailing ",
  "中文，逗号",
  "plain",
  "1-2",
];

/** Opens the company with the lots COPY-1-1 to COPY-1-300. */
export async function openExports(): Promise<void> {
  demo = await openDemo();
  const items = await demo.sql<{ id: string }>("select id from item order by id limit 5");
  await copyRows(demo, "lot", 300, {
    state: "(array['quarantine','underTest','released','rejected'])[1 + n % 4]",
    item_id: `(array[${items.map((row) => row.id).join(",")}])[1 + n % 5]`,
    supplier_id: "case when n % 3 = 0 then null else t.supplier_id end",
    supplier_lot: `(array[${hostile.map((text) => `'${text.replaceAll("'", "''")}'`).join(",")}])[1 + n % ${hostile.length}]`,
    is_finished_device: "n % 2 = 0",
    quantity_made: "case n when 7 then 123456789012.123456 else n * 1.5 end",
    expires_on: "case when n % 4 = 0 then null else date '2026-12-20' + n end",
    created_at: "public.domain_now() - n * interval '37 hours'",
  });
  head = await demo.browser("QA_HEAD");
  served = await serve(demo.kernel);
  cookie = await served.cookieOf(demo.person("QA_HEAD").id);
}

export async function closeExports(): Promise<void> {
  await served?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
}

export const post = (path: string, body: unknown, headers: { readonly [name: string]: string } = {}): Promise<Heard> =>
  served.send({ path, body: JSON.stringify(body), headers: { "content-type": "application/json", cookie, ...headers } });

/** A view that an export is asked for. */
export const view = { columns, format: "csv", lang: "en", plain: true };

/** The rows of a CSV export, its head first. */
export async function csv(more: object = {}, record = "Lot", headers = {}): Promise<string[][]> {
  const { status, text, codes } = await post(`/exports/${record}`, { ...view, ...more }, headers);
  if (status !== 200) throw new Error(`${status} ${codes}`);
  expect(text.startsWith("\uFEFF")).toBe(true);
  return readCsv(text.slice(1));
}
