/**
 * An empty company is set up in the browser by five people, each under their own login, to its first signed release. Nothing but the
 * one-time code is read outside the browser: neither the database nor the command line.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Label, type Language, type RecordName, registry } from "@lotline/schema";
import { setupSteps } from "@lotline/schema/setup";
import { translator } from "@lotline/schema/words";
import { type Browser, expect, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { askApi } from "../graphql.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { type App, openApp } from "../start-app.ts";

const zone = "Asia/Shanghai";
const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date());
const nextYear = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`.replace("-02-29", "-02-28");

/** Three people besides the two administrators; none of them holds roles that a separation rule keeps apart. */
const staff = {
  anna: { name: "Anna Berg", title: "Buyer and inspector", roles: ["STEWARD", "BUYER", "SUPPLIER_QUALITY", "INSPECTOR"] },
  bruno: { name: "Bruno Keller", title: "Warehouse keeper", roles: ["WAREHOUSE"] },
  clara: { name: "Clara Voss", title: "Head of quality", roles: ["QA_HEAD", "RELEASER", "PURCHASING_MANAGER"] },
} as const;
const released = { en: "Released", zh: "已放行" };
const oneTime = /^([a-z2-9]{5}-){3}[a-z2-9]{5}$/;
type Login = keyof typeof staff;

const secretOf = (login: string): string => `winter ${login[0]} counts 48 pouches`;

for (const language of languagesOf("en"))
  test(`an empty company is set up in the browser to its first signed release (${language}) [REQ-ACC-01] [REQ-SIG-06] [REQ-SIG-07] [REQ-SIG-11]`, async ({
    browser,
  }) => {
    await using app = await openApp({ DEMO: "0" });
    const come = opener(browser, app, language);

    await test.step("the first start: a code from the server, then two administrators with passwords of their own", async () => {
      await firstStart(await come(), readFileSync(join(app.dataDir, "setup-code"), "utf8").trim());
    });

    const viktor = await come();
    await viktor.signIn("viktor", { password: secretOf("viktor") });
    const selma = await come();
    await selma.signIn("selma", { password: secretOf("selma") });
    const given =
      await test.step("a site, and three people: identified, with roles given by one and confirmed by another", async () => {
        await viktor.create("Site", { number: "HQ1", nameEn: "Main plant", nameZh: "总部工厂", zone, address: "1 Mill Lane" });
        return [
          await hire(viktor, selma, "anna"),
          await hireByApi(viktor, selma, "bruno"),
          await hireByApi(viktor, selma, "clara"),
        ] as const;
      });

    const [anna, bruno, clara] = [await come(), await come(), await come()];
    await test.step("each replaces the one-time password by one that nobody else knows", async () => {
      await anna.signIn("anna", { password: given[0], own: secretOf("anna") });
      await bruno.signIn("bruno", { password: given[1], own: secretOf("bruno") });
      await clara.signIn("clara", { password: given[2], own: secretOf("clara") });
    });

    await test.step("the list says what comes next; units and locations are chosen from what is shipped", async () => {
      await expect(anna.page.getByRole("region", { name: anna.word("setup.title") })).toBeVisible();
      await anna.page.getByRole("link", { name: anna.word("setup.openList") }).click();
      await take(anna, "units");
      await take(anna, "locations");
    });

    await test.step("whether signing codes count is decided by signature; the go-live cannot be proposed yet", async () => {
      await selma.page.goto("/setup");
      await expect(stepOf(selma, "signing")).not.toHaveAttribute("data-done", "true");
      await expect(selma.page.getByRole("link", { name: selma.word("setup.proposeGoLive") })).toHaveCount(0);
      await stepOf(selma, "signing").getByRole("link").click();
      await approveRule(clara, await propose(selma, today));
    });

    await test.step("master data come from files; quality approves by signature", async () => {
      await load(anna, "Item", [
        "number,nameEn,nameZh,itemClass,source,unit,inspectionRequired",
        "PK-100,Pouch,吸塑袋,packaging,bought,pcs,true",
      ]);
      await load(anna, "ItemRevision", ["item,revision,changeReason,specification", "PK-100,A,first issue,Pouch 120 x 200 mm"]);
      await load(anna, "Supplier", ["number,nameEn,nameZh,address", "SUP-01,Pouch Works,袋业公司,2 Mill Lane"]);
      await load(anna, "SupplierItem", [
        "supplier,item,riskClass,basis,validTo",
        `SUP-01,PK-100,C,Three sample lots,${nextYear}`,
      ]);
      await load(
        anna,
        "InspectionPlan",
        [
          "item,revision,changeReason,nameEn,nameZh,characteristics.nameEn,characteristics.nameZh,kind,lower,upper,decimals,samplingRule,sampleSize,acceptUpTo",
          "PK-100,A,first issue,Pouch,吸塑袋,Width,宽度,variable,119,121,1,fixed,2,0",
          "PK-100,A,first issue,Pouch,吸塑袋,Seal,封口,attribute,,,0,fixed,3,0",
        ],
        "characteristics",
      );
      await approve(clara, "ItemRevision", "PK-100.A");
      await approve(clara, "InspectionPlan", "IP-PK-100.A");
      await clara.open("SupplierItem", "SI-0001");
      await clara.act("SupplierItem", "approve");
    });

    await test.step("the go-live names what is left open, and is signed by the QA head; then the list leaves Home", async () => {
      await selma.page.goto("/setup");
      await expect(stepOf(selma, "plans")).toHaveAttribute("data-done", "true");
      await expect(selma.page.getByText(selma.say(labelOf("customers"))).last()).toBeVisible();
      await selma.page.getByRole("link", { name: selma.word("setup.proposeGoLive") }).click();
      await approveRule(clara, await propose(selma));
      await selma.page.goto("/setup");
      await expect(selma.page.getByText(translator(language)("setup.liveFrom", { date: today }))).toBeVisible();
      await clara.page.goto("/");
      await expect(clara.page.getByRole("heading", { level: 1, name: clara.word("nav.home") })).toBeVisible();
      await expect(clara.page.getByRole("region", { name: clara.word("setup.title") })).toHaveCount(0);
    });

    await test.step("ordered by one, approved by another, received by a third", async () => {
      const order = await anna.create(
        "PurchaseOrder",
        { supplier: "SUP-01", orderedOn: today, neededOn: nextYear, currency: "CNY" },
        [{ item: "PK-100", quantity: "500", price: "0.18" }],
      );
      await anna.act("PurchaseOrder", "submit");
      await clara.open("PurchaseOrder", order);
      await clara.act("PurchaseOrder", "approve");
      await bruno.create("Receipt", { purchaseOrder: order, receivedOn: today }, [
        { orderLine: "1", quantity: "500", lotNumber: "P100-1", supplierLot: "PW-77", location: "HQ1-Q1" },
      ]);
      await bruno.act("Receipt", "post");
    });

    await test.step("inspected, and released by the signature of somebody who did neither", async () => {
      await anna.page.goto("/inspection");
      await anna.page.getByRole("link", { name: /^IN-/ }).first().click();
      await read(anna, [
        [{ en: "Width", zh: "宽度" }, ["120.1", "119.8"]],
        [{ en: "Seal", zh: "封口" }, ["0", "0", "0"]],
      ]);
      await anna.act("Inspection", "conclude");
      await clara.open("Lot", "P100-1");
      await clara.act("Lot", "release");
      await expect(clara.page.getByRole("main")).toContainText(clara.say(released));
      await expect(clara.page.getByText("Clara Voss").first()).toBeVisible();
    });
  });

