/** The device register: what is missing for each market, files of the databases, and a new version that answers whether it needs a new DI. */
import { readFileSync } from "node:fs";
import { type Label, registry } from "@lotline/schema";
import { expect, test } from "@playwright/test";
import { deviceWords } from "../../apps/web/src/features/master/device-record/words.ts";
import { accessible } from "../axe.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { openApp } from "../start-app.ts";

const both = (en: string, zh: string): Label => ({ en, zh });
const { fields } = registry.DeviceRecord;
const first = "09521234000013.A";
const next = "09521234000013.B";
const china = both("China (NMPA)", "中国（NMPA）");
const europe = both("European Union (EUDAMED)", "欧盟（EUDAMED）");

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

for (const language of languagesOf("zh"))
  test(`regulatory affairs sees what each market lacks, takes a file and reads it back; a changed model asks for a decision about the DI before it is approved (${language}) [REQ-TRC-06] [REQ-TRC-09]`, async ({
    browser,
  }) => {
    await using app = await openApp();
    const context = await browser.newContext({
      baseURL: app.baseUrl,
      locale: language === "zh" ? "zh-CN" : "en-US",
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
    });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const main = page.getByRole("main");
    // A box that may stay empty says so behind its name.
    const box = (label: Label) => main.getByLabel(new RegExp(`^${literal(person.say(label))}( .*)?$`)).first();
    const market = (label: Label) => main.getByRole("region", { name: person.say(label), exact: true });

    await test.step("the list says how complete each record is for each market", async () => {
      await person.come("tangrui");
      await page.goto("/device-record");
      await expect(main.getByRole("row", { name: new RegExp(first) })).toContainText(person.say(both("complete", "完整")));
      await expect(main.getByRole("row", { name: /09521234000037\.A/ })).toContainText(person.say(both("3 missing", "缺 3 项")));
      await accessible(page);
    });

    const file =
      await test.step("the record of IS-100 is published in China; its tree has 50 and 400 units; the file is taken", async () => {
        await person.open("DeviceRecord", first);
        await expect(market(china)).toContainText(person.say(both("Published", "已发布")));
        await expect(market(china)).toContainText(person.say(both("may be shipped", "可发货")));
        await expect(market(europe)).toContainText(person.say(both("not to be shipped", "不得发货")));
        const tree = main.getByRole("region", { name: person.say(both("Packaging tree", "包装层级")) });
        await expect(tree).toContainText("50 × 09521234000013");
        await expect(tree).toContainText("8 × 19521234000010");
        await expect(tree).toContainText(person.say(both("= 400 sales units", "= 400个最小销售单元")));
        await accessible(page);
        const download = page.waitForEvent("download");
        await market(china)
          .getByRole("button", { name: "NMPA XML" })
          .or(market(china).getByRole("button", { name: "NMPA, XML" }))
          .click();
        const path = await (await download).path();
        expect(readFileSync(path, "utf8")).toContain("<zxxsdycpbs>09521234000013</zxxsdycpbs>");
        return path;
      });

    await test.step("what Europe misses is named and no file is made of it", async () => {
      await market(europe)
        .getByRole("button", { name: /EUDAMED/ })
        .click();
      await expect(market(europe).getByRole("alert")).toContainText("FLD-UDID-10");
    });

    await test.step("the file is read back without a difference", async () => {
      await main.getByLabel(person.say(both("File of the database", "数据库文件"))).setInputFiles(file);
      await expect(main).toContainText(person.say(both("The file says what the record says.", "文件与本记录一致。")));
    });

    await test.step("a file that says otherwise shows where, and its answers begin a version", async () => {
      await person.come("luoan");
      await person.open("DeviceRecord", first);
      const text = readFileSync(file, "utf8");
      const other = text.replace("IS-100（21G）", "IS-100（21G，薄壁）");
      expect(other).not.toBe(text);
      await main
        .getByLabel(person.say(both("File of the database", "数据库文件")))
        .setInputFiles({ name: "theirs.xml", mimeType: "text/xml", buffer: Buffer.from(other) });
      const differences = main.getByRole("table", { name: person.say(deviceWords.different) });
      await expect(differences.getByRole("row")).toHaveText([
        /./,
        `${person.say(fields.modelSpec.label)}IS-100（21G）IS-100（21G，薄壁）`,
      ]);
      await main.getByRole("button", { name: person.say(deviceWords.beginWith) }).click();
      await expect(box(fields.modelSpec.label)).toHaveValue("IS-100（21G，薄壁）");
      await expect(box(fields.primaryDi.label)).toHaveValue("09521234000013");
      await expect(box(fields.tradeName.label)).toHaveValue("Chenglan Fine 5");
    });

    await test.step("the file fills the form of a device that has no record yet", async () => {
      await page.goto("/device-record/new");
      const begin = main.getByRole("region", { name: person.say(deviceWords.firstAnswers) });
      const chooser = begin.getByLabel(person.say(deviceWords.file));
      await chooser.setInputFiles({ name: "none.xml", mimeType: "text/xml", buffer: Buffer.from("<other/>") });
      await expect(begin).toContainText(person.say(deviceWords.wrong));
      await accessible(page);
      await chooser.setInputFiles(file);
      await expect(begin).not.toContainText(person.say(deviceWords.wrong));
      await expect(begin.getByRole("status")).toContainText(/[1-9]\d/);
      await expect(box(fields.primaryDi.label)).toHaveValue("09521234000013");
      await expect(box(fields.modelSpec.label)).toHaveValue("IS-100（21G）");
      await expect(box(fields.sterile.label)).toHaveValue("yes");
      await accessible(page);
    });

    await test.step("the steward begins a version with another model; nobody approves it before the question is answered", async () => {
      await person.open("DeviceRecord", first);
      await main.getByRole("button", { name: person.say(both("New version", "新建版本")), exact: true }).click();
      await expect(box(fields.primaryDi.label)).toHaveValue("09521234000013");
      await box(fields.revision.label).fill("B");
      await box(fields.changeReason.label).fill("Model written out");
      await box(fields.modelSpec.label).fill("IS-100 (21G, 0.8 mm)");
      await accessible(page);
      await main.locator("button[type=submit]").click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText(next);
      const question = main.getByRole("region", {
        name: person.say(both("This version changes what tells the device apart", "本版本变更了用于识别器械的内容")),
      });
      await expect(question).toContainText(person.say(fields.modelSpec.label));
      await expect(question).toContainText("CN, EU, US");
      await accessible(page);
      await person.come("tangrui");
      await person.open("DeviceRecord", next);
      await page
        .getByRole("button", { name: new RegExp(`^${person.say(registry.DeviceRecord.actions?.approve.label ?? both("", ""))}`) })
        .first()
        .click();
      await expect(main).toContainText(person.say(both("asks whether a new DI is needed", "须判断是否需要新的产品标识")));
    });

    await test.step("it is answered with a reason; regulatory affairs and quality sign", async () => {
      await person.come("luoan");
      await page.goto(`/device-record/${next}/edit`);
      await box(fields.newDi.label).selectOption("no");
      await box(fields.newDiReason.label).fill("The same needle, only written out in full");
      await main.locator("button[type=submit]").click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText(next);
      await person.come("tangrui");
      await person.open("DeviceRecord", next);
      await person.act("DeviceRecord", "approve", { effectiveOn: "2026-08-21" });
      await person.come("xuheng");
      await person.open("DeviceRecord", next);
      await person.act("DeviceRecord", "approve", { effectiveOn: "2026-08-21" });
      await expect(market(china)).toContainText(person.say(both("Changed since", "发布后已变更")));
      await expect(market(china)).toContainText(person.say(both("not to be shipped", "不得发货")));
    });
  });
