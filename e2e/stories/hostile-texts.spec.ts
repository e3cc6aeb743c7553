/**
 * A company whose texts, file names and files are attacks: seen on every page and in every export, they are text and nothing else
 * (reliability.md T16). Some kinds of records in a normal run, all of them in the soak.
 */
import { type AnyRecord, type Fields, registry } from "@lotline/schema";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { ask } from "../behind.ts";
import { askApi, enter } from "../graphql.ts";
import { openSettled } from "../settled.ts";
import { type App, openApp } from "../start-app.ts";

const isSoak = process.env.LOTLINE_SOAK === "1";

/** Every one of them leaves a mark, opens a dialog or calls out when it is taken for more than text. */
const attacks = [
  "<img src=x onerror=window.__hit('img')>",
  "<script>window.__hit('script')</script>",
  "\"'><svg onload=window.__hit('svg')>",
  "<iframe srcdoc=\"<script>parent.__hit('frame')</script>\">",
  "<a href=javascript:window.__hit('link')>x</a>",
  "<details open ontoggle=alert(1)>",
  "$\u007Bwindow.__hit('template')}{{constructor.constructor('window.__hit(1)')()}}",
  "javascript:window.__hit('url')//",
  "\u202Egnp.exe\u2066",
];
const formulas = ['=HYPERLINK("http://evil.example","x")', "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "＝1+1", "\t=1"];

const records = Object.values(registry) as readonly AnyRecord[];
const chosen = records.filter((r, i) => isSoak || ["Supplier", "Lot", "Nonconformity", "Item"].includes(r.name) || i === 0);
const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
const slug = (name: string): string => snake(name).replaceAll("_", "-");
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A text that begins as a formula does and goes on with as many scripts as the field holds, others for each field. */
function hostile(turn: number, max: number): string {
  const turned = [...attacks.slice(turn % attacks.length), ...attacks.slice(0, turn % attacks.length)];
  return turned
    .reduce(
      (text, attack) => (text.length + attack.length < max ? `${text} ${attack}` : text),
      formulas[turn % formulas.length] ?? "",
    )
    .slice(0, max);
}
const numberOf = (record: AnyRecord): string => `=1+<b>${record.name}</b>`;

/** Copies the newest record of the type with an attack in every text, past the app. */
async function poison(app: App, record: AnyRecord, turn: number): Promise<void> {
  const table = snake(record.name);
  const columns = await ask<{ name: string; type: string }>(
    app,
    "superuser",
    `select a.attname as name, t.typname as type from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = ${literal(table)}::regclass and a.attnum > 0 and not a.attisdropped and a.attname <> 'id'`,
  );
  const texts = new Map(
    Object.entries(record.fields as Fields).flatMap(([name, f], i) =>
      f.kind === "text" ? [[snake(name), hostile(turn + i, f.max)] as const] : [],
    ),
  );
  const value = ({ name, type }: { name: string; type: string }): string => {
    if (name === "number") return literal(numberOf(record));
    // Only one revision may be in force.
    if (name === "state" && record.initial && "effectiveFrom" in record.fields) return literal(record.initial);
    if (name === "login") return literal(`<b>${turn}`);
    return texts.has(name) && type === "text" && !/^(zone|language|rule_name|kind)$/.test(name)
      ? literal(texts.get(name) ?? "")
      : name;
  };
  await ask(
    app,
    "superuser",
    `select set_config('app.actor', '1', false);
     insert into ${table} (${columns.map((c) => c.name).join(", ")}) select ${columns.map(value).join(", ")} from ${table} order by id desc limit 1`,
  );
}

/** Everything that an attack that works leaves behind. */
async function watched(context: BrowserContext): Promise<{ page: Page; heard: string[] }> {
  const heard: string[] = [];
  const page = await context.newPage();
  await page.exposeFunction("__hit", (what: unknown) => void heard.push(`ran: ${String(what)}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      Reflect.get(window, "__hit")(`policy ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  page.on("dialog", (dialog) => {
    heard.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => void heard.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("http://127.0.0.1") && !/^(data|blob):/.test(request.url()))
      heard.push(`called out: ${request.url()}`);
  });
  return { page, heard };
}

/** Elements that only a text taken for HTML can have made. */
const foreign = "img[src='x'], iframe[srcdoc], [onerror], [onload], [ontoggle], a[href^='javascript:'], main b b";

test("texts and file names that are attacks are shown as text on every page and export, and nothing of them runs [REQ-ACC-11]", async ({
  browser,
}) => {
  if (isSoak) test.setTimeout(1_800_000);
  await using app = await openApp();
  const made: AnyRecord[] = [];
  const failed: string[] = [];
  for (const [turn, record] of chosen.entries())
    await poison(app, record, turn).then(
      () => made.push(record),
      (error: unknown) => failed.push(`${record.name}: ${String(error)}`),
    );
  expect(failed).toEqual([]);
  const context = await browser.newContext({ baseURL: app.baseUrl, locale: "en-US", viewport: { width: 1440, height: 900 } });
  const { page, heard } = await watched(context);
  await enter(page, "xuheng");
  let shown = 0;
  const look = async (path: string): Promise<void> => {
    await openSettled(page, path);
    expect([path, await page.locator(foreign).count()]).toEqual([path, 0]);
    if ((await page.locator("body").innerText()).includes("onerror=")) shown += 1;
  };
  for (const record of made) {
    const number = encodeURIComponent(numberOf(record));
    await look(`/${slug(record.name)}?search=${encodeURIComponent("=1+")}`);
    await look(`/${slug(record.name)}/${number}`);
    if (record.edit) await look(`/${slug(record.name)}/${number}/edit`);
  }
  await look(`/trace?text=${encodeURIComponent(attacks.join(""))}`);
  await look(`/${encodeURIComponent(attacks[0] ?? "")}/${encodeURIComponent(attacks[1] ?? "")}`);
  await look("/");
  await files(page, made);
  await exports(page, made);
  expect(heard).toEqual([]);
  // They stand there to be read: the pages were looked at when they were full.
  expect(shown).toBeGreaterThan(made.length / 2);
  await context.close();
});

/** A drawing that is a script, under a name that is one: handed out as a file and never as a page. */
async function files(page: Page, made: readonly AnyRecord[]): Promise<void> {
  if (!made.some((r) => r.name === "Lot")) throw new Error("there is no lot");
  const { lot } = await askApi<{ lot: { id: string } }>(page, "query ($n: String) { lot(number: $n) { id } }", {
    n: "=1+<b>Lot</b>",
  });
  const { id } = lot;
  const name = `${attacks[0]}.svg`;
  const put = await page.request.put(
    `/files?record=Lot&id=${id}&commandId=${crypto.randomUUID()}&name=${encodeURIComponent(name)}`,
    {
      headers: { "content-type": "application/octet-stream" },
      data: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert('svg file')"><script>alert(1)</script></svg>`),
    },
  );
  expect(put.status()).toBe(200);
  await openSettled(page, `/lot/${encodeURIComponent("=1+<b>Lot</b>")}`);
  expect(await page.locator(foreign).count()).toBe(0);
  const listed = await askApi<{ lot: { attachments: { id: string }[] } }>(
    page,
    "query ($i: ID) { lot(id: $i) { attachments { id } } }",
    { i: id },
  );
  const [file] = listed.lot.attachments;
  const got = await page.request.get(`/files/${file?.id}`);
  const headers = got.headers();
  expect(headers["content-disposition"]).toMatch(/^attachment;/);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["content-security-policy"]).toContain("sandbox");
  expect(headers["content-type"]).not.toMatch(/svg|html|xml/);
}

/** No cell of an export begins as a formula does. */
async function exports(page: Page, made: readonly AnyRecord[]): Promise<void> {
  for (const record of made) {
    const response = await page.request.post(`/exports/${record.name}`, {
      data: {
        format: "csv",
        lang: "en",
        columns: ["number", ...(record.list?.columns ?? [])].filter((c, i, all) => all.indexOf(c) === i),
      },
    });
    expect([record.name, response.status()]).toEqual([record.name, 200]);
    const cells = (await response.text()).split(/[\r\n]+/).flatMap((line) => line.split(/,(?=")|^/));
    expect([record.name, cells.filter((cell) => /^"?[=+@\t＝＋＠]/.test(cell))]).toEqual([record.name, []]);
  }
}
