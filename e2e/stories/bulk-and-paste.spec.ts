/** Many records at once: bulk with check and report, editing in place, pasting from Excel, jobs that go on behind the page. */
import { expect, type Locator, type Page, test } from "@playwright/test";
import { askApi, makeCustomer } from "../graphql.ts";
import { Person } from "../person.ts";

const contract = "the contract has ended this year";

const rowOf = (grid: Locator, number: string): Locator =>
  grid.getByRole("row").filter({ has: grid.page().getByRole("link", { name: number, exact: true }) });

/** Makes a cell the current one. */
const goTo = (grid: Locator, number: string, text: string): Promise<void> =>
  rowOf(grid, number).getByRole("gridcell", { name: text, exact: true }).click();

const paste = (grid: Locator, text: string): Promise<void> =>
  grid.evaluate((element, of) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", of);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);

/** Defect codes, whose names quality changes by itself, with a reason. */
async function openCodes(page: Page, prefix: string): Promise<Locator> {
  await new Person(page, "en").come("linjing");
  for (const number of ["1", "2", "3"].map((n) => `${prefix}-${n}`))
    await askApi(
      page,
      "mutation ($c: ID!, $input: CreateDefectCodeInput!) { createDefectCode(commandId: $c, input: $input) { id } }",
      {
        input: { number, nameEn: `Crack ${number}`, nameZh: `裂纹 ${number}`, severity: "minor" },
      },
    );
  return openList(page, `/defect-code?q=${prefix}-`, `${prefix}-3`);
}

/** Instruments that are not approved yet, whose types metrology changes by itself, with a reason. */
async function openGauges(page: Page, prefix: string): Promise<Locator> {
  await new Person(page, "en").come("shaobo");
  const { sites } = await askApi<{ sites: { edges: { node: { id: string } }[] } }>(
    page,
    "{ sites(first: 1) { edges { node { id } } } }",
  );
  const site = sites.edges[0]?.node.id;
  for (const number of ["1", "2", "3"].map((n) => `${prefix}-${n}`))
    await askApi(
      page,
      "mutation ($c: ID!, $input: CreateEquipmentInput!) { createEquipment(commandId: $c, input: $input) { id } }",
      { input: { site, number, nameEn: `Gauge ${number}`, nameZh: `量具 ${number}`, type: "calliper" } },
    );
  return openList(page, `/equipment?q=${prefix}-`, `${prefix}-3`);
}

async function openList(page: Page, path: string, last: string): Promise<Locator> {
  await page.goto(path);
  const grid = page.getByRole("grid");
  await expect(grid.getByRole("link", { name: last })).toBeVisible();
  return grid;
}

async function openStory(page: Page, prefix: string): Promise<{ person: Person; grid: Locator }> {
  const person = new Person(page, "en");
  await person.come("luoan");
  for (const n of ["1", "2", "3", "4"]) await makeCustomer(page, `${prefix}-${n}`);
  return { person, grid: await openList(page, `/customer?q=${prefix}-`, `${prefix}-4`) };
}

test.use({ locale: "en-US" });

test("[U07] [U24] a bulk is checked, run with progress, reported row by row, and found again among the jobs", async ({
  page,
}) => {
  const { grid } = await openStory(page, "BK");
  const bar = page.getByRole("region", { name: "Selected records" });
  await rowOf(grid, "BK-1").getByRole("checkbox").click();
  await bar.getByRole("button", { name: "Block…", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill(contract);
  await dialog.getByRole("button", { name: "Check" }).click();
  await dialog.getByRole("button", { name: "Block: 1 record" }).click();
  await expect(dialog.getByText("1 done", { exact: true }).first()).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(rowOf(grid, "BK-1")).toContainText("Blocked");

  // All that match: one of the four is refused, by name and reason, before anything is changed.
  await rowOf(grid, "BK-2").getByRole("checkbox").click();
  await bar.getByRole("button", { name: "Select all 4 matching" }).click();
  await expect(bar).toContainText("4 selected of 4");
  await bar.getByRole("button", { name: "Block…", exact: true }).click();
  await dialog.getByRole("textbox", { name: "Reason" }).fill(contract);
  await dialog.getByRole("button", { name: "Check" }).click();
  await expect(dialog.getByText("Checked, waits for you")).toBeVisible();
  await expect(dialog.getByText("3 would succeed · 1 refused")).toBeVisible();
  await expect(dialog.getByRole("list", { name: "Reasons" })).toContainText('1 The record is "Blocked"; this needs "Active".');
  await expect(dialog.getByRole("list", { name: "Reasons" })).toContainText("BK-1");
  await expect(rowOf(grid, "BK-2")).toContainText("Active");

  // The page is left in between; the job is where it was.
  await page.reload();
  await page.getByRole("button", { name: "Jobs: 1 at work" }).click();
  await dialog.getByRole("button", { name: "Show" }).first().click();
  await dialog.getByRole("button", { name: "Block: 3 records" }).click();
  const report = dialog.getByRole("region", { name: "Report by record" });
  await expect(report.getByRole("listitem")).toHaveText([
    /^BK-1refusedThe record is "Blocked"/,
    "BK-2done",
    "BK-3done",
    "BK-4done",
  ]);
  await report.getByRole("button", { name: "1 refused" }).click();
  await expect(report.getByRole("listitem")).toHaveCount(1);
  const [file] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("link", { name: "Report as CSV" }).click()]);
  expect(file.suggestedFilename()).toMatch(/^job-\d+\.csv$/);
});

test("[U07] what is signed is not done in bulk, and the bar says so", async ({ page }) => {
  const person = new Person(page, "en");
  await person.come("chenhe");
  await page.goto("/lot");
  const grid = page.getByRole("grid");
  await grid.getByRole("checkbox").nth(1).click();
  const bar = page.getByRole("region", { name: "Selected records" });
  await bar.getByRole("button", { name: /^Place hold/ }).click();
  await expect(page.getByText("A signature stands for one record that its signer has looked at.")).toBeVisible();
  await expect(bar.getByRole("button", { name: "Place hold…" })).toHaveCount(0);
});

test("[U08] [U09] a cell is edited in place: undone while it may be, with a reason where it is controlled, by choice where two changed it", async ({
  page,
}) => {
  const { grid } = await openStory(page, "ED");
  // An uncontrolled value: saved at once, the cell below is next, and undone within ten seconds.
  await goTo(grid, "ED-1", "1 Road");
  await page.keyboard.press("F2");
  const box = grid.getByRole("textbox");
  await expect(box).toBeFocused();
  await box.fill("2 Road");
  await page.keyboard.press("Enter");
  await expect(rowOf(grid, "ED-1")).toContainText("2 Road");
  await expect(page.getByRole("status").filter({ hasText: "Address of ED-1 saved" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rowOf(grid, "ED-1")).toContainText("1 Road");
  await expect(page.getByRole("status").filter({ hasText: "Address of ED-1 is as before" })).toBeVisible();

  // What may not be edited says why.
  await goTo(grid, "ED-3", "Active");
  await page.keyboard.press("F2");
  await expect(page.getByRole("status").filter({ hasText: "follows from other values and cannot be typed" })).toBeVisible();

  // Somebody else was faster: three values, one choice, no silent overwrite.
  const { customer } = await askApi<{ customer: { id: string; version: number } }>(
    page,
    'query { customer(number: "ED-3") { id version } }',
  );
  await askApi(
    page,
    "mutation ($c: ID!, $id: ID!, $version: Int!, $input: EditCustomerInput!) { editCustomer(commandId: $c, id: $id, version: $version, input: $input) { id } }",
    { ...customer, input: { address: "Their Road" } },
  );
  await goTo(grid, "ED-3", "1 Road");
  await page.keyboard.press("F2");
  await box.fill("My Road");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Someone else changed ED-3 meanwhile" });
  await expect(dialog.getByRole("row", { name: /Address/ })).toHaveText("Address1 RoadTheir RoadMy Road");
  await expect(dialog.getByRole("button", { name: "Continue with this choice" })).toBeDisabled();
  await dialog.getByRole("radio", { name: "My Road" }).check();
  await dialog.getByRole("button", { name: "Continue with this choice" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(grid, "ED-3")).toContainText("My Road");
  await page.reload();
  await expect(rowOf(grid, "ED-3")).toContainText("My Road");
});

test("[U09] a controlled value is changed in its cell with its reason, and there is nothing to undo", async ({ page }) => {
  const grid = await openCodes(page, "EC");
  await goTo(grid, "EC-2", "Crack EC-2");
  await page.keyboard.press("F2");
  await grid.getByRole("textbox").fill("Crack Two");
  await page.keyboard.press("Enter");
  const reason = page.getByRole("textbox", { name: /Name \(English\)|Name is a controlled value/ });
  await reason.fill("short");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Give the reason for the change.")).toBeVisible();
  await page.getByRole("combobox", { name: "Usual reasons" }).selectOption({ index: 1 });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(rowOf(grid, "EC-2")).toContainText("Crack Two");
  await expect(page.getByRole("status").filter({ hasText: "EC-2 saved" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
});

test("[U09] [REQ-SIG-12] a signed value is changed in its cell: what changes, the reason and the signature in place", async ({
  page,
}) => {
  const person = new Person(page, "en");
  await person.come("mengfei");
  await page.goto("/licence?sort=-validTo");
  const grid = page.getByRole("grid");
  const row = grid.getByRole("row").nth(1);
  const number = (await row.getByRole("link").first().textContent()) ?? "";
  const cell = row.getByRole("gridcell").filter({ hasText: /^\d{4}-\d\d-\d\d$/ });
  const before = (await cell.textContent()) ?? "";
  await cell.click();
  await page.keyboard.press("F2");
  await grid.getByRole("textbox").fill("2035-05-31");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Sign: Change" });
  await person.acceptStatement();
  await expect(dialog.getByText(`Valid to: ${before} → 2035-05-31`)).toBeVisible();
  // Left without a signature it is as before.
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(cell).toHaveText(before);
  await cell.click();
  await page.keyboard.press("F2");
  await grid.getByRole("textbox").fill("2035-05-31");
  await page.keyboard.press("Enter");
  await person.sign("renewed by the authority, certificate seen");
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(grid, number)).toContainText("2035-05-31");
  await expect(page.getByRole("status").filter({ hasText: `Valid to of ${number} saved` })).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);

  // In the form the same ceremony; the reason is asked once, with it.
  await page.goto(`/licence/${number}/edit`);
  await page
    .getByRole("main")
    .getByLabel(/^Valid to/)
    .fill("2035-06-30");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog.getByText("Valid to: 2035-05-31 → 2035-06-30")).toBeVisible();
  await person.sign("typed a month too early before");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
  await expect(page.getByText("Authored").first()).toBeVisible();

  // A range and many at once are refused, and say so.
  await page.goto("/licence?sort=-validTo");
  await rowOf(grid, number).getByRole("checkbox").click();
  await page.getByRole("region", { name: "Selected records" }).getByRole("button", { name: "Change a field…" }).click();
  await expect(page.getByRole("dialog").getByRole("option", { name: "Number on the licence" })).toBeAttached();
  await expect(page.getByRole("dialog").getByRole("option", { name: "Valid to" })).toHaveCount(0);
});

test("[U07] [U11] [REQ-DQ-04] what changes by approval goes one record at a time, and bulk and paste say so", async ({
  page,
}) => {
  const { grid } = await openStory(page, "BY");
  await rowOf(grid, "BY-1").getByRole("checkbox").click();
  await page.getByRole("region", { name: "Selected records" }).getByRole("button", { name: "Change a field…" }).click();
  const bulk = page.getByRole("dialog");
  await expect(bulk.getByRole("option", { name: "Address" })).toBeAttached();
  await expect(bulk.getByRole("option", { name: "Kind" })).toHaveCount(0);
  await expect(bulk).toContainText(
    "One record at a time, by signature or approval: Name (English), Name (Chinese), Kind, Market, Least remaining shelf life",
  );
  await page.keyboard.press("Escape");
  await goTo(grid, "BY-1", "Clinic BY-1");
  await paste(grid, "Clinic One\tdistributor\t9 Road");
  const dialog = page.getByRole("dialog", { name: "Paste into Customers" });
  await expect(dialog).toContainText("1 value changes");
  await expect(dialog).toContainText("Kind is changed by approval, one record at a time: propose it in its cell.");
});

test("[U11] a range from Excel is laid onto the list, mended, checked and applied with its report", async ({ page }) => {
  const grid = await openGauges(page, "PA");
  await goTo(grid, "PA-1", "Gauge PA-1");
  await paste(grid, ["Gauge One\tcalliper", '"Gauge\nTwo"\tclinic', "Gauge PA-3\t卡尺"].join("\r\n"));
  const dialog = page.getByRole("dialog", { name: "Paste into Equipment" });
  await expect(dialog).toContainText("2 values change · 1 cell needs your attention · 1 row is the same already");
  await expect(dialog.getByText(/^“clinic” is none of: Calliper \/ 卡尺, Tensile tester \/ 拉力试验机, /)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Check" })).toBeDisabled();
  await dialog.getByRole("textbox", { name: "Row 2, Type" }).fill("Balance");
  await expect(dialog).toContainText("3 values change");
  await dialog.getByRole("button", { name: "Check" }).click();
  await expect(dialog.getByText("Give the reason for the change.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Why do you change this?" }).fill("as on their type plates");
  await dialog.getByRole("button", { name: "Check" }).click();
  await dialog.getByRole("button", { name: "Apply 2 changes" }).click();
  await expect(dialog.getByRole("region", { name: "Report by record" }).getByRole("listitem")).toHaveText([
    "PA-1done",
    "PA-2done",
  ]);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(rowOf(grid, "PA-1")).toContainText("Gauge One");
  await expect(rowOf(grid, "PA-2")).toContainText("Gauge Two");
  await expect(rowOf(grid, "PA-2")).toContainText("Balance");

  // Far too much at once: said, and nothing is lost or changed.
  await goTo(grid, "PA-1", "Gauge One");
  await paste(grid, Array.from({ length: 10_000 }, (_, n) => `Row ${n}`).join("\n"));
  await expect(dialog).toContainText(
    "10,000 rows are in the clipboard, at most 1,000 are pasted at once. Nothing was changed; paste in parts.",
  );
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(rowOf(grid, "PA-1")).toContainText("Gauge One");
});

test("[U11] lines are pasted into a form, with the lines that are there and new ones, references by their number", async ({
  page,
}) => {
  const person = new Person(page, "en");
  await person.come("shenyue");
  await page.goto("/purchase-order/new");
  const form = page.getByRole("main");
  const item = form.getByLabel("Line 1, Item");
  await item.focus();
  await paste(item, "RM-201\t1,200\t\t12.5\r\nRM-999\t７\t\t3");
  const dialog = page.getByRole("dialog", { name: /^Paste into/ });
  await expect(dialog.getByText("There is no Item RM-999.")).toBeVisible();
  await expect(dialog.getByText("“1,200” is written with a decimal comma; type a point: 1200 / 1.2.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Row 1, Quantity" }).fill("1200");
  await dialog.getByRole("textbox", { name: "Row 2, Item" }).fill("RM-205");
  await dialog.getByRole("button", { name: "Add 2 lines" }).click();
  await expect(form.getByLabel("Line 1, Item")).toHaveValue(/^RM-201/);
  await expect(form.getByLabel("Line 1, Quantity")).toHaveValue("1200");
  await expect(form.getByLabel("Line 2, Item")).toHaveValue(/^RM-205/);
  await expect(form.getByLabel("Line 2, Quantity")).toHaveValue("7");
});
