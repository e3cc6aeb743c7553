import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

/** Every kind of page of the road, with a record that shows much of it. */
const pages = [
  "/",
  "/purchase-order",
  "/purchase-order/new",
  "/purchase-order/PO-26-0001",
  "/receipt",
  "/receipt/GR-26-0035",
  "/inspection",
  "/inspection/IN-26-0001",
  "/lot",
  "/lot/IS2607A",
  "/lot/P301-2608-2",
  "/work-order",
  "/work-order/WO-26-0001",
  "/sales-order",
  "/sales-order/SO-26-0014",
  "/shipment",
  "/shipment/SH-26-0014",
  "/nonconformity/NCR-26-002",
  "/hold",
  "/item",
  "/item/RM-201",
  "/item/FG-IS100?asOf=2026-07-15T04:00:00.000Z",
  "/supplier/SUP-01",
  "/item-revision/FG-IS100.B",
  "/licence",
  "/trace",
  "/rule",
  "/password",
  "/help",
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
  test(`axe finds nothing on the road's pages (${locale}, ${scheme})`, async ({ browser }) => {
    test.setTimeout(360_000);
    const context = await browser.newContext({ locale, colorScheme: scheme, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto("/");
    await expect(page.locator("form")).toBeVisible();
    const findings: string[] = [];
    const look = async (path: string) => {
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
      findings.push(
        ...violations.map(
          (v) =>
            `${path}: ${v.id} ${v.nodes
              .map((n) => n.target.join(" "))
              .join(" | ")
              .slice(0, 200)}`,
        ),
      );
    };
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", scheme);
    await look("sign-in");
    await page.request.post("/graphql", { data: { query: 'mutation { demoLogin(login: "xuheng") }' } });
    for (const path of pages) {
      await page.goto(path, { waitUntil: "networkidle" });
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await look(path);
    }
    expect(findings).toEqual([]);
    await context.close();
  });
}
