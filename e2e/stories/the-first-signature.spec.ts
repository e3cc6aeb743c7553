/** Who signs for the first time reads and accepts what the signature binds to; nothing is signed before, and it is asked once. */
import { expect, test } from "@playwright/test";
import { ask } from "../behind.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { openApp } from "../start-app.ts";

for (const language of languagesOf("en")) {
  test(`a first signature begins with the accountability statement (${language}) [REQ-SIG-11]`, async ({ browser }) => {
    // Its manager becomes a new signer in this story, which others must not meet.
    await using app = await openApp();
    const context = await browser.newContext({ baseURL: app.baseUrl, locale: language === "zh" ? "zh-CN" : "en-US" });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const acceptances = () =>
      ask<{ login: string; version: string; language: string }>(
        app,
        "superuser",
        `select p.login, e.detail ->> 'version' as version, e.detail ->> 'language' as language from security_event e
         join person p on p.id = e.person_id join credential c on c.id = p.id and c.statement_accepted_at = e.at
         where e.kind = 'statementAccepted' and p.login = 'jiangmin'`,
      );
    await ask(
      app,
      "superuser",
      "update credential set statement_accepted_at = null where id = (select id from person where login = 'jiangmin')",
    );
    const dialog = page.getByRole("dialog");
    const approve = page.getByRole("button", { name: person.say({ en: "Approve…", zh: "批准…" }), exact: true });
    const accept = dialog.getByRole("button", { name: person.word("sign.statementAccept") });

    await test.step("the statement comes first, in the signer's language", async () => {
      await person.signIn("jiangmin");
      await person.open("PurchaseOrder", "PO-26-0040");
      await approve.click();
      await expect(dialog).toContainText(
        person.say({ en: "binds me like my handwritten signature", zh: "与本人手写签名具有同等约束力" }),
      );
      await expect(dialog.locator("input[type=password]")).toHaveCount(0);
    });
    await test.step("an Enter left over does not accept it, and Esc leaves without a trace", async () => {
      await page.keyboard.press("Enter");
      await expect(accept).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);
      expect(await acceptances()).toEqual([]);
    });
    await test.step("accepted by keyboard, the ceremony follows, and the signature holds", async () => {
      await approve.click();
      await expect(accept).toBeVisible();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await expect(accept).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(accept).toHaveCount(0);
      await person.sign();
      await expect(page.locator("[data-verdict=VALID]")).toHaveCount(1);
      expect(await acceptances()).toEqual([{ login: "jiangmin", version: "1", language }]);
      // How long the next signature asks for one secret only is always in sight.
      await expect(page.getByText(person.say({ en: "Signing session", zh: "签名会话" }))).toBeVisible();
    });
    await context.close();
  });
}
