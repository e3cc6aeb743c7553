import { readFileSync } from "node:fs";
import { type AnyRecord, type RecordName, registry } from "@lotline/schema";
import { pluralOf } from "@lotline/schema/documents";
import { expect, type Page, test } from "@playwright/test";
import { violationsIn } from "../axe.ts";
import { askApi, enter, makeCustomer } from "../graphql.ts";
import { Person } from "../person.ts";

// The registry's keys are the names of its records.
const recordNames = Object.keys(registry) as RecordName[];

/** People who together may open every page; the first who may is taken. */
const logins = ["xuheng", "luoan", "shenyue", "gaolang", "hechuan", "fangyi", "mengfei", "guping", "weiqing", "fanqing"];

/**
 * The pages that are no list, form or record, with the permit of each, as the app registers them: read from its source, whose parts
 * only a browser can load.
 */
const pages = [
  ...readFileSync(new URL("../../apps/web/src/features/index.ts", import.meta.url), "utf8").matchAll(
    /\bto: "(\/[^"]+)",\s+label: [^\n]+\n(?:\s+permit: (?:"([^"]+)"|registry\.(\w+)\.read),)?/g,
  ),
].map(([, to = "", permit, record]) => ({ to, permit: permit ?? (record ? registry[record as RecordName].read : undefined) }));

/** Pages outside them, and records that show much of what a page can hold. */
const special = [
  "/",
  "/help",
  "/account",
  "/sessions",
  "/password",
  "/lot/IS2607A",
  "/lot/P301-2608-2",
  "/nonconformity/NCR-26-003",
  "/item/FG-IS100?asOf=2026-07-15T04:00:00.000Z",
  "/item-revision/FG-IS100.B",
  "/item-revision/FG-IS100.B?from=v1&to=v3",
  "/inbox",
  "/import?record=Supplier",
];

/** Two of the four in a normal run, so that each language and each scheme is seen; all in the soak. */
const combinations = [
  ["zh-CN", "light"],
  ["en-US", "dark"],
  ["zh-CN", "dark"],
  ["en-US", "light"],
] as const;

// Each only looks; two at once are done in half the time.
test.describe.configure({ mode: "parallel" });

for (const [locale, scheme] of combinations.slice(0, process.env.LOTLINE_SOAK ? 4 : 2)) {
  test(`axe finds nothing on any route (${locale}, ${scheme})`, async ({ browser }) => {
    // A low window has fewer rows, and less to paint. The soak looks at a whole one.
    const height = process.env.LOTLINE_SOAK ? 900 : 450;
    const context = await browser.newContext({ locale, colorScheme: scheme, viewport: { width: 1440, height } });
    const page = await context.newPage();
    await page.goto("/");
    await expect(page.locator("form")).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", scheme);
    const findings = await look(page, "sign-in");
    const routes = await routesByPerson(page);
    expect([...routes.values()].flat().length).toBeGreaterThan(recordNames.length * 2);
    for (const [login, paths] of routes) {
      await enter(page, login);
      for (const [index, path] of paths.entries()) {
        await open(page, path, paths[index - 1]);
        findings.push(...(await look(page, path, { seen: index > 0 })));
      }
    }
    expect(findings).toEqual([]);
    await context.close();
  });
}

