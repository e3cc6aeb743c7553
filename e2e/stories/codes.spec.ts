/** Any code is taken apart: what it says, which rules it breaks and where, and what it means in this company. */
import { type RecordName, registry } from "@lotline/schema";
import { fill } from "@lotline/schema/words/translate";
import { expect, type Page, test } from "@playwright/test";
import bwip from "bwip-js/node";
import { words } from "../../apps/web/src/features/inventory/decode/words.ts";
import { accessible } from "../axe.ts";
import { deskIn } from "../desk.ts";
import { languagesOf } from "../languages.ts";
import { Person } from "../person.ts";
import { scan } from "../scanner.ts";

const separator = "\u001d";

/** A camera in place of the browser's: one that cannot be had, or one that sees this picture. */
async function withCamera(page: Page, given: { readonly error: string } | { readonly picture: string }): Promise<void> {
  await page.evaluate(async (camera) => {
    const { mediaDevices } = navigator;
    if ("error" in camera) {
      mediaDevices.getUserMedia = () => Promise.reject(new DOMException("test", camera.error));
      return;
    }
    const image = new Image();
    image.src = camera.picture;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
    const context = canvas.getContext("2d");
    const draw = () => {
      context?.fillRect(0, 0, 640, 480);
      context?.drawImage(image, 160, 80);
    };
    setInterval(draw, 100);
    const stream = canvas.captureStream(10);
    Reflect.set(globalThis, "lensState", () => stream.getVideoTracks()[0]?.readyState);
    mediaDevices.getUserMedia = () => Promise.resolve(stream);
  }, given);
}

