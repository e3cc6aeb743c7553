/** What stands around every record: the palette, the keys, the scanner, lost connections. */
import { registry } from "@lotline/schema";
import { expect, type Page, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { deskIn, heading, personIn } from "../desk.ts";
import { scan } from "../scanner.ts";

const separator = "\u001d";

const box = (page: Page) => page.getByRole("combobox", { name: "扫码或搜索" });
const options = (page: Page) => page.getByRole("listbox").getByRole("option");
const notice = (page: Page) => page.getByRole("contentinfo").getByRole("status");

test.use({ locale: "zh-CN" });

test("the palette finds records, names by pinyin and verbs with their reasons, by keyboard alone [U15] [REQ-REC-13]", async ({
  page,
}) => {
  await personIn(page, "zhouqiming");
  await test.step("a person by the first letters of his name", async () => {
    await page.keyboard.press("Control+k");
    await box(page).fill("zqm");
    await expect(options(page).first()).toContainText("周启明");
    await page.keyboard.press("Enter");
    await expect(heading(page)).toHaveText("人员 P-0020");
  });
  await test.step("a lot by its supplier's lot, which is said; Enter before the answer waits for it", async () => {
    await page.keyboard.press("Control+k");
    await box(page).fill("PV26-118");
    await page.keyboard.press("Enter");
    await expect(heading(page)).toHaveText("批 R201-2607");
    await page.keyboard.press("Control+k");
    await box(page).fill("PV26-118");
    await expect(options(page).first()).toContainText("批 · 按供应商批号");
    await page.keyboard.press("Escape");
  });
  await test.step("a refused verb with the number of its reasons; choosing it opens them", async () => {
    await page.goto("/lot/IS2608A");
    await expect(heading(page)).toHaveText("批 IS2608A");
    await page.keyboard.press("Control+k");
    await expect(options(page).first()).toContainText("上市放行：还差 2 条");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("region", { name: "为什么不能上市放行" }).getByRole("listitem")).toHaveCount(2);
  });
  await test.step("Enter of an input method chooses nothing; Tab narrows; the arrows go round", async () => {
    await page.keyboard.press("Control+k");
    await box(page).fill("批");
    await expect(options(page).first()).toBeVisible();
    await box(page).dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true });
    await expect(box(page)).toBeFocused();
    for (const kind of ["记录", "操作", "页面"]) {
      await page.keyboard.press("Tab");
      await expect(page.getByRole("dialog").getByRole("button", { name: kind, exact: true })).toHaveAttribute(
        "aria-pressed",
        "true",
      );
    }
    await box(page).fill("");
    await page.keyboard.press("ArrowUp");
    await expect(options(page).last()).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowDown");
    await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
    await accessible(page);
    await page.keyboard.press("Escape");
  });
  await test.step("an answer to an older text is dropped; a failed one is said and asked again", async () => {
    await page.route("**/graphql", async (route) => {
      const { text } = route.request().postDataJSON().variables ?? {};
      if (text === "R2") await new Promise((done) => setTimeout(done, 1500));
      if (text === "SUP-03") return route.abort();
      return route.continue().catch(() => undefined);
    });
    await page.keyboard.press("Control+k");
    await box(page).fill("R2");
    await page.waitForTimeout(200);
    await box(page).fill("IS2607A");
    await expect(options(page).first()).toContainText("IS2607A");
    await page.waitForTimeout(1600);
    await expect(options(page).first()).toContainText("IS2607A");
    await box(page).fill("SUP-03");
    await expect(page.getByRole("dialog").getByRole("alert")).toContainText("无法连接服务器");
    await page.unroute("**/graphql");
    await page.getByRole("dialog").getByRole("button", { name: "重试" }).click();
    await expect(options(page).first()).toContainText("SUP-03");
    await box(page).fill("没有这样的记录");
    await expect(page.getByRole("dialog").getByRole("status")).toContainText("没有找到没有这样的记录");
    await page.keyboard.press("Escape");
  });
  await test.step("settings are verbs too: the language changes without a reload", async () => {
    await page.keyboard.press("Control+k");
    await box(page).fill("English");
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Scan or search" }).fill("中文");
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  });
});

