/** A person without a typed password: sets up a passkey, signs in by it, signs a record by it, unlocks by it, removes it. */
import { expect, test } from "@playwright/test";
import { withDevice } from "../authenticator.ts";
import { ask } from "../behind.ts";
import { Person } from "../person.ts";
import { openApp } from "../start-app.ts";

const password = "chenglan-demo-2026";

test("a passkey signs in, signs a purchase order, unlocks and is removed [REQ-ACC-06] [REQ-SIG-03]", async ({ browser }) => {
  await using app = await openApp({ LOTLINE_TRUSTED_DOCUMENTS: "1" });
  // Browsers keep passkeys for names; for this machine's own one without encryption too.
  const context = await browser.newContext({ baseURL: app.baseUrl.replace("127.0.0.1", "localhost"), locale: "zh-CN" });
  const page = await context.newPage();
  const device = await withDevice(page);
  const person = new Person(page, "zh");
  const word = person.word.bind(person);
  const home = page.getByRole("heading", { level: 1, name: word("nav.home") });

  await test.step("she proves who she is and names the passkey; the list shows it", async () => {
    await person.signIn("jiangmin");
    await page.goto("/account");
    await page.getByRole("button", { name: word("passkey.add") }).click();
    await page.getByLabel(word("password.current")).fill(password);
    await page.keyboard.press("Enter");
    await page.getByLabel(word("passkey.name")).fill("办公电脑");
    await page.keyboard.press("Enter");
    await expect(page.getByText("通行密钥“办公电脑”已启用，您的其他会话已结束。")).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "办公电脑" })).toContainText(word("passkey.never"));
  });

  await test.step("it signs her in without name and password; as second factor it is asked after the password", async () => {
    await context.clearCookies();
    await page.goto("/");
    await page.getByLabel(word("login.userName")).fill("jiangmin");
    await page.getByLabel(word("login.password"), { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await expect(page.getByText(word("passkey.second"))).toBeVisible();
    await page.getByRole("button", { name: word("passkey.use"), exact: true }).click();
    await expect(home).toBeVisible();
    await context.clearCookies();
    await page.goto("/");
    await page.getByRole("button", { name: word("passkey.signIn") }).click();
    await expect(home).toBeVisible();
  });

  await test.step("it signs: a device that does not know her is told, nothing is signed; then one Enter", async () => {
    await person.open("PurchaseOrder", "PO-26-0040");
    await page.getByRole("button", { name: "批准…", exact: true }).click();
    const dialog = await person.acceptStatement();
    await expect(dialog.getByText(word("sign.passkeyText"))).toBeVisible();
    await device.recognises(false);
    await page.keyboard.press("Enter");
    await expect(dialog.getByText(word("passkey.gaveUp"))).toBeVisible();
    await device.recognises(true);
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    const [signed] = await ask<{ how: string }>(
      app,
      "superuser",
      "select auth_components as how from signature order by id desc limit 1",
    );
    expect(signed?.how).toMatch(/^userName\+passkey#\d+$/);
  });

  await test.step("it unlocks the screen, and is removed with a reason and a last proof by itself", async () => {
    await page.goto("/account");
    await page.getByTitle(word("shell.person")).click();
    await page.getByText(word("shell.lock")).click();
    await page.getByRole("button", { name: word("passkey.unlock") }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.getByRole("button", { name: "移除通行密钥“办公电脑”" }).click();
    await page.locator("textarea").fill("这台电脑将归还给信息部");
    await page.getByRole("button", { name: word("passkey.prove") }).click();
    await expect(page.getByText("通行密钥“办公电脑”已移除。")).toBeVisible();
    await expect(page.getByText(word("passkey.none"))).toBeVisible();
  });
  await context.close();
});
