/** A company with a provider of its own: signs in there, signs a record by being proved anew, signs another by a passkey. */
import { expect, type Page, test } from "@playwright/test";
import { type IdentityProvider, openProvider } from "../../apps/api/test/identity-provider.ts";
import { withDevice } from "../authenticator.ts";
import { ask } from "../behind.ts";
import { Person } from "../person.ts";
import { openApp } from "../start-app.ts";

test("sign in at the company's provider, sign by re-authentication, sign by passkey [REQ-ACC-01] [REQ-SIG-03] [REQ-ACC-11]", async ({
  browser,
}) => {
  let provider: IdentityProvider | undefined;
  await using app = await openApp(async (port) => {
    const baseUrl = `http://localhost:${port}`;
    // Another site than the app's: cookies go as they do between two companies.
    provider = await openProvider(baseUrl);
    const { issuer, clientId, clientSecret, name } = provider.settings;
    return {
      LOTLINE_TRUSTED_DOCUMENTS: "1",
      LOTLINE_BASE_URL: baseUrl,
      LOTLINE_OIDC_ISSUER: issuer,
      LOTLINE_OIDC_CLIENT_ID: clientId,
      LOTLINE_OIDC_CLIENT_SECRET: clientSecret,
      LOTLINE_OIDC_NAME: name,
    };
  });
  await using real = provider;
  const baseURL = app.baseUrl.replace("127.0.0.1", "localhost");
  const open = async () => {
    const page = await (await browser.newContext({ baseURL, locale: "zh-CN" })).newPage();
    return { page, person: new Person(page, "zh") };
  };
  const { page, person } = await open();
  const word = person.word.bind(person);
  const home = page.getByRole("heading", { level: 1, name: word("nav.home") });
  /** What she says at the provider's page. */
  const say = async (there: Page, login: string) => {
    await there.getByLabel("Name").fill(login);
    await there.keyboard.press("Enter");
  };
  const signed = () =>
    ask<{ how: string }>(app, "superuser", "select auth_components as how from signature order by id desc limit 1");

  await test.step("somebody nobody has linked is told so, and is nobody here", async () => {
    await page.goto("/");
    await page.getByRole("button", { name: "使用 Chenglan ID 登录" }).click();
    await say(page, "id-4711");
    await expect(page.getByText("该身份尚未关联 Lotline 人员")).toBeVisible();
    await page.getByRole("link", { name: word("provider.back") }).click();
    await expect(page.getByLabel(word("login.userName"))).toBeVisible();
  });

  await test.step("the security administrator links the identity that was refused, the system administrator confirms", async () => {
    const [first, second] = [await open(), await open()];
    await first.person.signIn("weiqing");
    const number = await first.person.create("IdentityLink", {
      person: "P-0004",
      issuer: real?.issuer ?? "",
      subject: "id-4711",
    });
    await second.person.signIn("guping");
    await second.person.open("IdentityLink", number);
    await second.person.act("IdentityLink", "confirm");
    // Meanwhile the buyer submits what she will sign later.
    const buyer = await open();
    await buyer.person.signIn("shenyue");
    await buyer.person.open("PurchaseOrder", "PO-26-0041");
    await buyer.person.act("PurchaseOrder", "submit");
    for (const one of [first, second, buyer]) await one.page.context().close();
  });

  await test.step("she signs in by one button", async () => {
    await page.getByRole("button", { name: "使用 Chenglan ID 登录" }).click();
    // The provider still knows her from before.
    await expect(home).toBeVisible();
  });

  await test.step("she signs: a window of the provider proves her anew; another person's proof is refused, nothing typed is lost", async () => {
    await person.open("PurchaseOrder", "PO-26-0040");
    await page.getByRole("button", { name: "批准…", exact: true }).click();
    const dialog = await person.acceptStatement();
    await dialog.getByRole("button", { name: "改用 Chenglan ID" }).click();
    const sign = dialog.locator("button[type=submit]");
    const [other] = await Promise.all([page.waitForEvent("popup"), sign.click()]);
    await say(other, "id-0815");
    await expect(dialog.getByText("在企业身份认证服务登录的人员与本会话人员不一致")).toBeVisible();
    await other.close();
    const [own] = await Promise.all([page.waitForEvent("popup"), sign.click()]);
    await say(own, "id-4711");
    await expect(dialog).toHaveCount(0);
    expect((await signed())[0]?.how).toMatch(/^userName\+provider#\d+$/);
    // The window is gone by itself.
    await expect.poll(() => page.context().pages().length).toBe(1);
  });

  await test.step("she sets up a passkey, proved by the provider, and signs the next record by it", async () => {
    await withDevice(page);
    await page.goto("/account");
    await page.getByRole("button", { name: word("passkey.add") }).click();
    const [there] = await Promise.all([
      page.waitForEvent("popup"),
      page.getByRole("button", { name: "用 Chenglan ID 验证" }).click(),
    ]);
    await say(there, "id-4711");
    await page.getByLabel(word("passkey.name")).fill("办公电脑");
    await page.keyboard.press("Enter");
    await expect(page.getByText("通行密钥“办公电脑”已启用，您的其他会话已结束。")).toBeVisible();
    await person.open("PurchaseOrder", "PO-26-0041");
    await page.getByRole("button", { name: "批准…", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(word("sign.passkeyText"))).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    expect((await signed())[0]?.how).toMatch(/^userName\+passkey#\d+$/);
  });

  await test.step("she leaves, and may leave the provider too", async () => {
    await page.getByTitle(word("shell.person")).click();
    await page.getByText(word("shell.signOut")).click();
    await page.getByRole("link", { name: word("provider.outLink") }).click();
    await expect(page).toHaveURL(new RegExp(`^${real?.issuer ?? ""}/session/end`));
  });
  await page.context().close();
});
