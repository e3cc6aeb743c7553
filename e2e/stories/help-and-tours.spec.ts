/** How a person is led: the help beside field and page, and the tours of the demo company. */
import { expect, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { heading, personIn } from "../desk.ts";

test.use({ locale: "zh-CN" });

test("the help stands beside field and page, in one knowledge base [U25]", async ({ page }) => {
  await personIn(page, "gaolang");
  await test.step("F1 in a field says what its rules ask", async () => {
    await page.goto("/receipt/new");
    await page.getByLabel("收货日期", { exact: true }).focus();
    await page.keyboard.press("F1");
    await expect(page.getByRole("note")).toContainText("年、月、日；当日至站点时间 24:00 有效。");
    await page.keyboard.press("F1");
    await expect(page.getByRole("note")).toHaveCount(0);
  });
  await test.step("F1 on the page opens what belongs to it and to the person's work; it is searched, and Esc closes it", async () => {
    await page.goto("/receipt/GR-26-0038");
    await expect(heading(page)).toHaveText("收货单 GR-26-0038");
    await page.keyboard.press("F1");
    const panel = page.getByRole("complementary", { name: "本页帮助" });
    await expect(panel.getByRole("article")).toHaveAccessibleName("收货入待验区");
    await expect(panel.getByText("已按 0.1.0 版核对")).toBeVisible();
    await accessible(page);
    await panel.getByRole("searchbox").fill("职责分离");
    await expect(panel.getByRole("article")).toHaveAccessibleName("职责分离与权限复核");
    await page.keyboard.press("Escape");
    await expect(panel).toHaveCount(0);
  });
  await test.step("the same pages stand at /help, each with an address, in both languages", async () => {
    await page.goto("/help?topic=receive");
    await expect(page.getByRole("article")).toHaveAccessibleName("收货入待验区");
    await page.getByTitle("English").click();
    await expect(page.getByRole("article")).toHaveAccessibleName("Receive into quarantine");
    await page.getByTitle("中文").click();
  });
});

/** Who walks which tour, and how many steps it has. */
const walks = [
  ["zhouqiming", "放行一批，或看清为何不能", 4],
  ["gaolang", "收货入待验区", 4],
  ["chenhe", "检验：读数、限度与结论", 3],
  ["jiangmin", "批准采购订单", 3],
  ["xuheng", "查找供应商批次的去向", 2],
  ["fanqing", "检查员视角：谁、何时、为何", 4],
] as const;

test("each role walks its tour by keyboard, every step at a real control; it can be left, resumed and walked again [U26]", async ({
  page,
}) => {
  for (const [login, title, steps] of walks)
    await test.step(`${login}: ${title}`, async () => {
      await personIn(page, login);
      await page.goto("/help");
      const line = page.getByRole("region", { name: "导览", exact: true }).getByRole("listitem").filter({ hasText: title });
      await line.getByRole("button", { name: "开始导览" }).click();
      const card = page.getByRole("region", { name: `导览：${title}` });
      for (let step = 1; step <= steps; step++) {
        await expect(card).toHaveAttribute("data-step", String(step));
        await expect(card).toHaveAttribute("data-found", "true");
        await expect(card).toBeFocused();
        if (login === "zhouqiming" && step === 2) {
          await accessible(page);
          // Left, and resumed where it was left; the page was never blocked.
          await page.keyboard.press("Escape");
          await expect(card).toHaveCount(0);
          await page.goto("/help");
          await line.getByRole("button", { name: "继续导览" }).click();
          await expect(card).toHaveAttribute("data-step", "2");
          await expect(card).toHaveAttribute("data-found", "true");
          await page.getByRole("button", { name: "上市放行：还差 2 条" }).click();
          await expect(page.getByRole("region", { name: "为什么不能上市放行" })).toBeVisible();
          await page.keyboard.press(".");
          await expect(card).toBeFocused();
        }
        await page.keyboard.press("ArrowRight");
      }
      await expect(card).toHaveCount(0);
      await page.goto("/help");
      await expect(line).toContainText("已完成");
      await expect(line.getByRole("button", { name: "开始导览" })).toBeVisible();
    });
});
