/** US-07, the label operator: UDI reconciliation. Told on 27 July 2026, before the assembly of IS2607A (checkpoint T2). */
import { actionsOf, registry } from "@lotline/schema";
import { expect, type Page, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { scan } from "../scanner.ts";
import { openApp } from "../start-app.ts";

const udi = "(01)09521234000013(11)260731(17)290730(10)IS2607A";

for (const language of languagesOf("zh"))
  test(`US-07 24,540 labels: 23,640 applied, 888 destroyed, 12 kept, and none missing (${language}) [REQ-TRC-06] [REQ-TRC-07] [REQ-TRC-08]`, async ({
    browser,
  }) => {
    await using app = await openApp({ LOTLINE_DEMO_AT: "T2" });
    const context = await browser.newContext({ baseURL: app.baseUrl, locale: language === "zh" ? "zh-CN" : "en-US" });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const main = page.getByRole("main");

    const job =
      await test.step("the operator makes the job for the lot number IS2607A; its label is drawn and read back", async () => {
        await person.come("wutong");
        const number = await person.create("LabelJob", {
          itemLabel: "LB-IS100-U",
          lotNumber: "IS2607A",
          quantity: "24540",
          madeOn: "2026-07-31",
        });
        await expect(main).toContainText(udi);
        await expect(main).toContainText("2029-07-30");
        await expect(page.getByRole("img", { name: /LJ-26-/ })).toBeVisible();
        await expect(page.getByRole("list", { name: person.word("lbl.symbols") })).toContainText(person.word("lbl.readSame"));
        await accessible(page);
        return number;
      });

    await test.step("a second person checks UDI, expiry and storage text and signs; the supervisor releases", async () => {
      await person.come("fengtao");
      await person.open("LabelJob", job);
      await check(person);
      await expect(head(page)).toContainText(person.say({ en: "Checked", zh: "已核对" }));
      await person.come("hechuan");
      await person.open("LabelJob", job);
      await person.act("LabelJob", "release");
      await expect(head(page)).toContainText(person.say({ en: "Released", zh: "已放行" }));
    });

    await test.step("24,540 labels are printed, and the printer gets its file", async () => {
      await person.come("wutong");
      await person.open("LabelJob", job);
      const print = page.getByRole("form", { name: person.word("lbl.print"), exact: true });
      await expect(print.getByLabel(person.word("lbl.last"))).toHaveValue("24540");
      await print.locator("button[type=submit]").click();
      const runs = page.getByRole("table", { name: person.word("lbl.runs") });
      await expect(runs).toContainText("1–24540");
      await expect(head(page)).toContainText(person.say({ en: "Printing", zh: "打印中" }));
      const zpl = await page.request.get(`/labels/${job}/1.zpl?dots=12`);
      expect(zpl.status()).toBe(200);
      const commands = await zpl.text();
      expect(commands).toContain("^FD_10109521234000013112607311729073010IS2607A^FS");
      expect(commands).toContain("^PQ24540");
      const pdf = await page.request.get(`/labels/${job}/1.pdf`);
      expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");
      await accessible(page);
    });

    const form = page.getByRole("form", { name: person.word("lbl.scan"), exact: true });
    await test.step("a right label scanned back is counted", async () => {
      await form.getByRole("textbox").focus();
      await scan(page, "]d20109521234000013112607311729073010IS2607A");
      await expect(form.getByRole("status").first()).toContainText(person.word("lbl.scanGood"));
      await expect(form).toContainText(person.say({ en: "1 scanned back", zh: "已回扫 1" }));
    });

    await test.step("a label of IS-101 on a pouch of IS-100 stops the job; only the line leader clears it, with a reason", async () => {
      await form.getByRole("textbox").focus();
      await scan(page, "]d20109521234000020112607311729073010IS2607A");
      const banner = main.getByRole("alert").filter({ hasText: person.word("lbl.stopped") });
      await expect(banner).toContainText("09521234000020");
      await expect(head(page)).toContainText(person.say({ en: "Stopped", zh: "已停机" }));
      // Nothing more goes to the printer.
      expect(await (await page.request.get(`/labels/${job}/1.zpl`)).text()).toContain("JOB_STOPPED");
      await expect(page.getByRole("form", { name: person.word("lbl.count"), exact: true })).toHaveCount(0);
      await accessible(page);
      await person.come("fengtao");
      await person.open("LabelJob", job);
      // Files for the printer are for those who print.
      expect((await page.request.get(`/labels/${job}/1.zpl`)).status()).toBeGreaterThanOrEqual(400);
      await person.act("LabelJob", "clear", {}, { reason: "One roll of IS-101 was on the bench; taken away and line cleared" });
      await expect(head(page)).toContainText(person.say({ en: "Printing", zh: "打印中" }));
      await expect(main).toContainText("One roll of IS-101 was on the bench");
    });

    await test.step("the difference runs along; as long as it is not 0 the job cannot be closed", async () => {
      await person.come("wutong");
      await person.open("LabelJob", job);
      await count(person, { applied: "23640", destroyed: "880", returned: "0", specimens: "12" }, "8");
      await person.come("fengtao");
      await person.open("LabelJob", job);
      const close = page.getByRole("button", { name: new RegExp(person.say({ en: "Close job", zh: "关闭任务" })) }).first();
      await close.click();
      await expect(main).toContainText("23640 + 880 + 0 + 12");
      await person.come("wutong");
      await person.open("LabelJob", job);
      await count(person, { applied: "23640", destroyed: "888", returned: "0", specimens: "12" }, "0");
      await expect(main).toContainText(person.word("lbl.even"));
    });

    await test.step("with a difference of 0 the line leader closes it by signature", async () => {
      await person.come("fengtao");
      await person.open("LabelJob", job);
      await person.act("LabelJob", "close");
      await expect(head(page)).toContainText(person.say({ en: "Closed", zh: "已关闭" }));
      await expect(main).toContainText(udi);
      await accessible(page);
    });
    await context.close();
  });

const head = (page: Page) => page.getByRole("heading", { level: 1 }).locator("..");

/** The three questions of the check are answered, and it is signed. */
async function check(person: Person): Promise<void> {
  const { page } = person;
  const { check: action } = actionsOf(registry.LabelJob);
  await page
    .getByRole("button", { name: new RegExp(`^${person.say(action?.label ?? { en: "", zh: "" })}`) })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("checkbox")).toHaveCount(3);
  for (const box of await dialog.getByRole("checkbox").all()) await box.check();
  await dialog.locator("button[type=submit]").click();
  await person.sign();
  await expect(dialog).toHaveCount(0);
}

/** Types the counts, sees the difference before it is saved, and saves them. */
async function count(person: Person, counts: Readonly<Record<string, string>>, difference: string): Promise<void> {
  const { page } = person;
  const form = page.getByRole("form", { name: person.word("lbl.count"), exact: true });
  const fields = registry.LabelJob.fields;
  for (const [name, value] of Object.entries(counts))
    await form.getByLabel(person.say(fields[name as "applied"].label), { exact: true }).fill(value);
  await expect(form.getByRole("status").first()).toContainText(difference);
  await form.locator("button[type=submit]").click();
  await expect(page.getByText(person.word("lbl.counted"))).toBeVisible();
}
