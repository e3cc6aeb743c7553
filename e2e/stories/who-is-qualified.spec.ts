/** Who may inspect: one whose qualification ended yesterday may not until QA renews it, and an auditor asks about a day in March. */
import { registry } from "@lotline/schema";
import { translator } from "@lotline/schema/words";
import { expect, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { inspectionOf } from "../inspection-of.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { openApp } from "../start-app.ts";

const lot = "R202-2608-2";
/** Half read by Chen He; five pull strengths are asked for. */
const sharedLot = "R205-2608-2";
const pullStrength = { en: "Pull strength", zh: "连接牢固度" };

const cell = (person: Person, n: number) =>
  person.page.getByLabel(translator(person.language)("insp.cell", { name: person.say(pullStrength), n }), { exact: true });

/** Types pull strengths from a sample on, each ended by Enter. */
async function typeFrom(person: Person, sample: number, values: readonly string[]): Promise<void> {
  await cell(person, sample).focus();
  for (const value of values) {
    await person.page.keyboard.type(value);
    await person.page.keyboard.press("Enter");
  }
}

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
        await person.come("sunye");
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
      await person.come("linjing");
      await page.goto("/qualification?state=draft");
      await main
        .getByText(/QL-\d+/)
        .first()
        .dblclick();
      await page.waitForURL(/\/qualification\/QL-/);
      await person.act("Qualification", "grant");
    });

    await test.step("Sun Ye inspects it", async () => {
      await person.come("sunye");
      await person.open("Inspection", inspection);
      await expect(main).not.toContainText(ended);
    });

    await test.step("two at one inspection: what is typed outlives a reload, the cell that both read is decided, the others go", async () => {
      const number = await inspectionOf(person, sharedLot);
      await person.open("Inspection", number);
      await page.getByRole("radio", { name: /TT-01/ }).check();
      await typeFrom(person, 4, ["26.4", "25.9"]);
      await page.reload();
      await expect(cell(person, 4)).toHaveValue("26.4");
      await expect(cell(person, 5)).toHaveValue("25.9");
      const other = new Person(await (await browser.newContext({ baseURL: app.baseUrl, locale: "en-US" })).newPage(), "en");
      await other.come("chenhe");
      await other.open("Inspection", number);
      await other.page.getByRole("radio", { name: /TT-01/ }).check();
      await typeFrom(other, 4, ["27.0"]);
      await other.page.keyboard.press("Control+Enter");
      await expect(other.page.getByText(translator("en")("insp.saved", { n: 1 }))).toBeVisible();
      await other.page.context().close();
      await cell(person, 5).focus();
      await page.keyboard.press("Control+Enter");
      const clash = main.getByText(
        translator(language)("grid.theirs", {
          name: person.say(pullStrength),
          n: 4,
          who: person.say({ en: "Chen He", zh: "陈禾" }),
          value: "27.0",
          mine: "26.4",
        }),
      );
      await expect(clash).toBeVisible();
      await expect(cell(person, 4)).toHaveValue("26.4");
      await accessible(page);
      await main.getByRole("button", { name: person.word("grid.takeTheirs"), exact: true }).click();
      await expect(clash).toHaveCount(0);
      await expect(cell(person, 4)).toHaveValue("27.0");
      await page.reload();
      await expect(cell(person, 4)).toHaveValue("27.0");
      await expect(cell(person, 5)).toHaveValue("25.9");
      await expect(page.getByText(translator(language)("insp.unsaved", { n: 1 }))).toHaveCount(0);
    });

    await test.step("drill 10, within 30 s: could Sun Ye inspect raw materials on 3 March?", async () => {
      await person.come("fanqing");
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
