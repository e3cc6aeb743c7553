/**
 * The list of a hundred thousand lots in a browser (ux.md §5): frames while scrolling, how soon a key shows, what the page weighs.
 * Debian's Chromium is driven; where there is none, the part says so.
 */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { assemble } from "../assemble.ts";
import { acceptStatement, openSession, readStatement } from "../modules/platform/index.ts";
import type { Company } from "./company.ts";
import { fillLots } from "./lists-ground.ts";
import { triggersOn } from "./load.ts";
import type { PartReport } from "./report.ts";
import { copyDatabase, type Ground } from "./scratch.ts";
import { served } from "./served.ts";
import { quantile, rounded } from "./statistics.ts";
import { probe } from "./web-probe.ts";

/** How long the list is, how many frames it is scrolled for, and how many keys are pressed. */
export interface WebSize {
  readonly rows: number;
  readonly frames: number;
  readonly keys: number;
}

/** What ux.md §5 allows, in milliseconds. */
const allowed = { scrollP95: 33, keyP98: 50, inpP98: 100, lcp: 1200, blank: 100 } as const;

/** Measures on a copy of the ground's database, through the app's own HTTP server. */
export async function webPart(ground: Ground, company: Company, size: WebSize): Promise<PartReport> {
  const executablePath = findChromium();
  if (!executablePath) return { figures: { size, missing: "no Chromium found" }, tables: [] };
  const scratch = await copyDatabase(ground, "bench_web");
  ground.say(`web: ${size.rows} lots, ${size.frames} frames, ${size.keys} keys`);
  await fillLots(scratch, company, size.rows);
  await triggersOn(scratch);
  const kernel = await assemble(scratch.urls.app, ground.keys, { pool: 8 });
  const { chromium } = await import("playwright-core");
  let browser: Browser | undefined;
  try {
    const { personId } = company.ctx;
    const { sha256 } = await readStatement(kernel.orm, personId);
    await acceptStatement(kernel.orm, personId, sha256, "en");
    const token = await openSession(kernel.orm, personId, { address: "127.0.0.1", agent: "bench" }, "bench");
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--enable-precise-memory-info"] });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
    context.setDefaultTimeout(30_000);
    const figures = await served(ground, kernel, async (url) => {
      await context.addCookies([{ name: "lotline", value: token, url }]);
      await context.addInitScript(probe);
      return measure(await context.newPage(), url, size);
    });
    return reportOf(size, figures);
  } finally {
    await browser?.close();
    await kernel.orm.close(true);
    await scratch.drop();
  }
}

/** $CHROMIUM_PATH, else the first one on the path. */
function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const found = (env.PATH ?? "").split(delimiter).flatMap((directory) => names.map((name) => join(directory, name)));
  return [...(env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : []), ...found].find((path) => existsSync(path));
}

interface Figures {
  readonly lcpHome: number;
  readonly lcpList: number;
  readonly frames: readonly number[];
  /** The longest time for which a row in the frame was not read, in milliseconds. */
  readonly blank: number;
  readonly keys: readonly number[];
  readonly interactions: readonly number[];
  readonly heapMb: number;
  readonly nodes: number;
}

async function measure(page: Page, url: string, size: WebSize): Promise<Figures> {
  // Once before, so that neither the server nor its statements are new.
  await paintOf(page, url);
  const lcpHome = await paintOf(page, url);
  const lcpList = await paintOf(page, `${url}/lot`);
  const grid = page.locator('[role="grid"]');
  await grid.waitFor();
  await page.waitForTimeout(1000);
  const scrolled = await page.evaluate<Pick<Figures, "frames" | "blank">>(`probe.scroll(${size.frames})`);
  await grid.focus();
  await page.keyboard.press("Control+Home");
  await page.waitForTimeout(500);
  await page.evaluate("probe.watch()");
  // As fast as a key that is held down repeats.
  for (let pressed = 0; pressed < size.keys; pressed++)
    await page.keyboard.press(pressed % 5 === 4 ? "PageDown" : "ArrowDown", { delay: 33 });
  // A record beside the list, its header's menu, an order: what people do besides.
  for (const key of ["Space", "ArrowDown", "ArrowDown", "Escape", "x", "x"]) await page.keyboard.press(key, { delay: 60 });
  await page.locator("[data-column] button").first().click();
  await page.waitForTimeout(1000);
  return {
    lcpHome,
    lcpList,
    ...scrolled,
    ...(await page.evaluate<Omit<Figures, "frames" | "blank" | "lcpHome" | "lcpList">>("probe.read()")),
  };
}

/** Opens a page. @returns when its largest part was painted, in milliseconds */
async function paintOf(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.waitForTimeout(2000);
  return page.evaluate<number>("probe.paint()");
}

function reportOf(size: WebSize, figures: Figures): PartReport {
  const { frames, keys, interactions, blank, lcpHome, lcpList, heapMb, nodes } = figures;
  const at = (samples: readonly number[], q: number) => (samples.length > 0 ? rounded(quantile(samples, q)) : 0);
  const scroll = { p50: at(frames, 0.5), p95: at(frames, 0.95), max: at(frames, 1), blankMax: rounded(blank) };
  const key = { p50: at(keys, 0.5), p98: at(keys, 0.98), max: at(keys, 1) };
  const inp = at(interactions, 0.98);
  return {
    figures: {
      size,
      scrollMs: scroll,
      keyMs: key,
      inpMs: inp,
      lcpMs: { home: rounded(lcpHome), list: rounded(lcpList) },
      heapMb: rounded(heapMb),
      nodes,
      allowed,
      isWithin:
        scroll.p95 <= allowed.scrollP95 && key.p98 <= allowed.keyP98 && inp <= allowed.inpP98 && scroll.blankMax <= allowed.blank,
    },
    tables: [
      {
        title: `Browser: a list of ${size.rows.toLocaleString("en")} lots, ms`,
        head: ["what", "measured", "allowed"],
        rows: [
          ["scroll frame p50", scroll.p50, "–"],
          ["scroll frame p95", scroll.p95, allowed.scrollP95],
          ["scroll frame max", scroll.max, "–"],
          ["rows blank, longest", scroll.blankMax, allowed.blank],
          ["key p98", key.p98, allowed.keyP98],
          ["INP p98", inp, allowed.inpP98],
          ["LCP home", rounded(lcpHome), allowed.lcp],
          ["LCP list", rounded(lcpList), allowed.lcp],
          ["JS heap, MB", rounded(heapMb), "–"],
          ["DOM nodes", nodes, "–"],
        ],
      },
    ],
  };
}
