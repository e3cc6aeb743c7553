/** US-15: a role is tried on before it is given, the QA head lets it with its mitigation, and the report tells who may release. */
import { type AnyRecord, accessDecision, registry, role } from "@lotline/schema";
import { expect, type Page, test } from "@playwright/test";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";

const sunye = { en: "Sun Ye", zh: "孙烨" };
const grant: AnyRecord = registry.RoleGrant;
const review: AnyRecord = registry.AccessReview;
const reviewed = review.lines.roles;
const mitigation = "QA looks at each release of a lot that he inspected";

for (const language of languagesOf("en")) {
  test.describe(`separation of duties (${language})`, () => {
    test.use({ locale: language === "zh" ? "zh-CN" : "en-US", viewport: { width: 1440, height: 900 } });

    test("an inspector as releaser: two conflicts and one past violation before saving; refused without mitigation, given by the QA head, and reported [REQ-ACC-04]", async ({
      page,
    }) => {
      const person = new Person(page, language);
      await person.come("weiqing");
      await page.goto("/role-grant/new");
      const form = page.getByRole("main");
      const { person: who, role: which } = registry.RoleGrant.fields;
      const box = form.getByLabel(new RegExp(`^${person.say(who.label)}`)).first();
      await box.fill("P-0010");
      await box.press("Enter");
      await expect(box).toHaveValue(`P-0010 ${person.say(sunye)}`);
      await form.getByLabel(new RegExp(`^${person.say(which.label)}`)).selectOption("RELEASER");
      const panel = page.getByRole("region", { name: person.word("sod.simulation") });
      await expect(panel.getByRole("listitem")).toHaveCount(3);
      await expect(panel).toContainText(language === "en" ? "2 conflicts · 1 past violation" : "2 项冲突 · 1 条既往违规");
      await expect(panel).toContainText("R205-2608-2");
      await expect(panel).toContainText(person.word("sod.enforced"));
      await form.locator("button[type=submit]").click();
      await expect(form.getByRole("alert")).toContainText(
        person.say({
          en: "Against a separation rule the role needs a mitigation and a last day.",
          zh: "与职责分离规则冲突的授权须填写补偿措施和截止日期。",
        }),
      );
      const { validTo, mitigation: how } = registry.RoleGrant.fields;
      await form.getByLabel(new RegExp(`^${person.say(validTo.label)}`)).fill("2026-11-30");
      await form.getByLabel(new RegExp(`^${person.say(how.label)}`)).fill(mitigation);
      await form.locator("button[type=submit]").click();
      await expect(page).toHaveURL(/role-grant\/RG-\d+$/);
      const number = new URL(page.url()).pathname.split("/")[2] ?? "";

      await person.come("guping");
      await person.open("RoleGrant", number);
      const confirm = page.getByRole("button", { name: new RegExp(`^${person.say(grant.actions.confirm.label)}`) });
      await expect(confirm.first()).toBeVisible();
      await person.come("xuheng");
      await person.open("RoleGrant", number);
      await expect(panel.getByRole("listitem")).toHaveCount(3);
      await person.act("RoleGrant", "confirmOverride");

      await whoMayRelease(person, number);
    });

    test("a review of access is decided line by line and signed by somebody else than who opened it [REQ-ACC-05]", async ({
      page,
    }) => {
      const person = new Person(page, language);
      await person.come("weiqing");
      const number = await person.create("AccessReview", { subject: "Autumn" });
      const sheet = page.getByRole("table", { name: person.say(reviewed.label) });
      const decision = person.say(reviewed.fields.decision.label);
      // Of his own role he decides nothing.
      await expect(sheet.getByText(person.word("accessReview.own"))).toHaveCount(1);
      await decideAll(person, page);
      await person.come("xuheng");
      await person.open("AccessReview", number);
      await expect(sheet.getByRole("combobox", { name: new RegExp(`^${decision}`) }).first()).toBeVisible();
      await decideAll(person, page);
      await person.act("AccessReview", "complete");
      await expect(sheet.getByText(person.say(accessDecision.values.keep)).first()).toBeVisible();
      await page.goto("/separation");
      await expect(page.getByRole("main")).toContainText(number);
    });
  });
}

/** Drill 9: who can release, and whether one of them is also something else. */
async function whoMayRelease(person: Person, number: string): Promise<void> {
  const { page } = person;
  await page.goto("/separation");
  await page.getByLabel(person.word("sod.who")).selectOption("lot.release");
  const table = page.getByRole("table", { name: person.word("sod.people") });
  await expect(table.getByRole("row")).toHaveCount(4);
  const row = table.getByRole("row").filter({ hasText: person.say(sunye) });
  await expect(row).toContainText(person.say(role.values.INSPECTOR));
  await expect(row).toContainText(mitigation);
  await expect(row.getByRole("link", { name: number }).first()).toBeVisible();
  await expect(page.getByRole("table", { name: person.word("sod.staffing") })).toBeVisible();
}

/** Follows the proposals, gives each unused role that is kept its reason, and saves. */
async function decideAll(person: Person, page: Page): Promise<void> {
  const { decision, remark } = reviewed.fields;
  const boxes = page.getByRole("combobox", { name: new RegExp(`^${person.say(decision.label)} `) });
  const count = await boxes.count();
  for (let index = 0; index < count; index++) {
    const box = boxes.nth(index);
    const line = /\d+$/.exec((await box.getAttribute("aria-label")) ?? "")?.[0];
    await box.selectOption("keep");
    await page.getByLabel(`${person.say(remark.label)} ${line}`, { exact: true }).fill("needed");
  }
  await page.getByRole("button", { name: person.word("accessReview.save") }).click();
  await expect(
    page.getByRole("status").filter({ hasText: person.language === "en" ? /\d+ decisions? saved/ : /已保存 \d+ 项决定/ }),
  ).toBeVisible();
  // What is saved is no longer to be saved.
  await expect(page.getByRole("button", { name: person.word("accessReview.save") })).toBeDisabled();
}