test("a letter is a verb on the record, a sequence leads to a page, and neither fires where somebody types [U15]", async ({
  page,
}) => {
  await personIn(page, "zhouqiming");
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(heading(page)).toHaveText("批次");
  await page.goto("/lot/IS2608A");
  await expect(page.getByRole("button", { name: "上市放行：还差 2 条" })).toHaveAttribute("title", "上市放行 (M)");
  await page.keyboard.press("m");
  const reasons = page.getByRole("region", { name: "为什么不能上市放行" });
  await expect(reasons).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(reasons).toHaveCount(0);
  await test.step("? lists the keys of the record, of the page and everywhere", async () => {
    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "按键" });
    for (const group of ["本记录 IS2608A", "本页", "任何页面", "前往"])
      await expect(dialog.getByRole("heading", { name: group })).toBeVisible();
    await expect(dialog.locator("dl > div", { hasText: "上市放行" })).toContainText("M");
    // In a dialog a letter is no verb.
    await page.keyboard.press("m");
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(reasons).toHaveCount(0);
  });
  await test.step("typed into a box or composed by an input method it is none", async () => {
    await page.goto("/help");
    await page.getByRole("searchbox", { name: "搜索帮助" }).pressSequentially("gl", { delay: 60 });
    await page.waitForTimeout(200);
    await expect(page).toHaveURL(/\/help\?text=gl$/);
    await page.goto("/lot/IS2608A");
    await expect(heading(page)).toBeVisible();
    await page.locator("body").dispatchEvent("keydown", { key: "m", code: "KeyM", isComposing: true, bubbles: true });
    await page.waitForTimeout(200);
    await expect(reasons).toHaveCount(0);
  });
});

