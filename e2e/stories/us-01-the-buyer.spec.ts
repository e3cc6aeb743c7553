/** US-01, the buyer: "Let me order only what we may buy." */
import { registry } from "@lotline/schema";
import { expect, type Page, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";

for (const language of languagesOf("zh"))
  test(`US-01 the buyer orders only what we may buy, and two people approve what is large (${language}) [REQ-GATE-15] [REQ-SUP-01] [REQ-APR-01] [REQ-APR-02] [REQ-APR-05] [REQ-GATE-18]`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ locale: language === "zh" ? "zh-CN" : "en-US" });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const approvals = page.getByRole("region", { name: person.word("approval.title") });
    const heading = page.getByRole("heading", { level: 1 });

    await test.step("an order dated after the supplier's licence is refused, in words, with the way to its renewal", async () => {
      await person.signIn("shenyue");
      await person.create(
        "PurchaseOrder",
        { supplier: "SUP-04", orderedOn: "2026-10-02", neededOn: "2026-10-20", currency: "CNY" },
        [{ item: "RM-205", quantity: "60000", price: "0.11" }],
      );
      await page
        .getByRole("button", { name: /^(提交|Submit)/ })
        .first()
        .click();
      const reasons = page.getByRole("region", { name: /^(Why|为什么)/ });
      await expect(reasons).toContainText(
        person.say({ en: "medical licence expired 2026-09-30 (首营资质)", zh: "医疗器械许可证已于 2026-09-30 到期（首营资质）" }),
      );
      await reasons.getByRole("link").first().click();
      await expect(heading).toContainText(person.say(registry.Licence.label));
      await expect(page.getByRole("main")).toContainText("2026-09-30");
    });

    await test.step("supplier quality has been warned 90 days before: the renewal is a task", async () => {
      await person.come("mengfei");
      await page.goto("/");
      const todo = page.getByRole("region", { name: person.word("home.todo") });
      await expect(todo).toContainText("LIC-");
      await expect(todo).toContainText("苏食药监械生产许DEMO20210044号");
    });

    const large = await test.step("86,000 CNY of RM-201 wait for the purchasing manager, then for finance", async () => {
      await person.come("shenyue");
      const number = await person.create(
        "PurchaseOrder",
        { supplier: "SUP-01", orderedOn: "2026-08-20", neededOn: "2026-09-07", currency: "CNY" },
        [{ item: "RM-201", quantity: "4000", price: "21.5" }],
      );
      await person.act("PurchaseOrder", "submit");
      await expect(page.getByRole("main")).toContainText("86,000.00");
      await expect(approvals.getByRole("listitem")).toContainText([
        person.say({ en: "Purchasing manager", zh: "采购经理" }),
        person.say({ en: "Finance, above the limit", zh: "财务（超限额）" }),
      ]);
      return number;
    });

    await test.step("the manager signs the first step; the order still waits", async () => {
      await person.come("jiangmin");
      await person.open("PurchaseOrder", large);
      await person.act("PurchaseOrder", "approve");
      await expect(approvals.getByRole("listitem").first()).toContainText(person.say({ en: "Jiang Min", zh: "江敏" }));
      await expect(stateOf(page)).toContainText(person.say({ en: "Waiting for approval", zh: "待批准" }));
    });

    await test.step("finance signs the second, and the clock from order to receipt begins", async () => {
      await person.come("qianli");
      await person.open("PurchaseOrder", large);
      await person.act("PurchaseOrder", "approve");
      await expect(stateOf(page)).toContainText(person.say({ en: "Approved", zh: "已批准" }));
      await expect(page.getByRole("main")).toContainText(person.say(registry.PurchaseOrder.fields.approvedAt.label));
      await accessible(page);
    });

    await test.step("who holds both roles does not approve the own order", async () => {
      await person.come("qinlan");
      await person.create(
        "PurchaseOrder",
        { supplier: "SUP-01", orderedOn: "2026-08-20", neededOn: "2026-09-07", currency: "CNY" },
        [{ item: "RM-201", quantity: "100", price: "18.5" }],
      );
      await person.act("PurchaseOrder", "submit");
      await page
        .getByRole("button", { name: /^(批准|Approve)/ })
        .first()
        .click();
      await expect(page.getByRole("main")).toContainText(
        person.say({ en: "You wrote it; another person must do this.", zh: "您已承担“编制”，此操作须由他人完成（职责分离）。" }),
      );
      await expect(stateOf(page)).toContainText(person.say({ en: "Waiting for approval", zh: "待批准" }));
    });
    await context.close();
  });

const stateOf = (page: Page) => page.getByRole("heading", { level: 1 }).locator("..");
