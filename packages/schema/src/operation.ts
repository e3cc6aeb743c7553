/** The words of an operation of the trail: "releaseLot" → "Release for use". */
import { registry } from "./index.ts";
import { type AnyRecord, actionsOf, type Label } from "./kit/index.ts";

const verbs: Readonly<Record<string, Label>> = { create: { en: "Created", zh: "创建" }, edit: { en: "Changed", zh: "更改" } };
const others: Readonly<Record<string, Label>> = {
  addAttachment: { en: "File attached", zh: "添加附件" },
  enrolTerminal: { en: "Device enrolled", zh: "登记设备" },
  postComment: { en: "Commented", zh: "发表评论" },
  replyComment: { en: "Replied", zh: "回复评论" },
  editComment: { en: "Edited a comment", zh: "修改评论" },
  withdrawComment: { en: "Withdrew a comment", zh: "撤回评论" },
  resolveComment: { en: "Resolved a thread", zh: "讨论已解决" },
  reopenComment: { en: "Reopened a thread", zh: "讨论重新打开" },
};

// Longest names first: "PurchaseOrder" before "Order".
const records: readonly AnyRecord[] = Object.values<AnyRecord>(registry).sort((a, b) => b.name.length - a.name.length);

/** The label of an operation; that of another record type says which one. Undefined for technical ones. */
export function operationLabel(operation: string | null, own: string): Label | undefined {
  if (!operation) return undefined;
  const other = others[operation];
  if (other) return other;
  for (const record of records) {
    if (!operation.endsWith(record.name)) continue;
    const verb = operation.slice(0, -record.name.length);
    const label = verbs[verb] ?? actionsOf(record)[verb]?.label;
    if (!label) continue;
    return record.name === own ? label : { en: `${record.label.en}: ${label.en}`, zh: `${record.label.zh}：${label.zh}` };
  }
  return undefined;
}
