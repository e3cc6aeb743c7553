/** A file of the old system becomes suppliers: read as Excel of a Chinese Windows saved it, mended in place, made whole, undone; another one changes a supplier. */
import { withdrawnState } from "@lotline/schema";
import { expect, test } from "@playwright/test";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";

// Five columns and three suppliers (OLD-01, "OLD 02" without an English name, OLD-03) in the bytes of GB18030.
const file = Buffer.from(
  "uanTpsnMLMP7s8ajqNOizsSjqSzD+7PGo6jW0M7Eo6kstdjWtyy+yc+1zbO31sDgDQpPTEQtMDEsT2xkIE9uZSzAz9K7LMvV1t3Su8K3LLzXDQpPTEQgMDIsLMDPtv4sy9XW3bb+wrcs0tINCk9MRC0wMyxPbGQgVGhyZWUswM/I/SzL1dbdyP3Ctyy81w0K",
  "base64",
);

/** Told a second time in the same company it has numbers of its own, and a head that nobody has mapped yet. */
const fileOf = (prefix: string): Buffer =>
  prefix === "OLD" ? file : Buffer.from(file.toString("latin1").replaceAll("OLD", prefix).replace("\r\n", "2\r\n"), "latin1");

for (const language of languagesOf("zh")) {
  test(`[U12] suppliers come from a GB18030 file, errors are mended in place, all or none, and are undone; another file changes what is there (${language})`, async ({
    browser,
  }) => {
    const context = await browser.newContext({
      locale: language === "zh" ? "zh-CN" : "en-US",
      viewport: { width: 1440, height: 900 },
    });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const own = language === "zh" ? { prefix: "OLD", category: "旧系统分类" } : { prefix: "ALT", category: "旧系统分类2" };
    const step = (word: Parameters<Person["word"]>[0]) => page.getByRole("button", { name: person.word(word), exact: true });
    await person.come("luoan");
    await page.goto("/supplier");
    await page
      .getByRole("main")
      .getByRole("link", { name: person.word("import.menu"), exact: true })
      .click();
    await page
      .getByLabel(person.word("import.file"))
      .setInputFiles({ name: "老供应商.csv", mimeType: "text/csv", buffer: fileOf(own.prefix) });

    // Four headers are labels; the fifth is nobody's field, and has to be left out on purpose.
    await expect(page.getByText("CSV · GB18030")).toBeVisible();
    const field = page.getByLabel(`${person.word("import.field")}: ${own.category}`);
    await expect(step("import.check")).toBeDisabled();
    await field.selectOption({ label: person.word("import.leaveOut") });
    await step("import.check").click();

    const wrong = page.getByRole("region", { name: person.word("import.wrongRows") });
    const cell = (column: string) => wrong.getByLabel(language === "zh" ? `第 3 行，${column}` : `Line 3, ${column}`);
    await expect(cell("供应商")).toHaveValue(`${own.prefix} 02`);
    // The first error has the focus; Enter goes to the next one, Ctrl+Enter saves: no click for any of them.
    await expect(cell("供应商")).toBeFocused();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(`${own.prefix}-02`);
    await page.keyboard.press("Enter");
    await expect(cell("名称（英文）")).toBeFocused();
    await page.keyboard.type("Old Two");
    await page.keyboard.press("ControlOrMeta+Enter");

    await expect(page.getByText(person.word("import.unchanged"))).toBeVisible();
    await expect(page.getByText("Old Two")).toBeVisible();
    await step("import.step.commit").last().click();
    await page.getByRole("button", { name: language === "zh" ? "导入 3 条记录" : "Import 3 records" }).click();
    await expect(
      page.getByRole("status").filter({ hasText: language === "zh" ? "已导入 3 条记录" : "3 records imported" }),
    ).toBeVisible();

    const batch = page.url();
    await person.open("Supplier", `${own.prefix}-02`);
    await expect(
      page.getByText(language === "zh" ? "由“老供应商.csv”第 3 行导入" : "Imported from “老供应商.csv”, line 3"),
    ).toBeVisible();
    await page.goto(batch);
    await page.getByLabel(person.word("action.reason")).fill("导错了文件，应为新系统清单");
    await step("import.undo").click();
    await expect(page.getByRole("status").filter({ hasText: person.word("import.undone") })).toBeVisible();
    await page.goto(`/supplier?q=${own.prefix}-0`);
    await expect(page.getByText(person.say(withdrawnState.withdrawn)).first()).toBeVisible();

    // A file with a number and other columns changes what is there; it maps itself.
    await page.goto("/import?record=Supplier");
    await page.getByLabel(person.word("import.mode")).selectOption({ label: person.word("import.modeChange") });
    await page.getByLabel(person.word("import.file")).setInputFiles({
      name: "地址.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("供应商,地址,名称（中文）\r\nSUP-08,苏州新路 9 号,苏州线路板厂\r\n", "utf8"),
    });
    await expect(page.getByText("苏州新路 9 号")).toBeVisible();
    await expect(page.getByText(person.word("import.byApproval"))).toBeVisible();
    await step("import.step.commit").last().click();
    await page.getByLabel(person.word("action.reason")).fill("供应商迁址，按其来函更改");
    await page.getByRole("button", { name: language === "zh" ? "更改 1 条记录" : "Change 1 record", exact: true }).click();
    await expect(
      page
        .getByRole("status")
        .filter({ hasText: language === "zh" ? "已更改或提交变更 1 条记录" : "1 record changed or proposed" }),
    ).toBeVisible();
    await page.getByLabel(person.word("action.reason")).fill("来函有误，恢复原地址");
    await step("import.undo").click();
    await expect(page.getByRole("status").filter({ hasText: person.word("import.restored") })).toBeVisible();
  });
}
