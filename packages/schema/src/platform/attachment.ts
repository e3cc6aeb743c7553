import { enumeration } from "../kit/field.ts";

/** What an attached file is, where a rule asks for one of a kind. */
export const attachmentKind = enumeration("AttachmentKind", {
  conformity: { en: "Certificate of conformity", zh: "合格证明" },
  analysis: { en: "Certificate of analysis", zh: "检验报告" },
  temperature: { en: "Temperature record", zh: "温度记录" },
  licence: { en: "Copy of a licence", zh: "证照复印件" },
  other: { en: "Other", zh: "其他" },
});

export type AttachmentKind = keyof typeof attachmentKind.values;

/** True for a kind that the house knows. */
export const isAttachmentKind = (kind: string): kind is AttachmentKind => Object.hasOwn(attachmentKind.values, kind);