for (const language of languagesOf("en"))
  test(`any code is taken apart, with every rule it breaks, and what it means here (${language}) [REQ-TRC-06]`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ locale: language === "zh" ? "zh-CN" : "en-US" });
    const person = new Person(await context.newPage(), language);
    const { page } = person;
    const main = page.getByRole("main");
    const code = main.getByRole("textbox", { name: person.say(words.code) });
    const verdict = (text: string) => main.getByRole("status").filter({ hasText: text });
    const table = (title: string) => main.getByRole("table", { name: title });
    const label = (record: RecordName) => person.say(registry[record].label);
    await person.come("gaolang");
    await page.goto("/decode");
    await deskIn(page);

    await test.step("a scanner writes into the box, the separator is shown, and one scan replaces the other", async () => {
      await expect(code).toBeFocused();
      await scan(page, `]d20109521234000013${"17290730"}${"10IS2607A"}${separator}${"37400"}`);
      await expect(code).toHaveValue("]d2010952123400001317290730" + "10IS2607A{GS}37400");
      await scan(page, `]d20109521234000013${"17290730"}10IS2607A`);
      await expect(code).toHaveValue("]d201095212340000131729073010IS2607A");
      await expect(verdict(fill(person.say(words.good), { agency: "GS1" }))).toBeVisible();
      await expect(table(person.say(words.elements)).getByRole("row")).toHaveText([
        /./,
        person.say({ en: "(01)GTIN09521234000013", zh: "(01)全球贸易项目代码（GTIN）09521234000013" }),
        person.say({ en: "(17)USE BY or EXPIRY290730", zh: "(17)有效期290730" }),
        person.say({ en: "(10)BATCH/LOTIS2607A", zh: "(10)批号IS2607A" }),
      ]);
      await expect(main.getByText("(01)09521234000013(17)290730(10)IS2607A")).toBeVisible();
      await expect(main.getByText("https://id.gs1.org/01/09521234000013/10/IS2607A?17=290730")).toBeVisible();
      const here = main.getByRole("region", { name: person.say(words.here) });
      await expect(here).toContainText(label("Lot"));
      await expect(here.getByRole("link", { name: "IS2607A" })).toHaveAttribute("href", "/lot/IS2607A");
      await accessible(page);
    });

    await test.step("every rule that is broken is named, with its place in what was given", async () => {
      await code.fill("(01)09521234000014(17)291332(10)");
      await expect(verdict(fill(person.say(words.broken), { agency: "GS1", n: "3" }))).toBeVisible();
      await expect(main.getByRole("region", { name: person.say(words.marked) })).toHaveText(
        "(01)095212340000141(17)29132" + "32(10)␣3",
      );
      await expect(table(person.say(words.broke)).getByRole("row")).toHaveText([
        /./,
        person.say({ en: "11801The check digit is wrong.", zh: "11801校验位错误。" }) + "INCORRECT_CHECK_DIGIT",
        person.say({ en: "22517There is no such month.", zh: "22517没有这个月份。" }) + "ILLEGAL_MONTH",
        person.say({ en: "33310The value is missing.", zh: "33310缺少数据。" }) + "EMPTY_VALUE",
      ]);
      await accessible(page);
    });

    await test.step("codes of the other agencies; one that no form tells is read as its agency is named", async () => {
      await code.fill("+L0TLCATH14F0/$L26AH");
      await expect(verdict(fill(person.say(words.good), { agency: "HIBCC" }))).toBeVisible();
      await code.fill("MA.156.M0.100221.12345678.M260701.LIS2607A");
      await expect(verdict(fill(person.say(words.good), { agency: "MA (ZIIOT)" }))).toBeVisible();
      await code.fill("81234567890123456789");
      await expect(verdict(fill(person.say(words.good), { agency: "AHM" }))).toHaveCount(0);
      await main.getByLabel(person.say(words.agency)).selectOption("AHM");
      await expect(verdict(fill(person.say(words.good), { agency: "AHM" }))).toBeVisible();
      await expect(table(person.say(words.notes))).toContainText("NOT_READ");
      await main.getByRole("button", { name: person.say(words.clear) }).click();
      await expect(code).toBeFocused();
      await expect(main).toContainText(person.say(words.empty));
    });

    await test.step("a picture of a label is searched; what is no picture, or shows no symbol, is said", async () => {
      const png = await bwip.toBuffer({
        bcid: "gs1datamatrix",
        text: "(01)09521234000013(10)IS2607A(21)A17",
        scale: 4,
        padding: 12,
        backgroundcolor: "ffffff",
      });
      const blank = await bwip.toBuffer({ bcid: "pdf417", text: "x", scale: 1, barcolor: "ffffff", backgroundcolor: "ffffff" });
      const choose = (name: string, buffer: Buffer) =>
        main.getByLabel(person.say(words.picture), { exact: true }).setInputFiles({ name, mimeType: "image/png", buffer });
      await main.getByLabel(person.say(words.agency)).selectOption("");
      await choose("label.png", png);
      await expect(code).toHaveValue("]d20109521234000013" + "10IS2607A{GS}21A17");
      await expect(verdict(fill(person.say(words.good), { agency: "GS1" }))).toBeVisible();
      await choose("blank.png", blank);
      await expect(main).toContainText(person.say(words.noSymbol));
      await choose("text.png", Buffer.from("no picture"));
      await expect(main).toContainText(person.say(words.unopened));
      await accessible(page);
    });

    await test.step("a label held before the camera is read by itself; without a camera, or where it is not allowed, that is said", async () => {
      const button = main.getByRole("button", { name: person.say(words.camera), exact: true });
      const dialog = page.getByRole("dialog", { name: person.say(words.camera) });
      const qr = await bwip.toBuffer({
        bcid: "gs1qrcode",
        text: "(01)09521234000020(10)IS2607B",
        scale: 4,
        padding: 40,
        backgroundcolor: "ffffff",
      });
      await withCamera(page, { picture: `data:image/png;base64,${qr.toString("base64")}` });
      await button.click();
      await expect(dialog).toHaveCount(0);
      await expect(code).toHaveValue("]Q30109521234000020" + "10IS2607B");
      // The camera's light goes out with the dialog.
      expect(await page.evaluate(() => Reflect.get(globalThis, "lensState")())).toBe("ended");
      await withCamera(page, { error: "NotFoundError" });
      await button.click();
      await expect(dialog).toContainText(person.say(words.cameraNone));
      await accessible(page);
      await page.keyboard.press("Escape");
      await withCamera(page, { error: "NotAllowedError" });
      await button.click();
      await expect(dialog).toContainText(person.say(words.cameraRefused));
      await dialog.getByRole("button", { name: person.say(words.cameraClose) }).click();
      await expect(button).toBeFocused();
    });

    await test.step("scanned on any page, a label of another product or of another day is told at once, with the lot", async () => {
      await page.goto("/account");
      await deskIn(page);
      await scan(page, `]d2010952123400002017260801${"10IS2607A"}`);
      await expect(page).toHaveURL(/\/lot\/IS2607A$/);
      const notice = page.getByRole("contentinfo").getByRole("status");
      await expect(notice).toContainText(
        person.say({
          en: "The code is of FG-IS101, but lot IS2607A is of FG-IS100.",
          zh: "编码属于 FG-IS101，而批 IS2607A 属于 FG-IS100。",
        }),
      );
      await expect(notice).toContainText(
        person.say({
          en: "The code says that it expires on 2026-08-01; lot IS2607A expires on 2029-07-30.",
          zh: "编码的失效日期为 2026-08-01，而批 IS2607A 为 2029-07-30。",
        }),
      );
    });
    await context.close();
  });
