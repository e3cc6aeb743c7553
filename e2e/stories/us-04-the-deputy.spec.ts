/** US-04: who is away lends her role for some days; what was decided in her place says so, to everybody whom it concerns. */
import { registry } from "@lotline/schema";
import { expect, test } from "@playwright/test";
import { askApi } from "../graphql.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";

const qianli = { en: "Qian Li", zh: "钱立" };

for (const language of languagesOf("en"))
  test(`a role is lent for some days, an order is decided in the queue on behalf of its holder, and the review is counted (${language}) [REQ-ACC-08]`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ locale: language === "zh" ? "zh-CN" : "en-US" });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const panel = page.getByRole("tabpanel");
    const tab = async (name: "waiting" | "done" | "started" | "copied") => {
      await page.goto(name === "waiting" ? "/todo" : `/todo?tab=${name}`);
      await expect(panel).toBeVisible();
    };

    await person.come("shenyue");
    const order = await person.create(
      "PurchaseOrder",
      { supplier: "SUP-01", orderedOn: "2026-08-20", neededOn: "2026-09-07", currency: "CNY" },
      [{ item: "RM-201", quantity: "100", price: "21.5" }],
    );
    await person.act("PurchaseOrder", "submit");

    const delegation = await test.step("the purchasing manager lends her role to finance, from the to-do centre", async () => {
      await person.come("jiangmin");
      const { people } = await askApi<{ people: { edges: { node: { number: string } }[] } }>(
        page,
        'query { people: persons(filter: { login: { eq: "qianli" } }) { edges { node { number } } } }',
      );
      const deputy = people.edges[0]?.node.number ?? "";
      await tab("waiting");
      await expect(panel).toContainText(order);
      await page.getByRole("link", { name: person.word("todo.delegate") }).click();
      await expect(page).toHaveURL(/\/delegation\/new$/);
      const number = await person.create("Delegation", {
        role: "PURCHASING_MANAGER",
        delegate: deputy,
        validFrom: "2026-08-20",
        validTo: "2026-08-31",
        why: "At the supplier's until the end of the month",
      });
      await person.act("Delegation", "give");
      return number;
    });

    await test.step("he finds the order among his tasks and decides it in the queue; the signature names both", async () => {
      await person.come("qianli");
      await tab("waiting");
      await expect(panel).toContainText(order);
      await page.goto("/review?type=PurchaseOrder");
      const head = page.locator("#review-head");
      await page
        .getByRole("region", { name: person.word("review.queue") })
        .getByRole("button", { name: new RegExp(order) })
        .click();
      await expect(head).toContainText(order);
      await page.keyboard.press("a");
      await person.sign();
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await expect(head).not.toContainText(order);
      await tab("done");
      await expect(panel).toContainText(order);
      await person.open("PurchaseOrder", order);
      const approvals = page.getByRole("region", { name: person.word("approval.title") });
      await expect(approvals).toContainText(person.say(qianli));
      await expect(approvals).toContainText(person.say({ en: "on behalf of Jiang Min", zh: "代 江敏" }));
    });

    await test.step("who ordered is told, and the role goes back", async () => {
      await person.come("shenyue");
      await tab("started");
      await expect(panel.getByRole("listitem").filter({ hasText: order })).toContainText(person.say(qianli));
      await person.come("jiangmin");
      await person.open("Delegation", delegation);
      await person.act("Delegation", "end", {}, { reason: "Back from the supplier's" });
      await person.come("qianli");
      const { me } = await askApi<{ me: { permits: string[] } }>(page, "{ me { permits } }");
      expect(me.permits).not.toContain("purchase.approve");
    });

    await test.step("the QA head sees the review counted, and the number opens its row", async () => {
      await person.come("xuheng");
      await page.goto("/review/quality?record=PurchaseOrder");
      const row = page.getByRole("row").filter({ hasText: person.say(qianli) });
      await expect(row).toContainText(person.say(registry.PurchaseOrder.label));
      await row.getByRole("link").first().click();
      await expect(page.getByRole("link", { name: order })).toBeVisible();
    });
    await context.close();
  });
