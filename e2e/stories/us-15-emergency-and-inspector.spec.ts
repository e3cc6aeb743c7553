/** US-15: emergency access lets work, signs nothing and is reviewed; an inspector sees the scope and is seen doing so. */
import { emergencyConclusion, registry, role } from "@lotline/schema";
import { expect, type Page, test } from "@playwright/test";
import { askApi } from "../graphql.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";

const { fields } = registry.EmergencyAccess;

for (const language of languagesOf("zh")) {
  test.describe(`emergency access and inspectors (${language})`, () => {
    test.use({ locale: language === "zh" ? "zh-CN" : "en-US", viewport: { width: 1440, height: 900 } });

    test("a shift leader opens emergency access, works, signs nothing, ends it; the QA head sees every act and signs the review [REQ-ACC-09]", async ({
      page,
    }) => {
      const person = new Person(page, language);
      await person.come("hechuan");
      await page.goto("/requisition");
      const number = await opened(person);
      const banner = page.getByRole("region", { name: person.word("emergency.title") });
      await expect(banner).toContainText(person.say(role.values.WAREHOUSE));
      await expect(banner).toContainText(/29:\d\d|30:00/);
      // What a keeper may: ask for material is his own right and marked all the same.
      const { supplier } = await askApi<{ supplier: { id: string } }>(page, '{ supplier(number: "SUP-05") { id } }');
      await askApi(
        page,
        `mutation ($c: ID!, $id: ID!) { postComment(commandId: $c, record: "Supplier", id: $id, text: "Called at night") { id } }`,
        {
          id: supplier.id,
        },
      );
      await person.open("Supplier", "SUP-05");
      await expect(page.getByRole("region", { name: person.word("record.timeline") })).toContainText(
        `${person.word("emergency.under")} ${number}`,
      );
      await refusedToSign(person, number);
      await banner.getByRole("button", { name: person.word("emergency.end") }).click();
      await expect(banner).toHaveCount(0);

      await person.come("xuheng");
      await page.goto("/todo");
      await expect(page.getByRole("main")).toContainText(number);
      await person.open("EmergencyAccess", number);
      const acts = page.getByRole("table", { name: person.word("emergency.acts") });
      await expect(acts.getByRole("link", { name: "SUP-05" })).toBeVisible();
      await person.act("EmergencyAccess", "review", { conclusion: "justified", finding: "Looked at every act of the night" });
      await expect(page.getByRole("main")).toContainText(person.say(emergencyConclusion.values.justified));
    });

    test("an inspector reads the lots of the scope, finds no other, may do nothing, and QA sees what was looked at [REQ-ACC-12]", async ({
      page,
    }) => {
      const person = new Person(page, language);
      await person.come("zhaoming");
      await page.goto("/lot");
      const banner = page.getByRole("region", { name: person.word("inspector.banner") });
      await expect(banner).toContainText(/IA-26-\d{3}/);
      const number = /IA-26-\d{3}/.exec((await banner.textContent()) ?? "")?.[0] ?? "";
      const grid = page.getByRole("grid");
      await expect(grid).toContainText("IS2607A");
      await expect(grid).not.toContainText("R201-");
      await person.open("Lot", "IS2607A");
      await page.goto("/lot/R201-2607");
      await expect(page.getByRole("main")).toContainText(
        person.language === "en" ? /There is no|not found/i : /没有|未找到|不存在/,
      );
      await person.come("linjing");
      await person.open("InspectorAccess", number);
      const views = page.getByRole("table", { name: person.word("inspector.saw") });
      await expect(views.getByRole("link", { name: "IS2607A" }).first()).toBeVisible();
      await expect(views.getByRole("row").filter({ hasText: "R201-2607" }).first()).toContainText(
        person.word("inspector.notFound"),
      );
    });
  });
}

/** Opens it from the person menu, without leaving the page. @returns its number */
async function opened(person: Person): Promise<string> {
  const { page } = person;
  await page.getByTitle(person.word("shell.person")).click();
  await page.getByRole("menuitem", { name: person.word("emergency.open") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(new RegExp(`^${person.say(fields.role.label)}`)).selectOption("WAREHOUSE");
  await dialog.getByLabel(new RegExp(`^${person.say(fields.cause.label)}`)).selectOption("productAtRisk");
  await dialog.getByLabel(new RegExp(`^${person.say(fields.why.label)}`)).fill("Cold store alarm, nobody answers");
  await dialog.getByLabel(new RegExp(`^${person.say(fields.minutes.label)}`)).fill("30");
  await dialog.locator("button[type=submit]").click();
  await person.sign();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/\/requisition$/);
  const banner = page.getByRole("region", { name: person.word("emergency.title") });
  await expect(banner).toBeVisible();
  return /EA-26-\d{3}/.exec((await banner.textContent()) ?? "")?.[0] ?? "";
}

/** A lot that waits for its release: the button says why not, in words. */
async function refusedToSign(person: Person, number: string): Promise<void> {
  const { page } = person;
  const lot = await waiting(page);
  await person.open("Lot", lot);
  // What the person's roles do not do stands under "More", with all reasons.
  await page
    .getByRole("button", { name: new RegExp(`^${person.word("action.more")} \\d+$`) })
    .first()
    .click();
  const said = person.say({
    en: `Under emergency access ${number} nothing is signed, released or approved; end it first.`,
    zh: `应急访问 ${number} 期间不得签名、放行或批准；请先结束应急访问。`,
  });
  await expect(page.getByText(said).first()).toBeVisible();
  await page.keyboard.press("Escape");
}

async function waiting(page: Page): Promise<string> {
  const { lots } = await askApi<{ lots: { edges: { node: { number: string } }[] } }>(
    page,
    '{ lots(filter: { state: ["quarantine"] }, first: 1) { edges { node { number } } } }',
  );
  return lots.edges[0]?.node.number ?? "";
}
