import { serialsField } from "../inventory/index.ts";
import { code, date, defineRecord, flag, instant, integer, json, ref, text } from "../kit/index.ts";
import { labelLot } from "./template.ts";

const count = (label: { en: string; zh: string }) =>
  integer(label, { optional: true, system: true, min: 0, max: 2_000_000, unsigned: true });
const range = {
  first: integer({ en: "First label", zh: "起始序号" }, { min: 1, max: 1_000_000 }),
  last: integer({ en: "Last label", zh: "结束序号" }, { min: 1, max: 1_000_000 }),
};
const outcome = (label: { en: string; zh: string }) => integer(label, { min: 0, max: 2_000_000 });

/**
 * The labels of one lot at one level of packaging: made ready by one person, checked by another, released, printed in ranges,
 * scanned back, and reconciled to the last one (REQ-TRC-08; 21 CFR 820.45). It names a lot number: the lot itself may come later.
 */
export const labelJob = defineRecord({
  name: "LabelJob",
  area: "label",
  number: "LJ-{yy}-{seq:4}",
  label: { en: "Label job", zh: "标签任务" },
  plural: { en: "Label jobs", zh: "标签任务" },
  site: true,
  fields: {
    itemLabel: ref({ en: "Label", zh: "标签" }, "ItemLabel", { fixed: true }),
    lotNumber: labelLot,
    quantity: integer({ en: "Labels", zh: "标签数量" }, { min: 1, max: 1_000_000, critical: true }),
    madeOn: date({ en: "Made on", zh: "生产日期" }, { critical: true }),
    serials: serialsField,
    item: ref({ en: "Item", zh: "物料" }, "Item", { system: true, optional: true, fixed: true }),
    // Fixed by the check of the second person and proved again at release; nothing changes them afterwards.
    itemRevision: ref({ en: "Item revision", zh: "物料版本" }, "ItemRevision", { system: true, optional: true }),
    template: ref({ en: "Template", zh: "标签模板" }, "LabelTemplate", { system: true, optional: true }),
    di: code({ en: "UDI-DI", zh: "产品标识（UDI-DI）" }, { system: true, optional: true, max: 60 }),
    expiresOn: date({ en: "Expires on", zh: "有效期至" }, { system: true, optional: true }),
    storage: text({ en: "Storage text", zh: "储存条件" }, { system: true, optional: true, max: 200 }),
    udi: text({ en: "UDI", zh: "UDI" }, { system: true, optional: true, max: 200 }),
    // Everything that the labels say, as it was released; they are drawn from this alone.
    content: json({ en: "Released content", zh: "放行内容" }, { system: true, optional: true }),
    releasedAt: instant({ en: "Released", zh: "放行时间" }, { system: true, optional: true }),
    // What the symbols said when they were read back, and how many labels were.
    readBack: text({ en: "Read back", zh: "回读" }, { system: true, optional: true, max: 300 }),
    printed: count({ en: "Printed", zh: "已打印" }),
    reprinted: count({ en: "Of these printed again", zh: "其中补打" }),
    applied: count({ en: "Applied", zh: "已贴" }),
    destroyed: count({ en: "Destroyed", zh: "已销毁" }),
    returned: count({ en: "Returned", zh: "已退回" }),
    specimens: count({ en: "Specimens kept", zh: "留样" }),
    difference: integer(
      { en: "Difference", zh: "差异" },
      { optional: true, system: true, min: -2_000_000, max: 2_000_000, unsigned: true },
    ),
    scannedGood: count({ en: "Scanned back", zh: "已回扫" }),
  },
  lines: {
    prints: {
      label: { en: "Print runs", zh: "打印记录" },
      system: true,
      fields: {
        ...range,
        isReprint: flag({ en: "Printed again", zh: "补打" }),
        reason: text({ en: "Reason", zh: "原因" }, { optional: true, max: 500 }),
        printedAt: instant({ en: "Printed at", zh: "打印时间" }),
        printedBy: ref({ en: "By", zh: "打印人" }, "Person"),
      },
    },
    stops: {
      label: { en: "Stops", zh: "停机记录" },
      system: true,
      fields: {
        scanned: text({ en: "Scanned", zh: "扫描内容" }, { max: 300 }),
        whyEn: text({ en: "Why (English)", zh: "原因（英文）" }, { max: 1000 }),
        whyZh: text({ en: "Why (Chinese)", zh: "原因" }, { max: 1000 }),
        stoppedAt: instant({ en: "Stopped at", zh: "停机时间" }),
        stoppedBy: ref({ en: "Scanned by", zh: "扫描人" }, "Person"),
        clearedAt: instant({ en: "Cleared at", zh: "解除时间" }, { optional: true }),
        clearedBy: ref({ en: "Cleared by", zh: "解除人" }, "Person", { optional: true }),
        clearedWhy: text({ en: "Reason of the clearance", zh: "解除原因" }, { optional: true, max: 1000 }),
      },
    },
  },
  states: {
    draft: { en: "To check", zh: "待核对" },
    checked: { en: "Checked", zh: "已核对" },
    released: { en: "Released", zh: "已放行" },
    printing: { en: "Printing", zh: "打印中" },
    stopped: { en: "Stopped", zh: "已停机" },
    closed: { en: "Closed", zh: "已关闭" },
    voided: { en: "Voided", zh: "已作废" },
  },
  initial: "draft",
  actions: {
    check: {
      label: { en: "Check label", zh: "核对标签" },
      from: ["draft"],
      to: "checked",
      permit: "labelJob.check",
      sign: { meaning: "VERIFIED" },
      duty: "verifier",
      notBy: ["author"],
      locks: ["itemLabel"],
      gate: "labelJob.release",
      primary: true,
      input: {
        fields: {
          udiRight: flag({ en: "The UDI is right, as text and as symbol", zh: "UDI（文字与条码）正确" }),
          expiryRight: flag({ en: "Made on and expiry are right", zh: "生产日期与有效期正确" }),
          storageRight: flag({ en: "The storage text is right", zh: "储存条件正确" }),
        },
      },
    },
    sendBack: {
      label: { en: "Send back", zh: "退回" },
      from: ["checked"],
      to: "draft",
      permit: "labelJob.release",
      insteadOf: "release",
      reason: true,
    },
    release: {
      label: { en: "Release labels", zh: "放行标签" },
      from: ["checked"],
      to: "released",
      permit: "labelJob.release",
      sign: { meaning: "APPROVED" },
      duty: "approver",
      notBy: ["author"],
      locks: ["itemLabel"],
      gate: "labelJob.release",
      primary: true,
    },
    print: {
      label: { en: "Print", zh: "打印" },
      from: ["released", "printing"],
      to: "printing",
      permit: "labelJob.perform",
      duty: "performer",
      primary: true,
      input: { fields: range },
    },
    reprint: {
      label: { en: "Print again", zh: "补打" },
      from: ["printing"],
      permit: "labelJob.perform",
      duty: "performer",
      reason: true,
      input: { fields: range },
    },
    scanBack: {
      label: { en: "Scan back", zh: "回扫" },
      from: ["printing"],
      permit: "labelJob.perform",
      duty: "performer",
      input: { fields: { scanned: text({ en: "Scanned", zh: "扫描内容" }, { max: 300 }) } },
    },
    stop: { label: { en: "Stop", zh: "停机" }, from: ["printing"], to: "stopped" },
    clear: {
      label: { en: "Clear the stop", zh: "解除停机" },
      from: ["stopped"],
      to: "printing",
      permit: "labelJob.clear",
      duty: "verifier",
      reason: true,
      primary: true,
    },
    reconcile: {
      label: { en: "Enter counts", zh: "登记数量" },
      from: ["printing"],
      permit: "labelJob.perform",
      duty: "performer",
      input: {
        fields: {
          applied: outcome({ en: "Applied", zh: "已贴" }),
          destroyed: outcome({ en: "Destroyed", zh: "已销毁" }),
          returned: outcome({ en: "Returned", zh: "已退回" }),
          specimens: outcome({ en: "Specimens kept", zh: "留样" }),
        },
      },
    },
    close: {
      label: { en: "Close job", zh: "关闭任务" },
      from: ["printing"],
      to: "closed",
      permit: "labelJob.close",
      sign: { meaning: "REVIEWED" },
      authorMay: true,
      notBy: ["performer"],
      duty: "reviewer",
      gate: "labelJob.close",
      primary: true,
    },
    void: {
      label: { en: "Void", zh: "作废" },
      from: ["draft", "checked", "released"],
      to: "voided",
      permit: "labelJob.prepare",
      reason: true,
    },
  },
  read: "labelJob.read",
  create: { permit: "labelJob.prepare" },
  edit: { permit: "labelJob.prepare", in: ["draft"] },
  list: {
    columns: ["number", "item", "itemLabel", "lotNumber", "quantity", "printed", "difference", "createdAt", "state"],
    sort: "-createdAt",
    sorts: ["lotNumber"],
    search: ["number", "lotNumber"],
  },
  due: {
    draft: { action: "check", within: { hours: 8 } },
    checked: { action: "release", within: { hours: 8 } },
    released: { action: "print", within: { days: 1 } },
    printing: { action: "close", within: { days: 1 } },
    stopped: { action: "clear", within: { hours: 1 } },
  },
  risk: ["item.deviceClass"],
  retention: "device",
});
