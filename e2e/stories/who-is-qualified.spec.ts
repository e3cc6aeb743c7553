/** Who may inspect: one whose qualification ended yesterday may not until QA renews it, and an auditor asks about a day in March. */
import { registry } from "@lotline/schema";
import { expect, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { inspectionOf } from "../inspection-of.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { openApp } from "../start-app.ts";

const lot = "R202-2608-2";

for (const language of languagesOf("zh"))
  test(`an inspector whose qualification ended yesterday is refused with the reason, and inspects once QA has renewed it; what held in March can be asked (${language}) [REQ-GATE-06] [REQ-TRN-03]`, async ({
    browser,
  }) => {
    await using app = await openApp();
    const context = await browser.newContext({
      baseURL: app.baseUrl,
      locale: language === "zh" ? "zh-CN" : "en-US",
      viewport: { width: 1440, height: 900 },
    });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const main = page.getByRole("main");
    const ended = person.say({ en: "expired 2026-08-19", zh: "已于 2026-08-19 到期" });
    const standings = page.getByRole("region", { name: person.word("qual.ofPerson") });

    const inspection =
      await test.step("the inspection of a lot of ABS says beforehand that Sun Ye may not do it, and why", async () => {
        await person.signIn("sunye");
        const number = await inspectionOf(person, lot);
        await person.open("Inspection", number);
        await page
          .getByRole("button", { name: person.say({ en: "Record readings", zh: "录入读数" }) })
          .first()
          .click();
        await expect(main).toContainText(ended);
        await expect(main).toContainText("QS-RAW");
        await accessible(page);
        return number;
      });

    await test.step("the reason leads to the qualification, and that to the person: raw materials expired, the others valid", async () => {
      await main
        .getByRole("link", { name: /QL-\d+/ })
        .first()
        .click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText(person.say(registry.Qualification.label));
      await main
        .getByRole("link", { name: person.say({ en: "Sun Ye", zh: "孙烨" }) })
        .first()
        .click();
      await expect(standings.getByRole("row", { name: /QS-RAW/ })).toContainText(person.word("qual.expired"));
      await expect(standings.getByRole("row", { name: /QS-FIN/ })).toContainText(person.word("qual.qualified"));
      await accessible(page);
    });

    await test.step("QA grants the renewal that the trainer has proposed", async () => {
      await person.signIn("linjing");
      await page.goto("/qualification?state=draft");
      await main
        .getByText(/QL-\d+/)
        .first()
        .dblclick();
      await page.waitForURL(/\/qualification\/QL-/);
      await person.act("Qualification", "grant");
    });

    await test.step("Sun Ye inspects it", async () => {
      await person.signIn("sunye");
      await person.open("Inspection", inspection);
      await expect(main).not.toContainText(ended);
    });

    await test.step("drill 10, within 30 s: could Sun Ye inspect raw materials on 3 March?", async () => {
      await person.signIn("fanqing");
      const began = performance.now();
      await page.goto("/person");
      await main
        .getByText(person.say({ en: "Sun Ye", zh: "孙烨" }))
        .first()
        .dblclick();
      await page.waitForURL(/\/person\/P-/);
      await page.getByRole("button", { name: person.word("record.asOf") }).click();
      await page.getByLabel(person.word("record.asOfAt")).fill("2026-03-03 10:00");
      await page.keyboard.press("Enter");
      const row = standings.getByRole("row", { name: /QS-RAW/ });
      await expect(row).toContainText(person.word("qual.qualified"));
      await expect(row).toContainText("2026-08-19");
      expect((performance.now() - began) / 1000).toBeLessThan(30);
    });
  });
