/** The words of a copy, in the language it is made in. */
import type { Label } from "@lotline/schema";

/** How a label is said: in one language, or Chinese and English together. */
export type Say = (label: Label) => string;

export const sayIn = (language: "both" | "en" | "zh"): Say =>
  language === "both" ? ({ en, zh }) => (en === zh ? en : `${zh} / ${en}`) : (label) => label[language];

export const copyWords = {
  copy: { en: "COPY", zh: "副本" },
  title: { en: "Inspection copy", zh: "检查副本" },
  number: { en: "Copy", zh: "副本编号" },
  madeBy: { en: "Made by", zh: "制作人" },
  madeFor: { en: "For whom", zh: "提供给" },
  purpose: { en: "Reason", zh: "事由" },
  madeAt: { en: "Made at", zh: "制作时间" },
  readAt: { en: "Read at", zh: "读取时间" },
  expires: { en: "Download ends", zh: "下载截止" },
  scope: { en: "Scope", zh: "范围" },
  contents: { en: "Contents", zh: "内容" },
  leftOut: { en: "Left out", zh: "未包含" },
  none: { en: "None", zh: "无" },
  verify: {
    en: "Open verify.html and give it this archive (or folder): it checks every file and signature without a network. Or run: node verify.mjs <archive or folder>.",
    zh: "打开 verify.html 并选择本压缩包（或文件夹），即可离线核验每个文件和签名；也可运行：node verify.mjs <压缩包或文件夹>。",
  },
  key: { en: "Fingerprint of the signing key (SHA-256)", zh: "签名密钥指纹（SHA-256）" },
  keyHint: {
    en: "Compare it with the one shown in the product by the firm.",
    zh: "请与企业系统中显示的指纹核对。",
  },
  type: { en: "Type", zh: "类型" },
  record: { en: "Record", zh: "记录" },
  name: { en: "Name", zh: "名称" },
  recordNumber: { en: "Number", zh: "编号" },
  status: { en: "Status", zh: "状态" },
  version: { en: "Version", zh: "版本" },
  keepUntil: { en: "Kept at least until", zh: "至少保存至" },
  fields: { en: "Fields", zh: "字段" },
  masked: { en: "Hidden", zh: "已隐藏" },
  signatures: { en: "Signatures", zh: "电子签名" },
  signedBy: { en: "Signed by", zh: "签名人" },
  onBehalf: { en: "on behalf of", zh: "代" },
  meaning: { en: "Meaning", zh: "含义" },
  time: { en: "Time", zh: "时间" },
  reason: { en: "Reason", zh: "原因" },
  verdict: { en: "Verdict when copied", zh: "制作时核验" },
  hash: { en: "Content hash", zh: "内容哈希" },
  trail: { en: "Audit trail", zh: "审计追踪" },
  who: { en: "Who", zh: "人员" },
  act: { en: "Operation", zh: "操作" },
  what: { en: "What", zh: "内容" },
  source: { en: "Source", zh: "来源" },
  system: { en: "The system", zh: "系统" },
  files: { en: "Attachments", zh: "附件" },
  file: { en: "File", zh: "文件" },
  fileGone: { en: "not on the server's disk", zh: "服务器上缺失" },
  links: { en: "Linked records", zh: "关联记录" },
  page: { en: "Page", zh: "页面" },
  print: { en: "Print", zh: "打印件" },
  watermark: {
    en: "Uncontrolled copy. The record in the system is the original.",
    zh: "非受控副本，以系统中的记录为准。",
  },
  maskedOut: {
    en: "Values masked for most (personal data, prices)",
    zh: "受限字段（个人信息、价格等）",
  },
  typesOut: { en: "Types of records that the maker's roles do not show", zh: "制作人无权查看的记录类型" },
} as const satisfies { readonly [word: string]: Label };
