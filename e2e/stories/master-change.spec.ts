/** Master data change by approved change: proposed in the cell or the form, seen on the record, made by quality's signature. */
import { expect, test } from "@playwright/test";
import { makeCustomer } from "../graphql.ts";
import { Person } from "../person.ts";

const why = "as in the new business licence";

test.use({ locale: "en-US" });

test("[REQ-DQ-04] a steward proposes in the form, the record shows it, quality signs, and the record has changed", async ({
  page,
}) => {
  const person = new Person(page, "en");
  await person.come("luoan");
  await makeCustomer(page, "MC-A");
  await page.goto("/customer/MC-A/edit");
  const form = page.getByRole("form", { name: "Edit: Customer" });
  const name = form.getByLabel("Name (English)", { exact: true });
  await expect(form.getByText("Changed by approval: what you enter is proposed to quality.")).toHaveCount(5);
  await form.getByLabel(/^Address/).fill("2 Road");
  await expect(form.getByRole("button", { name: "Save", exact: true })).toBeVisible();
  await name.fill("Clinic Aspen");
  await form.getByLabel(/^Least remaining shelf life/).fill("12");
  await form.getByRole("textbox", { name: /^Why do you change this/ }).fill(why);
  await form.getByRole("button", { name: "Save and propose change" }).click();

  // What needs no approval is saved; the rest stands on the record as a proposal.
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Customer MC-A");
  const waits = page.getByRole("region", { name: /^MC-26-\d{4} waits for approval$/ });
  await expect(waits.getByRole("listitem")).toHaveText([
    "Name (English): Clinic MC-A → Clinic Aspen",
    "Least remaining shelf life: – → 12 months",
  ]);
  await expect(page.getByRole("main")).toContainText("2 Road");
  const number = (await waits.getByRole("link").textContent()) ?? "";

  await person.signIn("linjing");
  await expect(page.getByRole("main").getByText(number).first()).toBeVisible();
  await person.open("MasterChange", number);
  const changes = page.getByRole("table", { name: "What changes" });
  await expect(changes.getByRole("row").nth(1)).toHaveText("Name (English)Clinic MC-AClinic Aspen");
  await person.act("MasterChange", "approve");
  await expect(page.getByRole("banner").or(page.getByRole("main")).getByText("Approved").first()).toBeVisible();
  await page.getByRole("link", { name: "MC-A", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Customer MC-A");
  await expect(page.getByText("Clinic Aspen").first()).toBeVisible();
  await expect(waits).toHaveCount(0);
  await expect(page.getByText(`${number}: ${why}`).first()).toBeVisible();
});

test("[REQ-DQ-04] a cell is proposed where it stands and keeps its value; a buyer is told who proposes", async ({ page }) => {
  const person = new Person(page, "en");
  await person.come("luoan");
  await makeCustomer(page, "MC-B");
  await page.goto("/customer?q=MC-B");
  const grid = page.getByRole("grid");
  const row = grid.getByRole("row").nth(1);
  await row.getByRole("gridcell", { name: "Clinic MC-B", exact: true }).click();
  await page.keyboard.press("F2");
  await grid.getByRole("textbox").fill("Clinic Birch");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: /is changed by approval: why is it to change/ }).fill(why);
  await page.getByRole("button", { name: "Propose change" }).click();
  const told = page.getByRole("status").filter({ hasText: /^MC-26-\d{4} proposed; it waits for the approval of quality/ });
  await expect(told).toBeVisible();
  await expect(page.getByRole("button", { name: "Open", exact: true })).toBeVisible();
  const number = /MC-26-\d{4}/.exec((await told.textContent()) ?? "")?.[0] ?? "";
  await expect(row).toContainText("Clinic MC-B");
  // A second one of the same field is refused, with the way to the first.
  await row.getByRole("gridcell", { name: "Clinic MC-B", exact: true }).click();
  await page.keyboard.press("F2");
  await grid.getByRole("textbox").fill("Clinic Beech");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: /is changed by approval: why is it to change/ }).fill(why);
  await page.getByRole("button", { name: "Propose change" }).click();
  await expect(page.getByRole("dialog")).toContainText(`A change of Name (English) is proposed already: ${number}`);
  await person.open("MasterChange", number);
  await person.act("MasterChange", "withdraw", {}, { reason: "typed into the wrong row" });
  await expect(page.getByText("Withdrawn").first()).toBeVisible();

  await person.come("shenyue");
  await page.goto("/supplier");
  await grid.getByRole("row").nth(1).getByRole("gridcell").nth(2).click();
  await page.keyboard.press("F2");
  await expect(
    page.getByRole("status").filter({ hasText: "is changed by approval: data stewards propose it, quality decides." }),
  ).toBeVisible();
  await page.goto("/supplier/SUP-01/edit");
  await expect(page.getByLabel("Name (English)", { exact: true })).toBeDisabled();
  await expect(page.getByLabel(/^Address/)).toBeEnabled();
});
