/** A person at a browser, in the words of the trade: signs in, opens records, fills forms, acts and signs. */

import { actionsOf, type Fields, type Label, type Language, type RecordName, registry, text } from "@lotline/schema";
import { type AnyPlainWord, translator } from "@lotline/schema/words";
import { expect, type Locator, type Page } from "@playwright/test";
import { enter } from "./graphql.ts";

const slug = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** The demo's password and signing code, as the README states them. */
const password = "chenglan-demo-2026";
const code = "482615";

export class Person {
  readonly page: Page;
  readonly language: Language;
  #login = "";
  #password = password;

  constructor(page: Page, language: Language) {
    this.page = page;
    this.language = language;
  }

  /** A text of the product in this person's language. */
  say(label: { readonly en: string; readonly zh: string }): string {
    return label[this.language];
  }

  word(key: AnyPlainWord): string {
    return translator(this.language)(key);
  }

  /**
   * Signs in with user name and password, as in a real company.
   * @param given where it is not the demo's password; `own` replaces it where the system asks for that first
   */
  async signIn(login: string, given: { readonly password: string; readonly own?: string } = { password }): Promise<void> {
    await this.page.context().clearCookies();
    await this.page.goto("/");
    await this.page.getByLabel(this.word("login.userName")).fill(login);
    await this.page.getByLabel(this.word("login.password")).fill(given.password);
    await this.page.keyboard.press("Enter");
    if (given.own) await this.#replace(given.password, given.own);
    await expect(this.page.getByRole("heading", { level: 1, name: this.word("nav.home") })).toBeVisible();
    this.#login = login;
    this.#password = given.own ?? given.password;
  }

