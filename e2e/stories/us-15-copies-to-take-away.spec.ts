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

/** Where what a press downloads was saved. */
async function saved(page: Page, to: string, press: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  await download.saveAs(to);
  return to;
}
