/** A supplier who qualified: the carton lots of Lanpack, one of two inspected by a draw. Told on 20 August 2026, as the demo stands. */
import { registry } from "@lotline/schema";
import { translator } from "@lotline/schema/words";
import { expect, type Page, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { inspectionOf } from "../inspection-of.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { receiveLots } from "../receive-lots.ts";
import { openApp } from "../start-app.ts";

for (const language of languagesOf("zh"))
  test(`US-03 a confirmed skip-lot rule skips one of two carton lots; the lot waits in quarantine and is released on the rule (${language}) [REQ-GATE-01]`, async ({
    browser,
  }) => {
    await using app = await openApp();
    const context = await browser.newContext({ baseURL: app.baseUrl, locale: language === "zh" ? "zh-CN" : "en-US" });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const main = page.getByRole("main");

    await test.step("as shipped nothing is skipped: the plan says that its rule is not confirmed", async () => {
      await person.come("linjing");
      await person.open("InspectionPlan", "IP-PK-303.A");
      const terms = page.getByRole("region", { name: person.word("smp.skipLot") });
      await expect(terms).toContainText(translator(language)("smp.skipTerms", { of: "2", lots: "10" }));
      await expect(terms).toContainText(person.word("smp.skipUnconfirmed"));
    });

    const rule =
      await test.step("QA proposes figures read from the standard, and the head of QA confirms them by signature", async () => {
        await page.goto("/rule/new?ruleName=skip-lot&key=oneOf2");
        const lots = main.getByLabel(person.say({ en: "Lots in a row", zh: "连续接收批数" }));
        // It begins with what is in force.
        await expect(lots).toHaveValue("10");
        await lots.fill("5");
        await main.getByLabel(person.say({ en: "Checked against the text of the standard", zh: "已对照标准文本确认" })).check();
        const { validFrom, citation } = registry.Rule.fields;
        await main.getByLabel(person.say(validFrom.label)).fill("2026-08-20");
        await main.getByLabel(person.say(citation.label)).fill("ISO 2859-3, read against the printed text");
        await main.locator("button[type=submit]").click();
        await expect(page).toHaveURL(/rule\/RULE-\d+$/);
        const number = new URL(page.url()).pathname.split("/")[2] ?? "";
        await person.come("xuheng");
        await person.open("Rule", number);
        await person.act("Rule", "approve");
        return number;
      });

    const order =
      await test.step("900 cartons are ordered; the first lot is inspected and accepted, and the pair has qualified", async () => {
        await person.come("shenyue");
        const made = await person.create(
          "PurchaseOrder",
          { supplier: "SUP-05", orderedOn: "2026-08-20", neededOn: "2026-08-24", currency: "CNY" },
          [{ item: "PK-303", quantity: "900", price: "4.2" }],
        );
        await person.act("PurchaseOrder", "submit");
        await person.come("jiangmin");
        await person.open("PurchaseOrder", made);
        await person.act("PurchaseOrder", "approve");
        await receive(person, made, ["P303-SK-A"]);
        await person.come("chenhe");
        await person.open("Inspection", await inspectionOf(person, "P303-SK-A"));
        await typeAppearance(person);
        await person.act("Inspection", "conclude");
        await person.open("SamplingState", "SW-PK-303-SUP-05");
        await expect(main).toContainText(
          person.say({ en: "qualified: lots are skipped from now on", zh: "达到跳批资格：此后跳批" }),
        );
        return made;
      });

    const skipped = await test.step("of the next two lots one is skipped, and the receipt names the rule", async () => {
      await receive(person, order, ["P303-SK-B", "P303-SK-C"]);
      await expect(main.getByRole("link", { name: rule })).toHaveCount(1);
      const row = main.getByRole("row").filter({ has: page.getByRole("link", { name: rule }) });
      return (await row.getByRole("link", { name: /^P303-SK-/ }).textContent()) ?? "";
    });

    await test.step("its page says skip-lot with the rule; it stands in quarantine until a releaser signs", async () => {
      await person.come("zhouqiming");
      await person.open("Inspection", await inspectionOf(person, skipped));
      await expect(main).toContainText(person.word("smp.skipped"));
      await expect(main).toContainText(/SW-PK-303-SUP-05\/IN-26-\d+/);
      await accessible(page);
      await person.open("Lot", skipped);
      await expect(head(page)).toContainText(person.say({ en: "Quarantine", zh: "待验" }));
      await expect(main).toContainText(`${person.word("smp.skipRule")} ${rule}`);
      await person.act("Lot", "release");
      await expect(head(page)).toContainText(person.say({ en: "Released", zh: "已放行" }));
      await main.getByRole("heading", { name: person.word("lot.evidence") }).click();
      await expect(main.getByRole("region", { name: person.word("lot.evidenceInspections") })).toContainText(rule);
      await accessible(page);
    });

    await test.step("the record of the pair tells each draw", async () => {
      await person.open("SamplingState", "SW-PK-303-SUP-05");
      const history = page.getByRole("table", { name: person.word("smp.history") });
      await expect(history).toContainText(person.say({ en: "skipped by the draw", zh: "经抽签跳批" }));
      await expect(history).toContainText(person.say({ en: "drawn for inspection", zh: "抽中，须检验" }));
      await accessible(page);
    });
    await context.close();
  });

const head = (page: Page) => page.getByRole("heading", { level: 1 }).locator("..");

/** Lots of 300 cartons arrive. */
const receive = (person: Person, order: string, lots: readonly string[]): Promise<void> =>
  receiveLots(
    person,
    order,
    "2026-08-20",
    lots.map((lotNumber) => ({ quantity: "300", lotNumber, supplierLot: `LP3-${lotNumber}` })),
  );

/** Five cartons without a defect, typed down the column and saved at once. */
async function typeAppearance(person: Person): Promise<void> {
  const { page } = person;
  const name = person.say({ en: "Appearance", zh: "外观" });
  await page.getByLabel(translator(person.language)("insp.cell", { name, n: 1 }), { exact: true }).focus();
  for (let i = 0; i < 5; i += 1) {
    await page.keyboard.type("0");
    await page.keyboard.press("Enter");
  }
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("button", { name: /^(签署结论|Conclude)/ })).toBeEnabled();
}