test("the scanner opens records and fills fields on every screen, and a hand is no scanner [U15]", async ({ page }) => {
  await personIn(page, "gaolang");
  await test.step("a supplier's lot, a GS1 symbol, a location; no letter of a code is a verb", async () => {
    await scan(page, "PV26-118");
    await expect(heading(page)).toHaveText("批 R201-2607");
    await expect(notice(page)).toHaveText("已扫码 R201-2607。");
    await scan(page, `]d2010952123400001317290730${"10IS2607A"}${separator}`);
    await expect(heading(page)).toHaveText("批 IS2607A");
    await scan(page, "SZ1-Q1");
    await expect(heading(page)).toHaveText("库位 SZ1-Q1");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
  await test.step("an input method does not garble it, and is warned of", async () => {
    await scan(page, "R201-2607", { composing: true });
    await expect(heading(page)).toHaveText("批 R201-2607");
    await expect(notice(page)).toContainText("输入法处于开启状态");
  });
  await test.step("in a dialog it fills the box for records, and no quantity", async () => {
    await page.keyboard.press("v");
    const dialog = page.getByRole("dialog", { name: "移库" });
    const to = dialog.getByLabel("到", { exact: true });
    await expect(to).toBeFocused();
    await scan(page, "SZ1-S1");
    await expect(to).toHaveValue(/^SZ1-S1/);
    const quantity = dialog.getByLabel(/^数量/).first();
    await quantity.fill("12");
    await scan(page, "R201-2607");
    await expect(quantity).toHaveValue("12");
    await expect(notice(page)).toContainText("R201-2607 是编码，不是数值");
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  });
  await test.step("a receipt takes lot and expiry from a GS1 symbol", async () => {
    await page.goto("/receipt/new");
    await deskIn(page);
    const supplierLot = page.getByLabel("第 1 行, 供应商批号", { exact: true });
    await supplierLot.focus();
    await scan(page, `]C10109521234000013${"17290730"}10PV26-777`);
    await expect(supplierLot).toHaveValue("PV26-777");
    const expires = page.getByLabel("第 1 行, 有效期至", { exact: true });
    await expires.focus();
    await scan(page, `]C10109521234000013${"17290730"}10PV26-777`);
    await expect(expires).toHaveValue("2029-07-30");
  });
  await test.step("what is unknown can be searched for or made", async () => {
    await page.goto("/");
    const unknown = page.getByRole("dialog", { name: "未识别 NO-SUCH-1" });
    await deskIn(page);
    await scan(page, "NO-SUCH-1");
    await expect(unknown.getByRole("link", { name: "新建收货单" })).toBeVisible();
    await unknown.getByRole("button", { name: "搜索" }).click();
    await expect(box(page)).toHaveValue("NO-SUCH-1");
    await page.keyboard.press("Escape");
    await scan(page, "]d2010952123400001");
    await expect(page.getByRole("dialog")).toContainText("内容损坏或不合规");
    await page.keyboard.press("Escape");
  });
  await test.step("a hand that types fast and presses Enter only types", async () => {
    await page.keyboard.press("Control+k");
    await box(page).pressSequentially("IS2607B", { delay: 50 });
    await expect(box(page)).toHaveValue("IS2607B");
    await expect(options(page).first()).toContainText("IS2607B");
    await page.keyboard.press("Escape");
  });
});

test("without connection reads wait, writes are refused and what was typed stays; an answer that was lost is found after a reload [U23]", async ({
  page,
  context,
}) => {
  const person = await personIn(page, "luoan");
  const lost = page.getByText("与服务器的连接已断开");
  await test.step("a list that is asked for while there is no connection comes when it is back", async () => {
    await page.goto("/item");
    await expect(page.getByRole("grid")).toBeVisible();
    await page.keyboard.press("g");
    await page.keyboard.press("u");
    await expect(heading(page)).toHaveText("供应商");
    await context.setOffline(true);
    await expect(lost).toBeVisible();
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await expect(page).toHaveURL(/\/customer$/);
    await page.waitForTimeout(500);
    await expect(page.getByText("没有成功")).toHaveCount(0);
    await expect(page.getByText("江南总医院")).toHaveCount(0);
    await context.setOffline(false);
    await expect(page.getByRole("grid")).toContainText("江南总医院");
    await expect(lost).toHaveCount(0);
    await expect(notice(page)).toHaveText("连接已恢复。");
  });
  const form = page.getByRole("form", { name: "新建库位" });
  const save = form.getByRole("button", { name: "新建" });
  const fill = async (number: string) => {
    await page.goto("/location/new");
    await form.getByLabel("库位", { exact: true }).fill(number);
    await form.getByLabel(person.say(registry.Location.fields.nameEn.label), { exact: true }).fill("DESK-TWINS");
    await form.getByLabel(person.say(registry.Location.fields.nameZh.label), { exact: true }).fill("双胞胎");
    await form.getByLabel(person.say(registry.Location.fields.type.label), { exact: true }).selectOption("storage");
  };
  await test.step("a command is not sent and says so; pressed again with connection it takes place", async () => {
    await fill("DESK-1");
    await context.setOffline(true);
    await expect(lost).toBeVisible();
    await save.click();
    await expect(form.getByRole("alert")).toContainText("未提交：与服务器没有连接，没有任何更改。");
    await expect(form.getByLabel("库位", { exact: true })).toHaveValue("DESK-1");
    await context.setOffline(false);
    await expect(lost).toHaveCount(0);
    await save.click();
    await expect(heading(page)).toHaveText("库位 DESK-1");
  });
  await test.step("its answer is lost, the page is loaded again, and the server says that it took place, once", async () => {
    await fill("DESK-2");
    let sent = 0;
    let cut = true;
    await page.route("**/graphql", async (route) => {
      if (!cut || !String(route.request().postDataJSON().query).startsWith("mutation createLocation")) return route.continue();
      if (++sent === 1) await route.fetch();
      return route.abort();
    });
    await save.click();
    await expect(form.getByRole("status").filter({ hasText: "正在" })).toBeVisible();
    await page.reload();
    cut = false;
    const bar = page.getByRole("region", { name: "1 项操作未得到答复" });
    await expect(bar).toContainText("新建 库位");
    expect(await page.evaluate(() => Object.values(sessionStorage).join())).not.toContain("demo-2026");
    await bar.getByRole("button", { name: "向服务器查询" }).click();
    await expect(bar).toHaveCount(0);
    await expect(notice(page)).toHaveText("新建 库位：已执行。");
    const answer = await page.request.post("/graphql", {
      data: { query: '{ locations(search: "DESK-TWINS", first: 9) { edges { node { number } } } }' },
    });
    const { data } = await answer.json();
    expect(data.locations.edges.map(({ node }: { node: { number: string } }) => node.number)).toEqual(["DESK-1", "DESK-2"]);
    await page.unrouteAll({ behavior: "wait" });
  });
  await test.step("a code that means two records is chosen by the person [U15]", async () => {
    await page.goto("/");
    const choice = page.getByRole("dialog", { name: "DESK-TWINS 对应多条记录" });
    await deskIn(page);
    await scan(page, "DESK-TWINS");
    await expect(choice.getByRole("listitem")).toHaveCount(2);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(heading(page)).toHaveText("库位 DESK-2");
  });
  await test.step("an error has its code, another try, and diagnostics without a secret", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.route("**/graphql", (route) =>
      String(route.request().postDataJSON().query).includes("supplierList")
        ? route.fulfill({ json: { errors: [{ message: "x", extensions: { code: "INTERNAL", reference: "ref-1" } }] } })
        : route.continue(),
    );
    await page.goto("/supplier?q=secret-name");
    await expect(page.getByRole("alert")).toContainText("代码 INTERNAL · 编号 ref-1");
    await page.getByRole("button", { name: "复制诊断信息" }).click();
    await expect(page.getByRole("button", { name: "已复制" })).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(copied)).toMatchObject({ failure: "INTERNAL ref-1", page: "/supplier", language: "zh-CN", lost: false });
    expect(copied).not.toContain("secret-name");
    await page.unroute("**/graphql");
    await page.getByRole("button", { name: "重试" }).click();
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
});
