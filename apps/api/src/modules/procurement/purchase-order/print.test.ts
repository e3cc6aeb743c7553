/** The printed order, read back as a person reads it: REQ-SUP-03, REQ-SIG-01, REQ-DOC-03. */
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, grant, openCompany, purchase, revise } from "../../../../test/company.ts";
import { printOf } from "../../../print/print.ts";
import { render } from "../../../print/route.ts";
import { Request } from "../../../read/request.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function bytesOf(login: string, number: string): Promise<Buffer> {
  const print = printOf("PurchaseOrder");
  if (!print) throw new Error("no print");
  const request = new Request(company.kernel, (await company.as(login)).ctx);
  return render(request, "PurchaseOrder", print, number).finally(() => request.endReads());
}

/** The text of each page, words with single spaces between them. */
async function pagesOf(bytes: Buffer): Promise<string[]> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let page = 1; page <= pdf.numPages; page++) {
    const { items } = await (await pdf.getPage(page)).getTextContent();
    pages.push(
      items
        .map((item) => ("str" in item ? item.str : ""))
        .join(" ")
        .replaceAll(/\s+/g, " "),
    );
  }
  return pages;
}

async function ordered(lines: number, approve = true): Promise<Handled> {
  const item = await company.id("Item", "RM-201");
  const given = await purchase(company, "SUP-01", "RM-201", "1", {
    lines: Array.from({ length: lines }, (_, index) => ({ item, quantity: String(100 + index), price: "21.5" })),
  });
  const draft = await (await company.as("shenyue")).create("PurchaseOrder", given);
  if (!approve) return draft;
  await acts(company, "shenyue", "PurchaseOrder", draft, "submit");
  const first = await acts(company, "jiangmin", "PurchaseOrder", draft, "approve");
  return first.state === "approved" ? first : acts(company, "qianli", "PurchaseOrder", draft, "approve");
}

describe("a purchase order on paper", () => {
  it("[REQ-SUP-03] carries the frozen specification revision, the quality clauses and the change-notice duty, in both languages", async () => {
    const order = await ordered(1);
    // A later revision does not change what was ordered.
    await revise(
      company,
      "ItemRevision",
      "RM-201",
      { revision: "B", changeReason: "harder", specification: "Shore A 78±2" },
      "2026-07-06",
    ).catch(() => undefined);
    const [text = ""] = await pagesOf(await bytesOf("shenyue", order.number));
    for (const words of [
      `Purchase order 采购订单 ${order.number}`,
      "RM-201.A: RM-201",
      "100 kg",
      "21.5 /kg",
      "2,150.00",
      "Net 不含税金额",
      "Gross 价税合计",
      "2,429.50 CNY",
      "Q2 The supplier notifies us before any change",
      "供方须书面通知我方",
    ])
      expect(text).toContain(words);
    expect(text).not.toContain("未批准");
  });

  it("[REQ-SIG-01] shows name, time with its zone and meaning of each signature together", async () => {
    const order = await ordered(1);
    const [text = ""] = await pagesOf(await bytesOf("shenyue", order.number));
    expect(text).toMatch(/江敏.*APPROVED.*2026-07-06 08:00:00 UTC\+08:00 Asia\/Shanghai/);
  });

  it("[REQ-DOC-03] says who printed it when, that paper is not controlled, and on each page which of how many", async () => {
    const pages = await pagesOf(await bytesOf("shenyue", (await ordered(40)).number));
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, text] of pages.entries()) {
      expect(text).toContain("Uncontrolled when printed");
      expect(text).toContain("打印件非受控");
      expect(text).toContain(`${index + 1} / ${pages.length}`);
      expect(text).toContain("2026-07-06 08:00:00 UTC+08:00");
    }
  });

  it("bears DRAFT 未批准 on every page until it is approved, and freezes no revision before", async () => {
    const [text = ""] = await pagesOf(await bytesOf("shenyue", (await ordered(1, false)).number));
    expect(text).toContain("DRAFT 未批准");
    expect(text).toContain("revision not frozen yet 版本未冻结");
    expect(text).toContain("Not signed yet. 尚未签名。");
  });

  it("[REQ-ACC-10] does not print prices for who may not see them", async () => {
    const order = await ordered(1);
    await grant(company, "gaolang", "PLANNER");
    const [text = ""] = await pagesOf(await bytesOf("gaolang", order.number));
    expect(text).toContain("100 kg");
    expect(text).toContain("***");
    expect(text).not.toContain("2,150.00");
    expect(text).not.toContain("21.5");
  });

  it("is the same file for the same content at the same moment", async () => {
    const { number } = await ordered(3);
    expect((await bytesOf("shenyue", number)).equals(await bytesOf("shenyue", number))).toBe(true);
  });
});