/** Opens a browser of its own for each person. */
const opener = (browser: Browser, app: App, language: Language) => async (): Promise<Person> => {
  const locale = language === "zh" ? "zh-CN" : "en-US";
  const context = await browser.newContext({ baseURL: app.baseUrl, locale, viewport: { width: 1440, height: 900 } });
  return new Person(await context.newPage(), language);
};

async function firstStart(person: Person, code: string): Promise<void> {
  const { page } = person;
  const word = person.word.bind(person);
  const box = page.getByLabel(word("firstStart.code"), { exact: true });
  await page.goto("/");
  await expect(box).toBeVisible();
  await accessible(page);
  await box.fill("aaaaa-bbbbb-ccccc-ddddd");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").getByText("setup-code")).toBeVisible();
  await box.fill(code);
  await page.keyboard.press("Enter");
  for (const [login, name] of [
    ["viktor", "Viktor Lang"],
    ["selma", "Selma Frey"],
  ] as const) {
    await page.getByLabel(word("firstStart.nameEn"), { exact: true }).fill(name);
    await page.getByLabel(word("login.userName"), { exact: true }).fill(login);
    await page.getByLabel(word("password.next"), { exact: true }).fill(secretOf(login));
    await page.getByLabel(word("password.again"), { exact: true }).fill(secretOf(login));
    await page.keyboard.press("Enter");
    if (login === "viktor") await expect(page.getByRole("listitem").first()).toContainText(login);
  }
  await page.getByRole("button", { name: word("firstStart.signIn") }).click();
  await expect(page.getByLabel(word("login.userName"))).toBeVisible();
  await page.context().close();
}

/**
 * A person comes: entered by the one administrator, identified and given roles by the other, each role confirmed by the first. On the
 * screens, with the first role; further roles are the same again and go through the operations that the screens send.
 * @returns the one-time password
 */
async function hire(system: Person, security: Person, login: Login): Promise<string> {
  const { name, title, roles } = staff[login];
  const number = await system.create("Person", { login, nameEn: name, nameZh: name, titleEn: title, titleZh: title });
  await system.page.getByRole("button", { name: system.word("access.issue") }).click();
  const once = (await system.page.locator("output").textContent()) ?? "";
  expect(once).toMatch(oneTime);
  await security.open("Person", number);
  await security.act("Person", "proveIdentity", { document: "employment" });
  const grant = await security.create("RoleGrant", { person: number, role: roles[0] });
  await system.open("RoleGrant", grant);
  await system.act("RoleGrant", "confirm");
  const found = "query ($n: String!) { people: persons(filter: { number: { eq: $n } }) { edges { node { id } } } }";
  const { people } = await askApi<{ people: { edges: { node: { id: string } }[] } }>(system.page, found, { n: number });
  for (const role of roles.slice(1)) await give(system, security, people.edges[0]?.node.id ?? "", role);
  return once;
}

