/** What axe finds against WCAG 2.2 AA in the page as it stands. */
import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

const options = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] },
  // What passes is not written down: it is most of a page, and writing it down took longer than looking.
  resultTypes: ["violations"],
} satisfies axe.RunOptions;

/** Rows and entries are like those before them, and are most of a page: the soak looks at all, else a few of each stand for them. */
const leftOut = process.env.LOTLINE_SOAK ? [] : ["[role=row]", "tbody > tr", "ol > li"].map((like) => `${like}:nth-child(n+6)`);

/** What stands around every page: the bar, the rail, the keys. Looked at once is enough, but for the soak. */
const around = process.env.LOTLINE_SOAK ? [] : ["header", "nav", "footer"].map((part) => `${part}:not(main ${part})`);

/**
 * Each violation with its places.
 * @param seen the same shell was looked at before, on another page
 */
export async function violationsIn(page: Page, { seen = false } = {}): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(
    async ({ without, how }) => {
      // What still fades in has the contrast of a moment.
      const frame = () => new Promise(requestAnimationFrame);
      await frame();
      await frame();
      const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
      await Promise.allSettled(passing.map(({ finished }) => finished));
      const { axe: inPage } = window as unknown as { axe: typeof axe };
      const { violations } = await inPage.run({ include: [["html"]], exclude: without.map((selector) => [selector]) }, how);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`);
    },
    { without: seen ? [...leftOut, ...around] : leftOut, how: options },
  );
}

/** Nothing that accessibility forbids stands in what is open now. */
export async function accessible(page: Page): Promise<void> {
  expect(await violationsIn(page)).toEqual([]);
}
