/** The grid of every list: columns, order, keys, selection, groups and the record beside it, as one who works in Chinese uses them. */
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { Person } from "../person.ts";
import { type App, openApp } from "../start-app.ts";

// Rows and counts of the demo company are exact, so this story has one of its own.
let app: App;
test.beforeAll(async () => {
  app = await openApp();
});
test.afterAll(() => app?.[Symbol.asyncDispose]());

const heads = (page: Page) => page.locator("[data-column]");
const columns = (page: Page) => heads(page).evaluateAll((all) => all.map((head) => (head as HTMLElement).dataset.column));
const parameters = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const grid = (page: Page) => page.getByRole("grid");
const numbers = (page: Page, count: number) =>
  page
    .locator('[role="row"] [role="gridcell"][aria-colindex="2"]')
    .evaluateAll((cells, n) => cells.slice(0, n).map((cell) => cell.textContent), count);
/** What assistive technology is told to be the current cell. */
const current = (page: Page) =>
  page.evaluate(() => {
    const id = document.querySelector('[role="grid"], [role="treegrid"]')?.getAttribute("aria-activedescendant");
    const cell = id ? document.getElementById(id) : null;
    return [cell?.closest('[role="row"]')?.getAttribute("aria-rowindex"), cell?.getAttribute("aria-colindex")].join(" ");
  });
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

