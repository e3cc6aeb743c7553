/** The printed order, read back as a person reads it: REQ-SUP-03, REQ-SIG-01, REQ-DOC-03. */
import { createHash, randomUUID } from "node:crypto";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, grant, openCompany, purchase, revise } from "../../../../test/company.ts";
import { refusalOf } from "../../../../test/house.ts";
import { command } from "../../../kernel/command.ts";
import { printOf } from "../../../print/print.ts";
import { render } from "../../../print/route.ts";
import { Request } from "../../../read/request.ts";
import type { Handled } from "../../../seed/hands.ts";

/** One red dot. */
const logo = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
  "base64",
);
const logoHash = createHash("sha256").update(logo).digest("hex");

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function bytesOf(login: string, number: string, more: { draft?: string } = {}): Promise<Buffer> {
  const print = printOf("PurchaseOrder");
  if (!print) throw new Error("no print");
  const request = new Request(company.kernel, (await company.as(login)).ctx);
  return render(request, "PurchaseOrder", print, number, { logoOf: async () => logo, ...more }).finally(() => request.endReads());
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

  const rule = async (ruleName: string, key: string, content: object, validFrom = "2026-07-06") =>
    (await company.as("linjing")).create("Rule", { ruleName, key, content, validFrom, citation: "QP-02" });
  const letterhead = {
    nameEn: "Chenglan Medical Co., Ltd.",
    nameZh: "澄澜医疗有限公司",
    addressEn: "1 Lake Road, Suzhou",
    registrations: [{ en: "Production licence", zh: "生产许可证", value: "苏药监械生产许20260001号" }],
    footer: [{ en: "Quality hotline 400-000-0000", zh: "质量热线 400-000-0000" }],
  };

  it("[REQ-DOC-01] bears letterhead, foot and the controlled form that were in force on the day it was made, and no draft of them", async () => {
    const before = await ordered(1);
    const attached = await rule("letterhead", "default", letterhead);
    // What is attached is stored by its hash; the picture itself is handed in here.
    const row = ["Rule", attached.id, "logo.png", "image/png", logo.length, logoHash];
    const { ctx } = await company.as("linjing");
    await command(company.kernel, ctx, { id: randomUUID(), operation: "addAttachment", input: {} }, async (tx) => {
      await tx.insert("attachment", ["record_type", "record_id", "name", "media_type", "size", "sha256"], [row]);
      return { record: "Rule", id: attached.id };
    });
    await (await company.as("linjing")).edit(
      "Rule",
      attached,
      { content: { ...letterhead, logo: logoHash } },
      "With the logo of the firm",
    );
    const form = await rule("print-form", "PurchaseOrder", {
      formNumber: "QR-PUR-003",
      formRevision: "B",
      language: "both",
      paper: "A4",
    });
    const untouched = await pagesOf(await bytesOf("shenyue", before.number));
    expect(untouched.join(" ")).not.toContain("澄澜医疗有限公司");
    // Tried out on a real record before anybody approves it.
    const [tried = ""] = await pagesOf(await bytesOf("xuheng", before.number, { draft: form.number }));
    expect(tried).toContain("Form QR-PUR-003 rev B 表单 QR-PUR-003，版本 B");
    expect(tried).toContain("PREVIEW 预览");
    await company.at("2026-07-07 08:00");
    for (const one of [attached, form]) await (await company.as("xuheng")).act("Rule", one, "approve");
    const dated = await Promise.all(
      [
        await rule("letterhead", "default", { nameEn: "Chenglan Group", nameZh: letterhead.nameZh }, "2026-07-08"),
        await rule("print-form", "PurchaseOrder", { language: "zh", paper: "A3" }, "2026-07-08"),
      ].map(async (one) => (await company.as("xuheng")).act("Rule", one, "approve")),
    );
    expect(dated.map(({ state }) => state)).toEqual(["approved", "approved"]);
    const [text = ""] = await pagesOf(await bytesOf("shenyue", (await ordered(1)).number));
    for (const words of [
      "Chenglan Medical Co., Ltd. 澄澜医疗有限公司 1 Lake Road, Suzhou",
      "Production licence: 苏药监械生产许20260001号",
      "Quality hotline 400-000-0000 质量热线 400-000-0000",
      "Form QR-PUR-003 rev B 表单 QR-PUR-003，版本 B",
    ])
      expect(text).toContain(words);
    await company.at("2026-07-08 08:00");
    const [chinese = ""] = await pagesOf(await bytesOf("shenyue", (await ordered(1)).number));
    expect(chinese).toContain("澄澜医疗有限公司");
    expect(chinese).toContain("不含税金额");
    expect(chinese).not.toMatch(/Chenglan|Net |Quality clauses|Signatures|Form /);
    await company.at("2026-07-06 08:00");
  });

  it.each<[string, string, string, object, string[]]>([
    ["a letterhead of no site", "letterhead", "Suzhou", letterhead, ["key:site"]],
    [
      "a letterhead without a Chinese name, with HTML",
      "letterhead",
      "default",
      { ...letterhead, nameZh: "", html: "<b>" },
      ["content:unknownField", "content.nameZh:required"],
    ],
    ["a logo that nobody attached", "letterhead", "default", { ...letterhead, logo: "0".repeat(64) }, ["content.logo:logo"]],
    [
      "seven lines at the foot",
      "letterhead",
      "default",
      { ...letterhead, footer: Array(7).fill(letterhead.footer[0]) },
      ["content.footer:tooMany"],
    ],
    [
      "a form of what is not printed, on unknown paper",
      "print-form",
      "Person",
      { language: "both", paper: "A9" },
      ["content.paper:choice", "key:print"],
    ],
  ])("refuses %s", async (_, ruleName, key, content, reasons) => {
    expect((await refusalOf(rule(ruleName, key, content))).sort()).toEqual([...reasons].sort());
  });
});
