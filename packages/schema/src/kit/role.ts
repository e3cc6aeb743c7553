import type { Label } from "./label.ts";

/** A part somebody played on a record; the separation rules of compliance.md §C are pairs of these. */
export type Duty =
  | "author"
  | "orderer"
  | "supplierAuthor"
  | "approver"
  | "receiver"
  | "inspector"
  | "verifier"
  | "performer"
  | "reviewer"
  | "releaser"
  | "holdPlacer"
  | "holdLifter"
  | "reporter"
  | "disposer"
  | "closer"
  | "picker"
  | "checker"
  | "shipper"
  | "granter"
  | "calibrator"
  | "counter";

export const dutyLabels: { readonly [D in Duty]: Label } = {
  author: { en: "wrote it", zh: "编制" },
  supplierAuthor: { en: "entered the supplier", zh: "建立供应商档案" },
  orderer: { en: "ordered it", zh: "下单" },
  approver: { en: "approved it", zh: "批准" },
  receiver: { en: "received it", zh: "收货" },
  inspector: { en: "inspected it", zh: "检验" },
  verifier: { en: "verified it", zh: "复核" },
  performer: { en: "performed it", zh: "执行" },
  reviewer: { en: "reviewed it", zh: "审核" },
  releaser: { en: "released it", zh: "放行" },
  holdPlacer: { en: "placed the hold", zh: "冻结" },
  holdLifter: { en: "lifted the hold", zh: "解除冻结" },
  reporter: { en: "reported it", zh: "报告" },
  disposer: { en: "decided the disposition", zh: "处置" },
  closer: { en: "closed it", zh: "关闭" },
  picker: { en: "picked it", zh: "拣货" },
  checker: { en: "checked it", zh: "复核出库" },
  shipper: { en: "shipped it", zh: "发货" },
  granter: { en: "granted it", zh: "授权" },
  calibrator: { en: "recorded its calibration", zh: "登记校准" },
  counter: { en: "counted it", zh: "盘点" },
};

/** What a signature means; the declaration is shown in full and stored with its code (REQ-SIG-09). */
export type Meaning =
  | "AUTHORED"
  | "PERFORMED"
  | "VERIFIED"
  | "REVIEWED"
  | "APPROVED"
  | "RELEASED_PRODUCTION"
  | "RELEASED_TO_MARKET"
  | "RELEASED_FOR_USE"
  | "DISPOSITIONED"
  | "CLOSED"
  | "VOIDED"
  | "HOLD_PLACED"
  | "HOLD_LIFTED"
  | "REOPENED"
  | "EMERGENCY_OPENED";

/** `{record}` stands for the record's type and number. */
export const meaningStatements: { readonly [M in Meaning]: { readonly title: Label; readonly sentence: Label } } = {
  AUTHORED: {
    title: { en: "Authored", zh: "编制" },
    sentence: { en: "I wrote {record} and stand for its content.", zh: "我编制了{record}，并对其内容负责。" },
  },
  PERFORMED: {
    title: { en: "Performed", zh: "执行" },
    sentence: { en: "I performed what {record} states, as it states it.", zh: "我已按{record}所述完成操作，记录属实。" },
  },
  VERIFIED: {
    title: { en: "Verified", zh: "复核" },
    sentence: {
      en: "I verified {record} against its evidence; I did not perform it.",
      zh: "我已对照证据复核{record}，且未参与其执行。",
    },
  },
  REVIEWED: {
    title: { en: "Reviewed", zh: "审核" },
    sentence: { en: "I have reviewed {record}, its exceptions and its evidence.", zh: "我已审核{record}及其例外和证据。" },
  },
  APPROVED: {
    title: { en: "Approved", zh: "批准" },
    sentence: { en: "I approve {record}; I did not write it.", zh: "我批准{record}，且未参与其编制。" },
  },
  RELEASED_PRODUCTION: {
    title: { en: "Released from production", zh: "生产放行" },
    sentence: {
      en: "I release {record} from production; its batch record is complete.",
      zh: "我对{record}作生产放行，其批生产记录完整。",
    },
  },
  RELEASED_TO_MARKET: {
    title: { en: "Approved for release", zh: "上市放行" },
    sentence: {
      en: "I release {record} to the market; I have reviewed the production record and the results.",
      zh: "我已审核{record}的生产记录与检验结果，准予上市放行。",
    },
  },
  RELEASED_FOR_USE: {
    title: { en: "Released for use", zh: "准予使用" },
    sentence: {
      en: "I release {record} for use; I have reviewed its inspection results, or the skip-lot rule in their place, and did not inspect it.",
      zh: "我已审核{record}的检验结果（或代替检验的跳批规则）且未参与检验，准予放行使用。",
    },
  },
  DISPOSITIONED: {
    title: { en: "Dispositioned", zh: "处置" },
    sentence: { en: "I decide the disposition of {record} as stated.", zh: "我对{record}作出所述处置决定。" },
  },
  CLOSED: {
    title: { en: "Closed", zh: "关闭" },
    sentence: { en: "I close {record}; its actions are complete.", zh: "我关闭{record}，其措施均已完成。" },
  },
  VOIDED: {
    title: { en: "Voided", zh: "作废" },
    sentence: { en: "I void {record} for the reason given; it stays on file.", zh: "我因所述原因作废{record}，记录予以保留。" },
  },
  HOLD_PLACED: {
    title: { en: "Hold placed", zh: "冻结" },
    sentence: { en: "I place {record} on hold.", zh: "我冻结{record}。" },
  },
  HOLD_LIFTED: {
    title: { en: "Hold lifted", zh: "解除冻结" },
    sentence: {
      en: "I lift {record}; its cause is resolved and I did not place it.",
      zh: "我解除{record}，其原因已消除，且冻结非本人所为。",
    },
  },
  REOPENED: {
    title: { en: "Reopened", zh: "重新打开" },
    sentence: {
      en: "I reopen {record} for the reason given; its first closure stays.",
      zh: "我因所述原因重新打开{record}，原关闭记录保留。",
    },
  },
  EMERGENCY_OPENED: {
    title: { en: "Emergency access opened", zh: "开启应急访问" },
    sentence: {
      en: "I open {record} for the reason given; I sign, release and approve nothing under it, and all I do is reviewed.",
      zh: "我因所述原因开启{record}；其间我不签名、不放行、不批准，全部操作将接受审查。",
    },
  },
};

/** Duties that decide about others' work or let it go on; whatever plays one is more than working on a record. */
const deciding: ReadonlySet<Duty> = new Set([
  "approver",
  "verifier",
  "reviewer",
  "releaser",
  "holdLifter",
  "disposer",
  "closer",
  "granter",
]);

/** Whether an action signs, approves, rejects or decides: what nobody does under emergency access (REQ-ACC-09). */
export const isDecision = (action: {
  readonly sign?: unknown;
  readonly approval?: unknown;
  readonly rejects?: unknown;
  readonly duty?: Duty;
}): boolean =>
  action.sign !== undefined ||
  action.approval !== undefined ||
  action.rejects !== undefined ||
  (action.duty !== undefined && deciding.has(action.duty));
