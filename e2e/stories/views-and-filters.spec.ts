/** A list as its address: standard and own views, what differs from them, filters in words, and exactly that as a file. */
import { readFileSync } from "node:fs";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { Person } from "../person.ts";
import { type App, openApp } from "../start-app.ts";

// Counts of the demo company are exact, so these stories have one of their own.
let app: App;
test.beforeAll(async () => {
  app = await openApp();
});
test.afterAll(() => app?.[Symbol.asyncDispose]());
test.describe.configure({ mode: "serial" });

const open = async (context: BrowserContext, login: string): Promise<Page> => {
  context.setDefaultTimeout(15_000);
  const person = new Person(await context.newPage(), "en");
  await person.come(login);
  return person.page;
};
const count = (page: Page) => page.getByRole("main").getByText(/^[\d,]+ records?$/);
const tabs = (page: Page) => page.getByRole("navigation", { name: "Views" });
const chips = (page: Page) => page.getByRole("list", { name: "Conditions" }).getByRole("listitem");
const parameters = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

const setUp = async (browser: { newContext: (options: object) => Promise<BrowserContext> }) =>
  browser.newContext({ baseURL: app.baseUrl, locale: "en-US", viewport: { width: 1440, height: 900 } });

test("a view of lots is opened, changed, reset, saved, shared and locked, and its address shows a colleague the same [U01] [U02]", async ({
  browser,
}) => {
  const context = await setUp(browser);
  const page = await open(context, "linjing");
  await page.goto("/lot");
  await expect(count(page)).toHaveText("257 records");
  await expect(tabs(page).getByRole("link")).toHaveText([
    "All",
    "Blocked and why",
    "On hand",
    "Expiring in 90 days",
    "Near expiry, by month",
    "Under test",
  ]);

  await test.step("a standard view is a tab", async () => {
    await tabs(page).getByRole("link", { name: "Blocked and why" }).click();
    await expect(count(page)).toHaveText("6 records");
    await expect(tabs(page).locator("[aria-current=page]")).toHaveText("Blocked and why");
    await expect(chips(page)).toHaveText([
      "On hand: yes",
      "On hold: yes or Status is Quarantine, Under test or Rejected or Expires on is in the past",
    ]);
  });

  await test.step("what differs is marked and can be reset", async () => {
    await page.getByRole("button", { name: /^Remove On hold: yes or / }).click();
    await expect(count(page)).toHaveText("134 records");
    await expect(page.getByText("Modified")).toBeVisible();
    await page.getByRole("button", { name: "Reset view" }).click();
    await expect(count(page)).toHaveText("6 records");
    await expect(page.getByText("Modified")).toBeHidden();
  });

  await test.step("it is saved under a name of one's own, by keyboard", async () => {
    await page.getByRole("button", { name: "Status any" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: "Under test" }).check();
    await page
      .getByRole("dialog", { name: /^Status/ })
      .getByRole("button", { name: "Query", exact: true })
      .press("Enter");
    await expect(count(page)).toHaveText("2 records");
    await tabs(page).getByRole("button", { name: "View" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Name", { exact: true }).fill("Tested on the shelf");
    await accessible(page);
    await page.keyboard.press("Enter");
    await expect(tabs(page).locator("[aria-current=page]")).toHaveText("Tested on the shelf");
    await expect(page.getByText("Modified")).toBeHidden();
  });
  const address = page.url();
  expect(parameters(page)).toEqual({
    state: "underTest",
    isOnHand: "true",
    where: "or(isOnHold:is(true),state:in(quarantine,underTest,rejected),expiresOn:rel(past))",
    view: expect.stringMatching(/^V-\d{5}$/),
  });

  const other = await setUp(browser);
  const colleague = await open(other, "shenyue");
  await test.step("a colleague sees the same by its address, and no view of somebody else's", async () => {
    await colleague.goto(address);
    await expect(count(colleague)).toHaveText("2 records");
    await expect(tabs(colleague).getByRole("link", { name: "Tested on the shelf" })).toHaveCount(0);
    await expect(colleague.getByRole("alert")).toHaveCount(0);
  });

  await test.step("it is shared and locked from its menu", async () => {
    await page.getByRole("button", { name: "View", exact: true }).last().click();
    await accessible(page);
    await page.getByRole("menuitem", { name: "Share" }).click();
    const dialog = page.getByRole("dialog", { name: "Share" });
    await dialog.getByLabel("Show to").selectOption("everyone");
    await dialog.getByRole("button", { name: "Share" }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole("button", { name: "View", exact: true }).last().click();
    await page.getByRole("menuitem", { name: "Lock", exact: true }).click();
    await expect(tabs(page).getByRole("img", { name: "Locked by QA" })).toBeVisible();
  });

  await test.step("everybody has it; who may not change it saves another", async () => {
    await colleague.reload();
    await expect(tabs(colleague).locator("[aria-current=page]")).toContainText("Tested on the shelf");
    await colleague.getByRole("button", { name: "Remove Status is Under test" }).click();
    await expect(colleague.getByRole("button", { name: "Save as" })).toBeVisible();
    await expect(colleague.getByRole("button", { name: "Save view" })).toHaveCount(0);
  });

  await test.step("the list opens with it when it is chosen, and going back leads where one came from", async () => {
    await page.getByRole("button", { name: "View", exact: true }).last().click();
    await page.getByRole("menuitemcheckbox", { name: "For me" }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await page.goto("/hold");
    await page.goto("/lot");
    await expect(count(page)).toHaveText("2 records");
    await expect(page).toHaveURL(address);
    await tabs(page).getByRole("link", { name: "All" }).click();
    await expect(count(page)).toHaveText("257 records");
    await page.goBack();
    await expect(page).toHaveURL(address);
  });
  await other.close();
  await context.close();
});

test("any column is asked by its own operators, nested by and/or, told in words and read from a link; what is not understood is said [U05]", async ({
  browser,
}) => {
  const context = await setUp(browser);
  const page = await open(context, "xuheng");
  await page.goto("/lot");
  await expect(count(page)).toHaveText("257 records");

  await test.step("a condition on a text column", async () => {
    await page.getByRole("button", { name: "Condition", exact: true }).click();
    await page.getByRole("textbox", { name: "Column" }).fill("supplier's");
    await page.keyboard.press("Enter");
    const box = page.getByRole("dialog", { name: "Supplier's lot" });
    await box.getByLabel("How Supplier's lot is asked").selectOption("starts");
    await box.getByRole("textbox", { name: "Supplier's lot" }).fill("PV26");
    await page.keyboard.press("Enter");
    await expect(chips(page)).toHaveText(["Supplier's lot starts with “PV26”"]);
    expect(parameters(page)).toEqual({ supplierLot: "starts(PV26)" });
  });

  await test.step("what a person is, is asked on the server", async () => {
    await page.goto("/purchase-order?createdBy=me()");
    await expect(chips(page)).toHaveText(["Created by is me"]);
    await expect(page.getByText("0 records")).toBeVisible();
    const other = await setUp(browser);
    const buyer = await open(other, "shenyue");
    await buyer.goto(page.url());
    await expect(chips(buyer)).toHaveText(["Created by is me"]);
    await expect(count(buyer)).not.toHaveText("0 records");
    await other.close();
  });

  await test.step("groups within groups, with full-width digits", async () => {
    await page.goto("/lot?view=all");
    await page.getByRole("button", { name: "Advanced" }).click();
    const builder = page.getByRole("dialog", { name: "Advanced filter" });
    await builder.getByLabel("Joined by").selectOption("or");
    await builder.getByRole("checkbox", { name: "Rejected" }).check();
    await builder.getByRole("button", { name: "Group", exact: true }).click();
    const inner = builder.getByRole("group", { name: "Group of level 2" });
    await inner.getByLabel("Column").selectOption("quantityMade");
    await inner.getByLabel(/^How Quantity/).selectOption("min");
    await inner.getByRole("textbox").fill("２５０００");
    await inner.getByRole("button", { name: "Condition", exact: true }).click();
    await inner.getByLabel("Column").nth(1).selectOption("expiresOn");
    await inner.getByLabel("Period of Expires on").selectOption("next");
    await inner.getByLabel("How many").fill("400");
    await accessible(page);
    await builder.getByRole("button", { name: "Query", exact: true }).click();
    expect(parameters(page)).toEqual({
      view: "all",
      where: "or(state:in(rejected),and(quantityMade:min(25000),expiresOn:rel(next400d)))",
    });
    await page.getByRole("button", { name: "In words" }).click();
    await expect(page.getByRole("dialog", { name: "In words" })).toHaveText(
      "Lots of which Status is Rejected or (Quantity received or made ≥ 25000 and Expires on is in the next 400 days).",
    );
    await page.keyboard.press("Escape");
  });

  await test.step("the same in Chinese without a reload", async () => {
    await page.getByTitle("中文").click();
    await expect(page.getByRole("list", { name: "筛选条件" }).getByRole("listitem")).toHaveText([
      "状态为“不合格”，或（收货/产出数量 ≥ 25000，且有效期至在未来 400 天）",
    ]);
    await page.getByTitle("English").click();
  });

  await test.step("what a link says that nobody understands is told", async () => {
    await page.goto("/lot?state=eaten,rejected&colour=red&where=or(weight:gt(3),isOnHold:is(true))");
    await expect(page.getByRole("alert")).toHaveText(
      "A part of this link could not be understood and was left out: state:eaten, colour=red, weight:gt(3)",
    );
    await expect(chips(page)).toHaveText(["Status is Rejected", "On hold: yes"]);
    await expect(page.getByText("0 records")).toBeVisible();
  });
  await context.close();
});

test("exactly the view leaves as a file, with its filter in words, its user and its rows [U13]", async ({ browser }) => {
  const context = await setUp(browser);
  const page = await open(context, "xuheng");
  await page.goto("/lot?view=all&isOnHold=true&hide=site,createdAt&sort=number");
  await expect(count(page)).toHaveText("2 records");
  await page.getByRole("button", { name: "Export" }).click();
  await expect(page.getByText("2 rows of this view")).toBeVisible();
  await accessible(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "CSV" }).click()]);
  const text = readFileSync(await download.path(), "utf8");
  expect(text.startsWith("\uFEFF")).toBe(true);
  expect(text).toContain("On hold: yes");
  expect(text).toContain("xuheng");
  const rows = text.trimEnd().split("\r\n").slice(-2);
  expect(rows.map((row) => row.split(",")[0])).toEqual(["P301-2608-2", "R208-2608-2"]);
  await expect(page.getByText(/\.csv: 2 rows$/)).toBeVisible();
  await context.close();
});
