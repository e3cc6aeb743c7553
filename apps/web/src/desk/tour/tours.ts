/** The tours of the demo company as data: for whose work, and step by step which control on which page, and what is said of it. */
import type { Label } from "@lotline/schema";

/** A control that a tour points at: the value of its `data-tour`. */
export type Anchor =
  | "palette"
  | "todo"
  | "stations"
  | "new"
  | "form"
  | "actions"
  | "timeline"
  | "stamp"
  | "asOf"
  | "sheet"
  | "balance"
  | "traceBox"
  | "traceFoot";

export interface Step {
  readonly to: `/${string}`;
  readonly at: Anchor;
  readonly text: Label;
}

export interface Tour {
  readonly id: string;
  readonly title: Label;
  /** Offered to people whose roles include it. */
  readonly permit: string;
  /** Who has this work in the demo company. */
  readonly demo: Label;
  readonly steps: readonly Step[];
}

const todo: Step = {
  to: "/",
  at: "todo",
  text: {
    en: "This is what waits for you, the most urgent first. J and K choose, O opens.",
    zh: "这里是待您处理的任务，最紧急的在前。J、K 选择，O 打开。",
  },
};

export const tours: readonly Tour[] = [
  {
    id: "release",
    title: { en: "Release a lot, or read why not", zh: "放行一批，或看清为何不能" },
    permit: "lot.release",
    demo: { en: "Zhou Qiming", zh: "周启明" },
    steps: [
      todo,
      {
        to: "/lot/IS2608A",
        at: "actions",
        text: {
          en: "Actions you may perform come first. A padlock says that one is refused, with the number of reasons: press it, or its letter, and all reasons open at once with what clears them.",
          zh: "可执行的操作在前。带锁的操作当前被拒绝，并写明原因条数：点击它或按其字母，即一次列出全部原因和解决办法。",
        },
      },
      {
        to: "/lot/IS2608A",
        at: "balance",
        text: {
          en: "Where the whole quantity is. What is unaccounted for is red and must be explained before a lot is trusted.",
          zh: "全部数量的去向。无法说明的差额以红色显示，须先查明。",
        },
      },
      {
        to: "/lot/IS2607A",
        at: "stamp",
        text: {
          en: "A lot that was released carries the signature: meaning, name, time, version, and whether it still holds. Signing takes one secret; the meaning is read before.",
          zh: "已放行的批带有签名：含义、姓名、时间、版本，以及是否仍然有效。签名前须阅读含义，签名时输入一项只有您知道的凭证。",
        },
      },
    ],
  },
  {
    id: "receive",
    title: { en: "Receive into quarantine", zh: "收货入待验区" },
    permit: "receipt.perform",
    demo: { en: "Gao Lang", zh: "高朗" },
    steps: [
      {
        to: "/",
        at: "stations",
        text: {
          en: "The road of the material, with today's figures. “Receive” counts the orders that may arrive.",
          zh: "物料走过的环节和今日数字。“收货”是可以到货的订单。",
        },
      },
      {
        to: "/receipt",
        at: "new",
        text: { en: "A new receipt begins here, or by the key N.", zh: "从这里或按 N 新建收货单。" },
      },
      {
        to: "/receipt/new",
        at: "form",
        text: {
          en: "Pick or scan the order; a scanned GS1 symbol fills lot and expiry. The “?” beside a field, or F1, says what its rules ask.",
          zh: "选择或扫描采购订单；扫描 GS1 条码可填入批号和有效期。字段旁的“?”或 F1 说明其规则。",
        },
      },
      {
        to: "/receipt/GR-26-0038",
        at: "timeline",
        text: {
          en: "After posting, the lots stand in quarantine and the inspection is open. Who posted it, and when, stays here for good.",
          zh: "过账后批次进入待验，检验已开立。由谁、何时过账永久保留在此。",
        },
      },
    ],
  },
  {
    id: "inspect",
    title: { en: "Inspect: readings, limits, conclusion", zh: "检验：读数、限度与结论" },
    permit: "inspection.perform",
    demo: { en: "Chen He", zh: "陈禾" },
    steps: [
      todo,
      {
        to: "/inspection/IN-26-0179",
        at: "sheet",
        text: {
          en: "Type the readings; J leads into the sheet, Enter to the next sample. Each value stands on the ruler of its limits, and what is outside is red at once.",
          zh: "录入读数：J 进入表格，Enter 到下一个样品。每个值显示在限度刻度上，超限立即变红。",
        },
      },
      {
        to: "/inspection/IN-26-0179",
        at: "actions",
        text: {
          en: "Nobody types pass or fail. When every sample has been read, conclude by signature; a rejection opens the nonconformity and the hold by itself.",
          zh: "没有人直接填写合格或不合格。全部样品录入后签署结论；不合格时自动开立不合格品并冻结。",
        },
      },
    ],
  },
  {
    id: "approve",
    title: { en: "Approve an order", zh: "批准采购订单" },
    permit: "purchase.approve",
    demo: { en: "Jiang Min", zh: "江敏" },
    steps: [
      todo,
      {
        to: "/purchase-order/PO-26-0040",
        at: "actions",
        text: {
          en: "A approves and asks for your signature; B sends it back. Who submitted an order cannot approve it, and the button says so.",
          zh: "A 批准并要求签名，B 退回。提交人不能批准自己的订单，按钮会写明原因。",
        },
      },
      {
        to: "/purchase-order/PO-26-0040",
        at: "timeline",
        text: {
          en: "Who made it, who submitted it, and every change in between, with old and new value.",
          zh: "由谁创建、由谁提交，以及期间的每次更改：原值与新值。",
        },
      },
    ],
  },
  {
    id: "trace",
    title: { en: "Find where a supplier's lot went", zh: "查找供应商批次的去向" },
    permit: "lot.read",
    demo: { en: "Xu Heng", zh: "许衡" },
    steps: [
      {
        to: "/trace?lot=PV26-118&dir=forward",
        at: "traceBox",
        text: {
          en: "Type or scan the supplier's lot. PV26-118 is the lot that Northbay will one day report.",
          zh: "输入或扫描供应商批号。PV26-118 就是北湾日后报告的那一批。",
        },
      },
      {
        to: "/trace?lot=PV26-118&dir=forward",
        at: "traceFoot",
        text: {
          en: "Every quantity is accounted for: what is here, what was shipped and to whom; a gap would be red. V changes to the complete table.",
          zh: "每一数量都有去处：在库多少、发给谁；差额以红色显示。V 切换到完整的表格。",
        },
      },
    ],
  },
  {
    id: "inspector",
    title: { en: "An inspector's look: who, when, why", zh: "检查员视角：谁、何时、为何" },
    permit: "audit.read",
    demo: { en: "Fan Qing", zh: "范青" },
    steps: [
      {
        to: "/",
        at: "palette",
        text: {
          en: "Ctrl K finds any record by number, lot, supplier's lot, name or person, Chinese names by pinyin too.",
          zh: "Ctrl K 可按编号、批号、供应商批号、名称或人员查找任何记录，中文名称也可用拼音。",
        },
      },
      {
        to: "/item/FG-IS100",
        at: "timeline",
        text: {
          en: "Every change of the record, whoever made it: old value, new value, reason and signature.",
          zh: "记录的每次更改，无论由谁作出：原值、新值、原因和签名。",
        },
      },
      {
        to: "/item/FG-IS100",
        at: "asOf",
        text: {
          en: "Give a time, and the record stands before you as it was then; compare it with another time.",
          zh: "填写时间，即显示记录在该时刻的内容；可与另一时刻比较。",
        },
      },
      {
        to: "/lot/IS2607A",
        at: "stamp",
        text: {
          en: "The signature says by itself whether it still holds; an independent program verifies the whole trail.",
          zh: "签名自行说明是否仍然有效；另有独立程序核验全部审计追踪。",
        },
      },
    ],
  },
];

/** Where an anchor is on the page; stamps are many, the first one is meant. */
export const selectorOf = (anchor: Anchor): string => (anchor === "stamp" ? "[data-verdict]" : `[data-tour="${anchor}"]`);

/** The path of an address without its query. */
export const pathOf = (to: string): string => to.split("?")[0] ?? to;
