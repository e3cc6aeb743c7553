/** Readings are taken at registered terminals only: refused elsewhere, with the reason on the screen (21 CFR 11.10(h), REQ-ACC-07). */
import { actionsOf, registry } from "@lotline/schema";
import { terminalOutcome } from "@lotline/schema/critical-input";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { askApi } from "../graphql.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { openApp } from "../start-app.ts";

const { validFrom, citation } = registry.Rule.fields;
const { nameEn, nameZh } = registry.Terminal.fields;
const away = { en: "This device is not a registered terminal", zh: "本设备不是已登记的终端" };
const terminal = "SZ1-QC-7";

for (const language of languagesOf("zh"))
  test(`a reading is refused on an unregistered device, two administrators register it, and the trail names the terminal (${language}) [REQ-ACC-07]`, async ({
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

    await test.step("QA limits readings to registered terminals, and its head approves", async () => {
      await person.come("linjing");
      await page.goto("/rule/new?ruleName=terminal-limit&key=Inspection.record");
      await main.getByLabel(person.say({ en: "Away from a registered terminal", zh: "不在已登记终端时" })).selectOption("block");
      await main.getByLabel(person.say(validFrom.label)).fill("2026-08-20");
      await main.getByLabel(person.say(citation.label)).fill("21 CFR 11.10(h)");
      await main.locator("button[type=submit]").click();
      await expect(page).toHaveURL(/rule\/RULE-\d+$/);
      await expect(main).toContainText(person.say(terminalOutcome.values.block));
      const number = new URL(page.url()).pathname.split("/")[2] ?? "";
      await person.come("xuheng");
      await person.open("Rule", number);
      await person.act("Rule", "approve");
    });

    const inspection = await test.step("the inspector is told before typing that this device will not do", async () => {
      await person.come("chenhe");
      const number = await waiting(page);
      await person.open("Inspection", number);
      const record = person.say(actionsOf(registry.Inspection).record?.label ?? { en: "", zh: "" });
      await page
        .getByRole("button", { name: new RegExp(`^${record}`) })
        .first()
        .click();
      await expect(main).toContainText(person.say(away));
      await expect(firstCell(main)).toHaveCount(0);
      expect(await recorded(page, number)).toBe("TERMINAL_UNREGISTERED");
      await accessible(page);
      return number;
    });

    await test.step("one administrator proposes the terminal, another activates it and binds this device to it", async () => {
      await person.come("guping");
      await page.goto("/terminal/new");
      await main.getByRole("textbox").first().fill(terminal);
      await main.getByLabel(person.say(nameEn.label)).fill("Bench 7");
      await main.getByLabel(person.say(nameZh.label)).fill("7 号台");
      await main.getByLabel(new RegExp(`^${person.say(registry.Site.label)}`)).fill("SZ1");
      await page.keyboard.press("Enter");
      await main.locator("button[type=submit]").click();
      await expect(page).toHaveURL(new RegExp(`/terminal/${terminal}$`));
      const here = page.getByRole("region", { name: person.word("terminal.here") });
      await expect(here).toContainText(person.word("terminal.afterActivation"));
      await person.come("weiqing");
      await person.open("Terminal", terminal);
      await person.act("Terminal", "activate");
      await here.getByRole("button", { name: person.word("terminal.enrol") }).click();
      await expect(here).toContainText(person.word("terminal.isHere"));
      await accessible(page);
    });

    await test.step("the reading goes through at the same device, and the record's history names the terminal", async () => {
      await person.come("chenhe");
      await person.open("Inspection", inspection);
      await firstCell(main).focus();
      await page.keyboard.type("0");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Control+Enter");
      const history = page.getByRole("region", { name: person.word("record.timeline") });
      await expect(history.getByRole("link", { name: terminal })).toBeVisible();
      await page.getByTitle(person.word("shell.person")).click();
      await expect(page.getByRole("menu")).toContainText(terminal);
      await page.keyboard.press("Escape");
    });

    await test.step("so does the trail that an auditor reads", async () => {
      await person.come("fanqing");
      await page.goto("/trail?record=Inspection");
      await expect(main.getByRole("row").filter({ hasText: inspection }).first()).toContainText(terminal);
    });
    await context.close();
  });

/** The first box of the sheet of readings. */
const firstCell = (main: Locator) => main.getByRole("table").getByRole("textbox").first();

/** An inspection that nobody has begun. */
async function waiting(page: Page): Promise<string> {
  const { inspections } = await askApi<{ inspections: { edges: { node: { number: string; actions: Verdict[] } }[] } }>(
    page,
    `{ inspections(filter: { state: ["open"] }, first: 20) { edges { node { number actions { name reasons { code } } } } } }`,
  );
  // Nothing but the limit stands in its way.
  const found = inspections.edges.find(({ node }) =>
    node.actions.some(({ name, reasons }) => name === "record" && reasons.every(({ code }) => code === "TERMINAL_UNREGISTERED")),
  );
  return found?.node.number ?? "";
}

interface Verdict {
  readonly name: string;
  readonly reasons: readonly { readonly code: string }[];
}

/** Sends a reading of the first sample past the screen. @returns why it was refused */
async function recorded(page: Page, number: string): Promise<string> {
  const { inspection } = await askApi<{ inspection: { id: string; version: number } }>(
    page,
    "query ($number: String!) { inspection(number: $number) { id version } }",
    { number },
  );
  const body = {
    query: `mutation ($c: ID!, $id: ID!, $v: Int!, $input: RecordInspectionInput!) {
      recordInspection(commandId: $c, id: $id, version: $v, input: $input) { id } }`,
    variables: {
      ...{ c: crypto.randomUUID(), id: inspection.id, v: inspection.version },
      input: { readings: [{ characteristic: 1, sample: 1, value: "0" }] },
    },
  };
  const answer = await page.request.post("/graphql", { data: body, headers: { "apollo-require-preflight": "1" } });
  const { errors } = (await answer.json()) as { errors?: { extensions: { reasons?: { code: string }[]; code: string } }[] };
  return errors?.map(({ extensions }) => extensions.reasons?.map(({ code }) => code).join() ?? extensions.code).join() ?? "";
}