  /** A password that somebody else gave is replaced before anything else is shown. */
  async #replace(given: string, own: string): Promise<void> {
    await this.page.getByLabel(this.word("password.current")).fill(given);
    await this.page.getByLabel(this.word("password.next"), { exact: true }).fill(own);
    await this.page.getByLabel(this.word("password.again")).fill(own);
    await this.page.keyboard.press("Enter");
  }

  /** Comes to the demo company without the form; what follows opens a page. Signing in itself is told by other stories. */
  async come(login: string): Promise<void> {
    await enter(this.page, login);
    this.#login = login;
  }

  async open(record: RecordName, number: string): Promise<void> {
    await this.page.goto(`/${slug(record)}/${encodeURIComponent(number)}`);
    await expect(this.page.getByRole("heading", { level: 1 })).toContainText(number);
  }

  /** Fills a new record's form and saves it. @returns its number */
  async create(
    record: RecordName,
    values: { readonly [field: string]: string },
    lines: readonly { readonly [field: string]: string }[] = [],
  ): Promise<string> {
    await this.page.goto(`/${slug(record)}/new`);
    const form = this.page.getByRole("main");
    const { fields, numberLabel }: { fields: Fields; numberLabel?: Label } = registry[record];
    const all = numberLabel ? { ...fields, number: text(numberLabel) } : fields;
    for (const [field, value] of Object.entries(values)) await this.#fill(form, all, field, value);
    const columns: Fields = (registry[record] as { lines?: { lines?: { fields: Fields } } }).lines?.lines?.fields ?? {};
    for (const [index, line] of lines.entries()) {
      if (index > 0) await this.#nextLine(form, index);
      await this.#line(form, columns, index, line);
    }
    await form.locator("button[type=submit]").click();
    const heading = this.page.getByRole("heading", { level: 1 });
    await expect(heading).toContainText(this.say(registry[record].label));
    await expect(this.page).not.toHaveURL(/\/new$/);
    return decodeURIComponent(new URL(this.page.url()).pathname.split("/")[2] ?? "");
  }

  /** Enter in a line makes the next one; the first Enter may still be the choice of a reference that takes its time. */
  async #nextLine(form: Locator, index: number): Promise<void> {
    const boxes = form.getByLabel(new RegExp(`^${literal(translator(this.language)("form.line", { n: index + 1 }))}`));
    await expect(async () => {
      if ((await boxes.count()) === 0) await this.page.keyboard.press("Enter");
      await expect(boxes.first()).toBeVisible({ timeout: 2_000 });
    }).toPass();
  }

  async #line(form: Locator, fields: Fields, index: number, line: { readonly [field: string]: string }): Promise<void> {
    for (const [name, value] of Object.entries(line)) {
      const field = fields[name];
      if (!field) throw new Error(`there is no column ${name}`);
      const box = form.getByLabel(`${translator(this.language)("form.line", { n: index + 1 })}, ${this.say(field.label)}`, {
        exact: true,
      });
      await this.#put(box, field.kind, value);
    }
  }

  async #fill(form: Locator, fields: Fields, name: string, value: string): Promise<void> {
    const field = fields[name];
    const label = field ? this.say(field.label) : this.say(registry.Site.label);
    const box = form.getByLabel(new RegExp(`^${literal(label)}( .*)?$`)).first();
    await this.#put(box, field?.kind ?? "ref", value);
  }

  async #put(box: Locator, kind: string, value: string): Promise<void> {
    // Also a text may be chosen from a list, such as a time zone.
    const isChosen = kind === "choice" || (await box.evaluate(({ tagName }) => tagName === "SELECT"));
    if (isChosen) return void (await box.selectOption(value));
    await box.fill(value);
    if (kind === "ref") {
      await box.press("Enter");
      await expect(box).not.toHaveAttribute("aria-busy", "true");
      await expect(box).toHaveValue(new RegExp(`^${literal(value)}`, "i"));
    }
  }

  /** Presses an action's button, answers what it asks, signs when it is signed. */
  async act(
    record: RecordName,
    action: string,
    input: { readonly [field: string]: string } = {},
    {
      reason = "",
      rows = [],
    }: { readonly reason?: string; readonly rows?: readonly { readonly [field: string]: string }[] } = {},
  ): Promise<void> {
    const spec = actionsOf(registry[record])[action];
    if (!spec) throw new Error(`${record} has no ${action}`);
    const before = await this.#version();
    await this.page
      .getByRole("button", { name: new RegExp(`^${literal(this.say(spec.label))}`) })
      .first()
      .click();
    const dialog = this.page.getByRole("dialog");
    if (spec.input?.fields) {
      for (const [name, value] of Object.entries(input)) await this.#fill(dialog, spec.input.fields, name, value);
    }
    const [columns] = Object.values(spec.input?.rows ?? {});
    for (const [index, row] of rows.entries()) {
      if (index > 0) await this.page.keyboard.press("Enter");
      await this.#line(dialog, columns ?? {}, index, row);
    }
    if (!spec.sign && (spec.input || spec.reason)) {
      if (spec.reason) await dialog.locator("textarea").last().fill(reason);
      await dialog.locator("button[type=submit]").click();
    } else if (spec.input) await dialog.locator("button[type=submit]").click();
    if (spec.sign) await this.sign(reason);
    await expect(dialog).toHaveCount(0);
    // A step of an approval before the last leaves the record as it is.
    if (spec.approval) return;
    await expect.poll(() => this.#version(), { message: `${action} makes a new version` }).toBeGreaterThan(before);
  }

  /** Comes to what is signed in the open dialog; who signs for the first time accepts the statement before. */
  async acceptStatement(): Promise<Locator> {
    const dialog = this.page.getByRole("dialog");
    const statement = dialog.getByRole("button", { name: this.word("sign.statementAccept") });
    await expect(statement.or(dialog.getByText(this.word("sign.meaning")))).toBeVisible();
    if (await statement.isVisible()) await statement.click();
    await expect(dialog.getByText(this.word("sign.meaning"))).toBeVisible();
    return dialog;
  }

  /** The ceremony: the statement is accepted where it is asked, the sentence is read, the secret is typed, Enter signs. */
  async sign(reason = ""): Promise<void> {
    const dialog = await this.acceptStatement();
    if (reason) await dialog.locator("textarea").last().fill(reason);
    const name = dialog.getByLabel(this.word("login.userName"));
    if (await name.count()) await name.fill(this.#login);
    // Later signatures of a session ask for the code; the first one, and a release to market, for the password.
    const byCode = await dialog.getByLabel(this.word("sign.code"), { exact: true }).count();
    await dialog.locator("input[type=password]").fill(byCode ? code : this.#password);
    await this.page.keyboard.press("Enter");
  }

  async #version(): Promise<number> {
    const shown = await this.page
      .getByText(/^(version \d+|第 \d+ 版)/)
      .first()
      .textContent();
    return Number(/\d+/.exec(shown ?? "")?.[0] ?? 0);
  }
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
