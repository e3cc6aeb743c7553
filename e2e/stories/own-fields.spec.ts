/** The company's own fields stand on the screens like declared ones: page, form, history, list. */
import { expect, test } from "@playwright/test";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";

const terms = { en: "Payment terms", zh: "付款条件" };
const prepaid = { en: "Prepaid", zh: "预付" };
const net60 = { en: "60 days net", zh: "月结 60 天" };

for (const language of languagesOf("zh")) {
  test(`payment terms, a field of the company's own, are seen, changed, traced and searched (${language})`, async ({
    browser,
  }) => {
    const context = await browser.newContext({
      locale: language === "zh" ? "zh-CN" : "en-US",
      viewport: { width: 1440, height: 900 },
    });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    // Where both are told, the second finds the value as the first one left it.
    const [was, becomes] = language === "zh" ? [prepaid, net60] : [net60, prepaid];
    await person.come("mengfei");

    await person.open("Supplier", "SUP-04");
    const value = page
      .getByRole("region", { name: person.word("record.ownFields") })
      .locator("dt", { hasText: person.say(terms) })
      .locator("+ dd");
    await expect(value).toHaveText(person.say(was));

    await page.goto("/supplier/SUP-04/edit");
    const group = page.getByRole("group", { name: person.word("record.ownFields") });
    await group.getByLabel(person.say(terms)).selectOption({ label: person.say(becomes) });
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/\/supplier\/SUP-04$/);
    await expect(value).toHaveText(person.say(becomes));
    const latest = page
      .getByRole("list", { name: person.word("record.timeline") })
      .getByRole("listitem")
      .first();
    await expect(latest).toContainText(person.say(terms));
    await expect(latest).toContainText(person.say(was));
    await expect(latest).toContainText(person.say(becomes));

    await page.goto("/supplier");
    const grid = page.getByRole("grid");
    const header = grid.getByRole("columnheader", { name: person.say(terms) });
    await expect(grid.getByRole("link", { name: "SUP-01" })).toBeVisible();
    await expect(header).toHaveCount(0);
    await page.getByRole("button", { name: person.word("list.columns") }).click();
    await page.getByRole("checkbox", { name: person.say(terms) }).check();
    await page.keyboard.press("Escape");
    await expect(header).toBeVisible();
    await page
      .getByRole("search")
      .getByRole("button", { name: person.say(terms) })
      .click();
    await page.getByRole("checkbox", { name: person.say(becomes) }).check();
    await page.keyboard.press("Escape");
    await page
      .getByRole("search")
      .getByRole("button", { name: person.word("do.query"), exact: true })
      .click();
    await expect(page).toHaveURL(/attributes\.paymentTerms=/);
    await expect(grid.getByRole("link", { name: "SUP-04" })).toBeVisible();
    await expect(grid.getByRole("link", { name: "SUP-01" })).toHaveCount(0);
    await context.close();
  });
}