const open = async (browser: { newContext: (options: object) => Promise<BrowserContext> }): Promise<Page> => {
  const context = await browser.newContext({ baseURL: app.baseUrl, locale: "zh-CN", viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(15_000);
  const person = new Person(await context.newPage(), "zh");
  await person.come("linjing");
  return person.page;
};

test("columns are pinned, sized, moved and hidden by pointer and by keyboard, and the order has ranks [U03] [U04]", async ({
  browser,
}) => {
  const page = await open(browser);
  await page.goto("/lot?sort=number");
  await expect(grid(page)).toBeVisible();
  const declared = await columns(page);
  expect(declared.slice(0, 3)).toEqual(["number", "item", "state"]);

  await test.step("by the menu of a column, with the keyboard alone", async () => {
    await grid(page).focus();
    // From the first row up to its header, one to the right, and its menu.
    await press(page, "ArrowUp", "ArrowRight", "Alt+ArrowDown");
    const menu = page.getByRole("menu", { name: "列：物料" });
    await expect(menu).toBeVisible();
    await accessible(page);
    await menu.getByRole("menuitem", { name: "固定在左侧" }).press("Enter");
    await expect(page).toHaveURL(/pin=item/);
    expect((await columns(page)).slice(0, 3)).toEqual(["item", "number", "state"]);
    await expect(grid(page)).toBeFocused();
    await press(page, "Alt+ArrowDown");
    await page.getByRole("menuitem", { name: "右移" }).press("Enter");
    await page.getByRole("menuitem", { name: "加宽" }).press("Enter");
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/wide=/);
  });

  await test.step("by pointer: the edge is dragged, the header is dragged", async () => {
    await page.goto("/lot?sort=number");
    const edge = page.locator('[data-column="state"] > span[aria-hidden]').last();
    const box = await edge.boundingBox();
    if (!box) throw new Error("no edge");
    await page.mouse.move(box.x + box.width / 2, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 60, box.y + 8, { steps: 4 });
    await page.mouse.up();
    await expect(page).toHaveURL(/wide=state:180/);
    const from = await page.locator('[data-column="state"]').boundingBox();
    const to = await page.locator('[data-column="number"]').boundingBox();
    if (!from || !to) throw new Error("no headers");
    await page.mouse.move(from.x + 60, from.y + 25);
    await page.mouse.down();
    await page.mouse.move(to.x + 10, to.y + 25, { steps: 6 });
    await page.mouse.up();
    await expect.poll(() => columns(page).then((all) => all.slice(0, 3))).toEqual(["state", "number", "item"]);
    // The drag sorted nothing.
    expect(parameters(page).sort).toBe("number");
  });

  await test.step("by the panel: hidden, shown again, reset", async () => {
    await page.getByRole("button", { name: "列设置" }).click();
    const panel = page.getByRole("dialog", { name: "列设置" });
    await panel.getByRole("checkbox", { name: "显示供应商", exact: true }).uncheck();
    await expect(page).toHaveURL(/hide=supplier/);
    await accessible(page);
    expect(await columns(page)).not.toContain("supplier");
    await panel.getByRole("button", { name: "恢复列设置" }).click();
    await expect.poll(() => columns(page)).toEqual(declared);
    expect(Object.keys(parameters(page))).toEqual(["sort"]);
    await page.keyboard.press("Escape");
  });

  await test.step("a click sorts, Shift adds, the rank is told", async () => {
    await page.locator('[data-column="item"] button').first().click();
    await page
      .locator('[data-column="number"] button')
      .first()
      .click({ modifiers: ["Shift"] });
    await page
      .locator('[data-column="number"] button')
      .first()
      .click({ modifiers: ["Shift"] });
    await expect(page).toHaveURL(/sort=item,-number/);
    await expect(page.locator('[data-column="item"]')).toHaveAttribute("aria-sort", "ascending");
    await expect(page.locator('[data-column="number"]')).toHaveAttribute("aria-sort", "descending");
    await expect(page.locator('[data-column="item"]')).toContainText("↑1");
    await expect(page.locator('[data-column="number"]')).toContainText("↓2");
  });
});

test("one tab stop, and every place by its key; letters typed by an input method do nothing [U10] [U22]", async ({ browser }) => {
  const page = await open(browser);
  await page.goto("/lot?sort=number");
  await grid(page).focus();
  expect(await current(page)).toBe("2 2");
  await press(page, "ArrowDown", "ArrowRight");
  expect(await current(page)).toBe("3 3");
  await press(page, "Home");
  expect(await current(page)).toBe("3 1");
  await press(page, "Control+End");
  await expect.poll(() => current(page)).toMatch(/^258 /);
  await expect(page.locator('[role="row"][aria-rowindex="258"]')).not.toHaveAttribute("aria-busy", "true");
  await press(page, "Control+Home", "PageDown");
  expect(Number((await current(page)).split(" ")[0])).toBeGreaterThan(12);
  await press(page, "Control+Home", "ArrowRight");

  await test.step("selects by Space, x, Shift and arrows, the page, and all that match", async () => {
    const bar = page.getByRole("region", { name: "所选记录" });
    await press(page, "x");
    await expect(bar).toContainText("已选 1 条");
    await press(page, "Shift+ArrowDown", "Shift+ArrowDown");
    await expect(bar).toContainText("已选 3 条");
    await expect(page.locator('[role="row"][aria-selected="true"]')).toHaveCount(3);
    await press(page, "Control+a");
    await expect(bar).toContainText("已选 100 条");
    await expect(page.getByRole("checkbox", { name: "选择本页各行" })).toHaveAttribute("aria-checked", "true");
    await bar.getByRole("button", { name: "选择全部匹配的 257 条" }).click();
    await expect(bar).toContainText("已选 257 条");
    await page
      .getByRole("checkbox", { name: /^选择 / })
      .nth(1)
      .click();
    await expect(bar).toContainText("已选 256 条");
    await expect(page.getByRole("checkbox", { name: "选择本页各行" })).toHaveAttribute("aria-checked", "mixed");
    await bar.getByRole("button", { name: "取消选择" }).click();
    await expect(bar).toBeHidden();
  });

  await test.step("while an input method composes, no key is the grid's", async () => {
    await grid(page).focus();
    const before = await current(page);
    await page.evaluate(() => {
      for (const key of [" ", "x", "Enter", "F2"])
        document.activeElement?.dispatchEvent(
          new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, isComposing: true }),
        );
    });
    expect(await current(page)).toBe(before);
    expect(new URL(page.url()).pathname).toBe("/lot");
    await expect(page.locator('[role="row"][aria-selected="true"]')).toHaveCount(0);
  });

  await test.step("rows have three heights, and the choice is kept", async () => {
    const row = page.locator('[role="row"][aria-rowindex="2"]');
    for (const height of [28, 42]) {
      await page.getByRole("button", { name: String(height), exact: true }).click();
      await expect(row).toHaveCSS("height", `${height}px`);
    }
    await page.reload();
    await expect(row).toHaveCSS("height", "42px");
  });
});