/** The chores of `hire` for one more person, without the screens. */
async function hireByApi(system: Person, security: Person, login: Login): Promise<string> {
  const { name, title, roles } = staff[login];
  const input = { login, nameEn: name, nameZh: name, titleEn: title, titleZh: title };
  const { done: made } = await askApi<{ done: Made }>(
    system.page,
    "mutation ($c: ID!, $input: CreatePersonInput!) { done: createPerson(commandId: $c, input: $input) { id version } }",
    { input },
  );
  const { done: once } = await askApi<{ done: string }>(
    system.page,
    "mutation ($c: ID!, $p: ID!) { done: givePassword(commandId: $c, person: $p) }",
    { p: made.id },
  );
  await askApi(
    security.page,
    "mutation ($c: ID!, $id: ID!, $v: Int!, $input: ProveIdentityPersonInput!) { proveIdentityPerson(commandId: $c, id: $id, version: $v, input: $input) { id } }",
    { id: made.id, v: made.version, input: { document: "employment" } },
  );
  for (const role of roles) await give(system, security, made.id, role);
  return once;
}

interface Made {
  readonly id: string;
  readonly version: number;
}

/** A role, proposed by the one and confirmed by the other. */
async function give(system: Person, security: Person, person: string, role: string): Promise<void> {
  const { done } = await askApi<{ done: Made }>(
    security.page,
    "mutation ($c: ID!, $input: CreateRoleGrantInput!) { done: createRoleGrant(commandId: $c, input: $input) { id version } }",
    { input: { person, role } },
  );
  await askApi(
    system.page,
    "mutation ($c: ID!, $id: ID!, $v: Int!) { confirmRoleGrant(commandId: $c, id: $id, version: $v) { id } }",
    { id: done.id, v: done.version },
  );
}

const labelOf = (key: string) => {
  const step = setupSteps.find((one) => one.key === key);
  if (!step) throw new Error(`there is no step ${key}`);
  return step.label;
};

const stepOf = ({ page, language }: Person, key: string) =>
  page.getByRole("main").getByRole("listitem", { name: labelOf(key)[language], exact: true });

/** Everything of the starter set of a step, made as records of this person. */
async function take(person: Person, key: string): Promise<void> {
  const step = stepOf(person, key);
  await step.getByRole("button", { name: person.word("setup.starter") }).click();
  await step.locator("button[type=submit]").click();
  await expect(step).toHaveAttribute("data-done", "true");
}

/** The form of a rule that the list has filled in. @param validFrom where the form leaves it open. @returns its number */
async function propose({ page, language }: Person, validFrom?: string): Promise<string> {
  const main = page.getByRole("main");
  if (validFrom)
    await main
      .getByLabel(new RegExp(`^${registry.Rule.fields.validFrom.label[language]}`))
      .first()
      .fill(validFrom);
  await main.locator("button[type=submit]").click();
  await expect(page).toHaveURL(/rule\/RULE-\d+$/);
  return new URL(page.url()).pathname.split("/")[2] ?? "";
}

async function approveRule(head: Person, number: string): Promise<void> {
  await head.open("Rule", number);
  await head.act("Rule", "approve");
}

/** Records from a file with the fields' names as headers, through all steps of the import. @param set the child rows it brings */
async function load({ page, language }: Person, record: RecordName, lines: readonly string[], set?: string): Promise<void> {
  const t = translator(language);
  await page.goto(`/import?record=${record}`);
  if (set) await page.getByLabel(t("import.lines")).selectOption(set);
  await page
    .getByLabel(t("import.file"))
    .setInputFiles({ name: `${record}.csv`, mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) });
  // Fields are known by their names and rows by the key of their record: no question is open, and the file is checked at once.
  await expect(page.getByText(t("import.asStored"))).toBeVisible();
  await page
    .getByRole("button", { name: t("import.step.commit"), exact: true })
    .last()
    .click();
  const n = set ? 1 : lines.length - 1;
  await page.getByRole("button", { name: t("import.commit", { n }), exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: t("import.committed", { n }) })).toBeVisible();
}

async function approve(person: Person, record: "ItemRevision" | "InspectionPlan", number: string): Promise<void> {
  await person.open(record, number);
  await person.act(record, "approve", { effectiveOn: today });
}

/** Readings typed down their columns. */
async function read({ page, language }: Person, readings: readonly (readonly [Label, readonly string[]])[]): Promise<void> {
  const t = translator(language);
  for (const [name, values] of readings) {
    await page.getByLabel(t("insp.cell", { name: name[language], n: 1 }), { exact: true }).focus();
    for (const value of values) {
      await page.keyboard.type(value, { delay: 2 });
      await page.keyboard.press("Enter");
    }
  }
  await page.keyboard.press("Control+Enter");
}
