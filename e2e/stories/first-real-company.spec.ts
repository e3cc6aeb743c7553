/**
 * An empty company is set up in the browser by five people, each under their own login, to its first signed release. Nothing but the
 * one-time code is read outside the browser: neither the database nor the command line.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Language, type RecordName, registry } from "@lotline/schema";
import { translator } from "@lotline/schema/words";
import { type Browser, expect, test } from "@playwright/test";
import { inspectionOf } from "../inspection-of.ts";
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
          await hire(viktor, selma, "bruno"),
          await hire(viktor, selma, "clara"),
        ] as const;
      });

    const [anna, bruno, clara] = [await come(), await come(), await come()];
    await test.step("each replaces the one-time password by one that nobody else knows", async () => {
      await anna.signIn("anna", { password: given[0], own: secretOf("anna") });
      await bruno.signIn("bruno", { password: given[1], own: secretOf("bruno") });
      await clara.signIn("clara", { password: given[2], own: secretOf("clara") });
    });

    await test.step("master data come from files; quality approves by signature", async () => {
      await load(anna, "Unit", ["symbol,nameEn,nameZh,decimals", "pcs,Pieces,件,0"]);
      await load(anna, "Location", [
        "number,site,nameEn,nameZh,type,storageClass",
        "HQ1-Q1,HQ1,Quarantine,待验区,quarantine,ambient",
        "HQ1-S1,HQ1,Store,合格品区,storage,ambient",
      ]);
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
        { lines: "characteristics", key: "item" },
      );
      await approve(clara, "ItemRevision", "PK-100.A");
      await approve(clara, "InspectionPlan", "IP-PK-100.A");
      await clara.open("SupplierItem", "SI-0001");
      await clara.act("SupplierItem", "approve");
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
      await anna.open("Inspection", await inspectionOf(anna, "P100-1"));
      await read(anna, { Width: ["120.1", "119.8"], Seal: ["0", "0", "0"] });
      await anna.act("Inspection", "conclude");
      await clara.open("Lot", "P100-1");
      await clara.act("Lot", "release");
      await expect(clara.page.getByRole("main")).toContainText(clara.say(registry.Lot.states.released));
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

/** A person comes: entered by the one administrator, identified and given roles by the other. @returns the one-time password */
async function hire(system: Person, security: Person, login: Login): Promise<string> {
  const { name, title, roles } = staff[login];
  const number = await system.create("Person", { login, nameEn: name, nameZh: name, titleEn: title, titleZh: title });
  await system.page.getByRole("button", { name: system.word("access.issue") }).click();
  const once = (await system.page.locator("output").textContent()) ?? "";
  expect(once).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
  await security.open("Person", number);
  await security.act("Person", "proveIdentity", { document: "employment" });
  for (const code of roles) {
    const grant = await security.create("RoleGrant", { person: number, role: code });
    await system.open("RoleGrant", grant);
    await system.act("RoleGrant", "confirm");
  }
  return once;
}

/** Records from a file with the fields' names as headers, through all steps of the import. @param set the child rows it brings */
async function load(
  { page, language }: Person,
  record: RecordName,
  lines: readonly string[],
  set?: { readonly lines: string; readonly key: string },
): Promise<void> {
  const t = translator(language);
  await page.goto(`/import?record=${record}`);
  if (set) await page.getByLabel(t("import.lines")).selectOption(set.lines);
  await page
    .getByLabel(t("import.file"))
    .setInputFiles({ name: `${record}.csv`, mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) });
  if (set) await page.getByLabel(t("import.key")).selectOption(set.key);
  await page.getByRole("button", { name: t("import.check"), exact: true }).click();
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
async function read({ page, language }: Person, readings: { readonly [name: string]: readonly string[] }): Promise<void> {
  const t = translator(language);
  for (const [name, values] of Object.entries(readings)) {
    await page.getByLabel(t("insp.cell", { name, n: 1 }), { exact: true }).focus();
    for (const value of values) {
      await page.keyboard.type(value, { delay: 2 });
      await page.keyboard.press("Enter");
    }
  }
  await page.keyboard.press("Control+Enter");
}