test("a record stands beside its list, follows the row, and is part of the address; going back finds the place [U01] [U21]", async ({
  browser,
}) => {
  const page = await open(browser);
  await page.goto("/lot?sort=number");
  await grid(page).focus();
  const [first, second] = await numbers(page, 2);
  await page.keyboard.press("Space");
  const beside = page.locator("aside").filter({ has: page.getByRole("tablist") });
  await expect(beside.getByRole("heading", { level: 2 }).first()).toHaveText(first ?? "");
  expect(parameters(page).peek).toBe(first);
  await accessible(page);
  await page.keyboard.press("ArrowDown");
  await expect(beside.getByRole("heading", { level: 2 }).first()).toHaveText(second ?? "");
  await beside.getByRole("tab", { name: "平衡" }).click();
  await expect(beside.getByRole("tab")).toHaveText(["为何不可用", "字段", "平衡", "时间线"]);
  await expect(page).toHaveURL(/tab=balance/);
  await page.reload();
  await expect(beside.getByRole("tab", { name: "平衡" })).toHaveAttribute("aria-selected", "true");
  await expect(beside.getByRole("heading", { level: 2 }).first()).toHaveText(second ?? "");
  await page.keyboard.press("Escape");
  await expect(beside).toBeHidden();
  await expect(grid(page)).toBeFocused();

  await test.step("Ctrl+Enter is a tab of its own, Enter the full page, and back is where one was", async () => {
    const other = page.context().waitForEvent("page");
    await page.keyboard.press("Control+Enter");
    await (await other).close();
    await press(page, "PageDown", "PageDown", "PageDown");
    const at = await current(page);
    const top = await grid(page).evaluate((element) => element.scrollTop);
    expect(top).toBeGreaterThan(500);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/lot\/[^?]+$/);
    await page.goBack();
    await expect.poll(() => grid(page).evaluate((element) => element.scrollTop)).toBe(top);
    expect((await current(page)).split(" ")[0]).toBe(at.split(" ")[0]);
  });
});

test("rows stand in groups with counts over all of them, opened by the arrows, and sums stay by unit [U06]", async ({
  browser,
}) => {
  const page = await open(browser);
  await page.goto("/lot?group=state,item");
  const tree = page.getByRole("treegrid");
  const groups = tree.locator('[role="row"][aria-expanded]');
  await expect(groups).toHaveText([/待验.*4/, /检验中.*2/, /已放行.*249/, /不合格.*2/]);
  await tree.focus();
  await press(page, "ArrowDown", "ArrowRight");
  await expect(groups.nth(1)).toHaveAttribute("aria-expanded", "true");
  await expect(groups).toHaveCount(6);
  await expect(groups.nth(2)).toHaveAttribute("aria-level", "2");
  await expect(groups.nth(2)).toContainText("PK-301");
  await press(page, "ArrowDown", "ArrowRight");
  const row = tree.locator('[role="row"][aria-level="3"]');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("P301-2608-2");
  await accessible(page);
  // From the row to its group, which is closed, and on to the group around it.
  await press(page, "ArrowDown", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft");
  await expect(groups).toHaveCount(4);
  const foot = page.locator("main footer").filter({ hasText: "全部 257 条" });
  await expect(foot).toContainText("249");
  await expect(foot).toContainText(/2,190,912\s*ea/);
  await expect(foot).toContainText(/3,933\s*kg/);
});
