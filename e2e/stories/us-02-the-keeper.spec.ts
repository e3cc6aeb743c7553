/** US-02, the warehouse keeper: "Scan, and it is in quarantine." Told on 6 July 2026, before the delivery (checkpoint T0). */
import { registry } from "@lotline/schema";
import { translator } from "@lotline/schema/words";
import { expect, type Page, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { scan } from "../scanner.ts";
import { openApp } from "../start-app.ts";

const compound = "PO-26-0025";
const chemicals = "PO-26-0026";

for (const language of languagesOf("en"))
  test(`US-02 one scan, and the goods stand in quarantine (${language}) [REQ-GATE-01] [REQ-GATE-02] [REQ-SUP-05] [REQ-GATE-19] [REQ-QEV-01] [REQ-TRC-01]`, async ({
    browser,
  }) => {
    await using app = await openApp({ LOTLINE_DEMO_AT: "T0" });
    const context = await browser.newContext({ baseURL: app.baseUrl, locale: language === "zh" ? "zh-CN" : "en-US" });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const line = (field: keyof typeof lineFields) =>
      page.getByLabel(`${translator(language)("form.line", { n: 1 })}, ${person.say(lineFields[field].label)}`, { exact: true });

    await test.step("the keeper names the order and scans a bag: the line is filled", async () => {
      await person.come("gaolang");
      await begin(person, compound);
      await scan(page, "(241)RM-201(10)PV26-118(11)260626(37)48");
      await expect(page.getByRole("main").getByRole("status").first()).toContainText("48 bag = 1200 kg");
      await expect(line("lotNumber")).toHaveValue("R201-2607");
      await expect(line("supplierLot")).toHaveValue("PV26-118");
      await expect(line("quantity")).toHaveValue("48");
      await expect(line("madeOn")).toHaveValue("2026-06-26");
      await expect(line("location")).toHaveValue(/^SZ1-Q1/);
      await accessible(page);
      await page.getByRole("main").locator("button[type=submit]").click();
      await expect(page).not.toHaveURL(/\/new$/);
    });

    await test.step("the certificate of analysis is attached, and the receipt posted", async () => {
      await attach(person, "CoA-PV26-118.pdf", "analysis");
      await person.act("Receipt", "post");
      await person.open("Lot", "R201-2607");
      await expect(head(page)).toContainText(person.say({ en: "Quarantine", zh: "待验" }));
      await expect(page.getByRole("main")).toContainText("1,200");
      await expect(page.getByRole("main")).toContainText("SZ1-Q1");
    });

    await test.step("what is in quarantine is not issued, and the refusal names its rule", async () => {
      await person.come("hechuan");
      const order = await person.create("WorkOrder", {
        item: "SF-121",
        quantity: "1000",
        lotNumber: "TB-T0",
        plannedOn: "2026-07-06",
      });
      await person.act("WorkOrder", "release");
      await person.come("wutong");
      await person.open("WorkOrder", order);
      const issue = page.getByRole("form", { name: person.word("wo.issue") });
      await issue.getByRole("textbox").first().fill("R201-2607");
      await page.keyboard.press("Enter");
      await expect(issue).toContainText(
        person.say({ en: 'Lot R201-2607 is "Quarantine", not released.', zh: "批 R201-2607 为“待验”，未放行。" }),
      );
    });

    await test.step("epoxy logged at 9.4 °C for 42 minutes opens its deviation and is held by itself", async () => {
      await person.come("gaolang");
      await begin(person, chemicals);
      await scan(page, "(241)RM-208(10)HY-E2607(11)260701(37)1560");
      await expect(line("lotNumber")).toHaveValue("R208-2607");
      await line("loggerMin").fill("3.0");
      await line("loggerMax").fill("9.4");
      await line("minutesOut").fill("42");
      await page.getByRole("main").locator("button[type=submit]").click();
      await expect(page).not.toHaveURL(/\/new$/);
      await person.act("Receipt", "post");
      await expect(page.getByRole("main")).toContainText("DEV-26-");
      await person.open("Lot", "R208-2607");
      await expect(head(page)).toContainText(person.say({ en: "Excursion", zh: "冷链偏差" }));
    });
    await context.close();
  });

const lineFields = {
  lotNumber: { label: { en: "Lot", zh: "批号" } },
  supplierLot: { label: { en: "Supplier's lot", zh: "供应商批号" } },
  quantity: { label: { en: "Quantity", zh: "数量" } },
  madeOn: { label: { en: "Made on", zh: "生产日期" } },
  location: { label: { en: "Location", zh: "库位" } },
  loggerMin: { label: { en: "Logger, lowest", zh: "记录仪最低" } },
  loggerMax: { label: { en: "Logger, highest", zh: "记录仪最高" } },
  minutesOut: { label: { en: "Out of range", zh: "超限时长" } },
} as const;
const head = (page: Page) => page.getByRole("heading", { level: 1 }).locator("..");

/** Opens a new receipt of an order; the scan box has the keyboard. */
async function begin(person: Person, order: string): Promise<void> {
  const { page } = person;
  await page.goto("/receipt/new");
  const box = page.getByLabel(new RegExp(`^${person.say(registry.Receipt.fields.purchaseOrder.label)}( .*)?$`)).first();
  await box.fill(order);
  await box.press("Enter");
  await expect(box).not.toHaveAttribute("aria-busy", "true");
  await expect(box).toHaveValue(new RegExp(`^${order}`));
  await page.getByRole("textbox", { name: person.word("receipt.scan") }).focus();
}

async function attach(person: Person, name: string, kind: string): Promise<void> {
  const { page } = person;
  const body = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
  await page.locator("input[type=file]").first().setInputFiles({ name, mimeType: "application/pdf", buffer: body });
  const tray = page.getByRole("dialog");
  await tray.getByLabel(translator(person.language)("file.kindOf", { name })).selectOption(kind);
  await tray.locator("button[data-autofocus]").click();
  await tray.getByRole("button", { name: person.word("do.close") }).click();
  await expect(page.getByRole("main")).toContainText(name);
}
