/** US-03, the incoming inspector: "Tell me how many, show me limits, let me type." Told on 21 July 2026 (checkpoint T1). */
import { translator } from "@lotline/schema/words";
import { expect, type Page, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { inspectionOf } from "../inspection-of.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { receiveLots } from "../receive-lots.ts";
import { openApp } from "../start-app.ts";

for (const language of languagesOf("zh"))
  test(`US-03 how many, between which limits, by keyboard; two rejections tighten, and a lot is accepted in part (${language}) [REQ-GATE-01] [REQ-GATE-07] [REQ-GATE-10] [REQ-GATE-11] [REQ-TRC-11]`, async ({
    browser,
  }) => {
    await using app = await openApp({ LOTLINE_DEMO_AT: "T1" });
    const context = await browser.newContext({ baseURL: app.baseUrl, locale: language === "zh" ? "zh-CN" : "en-US" });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const main = page.getByRole("main");
    const why = page.getByRole("region", { name: person.word("smp.why") });

    const order = await test.step("72,000 pouches of Lanpack are ordered, and two lots of 24,000 arrive", async () => {
      await person.come("shenyue");
      const number = await person.create(
        "PurchaseOrder",
        { supplier: "SUP-05", orderedOn: "2026-07-21", neededOn: "2026-07-24", currency: "CNY" },
        [{ item: "PK-301", quantity: "72000", price: "0.18" }],
      );
      await person.act("PurchaseOrder", "submit");
      await person.come("jiangmin");
      await person.open("PurchaseOrder", number);
      await person.act("PurchaseOrder", "approve");
      await receive(person, number, ["P301-US03-A", "P301-US03-B"]);
      return number;
    });

    await test.step("the page says F, 20, Ac 1 / Re 2 and why; the overdue calliper cannot be chosen, the other can", async () => {
      await person.come("chenhe");
      await person.open("Inspection", await inspectionOf(person, "P301-US03-A"));
      await expect(main).toContainText("119.0–121.0 mm");
      const width = why.locator("details").first();
      await expect(width.locator("summary").first()).toContainText(/F.*20/);
      await expect(width.locator("summary").first()).toContainText(translator(language)("smp.plan", { n: 20, ac: 1, re: 2 }));
      await expect(width.getByRole("listitem").first()).toContainText("24000");
      const overdue = page.getByRole("radio", { name: /CAL-017/ });
      await expect(overdue).toHaveAttribute("aria-disabled", "true");
      await expect(overdue).toContainText("2026-07-20");
      await page.getByRole("radio", { name: /CAL-018/ }).check();
      await accessible(page);
    });

    await test.step("twenty readings by keyboard, one of them 121.4: 1 ≤ Ac, accepted", async () => {
      await type(person, [...Array<string>(19).fill("120.1"), "121.4"]);
      await expect(page.getByRole("table", { name: person.word("grid.codes") })).toContainText("D-01");
      await person.act("Inspection", "conclude");
      await expect(main).toContainText(person.say({ en: "Accepted", zh: "合格" }));
    });

    await test.step("the lot with two of them is rejected: its nonconformity is open and it is held, still under test", async () => {
      await person.open("Inspection", await inspectionOf(person, "P301-US03-B"));
      await type(person, [...Array<string>(18).fill("119.9"), "121.4", "121.3"]);
      await person.act("Inspection", "conclude");
      await expect(main).toContainText(person.say({ en: "Rejected", zh: "不合格" }));
      await person.open("Lot", "P301-US03-B");
      await expect(head(page)).toContainText(person.say({ en: "Under test", zh: "检验中" }));
      await expect(head(page)).toContainText(person.say({ en: "Nonconformity", zh: "不合格" }));
      await page
        .getByRole("link", { name: /^NCR-26-/ })
        .first()
        .click();
      await expect(main).toContainText("P301-US03-B");
      await expect(head(page)).toContainText(person.say({ en: "Open", zh: "已报告" }));
    });

    await test.step("the second rejection within five lots tightens: the next lot is F, then G, with 32", async () => {
      await receive(person, order, ["P301-US03-C"]);
      await person.come("chenhe");
      await person.open("Inspection", await inspectionOf(person, "P301-US03-C"));
      const width = why.locator("details").first();
      await expect(width.locator("summary").first()).toContainText(/G.*32/);
      await expect(width.locator("summary").first()).toContainText(translator(language)("smp.plan", { n: 32, ac: 1, re: 2 }));
      await expect(width.locator("summary").first()).toContainText(person.say({ en: "tightened", zh: "加严" }));
    });

    await test.step("15,000 of the accepted lot go on, 9,000 are held under a number of their own", async () => {
      await person.open("Inspection", await inspectionOf(person, "P301-US03-A"));
      await person.act("Inspection", "holdPart", {
        from: "SZ1-Q1",
        quantity: "9000",
        lotNumber: "P301-US03-A9",
        severity: "minor",
        description: "Outer wrapping of three cartons torn",
      });
      await person.open("Lot", "P301-US03-A9");
      await expect(main).toContainText("9,000");
      await expect(head(page)).toContainText(person.say({ en: "Nonconformity", zh: "不合格" }));
      await person.open("Lot", "P301-US03-A");
      await expect(main).toContainText("15,000");
      await page.goto("/trace?lot=P301-US03-A&dir=forward&view=table");
      await expect(main).toContainText("P301-US03-A9");
    });
    await context.close();
  });

const head = (page: Page) => page.getByRole("heading", { level: 1 }).locator("..");

/** Lots of 24,000 pouches arrive. */
const receive = (person: Person, order: string, lots: readonly string[]): Promise<void> =>
  receiveLots(
    person,
    order,
    "2026-07-21",
    lots.map((lotNumber) => ({ quantity: "24000", lotNumber, supplierLot: `LP-${lotNumber}`, expiresOn: "2029-07-20" })),
  );

/**
 * Types the widths down their column and the seal strengths down theirs, and saves all of them at once. A width that fails asks for
 * its defect code: Enter takes the last one.
 */
async function type(person: Person, widths: readonly string[]): Promise<void> {
  const { page } = person;
  const codes = page.getByRole("listbox");
  let keystrokes = 0;
  const press = async (key: string) => {
    keystrokes++;
    await page.keyboard.press(key);
  };
  const cell = (name: string) => page.getByLabel(translator(person.language)("insp.cell", { name, n: 1 }), { exact: true });
  const seals = Array<string>(13).fill("2.1");
  for (const [name, values] of [
    [person.say({ en: "Width", zh: "宽度" }), widths],
    [person.say({ en: "Seal strength", zh: "封口强度" }), seals],
  ] as const) {
    await cell(name).focus();
    for (const value of values) {
      await page.keyboard.type(value, { delay: 2 });
      keystrokes += value.length;
      await press("Enter");
      if (Number(value) < 121.05) continue;
      await expect(codes.getByRole("option", { selected: true })).toContainText("D-01");
      await press("Enter");
      await expect(codes).toHaveCount(0);
    }
  }
  await press("Control+Enter");
  // Each reading costs its figures and Enter; a failed one one Enter more, for its code.
  const failed = widths.filter((width) => Number(width) > 121.05).length;
  const readings = [...widths, ...seals];
  expect(keystrokes).toBe(readings.join("").length + readings.length + failed + 1);
  await expect(page.getByRole("button", { name: /^(签署结论|Conclude)/ })).toBeEnabled();
  await expect(page.getByText(translator(person.language)("insp.unsaved", { n: widths.length + 13 }))).toHaveCount(0);
}
