/** US-15, drill 24: copies to take away of a lot and what hangs on it, and proof that they are true, without a network. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { copyLanguage, registry } from "@lotline/schema";
import { expect, type Page, test } from "@playwright/test";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";

for (const language of languagesOf("zh")) {
  test(`a copy of a lot is made, taken and verified offline; a changed byte is named (${language}) [REQ-REC-08]`, async ({
    browser,
  }, info) => {
    const context = await browser.newContext({
      ...info.project.use,
      locale: language === "zh" ? "zh-CN" : "en-US",
      viewport: { width: 1440, height: 900 },
    });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const began = performance.now();
    await person.come("linjing");
    const number = await person.create("InspectionCopy", {
      recipient: "省药监局检查组",
      purpose: "Routine inspection of lot R201-2607",
      scope: "lot",
      lot: "R201-2607",
      language: Object.keys(copyLanguage.values)[0] ?? "both",
      validDays: "7",
    });
    const will = page.getByRole("table", { name: person.word("copy.will") });
    await expect(will).toContainText(person.say(registry.Inspection.plural));
    await expect(page.getByRole("main")).toContainText(person.word("copy.masked"));
    await person.act("InspectionCopy", "make");
    const take = page.getByRole("link", { name: person.word("copy.download"), exact: true });
    await expect(take).toBeVisible({ timeout: 60_000 });
    const archive = await saved(page, info.outputPath(`${number}.zip`), () => take.click());
    const verifier = await saved(page, info.outputPath("verify.html"), () =>
      page.getByRole("link", { name: person.word("copy.verifier") }).click(),
    );
    await expect(page.getByRole("table", { name: person.word("copy.downloads") })).toContainText(
      person.say({ en: "Lin Jing", zh: "林静" }),
    );
    const taken = (await page.getByRole("region", { name: person.word("copy.download"), exact: true }).textContent()) ?? "";
    const fingerprint = /[0-9a-f]{64}/.exec(taken)?.[0] ?? "";
    expect(fingerprint).toHaveLength(64);

    // From here on as on the inspector's own computer.
    await context.setOffline(true);
    const away = await context.newPage();
    await away.goto(pathToFileURL(verifier).href);
    const word = away.locator("#word");
    await away.locator("#archive").setInputFiles(archive);
    await expect(word).toHaveText(/^VALID/);
    await expect(away.getByRole("table")).toContainText(number);
    await expect(away.getByRole("table")).toContainText(fingerprint);
    await away.locator("#key").fill(fingerprint.slice(0, 16));
    await away.locator("#key").blur();
    await expect(word).toHaveText(/^VALID/);

    const bytes = readFileSync(archive);
    const at = Math.floor(bytes.length / 3);
    bytes[at] = (bytes[at] ?? 0) ^ 0x20;
    const bent = join(info.outputDir, "bent.zip");
    writeFileSync(bent, bytes);
    await away.locator("#archive").setInputFiles(bent);
    await expect(word).toHaveText(/^(RECORD CHANGED|SIGNATURE ALTERED)/);
    await away.locator("#key").fill("0123456789abcdef");
    await away.locator("#archive").setInputFiles(archive);
    await expect(word).toHaveText(/^KEY UNKNOWN/);
    const seconds = (performance.now() - began) / 1000;
    info.annotations.push({ type: "drill 24", description: `${seconds.toFixed(1)} s of 300 s` });
    expect(seconds).toBeLessThan(300);
    await context.close();
  });
}

for (const language of languagesOf("en")) {
  test(`lots selected in their list begin a legal hold; another scope asks for what fits it alone (${language}) [REQ-RET-02]`, async ({
    browser,
  }, info) => {
    const context = await browser.newContext({ ...info.project.use, locale: language === "zh" ? "zh-CN" : "en-US" });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    await person.come("linjing");
    await page.goto("/lot");
    const rows = page.getByRole("grid").getByRole("row");
    const numbers: string[] = [];
    for (const row of [rows.nth(1), rows.nth(2)]) {
      await row.getByRole("checkbox").click();
      numbers.push((await row.getByRole("gridcell").nth(1).textContent()) ?? "");
    }
    await page.getByRole("button", { name: `${person.word("bulk.begin")}…` }).click();
    await page.getByRole("menuitem", { name: person.say(registry.LegalHold.label) }).click();
    const named = page.locator("form").getByRole("table");
    const typed = () => named.locator("input").evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
    await expect.poll(typed).toEqual(numbers);
    // A reload keeps what the form was begun with.
    await page.reload();
    await expect(named).toBeVisible();
    await expect.poll(typed).toEqual(numbers);
    const scope = page.getByRole("combobox", { name: person.say(registry.LegalHold.fields.scope.label) });
    await scope.selectOption("lot");
    await expect(named).toHaveCount(0);
    await expect(page.getByLabel(person.say(registry.LegalHold.fields.lot.label)).first()).toBeVisible();
    await scope.selectOption("records");
    // What did not fit the scope was taken away with it.
    await expect.poll(typed).toEqual([""]);
    await named.locator("select").selectOption("Lot");
    await named.locator("input").fill(numbers[1] ?? "");
    await page.getByRole("textbox", { name: person.say(registry.LegalHold.fields.matter.label) }).fill("Claim of a hospital");
    await page.getByRole("textbox", { name: person.say(registry.LegalHold.fields.reason.label) }).fill("A claim is expected");
    await page.getByRole("button", { name: person.word("do.create"), exact: true }).click();
    await expect(page).toHaveURL(/\/legal-hold\/LH-/);
    await expect(page.getByRole("main")).toContainText(numbers[1] ?? "");
    await expect(page.getByRole("main")).not.toContainText(numbers[0] ?? "");
    await context.close();
  });
}

/** Where what a press downloads was saved. */
async function saved(page: Page, to: string, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  await download.saveAs(to);
  return to;
}
