/** Signing in with a second factor, ending what is open elsewhere, and a browser that finds nothing to complain of. */
import { createHmac } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { ask } from "../behind.ts";
import { Person } from "../person.ts";
import { openSettled } from "../settled.ts";
import { openApp } from "../start-app.ts";

const password = "chenglan-demo-2026";

/** What an authenticator app shows for a secret that was typed into it (RFC 6238), so many steps from now. */
function codeOf(secret: string, steps = 0): string {
  const bits = [...secret.replaceAll(/\s/g, "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

/** Everything that this page's browser refuses by the content policy, and every question the server does not know. */
async function complaints(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.exposeFunction("complain", (text: string) => found.push(text));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      const told: unknown = Reflect.get(window, "complain");
      if (typeof told === "function") told(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on("pageerror", (error) => found.push(error.message));
  page.on("response", (response) => {
    if (response.url().endsWith("/graphql") && response.status() === 403) found.push(response.request().postData() ?? "");
  });
  return found;
}

const pages = [
  "/",
  "/lot",
  "/lot/P301-2608-2",
  "/nonconformity/NCR-26-003",
  "/nonconformity/new",
  "/item-revision/FG-IS100.B",
  "/inspection",
  "/work-order",
  "/purchase-order/PO-26-0040",
  "/sales-order",
  "/supplier/SUP-01",
  "/trace?q=PV26-118",
  "/rule",
  "/person",
  "/password",
  "/account",
  "/help",
];

test("a second factor at sign-in and signing, a session ended elsewhere, nothing against the content policy [REQ-ACC-06] [REQ-SIG-03] [REQ-ACC-11]", async ({
  browser,
}) => {
  // As in production the server answers the questions of its own pages only.
  await using app = await openApp({ LOTLINE_TRUSTED_DOCUMENTS: "1" });
  const open = async () => {
    const context = await browser.newContext({ baseURL: app.baseUrl, locale: "zh-CN" });
    const page = await context.newPage();
    return { person: new Person(page, "zh"), page, found: await complaints(page) };
  };
  const { person, page, found } = await open();
  const word = person.word.bind(person);
  const codeBox = page.getByLabel(word("factor.code"));
  // Codes count once; a story does not wait half a minute for the next one.
  const longAgo = () => ask(app, "superuser", "update second_factor set last_counter = 0");
  let secret = "";

  await test.step("the purchasing manager sets it up: password, QR code, a first code, recovery codes once", async () => {
    await person.signIn("jiangmin");
    await page.goto("/account");
    await page.getByRole("button", { name: word("factor.setUp"), exact: true }).click();
    await page.getByLabel(word("password.current")).fill(password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("img", { name: word("factor.qr") })).toBeVisible();
    secret = (await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? "";
    await codeBox.fill("000000");
    await page.keyboard.press("Enter");
    await expect(page.getByText("动态码不正确")).toBeVisible();
    await codeBox.fill(codeOf(secret));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: word("factor.recoveryTitle") })).toBeVisible();
    await expect(page.getByText(/^([A-Z2-7]{6}-){3}[A-Z2-7]{6}$/)).toHaveCount(10);
    // In force from the first code on, while the recovery codes are shown.
    await expect(page.getByText("剩余恢复码 10 个")).toBeVisible();
    await expect(page.getByText(word("factor.off"))).toHaveCount(0);
    await page.getByRole("button", { name: word("factor.kept") }).click();
    await expect(page.getByText("剩余恢复码 10 个")).toBeVisible();
  });

  await test.step("from now on signing in asks for a code; a wrong one is told, the right one enters", async () => {
    await page.context().clearCookies({ name: "lotline" });
    await page.goto("/");
    await page.getByLabel(word("login.userName")).fill("jiangmin");
    await page.getByLabel(word("login.password"), { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await expect(codeBox).toBeFocused();
    await codeBox.fill("000000");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert").getByText("动态码不正确")).toBeVisible();
    await longAgo();
    await codeBox.fill(codeOf(secret));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: word("nav.home") })).toBeVisible();
  });

  await test.step("so does the first signature of the session", async () => {
    await longAgo();
    await person.open("PurchaseOrder", "PO-26-0040");
    await page.getByRole("button", { name: "批准…", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(word("login.password"), { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    // Without the code nothing is sent.
    await expect(dialog.getByLabel(word("factor.code"))).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel(word("factor.code")).fill(codeOf(secret));
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    const [signed] = await ask<{ how: string }>(
      app,
      "superuser",
      "select auth_components as how from signature order by id desc limit 1",
    );
    expect(signed?.how).toBe("userName+password+code");
  });

  await test.step("an administrator ends her session with a reason; her page says so within a second, and what she typed is kept", async () => {
    await person.open("PurchaseOrder", "PO-26-0040");
    const comment = page.getByPlaceholder(word("comment.placeholder"));
    await comment.fill("价格与合同一致，待仓库确认");
    const admin = await open();
    await admin.person.signIn("weiqing");
    await admin.page.goto("/sessions");
    const row = admin.page.getByRole("row").filter({ hasText: "jiangmin" }).first();
    await row.getByRole("button").click();
    await admin.page.getByRole("dialog").locator("textarea").fill("手机在食堂被捡到");
    await admin.page
      .getByRole("dialog")
      .getByRole("button", { name: word("sessions.end") })
      .click();
    await expect(admin.page.getByText(word("form.reasonMissing"))).toBeVisible();
    await admin.page.getByRole("dialog").locator("textarea").fill("手机在食堂被捡到，先结束会话");
    const told = page.getByText(word("login.ended")).waitFor();
    await admin.page
      .getByRole("dialog")
      .getByRole("button", { name: word("sessions.end") })
      .click();
    const [began] = await Promise.all([admin.page.getByText("已结束 1 个会话。").waitFor().then(Date.now), told]);
    expect(Date.now() - began).toBeLessThan(1500);
    const gate = page.getByRole("dialog", { name: word("lock.endedTitle") });
    await gate.getByLabel(word("login.password"), { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await expect(gate.getByLabel(word("factor.code"))).toBeFocused();
    await longAgo();
    await gate.getByLabel(word("factor.code")).fill(codeOf(secret));
    await page.keyboard.press("Enter");
    await expect(gate).toHaveCount(0);
    await expect(comment).toHaveValue("价格与合同一致，待仓库确认");
    expect(admin.found).toEqual([]);
    await admin.page.context().close();
  });

  await test.step("no page breaks the content policy or asks what the server does not know", async () => {
    const reader = await open();
    await reader.person.signIn("linjing");
    for (const path of pages) {
      await openSettled(reader.page, path);
      await expect(reader.page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    }
    await reader.page.keyboard.press("?");
    await expect(reader.page.getByRole("dialog")).toBeVisible();
    expect(reader.found).toEqual([]);
    expect(found).toEqual([]);
  });
});
