/** What stands around one record: what people say and attach, who is told, what happened, what differs, and what goes on paper. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { messages, noticeChannels, registry } from "@lotline/schema";
import { translator } from "@lotline/schema/words";
import { expect, type Page, test } from "@playwright/test";
import { accessible } from "../axe.ts";
import { Person } from "../person.ts";

test.use({ locale: "zh-CN", actionTimeout: 15_000 });

const t = translator("zh");
const lot = "IS2607A";
const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");
// The smallest picture there is.
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("a reviewer asks beside a record and attaches to it, the QA head is told, answers and puts the notice away (zh) [U16] [U17] [U18] [REQ-REC-14]", async ({
  page,
}) => {
  const person = new Person(page, "zh");
  await person.come("linjing");
  await person.open("Lot", lot);
  const version = await page
    .getByText(/^第 \d+ 版/)
    .first()
    .textContent();
  await test.step("a comment that names a person found by the letters of the name", () => aComment(page));
  await test.step("files: chosen, recognised, pasted, replaced", () => files(page));
  await page.reload();
  await expect(page.getByText(/^第 \d+ 版/).first()).toHaveText(version ?? "");
  await person.come("xuheng");
  await page.goto("/");
  await test.step("the inbox, by keyboard alone", () => inbox(page));
  await test.step("how one is told is chosen; what is mandatory is not", () => channels(page));
  await person.come("fanqing");
  await person.open("Lot", lot);
  // Who only reads is offered neither box nor button.
  await expect(section(page, t("comment.title")).getByRole("textbox")).toHaveCount(0);
  await expect(section(page, t("record.attachments")).getByRole("button", { name: t("file.attach") })).toHaveCount(0);
});

const section = (page: Page, name: string) => page.getByRole("main").getByRole("region", { name, exact: true });

async function aComment(page: Page): Promise<void> {
  const comments = section(page, t("comment.title"));
  const box = comments.getByRole("textbox", { name: t("comment.new") });
  await box.click();
  await box.pressSequentially("请 @xuh");
  const people = page.getByRole("listbox", { name: t("comment.people") });
  await expect(people.getByRole("option")).toHaveCount(1);
  await expect(people.getByRole("option").first()).toContainText("许衡");
  await accessible(page);
  await page.keyboard.press("Enter");
  await expect(box).toHaveValue("请 @许衡 ");
  await box.pressSequentially("确认留样");
  await page.keyboard.press("Enter");
  await box.pressSequentially("120 套。");
  await page.keyboard.press("Control+Enter");
  const thread = comments.getByRole("article");
  await expect(thread).toContainText("请 @许衡 确认留样\n120 套。");
  await expect(thread.locator("mark")).toHaveText("@许衡");
  // In another wording; what it said before stays in sight.
  await thread.getByRole("button", { name: t("comment.edit") }).click();
  const again = thread.getByRole("textbox", { name: t("comment.edit") });
  await again.fill("请 @许衡 确认留样 121 套。");
  await page.keyboard.press("Control+Enter");
  await expect(thread).toContainText("请 @许衡 确认留样 121 套。");
  await thread.getByText(t("comment.edited")).click();
  await expect(thread).toContainText("120 套。");
  // Somebody who may not read lots is not offered.
  await box.fill("@guping");
  await expect(comments.getByText(t("comment.nobody"))).toBeVisible();
  await box.fill("");
}

async function files(page: Page): Promise<void> {
  const attachments = section(page, t("record.attachments"));
  const text = Buffer.from("留样 121 套\n");
  const chosen = [
    { name: "留样记录.txt", mimeType: "text/plain", buffer: text },
    { name: "label.png", mimeType: "image/png", buffer: png },
    { name: "page.html", mimeType: "text/html", buffer: Buffer.from("\u0000<script>") },
  ];
  await attachments.locator("input[type=file]").setInputFiles(chosen);
  const tray = page.getByRole("dialog", { name: `添加附件：批 ${lot}` });
  await expect(tray).toContainText(`SHA-256 ${sha256(text)}`);
  await accessible(page);
  await tray.getByRole("button", { name: "添加 3 个文件" }).click();
  await expect(tray.getByText(t("file.sent"))).toHaveCount(2);
  await expect(tray.getByRole("alert")).toHaveText("不接受此类文件；可用 PDF、PNG、JPEG、Office 文档和纯文本。");
  await tray.getByRole("button", { name: t("do.close") }).click();
  await expect(attachments.getByRole("link")).toHaveText(["留样记录.txt", "label.png"]);
  // The same file again is recognised before it is sent.
  await attachments.locator("input[type=file]").setInputFiles([{ ...chosen[0], name: "copy.txt" } as (typeof chosen)[number]]);
  await expect(tray.getByRole("alert")).toHaveText("相同文件已作为“留样记录.txt”添加。");
  await tray.getByRole("button", { name: t("do.close") }).click();
  // A screenshot from the clipboard, taken back before it is kept.
  await page.evaluate(
    (bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
      document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    },
    [...png, 0],
  );
  await expect(tray).toContainText(/截图-2026-08-20-\d{4}\.png/);
  await page.keyboard.press("Escape");
  await expect(tray).toHaveCount(0);
  // Dragged onto the page.
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["dragged"], "dragged.txt", { type: "text/plain" }));
    document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await tray.getByRole("button", { name: "添加 1 个文件" }).click();
  await expect(tray.getByText(t("file.sent"))).toBeVisible();
  await tray.getByRole("button", { name: t("do.close") }).click();
  await expect(attachments.getByRole("link")).toHaveText(["留样记录.txt", "label.png", "dragged.txt"]);
  // A newer version takes its place; the older one is still to be had, byte by byte.
  const chooser = page.waitForEvent("filechooser");
  await attachments.getByRole("button", { name: "替换 留样记录.txt" }).click();
  const newer = Buffer.from("留样 122 套\n");
  await (await chooser).setFiles([{ name: "留样记录.txt", mimeType: "text/plain", buffer: newer }]);
  await tray.getByRole("button", { name: "添加 1 个文件" }).click();
  await tray.getByRole("button", { name: t("do.close") }).click();
  await expect(attachments.getByText(/第 2 版/)).toBeVisible();
  await attachments.getByText("1 个旧版本").click();
  const links = attachments.getByRole("link", { name: "留样记录.txt" });
  await expect(links).toHaveCount(2);
  const bytes = await Promise.all(
    (await links.evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href))).map(async (href) =>
      (await page.request.get(href)).text(),
    ),
  );
  expect(bytes.toSorted()).toEqual(["留样 121 套\n", "留样 122 套\n"]);
  // A picture may be looked at, as a view.
  await attachments.getByRole("button", { name: "预览 label.png" }).click();
  const preview = page.getByRole("dialog", { name: "预览 label.png" });
  await expect.poll(() => preview.getByRole("img").evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
  await accessible(page);
  await page.keyboard.press("Escape");
}

async function inbox(page: Page): Promise<void> {
  const sentence = `林静 在批 ${lot} 的评论中提到了您。`;
  await expect(async () => {
    await page.goto("/inbox");
    await expect(page.getByRole("button", { name: sentence }).first()).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 30_000 });
  await accessible(page);
  const notices = section(page, `批 ${lot}`);
  await expect(notices.getByRole("button", { name: sentence }).first()).toBeFocused();
  // Later, then back from there.
  const count = await notices.getByRole("listitem").count();
  await page.keyboard.press("h");
  await expect(notices.getByRole("listitem")).toHaveCount(count - 1);
  await page
    .getByRole("button", { name: t("inbox.later"), exact: true })
    .first()
    .click();
  await expect(notices.getByRole("listitem")).toHaveCount(1);
  await page.keyboard.press("u");
  await expect(notices.getByRole("listitem")).toHaveCount(0);
  await page.goto("/inbox");
  await expect(notices.getByRole("button", { name: sentence }).first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(lot);
  const thread = section(page, t("comment.title")).getByRole("article");
  await thread.getByRole("button", { name: t("comment.reply") }).click();
  await thread.getByRole("textbox", { name: t("comment.reply") }).fill("已确认。");
  await page.keyboard.press("Control+Enter");
  // Said, and no longer only typed: what comes below moves when it arrives.
  await expect(thread.getByRole("paragraph").filter({ hasText: "已确认。" })).toBeVisible();
  await thread.getByRole("button", { name: t("comment.resolve") }).click();
  await expect(section(page, t("comment.title"))).toContainText("1 个已解决");
  await page.goto("/inbox");
  await expect(notices.getByRole("button", { name: sentence }).first()).toBeFocused();
  await page.keyboard.press("e");
  await expect(notices.getByRole("listitem")).toHaveCount(count - 1);
}

async function channels(page: Page): Promise<void> {
  await page.getByRole("button", { name: t("inbox.settings") }).click();
  const dialog = page.getByRole("dialog", { name: t("inbox.settings") });
  const mentioned = dialog.getByRole("combobox", { name: messages["comment.mentioned"].label.zh });
  await expect(mentioned).toHaveValue("inApp");
  // By mail nothing is told until the firm has a rule for it.
  const offered = Object.entries(noticeChannels).filter(([channel]) => channel !== "mail");
  await expect(mentioned.getByRole("option")).toHaveText(offered.map(([, { zh }]) => zh));
  await accessible(page);
  await mentioned.selectOption("digest");
  await dialog.getByRole("combobox", { name: t("inbox.digestHour") }).selectOption("7");
  await expect(dialog.getByText(messages["role.changed"].label.zh).locator("..")).toContainText(t("inbox.mandatory"));
  await dialog.getByRole("button", { name: t("do.save") }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: t("inbox.settings") }).click();
  await expect(mentioned).toHaveValue("digest");
  await mentioned.selectOption("inApp");
  await dialog.getByRole("button", { name: t("do.save") }).click();
  await expect(dialog).toHaveCount(0);
}

test("an auditor reads one history, takes it along, compares two versions and prints the record (zh) [U14] [U19] [U20] [REQ-REC-05] [REQ-REC-11] [REQ-SIG-01]", async ({
  page,
}) => {
  const person = new Person(page, "zh");
  await person.come("fanqing");
  await person.open("Lot", lot);
  await test.step("one order of signatures, changes and moves; its filter stands in the address", () => history(page));
  await test.step("two versions, and two revisions of one thing", () => compare(page));
  await test.step("the page on paper", () => paper(page));
});

async function history(page: Page): Promise<void> {
  const timeline = page.getByRole("region", { name: t("record.timeline") });
  await timeline.getByRole("button", { name: /^移动 \d+$/ }).click();
  await expect(page).toHaveURL(/history=moves/);
  await expect(timeline.getByText("2,000", { exact: false }).first()).toBeVisible();
  await timeline.getByRole("button", { name: /^签名 1$/ }).click();
  await expect(timeline.locator("[data-verdict=VALID]")).toHaveCount(1);
  await timeline.getByRole("button", { name: t("timeline.filter"), exact: true }).click();
  const filter = page.getByRole("dialog", { name: t("timeline.filter") });
  await accessible(page);
  await filter.getByLabel(t("timeline.who")).selectOption({ label: "周启明" });
  await filter.getByLabel(t("timeline.from")).fill("2026-08-08");
  await filter.getByLabel(t("timeline.to")).fill("2026-08-08");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/who=\d+/);
  await expect(timeline.getByRole("listitem").filter({ hasText: "周启明" }).first()).toBeVisible();
  await page.reload();
  await expect(timeline.locator("[data-verdict=VALID]")).toHaveCount(1);
  // What is taken along is what is shown.
  const shown = await timeline.locator("time").count();
  const download = page.waitForEvent("download");
  await timeline.getByRole("button", { name: t("timeline.export") }).click();
  const csv = readFileSync(await (await download).path(), "utf8");
  const lines = csv.split("\r\n").filter((line) => line !== "");
  expect(lines[0]).toContain(`\uFEFF${t("trail.when")},${t("timeline.who")}`);
  expect(new Set(lines.slice(1).map((line) => line.slice(0, 26))).size).toBe(shown);
  expect(csv).toContain("周启明");
  expect(csv).toContain("RELEASED_TO_MARKET · VALID");
}

async function compare(page: Page): Promise<void> {
  await page.goto("/item-revision/FG-IS100.B");
  await page.getByRole("link", { name: t("version.compare") }).click();
  const view = section(page, t("version.title"));
  await view.getByLabel(t("version.left")).selectOption("v1");
  await expect(page).toHaveURL(/from=v1/);
  await expect(page).toHaveURL(/to=v3/);
  const row = (label: string) => view.getByRole("row").filter({ has: page.getByRole("rowheader", { name: label, exact: true }) });
  const life = row(registry.ItemRevision.fields.shelfLifeMonths.label.zh);
  await expect(life.getByRole("cell")).toHaveText([
    "30",
    "36",
    "罗安 · 2026-07-16 10:13 · 理由：The 36-month time point of AS-26-02 is in",
  ]);
  await expect(row(t("word.status")).getByRole("cell").nth(1)).toHaveText("已批准");
  const changedOnly = await view.getByRole("row").count();
  await view.getByRole("button", { name: t("version.everything") }).click();
  await expect(page).toHaveURL(/all=1/);
  expect(await view.getByRole("row").count()).toBeGreaterThan(changedOnly);
  await accessible(page);
  // Two revisions of one thing.
  await view.getByLabel(t("version.other")).fill("FG-IS100.A");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/with=FG-IS100\.A/);
  await view.getByLabel(t("version.left")).selectOption("v3");
  await expect(life.getByRole("cell").first()).toHaveText("36");
  await expect(life.getByRole("cell").nth(1)).toHaveText("24");
}

async function paper(page: Page): Promise<void> {
  await page.goto(`/lot/${lot}`);
  await expect(page.locator("[data-verdict]").first()).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText(/范青（fanqing）打印于 2026-08-20 \d\d:\d\d \+08:00/)).toBeVisible();
  await expect(page.getByText(t("print.note"))).toBeVisible();
  await expect(page.getByRole("navigation", { name: t("nav.main") })).toBeHidden();
  await expect(page.getByRole("button", { name: t("print.do") })).toBeHidden();
  const stamp = page.locator("[data-verdict]").first();
  for (const part of ["周启明", "放行", "2026-08-08 16:33 +08:00"]) await expect(stamp).toContainText(part);
  await expect(stamp).toBeVisible();
  // Grey only: no colour of the screen is left on the root.
  expect(
    await page.evaluate(() => getComputedStyle(document.documentElement).filter + getComputedStyle(document.body).filter),
  ).toContain("grayscale(1)");
  const pdf = await page.pdf();
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  await page.emulateMedia({ media: "screen" });
}
