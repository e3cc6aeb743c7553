import { type AnyRecord, type RecordName, registry } from "@lotline/schema";
import { pluralOf } from "@lotline/schema/documents";
import { expect, type Page, test } from "@playwright/test";
import { violationsIn } from "../axe.ts";

// The registry's keys are the names of its records.
const recordNames = Object.keys(registry) as RecordName[];

/** People who together may open every page; the first who may is taken. */
const logins = ["xuheng", "luoan", "shenyue", "gaolang", "hechuan", "fangyi", "mengfei", "guping", "weiqing", "fanqing"];

/** Pages that are no list, form or record, and records that show much of what a page can hold. */
const special = [
  "/",
  "/trace",
  "/help",
  "/password",
  "/lot/IS2607A",
  "/lot/P301-2608-2",
  "/nonconformity/NCR-26-002",
  "/item/FG-IS100?asOf=2026-07-15T04:00:00.000Z",
  "/item-revision/FG-IS100.B",
  "/item-revision/FG-IS100.B?from=v1&to=v3",
  "/inbox",
  "/trail",
];

/** Two of the four in a normal run, so that each language and each scheme is seen; all in the soak. */
const combinations = [
  ["zh-CN", "light"],
  ["en-US", "dark"],
  ["zh-CN", "dark"],
  ["en-US", "light"],
] as const;

// Each only looks; two at once are done in half the time.
test.describe.configure({ mode: "parallel" });

for (const [locale, scheme] of combinations.slice(0, process.env.LOTLINE_SOAK ? 4 : 2)) {
  test(`axe finds nothing on any route (${locale}, ${scheme})`, async ({ browser }) => {
    test.setTimeout(600_000);
    const context = await browser.newContext({ locale, colorScheme: scheme, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto("/");
    await expect(page.locator("form")).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", scheme);
    const findings = await look(page, "sign-in");
    const routes = await routesByPerson(page);
    expect([...routes.values()].flat().length).toBeGreaterThan(recordNames.length * 2);
    for (const [login, paths] of routes) {
      await enter(page, login);
      for (const path of paths) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
        findings.push(...(await look(page, path)));
      }
    }
    expect(findings).toEqual([]);
    await context.close();
  });
}

const look = async (page: Page, path: string): Promise<string[]> =>
  (await violationsIn(page)).map((found) => `${path}: ${found}`.slice(0, 300));

const ask = async <T>(page: Page, query: string): Promise<T> => {
  const answer = await page.request.post("/graphql", { data: { query } });
  const { data } = (await answer.json()) as { data: T };
  return data;
};

const enter = (page: Page, login: string): Promise<unknown> => ask(page, `mutation { demoLogin(login: "${login}") }`);

const slugOf = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** The list, the form and one record's page of every type, each with somebody who may open it. */
async function routesByPerson(page: Page): Promise<Map<string, string[]>> {
  const permits = new Map<string, Set<string>>();
  const numbers = new Map<string, string>();
  for (const login of logins) {
    await enter(page, login);
    const own = new Set((await ask<{ me: { permits: string[] } }>(page, "{ me { permits } }")).me.permits);
    permits.set(login, own);
    for (const name of recordNames.filter((candidate) => !numbers.has(candidate) && own.has(registry[candidate].read))) {
      const list = await ask<{ page: { edges: { node: { number: string } }[] } }>(
        page,
        `{ page: ${pluralOf(name)}(first: 1) { edges { node { number } } } }`,
      );
      const [first] = list.page.edges;
      if (first) numbers.set(name, first.node.number);
    }
  }
  const routes = new Map<string, string[]>(logins.map((login) => [login, []]));
  const give = (path: string, ...needed: string[]) => {
    const login = logins.find((candidate) => needed.every((permit) => permits.get(candidate)?.has(permit)));
    if (!login) throw new Error(`nobody may open ${path} (${needed.join(", ")})`);
    routes.get(login)?.push(path);
  };
  for (const path of special) give(path);
  for (const name of recordNames) {
    const record: AnyRecord = registry[name];
    const number = numbers.get(name);
    give(`/${slugOf(name)}`, record.read);
    if (record.create) give(`/${slugOf(name)}/new`, record.read, record.create.permit);
    if (number) give(`/${slugOf(name)}/${encodeURIComponent(number)}`, record.read);
    if (number && record.edit && !record.edit.in)
      give(`/${slugOf(name)}/${encodeURIComponent(number)}/edit`, record.read, record.edit.permit);
  }
  return routes;
}
