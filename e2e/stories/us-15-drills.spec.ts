/** US-15: an inspector asks for the trail of a person, the proof that it is closed, changes of configuration, and retention. */
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";

/** A drill of compliance.md §E with its target in seconds; what it took stands in the report of the run. */
async function drill(number: number, target: number, work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  await test.step(`drill ${number}, within ${target} s`, work);
  const seconds = (performance.now() - began) / 1000;
  test.info().annotations.push({ type: `drill ${number}`, description: `${seconds.toFixed(1)} s of ${target} s` });
  expect(seconds).toBeLessThan(target);
}

for (const language of languagesOf("en")) {
  test.describe(`inspector drills (${language})`, () => {
    test.use({ locale: language === "zh" ? "zh-CN" : "en-US", viewport: { width: 1440, height: 900 } });

    test("drills 6, 7, 22: a person's changes of a day as a file, the trail is closed, and what was configured [REQ-REC-11] [REQ-REC-02] [REQ-VAL-04]", async ({
      page,
    }, info) => {
      const person = new Person(page, language);
      await person.come("fanqing");
      await drill(6, 30, async () => {
        await page.goto("/trail?since=2026-07-16&until=2026-07-16");
        const who = page.getByLabel(new RegExp(`^${person.word("timeline.who")}`)).first();
        await who.fill("luoan");
        await who.press("Enter");
        await expect(who).not.toHaveAttribute("aria-busy", "true");
        await page.getByRole("button", { name: person.word("do.query") }).click();
        await expect(page).toHaveURL(/who=\d+/);
        const trail = page.getByRole("table", { name: person.word("trail.title") });
        await expect(trail.getByRole("row").filter({ hasText: "FG-IS100.B" }).first()).toBeVisible();
        const rows = (await trail.getByRole("row").count()) - 1;
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("link", { name: person.word("trail.export") }).click(),
        ]);
        const file = info.outputPath("trail.csv");
        await download.saveAs(file);
        // Its head is one line more.
        expect(readFileSync(file, "utf8").trimEnd().split("\r\n")).toHaveLength(rows + 1);
        await page.goto("/trail?kind=void&sort=record");
        await expect(trail.getByRole("row").filter({ hasText: "P302-2606-2" }).first()).toBeVisible();
      });
      await drill(7, 120, async () => {
        await page.goto("/trail/proof");
        await page.getByRole("button", { name: person.word("proof.run") }).click();
        const status = page.getByRole("main").getByRole("status");
        await expect(status).toContainText(language === "en" ? "13 of 13 attempts denied" : "13 次尝试中 13 次被拒绝", {
          timeout: 100_000,
        });
        await expect(status).toContainText(person.word("proof.holds"));
        await expect(page.getByRole("row").filter({ hasText: "delete from audit.event" })).toContainText("42501");
      });
      await drill(22, 60, async () => {
        await page.goto("/configuration?since=2025-08-01&kind=rule");
        const changes = page.getByRole("table", { name: person.word("config.changes") });
        await expect(changes.getByRole("row").filter({ hasText: "retention-minimum" }).first()).toBeVisible();
        const approved = changes.getByRole("row").filter({ hasText: person.say({ en: "Xu Heng", zh: "许衡" }) });
        await expect(approved.first()).toContainText(/RULE-\d+/);
      });
    });

    test("drill 26: a legal hold is placed and lifted by two people, and the retention page shows what is held, with clauses [REQ-RET-01] [REQ-RET-02]", async ({
      page,
    }) => {
      const person = new Person(page, language);
      await person.come("linjing");
      const hold = await person.create("LegalHold", {
        matter: "Case 26-118",
        reason: "Product liability suit",
        scope: "lot",
        lot: "R201-2607",
      });
      await person.act("LegalHold", "place");
      await person.open("Lot", "R201-2607");
      const keeping = page.getByRole("region", { name: person.word("keep.title") });
      await expect(keeping).toContainText("Case 26-118");
      await expect(keeping).toContainText("ISO 13485 4.2.5");
      await drill(26, 30, async () => {
        await page.goto("/retention");
        await page.getByLabel(person.word("keep.show"), { exact: true }).selectOption("held");
        const list = page.getByRole("table", { name: person.word("keep.list") });
        const row = list.getByRole("row").filter({ has: page.getByRole("link", { name: "R201-2607", exact: true }) });
        await expect(row.first()).toContainText(hold);
        await expect(row.first()).toContainText("ISO 13485 4.2.5; CN-GMP 45(4)");
        const classes = page.getByRole("table", { name: person.word("keep.classes") });
        await expect(classes).toContainText("CN-DIST 38");
      });
      await person.come("xuheng");
      await person.open("LegalHold", hold);
      await person.act("LegalHold", "lift", {}, { reason: "The suit was withdrawn today" });
      await page.goto("/retention?show=held");
      await expect(page.getByRole("main")).toContainText(person.word("keep.none"));
    });
  });
}
