/** The firm's own settings: an administrator proposes a calendar, a pattern of numbers and a letterhead; the head of QA approves them. */
import { type Label, registry } from "@lotline/schema";
import { expect, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { openApp } from "../start-app.ts";

const { validFrom, citation } = registry.Rule.fields;
const both = (en: string, zh: string): Label => ({ en, zh });

for (const language of languagesOf("zh"))
  test(`settings are proposed by one person in forms, approved by another, and the next order carries them (${language}) [REQ-VAL-04] [REQ-DQ-01]`, async ({
    browser,
  }) => {
    await using app = await openApp();
    const context = await browser.newContext({
      baseURL: app.baseUrl,
      locale: language === "zh" ? "zh-CN" : "en-US",
      viewport: { width: 1440, height: 900 },
    });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const main = page.getByRole("main");
    const save = async (): Promise<string> => {
      await main.getByLabel(person.say(validFrom.label)).fill("2026-08-20");
      await main.getByLabel(person.say(citation.label)).fill("MR-2026-08");
      await main.locator("button[type=submit]").click();
      await expect(page).toHaveURL(/rule\/RULE-\d+$/);
      return new URL(page.url()).pathname.split("/")[2] ?? "";
    };

    const rules =
      await test.step("an administrator changes the calendar, a pattern and the letterhead, and brings in a currency", async () => {
        await person.come("weiqing");
        await page.goto("/admin");
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(person.word("admin.title"));
        await accessible(page);
        await page.goto("/rule/new?ruleName=working-days&key=default");
        const day = main.getByRole("button", { name: /^2026-10-01/ });
        await expect(day).toHaveAttribute("aria-pressed", "false");
        await day.click();
        await expect(day).toHaveAttribute("aria-pressed", "true");
        await main.getByRole("button", { name: /^2026-10-10/ }).click();
        await main.getByLabel(person.word("calendar.shifts")).check();
        await main.getByLabel(`${person.word("calendar.breakFrom")} 1`).fill("12:00");
        await main.getByLabel(`${person.word("calendar.breakTo")} 1`).fill("12:30");
        await accessible(page);
        const calendar = await save();
        await page.goto("/rule/new?ruleName=number-pattern&key=PurchaseOrder");
        const pattern = main.getByLabel(person.say(both("Pattern", "编号规则")), { exact: true });
        await pattern.fill("WO-26-{seq:4}");
        await expect(main).toContainText(person.say(both("could get the same number", "编号相同")));
        await pattern.fill("CL-{site}-{yyyy}-{seq:3}");
        await expect(main).toContainText("CL-SZ1-2026-001");
        const numbers = await save();
        await page.goto("/rule/new?ruleName=letterhead&key=default");
        await main.getByLabel(person.say(both("Name (English)", "名称（英文）")), { exact: true }).fill("Chenglan Medical Group");
        await main.getByLabel(person.say(both("Name (Chinese)", "名称（中文）")), { exact: true }).fill("澄澜医疗集团");
        const letterhead = await save();
        await page.goto("/rule/new?ruleName=currency&key=CHF");
        await expect(main.getByLabel(person.say(both("In use", "在用")))).toBeChecked();
        await accessible(page);
        return [calendar, numbers, letterhead, await save()];
      });

    await test.step("they wait for the head of QA, who approves each by signature", async () => {
      await person.come("xuheng");
      await page.goto("/admin");
      const waiting = page.getByRole("region", { name: person.word("admin.waiting") });
      for (const rule of rules) await expect(waiting).toContainText(rule);
      for (const rule of rules) {
        await person.open("Rule", rule);
        await person.act("Rule", "approve");
      }
      await page.goto("/admin");
      await expect(waiting).toHaveCount(0);
      const places = page.getByRole("region", { name: person.say(both("Sites and working time", "场所与工作时间")) });
      await expect(places).toContainText("08:00–17:00 (−12:00–12:30)");
      await expect(places).toContainText(person.say(both("2026: 1 off, 1 worked", "2026：休 1 天，调班 1 天")));
    });

    await test.step("the next order, in that currency, carries the number and is printed under the letterhead", async () => {
      await person.come("shenyue");
      const order = await person.create(
        "PurchaseOrder",
        { supplier: "SUP-01", orderedOn: "2026-08-20", neededOn: "2026-09-20", currency: "CHF" },
        [{ item: "RM-201", quantity: "10", price: "21.5", taxRate: "9" }],
      );
      expect(order).toBe("CL-SZ1-2026-001");
      await expect(main).toContainText(/234\.35\s*CHF/);
      const print = await page.request.get(`/print/purchase-order/${order}.pdf`);
      expect(print.headers()["content-type"]).toBe("application/pdf");
    });
  });