for (const [locale, scheme] of combinations.slice(0, process.env.LOTLINE_SOAK ? 4 : 2)) {
  test(`axe finds nothing in the dialogs of the kit (${locale}, ${scheme}) [U01] [U07] [U09] [U11]`, async ({ browser }) => {
    const context = await browser.newContext({ locale, colorScheme: scheme, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const dialogs = new Dialogs(page, new Person(page, locale === "zh-CN" ? "zh" : "en"));
    await enter(page, "luoan");
    const number = `AX-${locale.slice(0, 2).toUpperCase()}-${scheme.toUpperCase()}`;
    const customer = await makeCustomer(page, number);
    await page.goto(`/customer?q=${number}`);
    await dialogs.filterBuilder();
    await dialogs.bulk();
    await dialogs.paste(number);
    await dialogs.reasonInCell(number);
    await dialogs.conflictInCell(number, customer);
    await enter(page, "mengfei");
    await page.goto("/licence");
    await dialogs.viewMenu();
    await dialogs.signature();
    expect(dialogs.findings).toEqual([]);
    await context.close();
  });
}

/** Opens what the kit opens over a page, looks at it and leaves it. */
class Dialogs {
  readonly findings: string[] = [];
  readonly #page: Page;
  readonly #person: Person;

  constructor(page: Page, person: Person) {
    this.#page = page;
    this.#person = person;
  }

  get #grid() {
    return this.#page.getByRole("grid");
  }

  /** Looks at what is open. */
  async #look(name: string): Promise<void> {
    this.findings.push(...(await look(this.#page, name)));
  }

  /** Looks at the dialog that is open, and leaves it by Esc. */
  async #dialog(name: string): Promise<void> {
    await expect(this.#page.getByRole("dialog")).toBeVisible();
    await this.#look(name);
    await this.#page.keyboard.press("Escape");
    await expect(this.#page.getByRole("dialog")).toHaveCount(0);
  }

  async #type(cell: string | RegExp, text: string): Promise<void> {
    await this.#grid.getByRole("row").nth(1).getByRole("gridcell").filter({ hasText: cell }).first().click();
    await this.#page.keyboard.press("F2");
    await this.#grid.getByRole("textbox").fill(text);
    await this.#page.keyboard.press("Enter");
  }

  async filterBuilder(): Promise<void> {
    await this.#page.getByRole("button", { name: this.#person.word("filter.advanced") }).click();
    await this.#dialog("filter builder");
  }

  async bulk(): Promise<void> {
    await this.#grid.getByRole("checkbox").nth(1).click();
    await this.#page.getByRole("button", { name: `${this.#person.word("bulk.edit")}…` }).click();
    await this.#dialog("bulk dialog");
  }

  async paste(number: string): Promise<void> {
    await this.#grid
      .getByRole("gridcell")
      .filter({ hasText: new RegExp(`^(Clinic|诊所) ${number}$`) })
      .click();
    await this.#grid.evaluate((element) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "X\tclinic");
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    await this.#dialog("paste preview");
  }

  async reasonInCell(number: string): Promise<void> {
    await this.#type(new RegExp(`^(Clinic|诊所) ${number}$`), "Clinic");
    await expect(this.#page.getByRole("combobox", { name: this.#person.word("edit.reasonUsual") })).toBeVisible();
    await this.#look("reason in the cell");
    await this.#page.keyboard.press("Escape");
  }

  async conflictInCell(number: string, id: string): Promise<void> {
    const { customer } = await askApi<{ customer: { version: number } }>(
      this.#page,
      "query ($n: String!) { customer(number: $n) { version } }",
      { n: number },
    );
    await askApi(
      this.#page,
      'mutation ($c: ID!, $id: ID!, $version: Int!) { editCustomer(commandId: $c, id: $id, version: $version, input: { address: "Their Road" }) { id } }',
      { id, version: customer.version },
    );
    await this.#type("1 Road", "My Road");
    await this.#dialog("conflict of an edit in the cell");
  }

  async viewMenu(): Promise<void> {
    await this.#page
      .getByRole("navigation", { name: this.#person.word("view.tabs") })
      .getByRole("link")
      .nth(1)
      .click();
    // The button of a new view has the same word in Chinese.
    await this.#page.locator(`button[aria-haspopup=menu][aria-label="${this.#person.word("view.menu")}"]`).click();
    await expect(this.#page.getByRole("menu")).toBeVisible();
    await this.#look("view menu");
    await this.#page.keyboard.press("Escape");
    await this.#page
      .getByRole("navigation", { name: this.#person.word("view.tabs") })
      .getByRole("link")
      .first()
      .click();
  }

  async signature(): Promise<void> {
    await this.#type(/^\d{4}-\d\d-\d\d$/, "2039-01-01");
    const dialog = this.#page.getByRole("dialog");
    const accept = dialog.getByRole("button", { name: this.#person.word("sign.statementAccept") });
    await expect(accept.or(dialog.getByText(this.#person.word("sign.meaning")))).toBeVisible();
    if (await accept.isVisible()) {
      await this.#look("accountability statement");
      await accept.click();
    }
    await expect(dialog.getByText(this.#person.word("sign.meaning"))).toBeVisible();
    await this.#dialog("signature dialog");
  }
}

/** Which kind of page shows a path. */
const kindOf = (path: string): string => {
  const [, second, third] = new URL(path, "http://app").pathname.split("/").filter(Boolean);
  return third ?? (second === undefined || second === "new" ? (second ?? "list") : "record");
};

/** Opens a page inside the app, which is quicker than loading the app anew; two pages of one kind share their elements, though. */
async function open(page: Page, path: string, before: string | undefined): Promise<void> {
  const heading = page.getByRole("heading", { level: 1 });
  if (before === undefined || kindOf(path) === kindOf(before)) await page.goto(path);
  else {
    const old = await heading.first().elementHandle();
    await page.evaluate((to) => history.pushState({}, "", to), path);
    await page.waitForFunction((one) => !one?.isConnected, old);
  }
  await expect(heading).toBeVisible();
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
}

const look = async (page: Page, path: string, how: { readonly seen?: boolean } = {}): Promise<string[]> =>
  (await violationsIn(page, how)).map((found) => `${path}: ${found}`.slice(0, 300));

const slugOf = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** The list, the form and one record's page of every type, each with somebody who may open it. */
async function routesByPerson(page: Page): Promise<Map<string, string[]>> {
  const permits = new Map<string, Set<string>>();
  const numbers = new Map<string, string>();
  for (const login of logins) {
    await enter(page, login);
    const own = new Set((await askApi<{ me: { permits: string[] } }>(page, "{ me { permits } }")).me.permits);
    permits.set(login, own);
    for (const name of recordNames.filter((candidate) => !numbers.has(candidate) && own.has(registry[candidate].read))) {
      const list = await askApi<{ page: { edges: { node: { number: string } }[] } }>(
        page,
        `{ page: ${pluralOf(name)}(first: 1) { edges { node { number } } } }`,
      );
      const [first] = list.page.edges;
      if (first) numbers.set(name, first.node.number);
    }
  }
  const routes = new Map<string, string[]>(logins.map((login) => [login, []]));
  const give = (path: string, ...needed: string[]) => {
    const login = logins.find((candidate) => needed.every((permit) => permits.get(candidate)?.has(permit)));
    if (!login) throw new Error(`nobody may open ${path} (${needed.join(", ")})`);
    routes.get(login)?.push(path);
  };
  for (const path of special) give(path);
  expect(pages.length).toBeGreaterThan(14);
  for (const { to, permit } of pages) give(to, ...(permit ? [permit] : []));
  for (const name of recordNames) {
    const record: AnyRecord = registry[name];
    const number = numbers.get(name);
    give(`/${slugOf(name)}`, record.read);
    if (record.create) give(`/${slugOf(name)}/new`, record.read, record.create.permit);
    if (number) give(`/${slugOf(name)}/${encodeURIComponent(number)}`, record.read);
    if (number && record.edit && !record.edit.in)
      give(`/${slugOf(name)}/${encodeURIComponent(number)}/edit`, record.read, record.edit.permit);
  }
  return routes;
}
