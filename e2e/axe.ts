/** What axe finds against WCAG 2.2 AA in the page as it stands. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Each violation with its places. */
export async function violationsIn(page: Page): Promise<string[]> {
  // One frame only: the legacy mode needs no further page to put results together.
  const axe = new AxeBuilder({ page }).setLegacyMode().withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`);
}

/** Nothing that accessibility forbids stands in what is open now. */
export async function accessible(page: Page): Promise<void> {
  expect(await violationsIn(page)).toEqual([]);
}
