/** A desk in the browser: somebody of the demo company sits at it, and what every story looks at first. */
import { expect, type Page } from "@playwright/test";
import { enter } from "./graphql.ts";
import { Person } from "./person.ts";

/** Lets somebody of the demo company in without a password, in Chinese, and waits until all of the desk is there. */
export async function personIn(page: Page, login: string): Promise<Person> {
  await enter(page, login);
  await page.goto("/");
  await expect(heading(page)).toBeVisible();
  await deskIn(page);
  return new Person(page, "zh");
}

/** Waits for the desk, which comes when the page is idle. */
export async function deskIn(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-scanner", "on");
}

/** The heading of the page. */
export const heading = (page: Page) => page.getByRole("heading", { level: 1 });
