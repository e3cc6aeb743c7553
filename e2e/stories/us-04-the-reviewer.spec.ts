/** US-04: a reviewer works off a full queue without the mouse: only what needs her, by risk, with keys; every decision is signed. */
import { actionsOf, type RecordName, registry } from "@lotline/schema";
import { translator } from "@lotline/schema/words";
import { expect, type Page, test } from "@playwright/test";
import { ask } from "../behind.ts";
import { countPresses, countStrokes } from "../counted.ts";
import { askApi, enter } from "../graphql.ts";
import { languagesOf } from "../languages.ts";
import { act, nonconformities, pendingWork, verification } from "../pending-work.ts";
import { Person } from "../person.ts";
import { type App, openApp } from "../start-app.ts";

const code = "482615";
const password = "chenglan-demo-2026";
/** Of the product's own contract (ux.md §5): A, six characters, Enter; with a password of twelve. */
const most = { byCode: 8, byPassword: 16, batch: 10 } as const;

// Each costs a second; the soak signs as many as a morning brings.
const oneByOne = process.env.LOTLINE_SOAK ? 24 : 8;

interface Item {
  readonly record: RecordName;
  readonly number: string;
  readonly action: string;
  readonly exceptions: number;
  readonly blockers: number;
}

interface Queue {
  readonly total: number;
  readonly own: number;
  readonly items: readonly Item[];
  readonly byRecord: readonly { readonly record: string; readonly count: number }[];
}

const queueOf = async (page: Page): Promise<Queue> =>
  (
    await askApi<{ queue: Queue }>(
      page,
      "query { queue: reviewQueue(first: 200) { total own byRecord { record count } items { record number action exceptions blockers } } }",
    )
  ).queue;

for (const language of languagesOf("en")) {
  test(`a reviewer decides thirty records by keys, signs each, and is not offered her own (${language}) [REQ-SIG-01] [REQ-SIG-03] [REQ-APR-02] [REQ-APR-05]`, async ({
    browser,
  }) => {
    // 200 records wait, which other stories would stumble over.
    await using app = await openApp();
    const context = await browser.newContext({
      baseURL: app.baseUrl,
      locale: language === "zh" ? "zh-CN" : "en-US",
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    const person = new Person(page, language);
    const own = await test.step("200 records of seven types wait", () => fullQueue(page));
    await person.signIn("linjing");
    const presses = await countPresses(page);
    const strokes = await countStrokes(page);
    await page.keyboard.press("g");
    await page.keyboard.press("q");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(person.word("review.queue"));

    const before = await queueOf(page);
    expect(before.total).toBeGreaterThanOrEqual(200);
    expect(before.byRecord.map(({ record }) => record).sort()).toEqual(
      expect.arrayContaining(["Deviation", "Inspection", "MasterChange", "Nonconformity", "PurchaseOrder", "SupplierItem"]),
    );
    await test.step("own work is counted, not offered", () => ownWork(person, before, own));
    const reviewer = new Reviewer(person, before, strokes);
    await test.step("the first signature asks for user name and password", () => reviewer.first());
    await test.step("more of them one by one, by the signing code", async () => {
      for (let n = 0; n < oneByOne; n++) await reviewer.signNext();
    });
    await test.step("one deviation is classified, with what that asks", () => reviewer.classify());
    await test.step("one is sent back with a reason, one is asked about", () => reviewer.sendBackAndAsk());
    await test.step("all clean ones of a type at once", () => reviewer.together());
    expect(reviewer.decided).toBeGreaterThanOrEqual(30);
    expect(presses()).toBe(0);
    await everyDecisionSigned(app, reviewer.signed);
    await context.close();
  });
}

/** Work from everywhere; the reviewer also approves purchases and verifies inspections. @returns her own proposal */
async function fullQueue(page: Page): Promise<string> {
  await enter(page, "weiqing");
  const { people } = await askApi<{ people: { edges: { node: { id: string } }[] } }>(
    page,
    'query { people: persons(filter: { login: { eq: "linjing" } }) { edges { node { id } } } }',
  );
  const grants: { id: string; number: string; version: number; isOverride: boolean }[] = [];
  for (const wanted of ["PURCHASING_MANAGER", "QC_VERIFIER"] as const)
    grants.push(
      (
        await askApi<{ done: (typeof grants)[number] }>(
          page,
          "mutation ($c: ID!, $i: CreateRoleGrantInput!) { done: createRoleGrant(commandId: $c, input: $i) { id number version isOverride } }",
          {
            i: {
              person: people.edges[0]?.node.id,
              role: wanted,
              validTo: "2026-12-31",
              mitigation: "Decides nothing that she wrote or ordered; the QA head samples ten a month",
            },
          },
        )
      ).done,
    );
  for (const grant of grants) {
    const login = grant.isOverride ? "xuheng" : "haoyu";
    await enter(page, login);
    await act(
      page,
      login,
      "RoleGrant",
      grant.isOverride ? "confirmOverride" : "confirm",
      grant,
      grant.isOverride ? { signed: true } : {},
    );
  }
  await pendingWork(page);
  await nonconformities(page, ["R201-2607", "R202-2607"]);
  await verification(page, "IN-26-0179");
  await enter(page, "linjing");
  const { customers } = await askApi<{ customers: { edges: { node: { id: string; version: number } }[] } }>(
    page,
    "query { customers(first: 1) { edges { node { id version } } } }",
  );
  const customer = customers.edges[0]?.node;
  const { done } = await askApi<{ done: { number: string } }>(
    page,
    "mutation ($c: ID!, $i: CreateMasterChangeInput!) { done: createMasterChange(commandId: $c, input: $i) { number } }",
    {
      i: {
        recordType: "Customer",
        recordId: customer?.id,
        recordVersion: customer?.version,
        why: "As on the hospital's new seal",
        values: [{ field: "nameEn", after: "Another hospital" }],
      },
    },
  );
  return done.number;
}

async function ownWork(person: Person, queue: Queue, own: string): Promise<void> {
  expect(queue.own).toBeGreaterThanOrEqual(1);
  expect(queue.items.map(({ number }) => number)).not.toContain(own);
  const said = translator(person.language)("review.own", { n: queue.own });
  await expect(person.page.getByText(said)).toBeVisible();
}

/** The reviewer's hands: what she presses, and what she has decided so far. */
class Reviewer {
  readonly #person: Person;
  readonly #strokes: () => number;
  readonly #items: ReadonlyMap<string, Item>;
  decided = 0;
  readonly signed: string[] = [];

  constructor(person: Person, queue: Queue, strokes: () => number) {
    this.#person = person;
    this.#strokes = strokes;
    this.#items = new Map(queue.items.map((item) => [item.number, item]));
  }

  get #page(): Page {
    return this.#person.page;
  }

  get #head() {
    return this.#page.locator("#review-head");
  }

  async #number(): Promise<string> {
    return (await this.#head.locator("span").textContent()) ?? "";
  }

  /** Goes on until a record that asks nothing but the signature; what asks more is told by a step of its own. */
  async #toPlain(): Promise<string> {
    for (let n = 0; n < 60; n++) {
      const number = await this.#number();
      const item = this.#items.get(number);
      const action = item && actionsOf(registry[item.record])[item.action];
      if (item?.blockers === 0 && !action?.input && !action?.reason) return number;
      await this.#page.keyboard.press("j");
      await expect(this.#head).not.toContainText(number);
    }
    throw new Error("nothing plain in sight");
  }

  async #decide(number: string, most: number, work: () => Promise<void>): Promise<void> {
    const before = this.#strokes();
    await work();
    await expect(this.#page.getByRole("dialog")).toHaveCount(0);
    await expect(this.#head).not.toContainText(number);
    expect(this.#strokes() - before).toBeLessThanOrEqual(most);
    this.decided++;
    this.signed.push(number);
  }

  /** The statement is accepted once, then the password; from there on one secret is enough. */
  async first(): Promise<void> {
    const number = await this.#toPlain();
    await this.#page.keyboard.press("a");
    const dialog = this.#page.getByRole("dialog");
    const statement = dialog.getByRole("button", { name: this.#person.word("sign.statementAccept") });
    await expect(statement.or(dialog.getByText(this.#person.word("sign.meaning")))).toBeVisible();
    if (await statement.isVisible()) {
      await statement.focus();
      await this.#page.keyboard.press("Enter");
    }
    await expect(dialog.locator("input[type=password]")).toBeFocused();
    await this.#page.keyboard.type(password);
    await this.#page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(this.#head).not.toContainText(number);
    this.decided++;
    this.signed.push(number);
  }

  async signNext(): Promise<void> {
    const number = await this.#toPlain();
    await this.#decide(number, most.byCode, async () => {
      await this.#page.keyboard.press("a");
      await expect(this.#page.getByRole("dialog").locator("input[type=password]")).toBeFocused();
      await this.#page.keyboard.type(code);
      await this.#page.keyboard.press("Enter");
    });
  }

  async #toType(record: RecordName): Promise<void> {
    await this.#page.goto(`/review?type=${record}`);
    await expect(this.#head).toContainText(this.#person.say(registry[record].label));
  }

  async classify(): Promise<void> {
    await this.#toType("Deviation");
    const number = await this.#number();
    await this.#page.keyboard.press("a");
    const dialog = this.#page.getByRole("dialog");
    await expect(dialog.locator("select").first()).toBeFocused();
    await this.#page.keyboard.press("ArrowDown");
    await this.#page.keyboard.press("Tab");
    await this.#page.keyboard.press("ArrowDown");
    await this.#page.keyboard.press("Tab");
    await this.#page.keyboard.insertText("Nothing was on the line.");
    await this.#page.keyboard.press("Control+Enter");
    await expect(dialog.locator("input[type=password]")).toBeFocused();
    await this.#page.keyboard.type(code);
    await this.#page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(this.#head).not.toContainText(number);
    this.decided++;
    this.signed.push(number);
  }

  async sendBackAndAsk(): Promise<void> {
    await this.#toType("MasterChange");
    const number = await this.#number();
    await this.#page.keyboard.press("r");
    const dialog = this.#page.getByRole("dialog");
    await expect(dialog.locator("textarea")).toBeFocused();
    await this.#page.keyboard.insertText("The licence names another town");
    await this.#page.keyboard.press("Control+Enter");
    await expect(dialog).toHaveCount(0);
    await expect(this.#head).not.toContainText(number);
    this.decided++;

    const asked = await this.#number();
    await this.#page.keyboard.press("q");
    await expect(dialog.locator("textarea")).toBeFocused();
    await this.#page.keyboard.insertText("whose licence is this?");
    await this.#page.keyboard.press("Control+Enter");
    await expect(dialog).toHaveCount(0);
    await expect(this.#head).not.toContainText(asked);
    // An open question is an exception from now on.
    const items = (await queueOf(this.#page)).items;
    expect(items.find((item) => item.number === asked)?.exceptions).toBe(1);
  }

  async together(): Promise<void> {
    await this.#toType("SupplierItem");
    const before = this.#strokes();
    await this.#page.keyboard.press("b");
    const dialog = this.#page.getByRole("dialog");
    await expect(dialog.locator("input[type=password]")).toBeFocused();
    const rows = await dialog.locator("tbody tr td:first-child span").allTextContents();
    expect(rows.length).toBeGreaterThanOrEqual(5);
    await this.#page.keyboard.type(code);
    await this.#page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    expect(this.#strokes() - before).toBeLessThanOrEqual(most.batch);
    this.decided += rows.length;
    this.signed.push(...rows);
  }
}

/** Each decision has a signature of its own by her; those signed together name one list. */
async function everyDecisionSigned(app: App, numbers: readonly string[]): Promise<void> {
  expect(new Set(numbers).size).toBe(numbers.length);
  const signed = await ask<{ number: string; manifest: string | null }>(
    app,
    "superuser",
    `select s.record_number as number, s.manifest_id as manifest from signature s join person p on p.id = s.person_id
     where p.login = 'linjing' and s.record_number = any(string_to_array('${numbers.join(",")}', ','))
       and s.signed_at > now() - interval '1 day' + (public.domain_now() - now())`,
  );
  expect(signed.map(({ number }) => number).sort()).toEqual([...numbers].sort());
  expect(new Set(signed.flatMap(({ manifest }) => manifest ?? [])).size).toBe(1);
}
