/** A purchase order on paper: what is ordered in which frozen revision, what it costs, what else is asked, who approved it (REQ-SUP-03). */

import type { Label, Line, Rec } from "@lotline/schema";
import { addPrint } from "../../../print/print.ts";
import type { Column, Sheet } from "../../../print/sheet.ts";
import { signedOn } from "../../../print/stamp.ts";
import type { Request } from "../../../read/request.ts";
import { linesOf } from "../../../read/rows.ts";
import { trimmed } from "../../master/index.ts";
import { decimalsOf } from "./currency.ts";

type OrderLine = Line<"PurchaseOrder", "lines">;
type Clause = Line<"PurchaseOrder", "clauses">;

interface LineFact {
  readonly id: string;
  readonly item: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly unit: string;
  readonly itemUnit: string;
  readonly revision: string | null;
  readonly specification: string | null;
  readonly supplierPart: string | null;
}

interface SupplierFact {
  readonly number: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly address: string;
}

const draftMark: Label = { en: "DRAFT", zh: "未批准" };
const cancelledMark: Label = { en: "CANCELLED", zh: "已取消" };

export const printPurchaseOrder = (): void =>
  addPrint({
    record: "PurchaseOrder",
    title: { en: "Purchase order", zh: "采购订单" },
    // Only what is approved is an order to anybody.
    mark: ({ state }) => (state === "cancelled" ? cancelledMark : state === "draft" || state === "submitted" ? draftMark : null),
    layout,
  });

async function layout(sheet: Sheet, order: Rec<"PurchaseOrder">, request: Request): Promise<void> {
  const reader = await request.reader();
  const [supplier] = await reader.sql<SupplierFact>(
    `select number, name_en as "nameEn", name_zh as "nameZh", address from supplier where id = ?`,
    [order.supplier],
  );
  const facts = await reader.sql<LineFact>(
    `select l.id, i.number as item, i.name_en as "nameEn", i.name_zh as "nameZh", p.symbol as unit, u.symbol as "itemUnit", v.number as revision,
       v.specification, s.supplier_part as "supplierPart"
     from purchase_order_line l join purchase_order o on o.id = l.head_id join item i on i.id = l.item_id join unit u on u.id = i.unit_id
       join unit p on p.id = coalesce(l.unit_id, i.unit_id) left join item_revision v on v.id = l.item_revision_id
       left join lateral (select supplier_part from supplier_item s where s.supplier_id = o.supplier_id and s.item_id = i.id and s.state = 'approved'
         order by s.id desc limit 1) s on true
     where l.head_id = ?`,
    [order.id],
  );
  const lines = ((await linesOf(reader, "PurchaseOrder", "lines", [order.id])).get(order.id) ?? []) as OrderLine[];
  const clauses = ((await linesOf(reader, "PurchaseOrder", "clauses", [order.id])).get(order.id) ?? []) as Clause[];
  const say = (label: Label) => sheet.say(label);
  const decimals = await decimalsOf(reader, order.currency);
  sheet.fields([
    [
      { en: "Supplier", zh: "供应商" },
      supplier ? `${supplier.number} ${sheet.say({ en: supplier.nameEn, zh: supplier.nameZh })}\n${supplier.address}` : "",
    ],
    [{ en: "Amendment", zh: "变更次数" }, String(order.amendment ?? 0)],
    [{ en: "Ordered on", zh: "下单日期" }, order.orderedOn],
    [{ en: "Needed on", zh: "需求日期" }, order.neededOn],
    ...(order.remark ? [[{ en: "Remark", zh: "备注" }, order.remark] as const] : []),
  ]);
  sheet.heading({ en: "Lines", zh: "明细" });
  sheet.table(
    columns,
    lines.map((line, index) =>
      cellsOf(
        line,
        index,
        facts.find(({ id }) => id === line.id),
        order,
        decimals,
        say,
      ),
    ),
    totalsOf(order, decimals, say),
  );
  if (clauses.length > 0) sheet.heading({ en: "Quality clauses", zh: "质量条款" });
  for (const { clause, textEn, textZh } of clauses) sheet.clause(clause, { en: textEn, zh: textZh });
  sheet.signatures({ en: "Signatures", zh: "签名" }, await signedOn(request, "PurchaseOrder", order.id), {
    en: "Not signed yet.",
    zh: "尚未签名。",
  });
}

type Say = (label: Label) => string;

const columns: readonly Column[] = [
  { head: { en: "#", zh: "行" }, share: 0.7 },
  { head: { en: "Item, specification in its frozen revision", zh: "物料，冻结版本的规格" }, share: 5 },
  { head: { en: "Quantity", zh: "数量" }, share: 1.7, right: true },
  { head: { en: "Needed on", zh: "需求日期" }, share: 1.5 },
  { head: { en: "Price", zh: "单价" }, share: 1.3, right: true },
  { head: { en: "Net", zh: "不含税" }, share: 1.5, right: true },
  { head: { en: "Tax", zh: "税额" }, share: 1.4, right: true },
];

/** 86000.00 → 86,000.00; what the person may not see is null. */
export function grouped(amount: string | null, decimals?: number): string {
  if (amount === null) return "***";
  const [whole = "0", fraction = ""] = (decimals === undefined ? trimmed(amount) : amount).split(".");
  const digits = decimals === undefined ? fraction : fraction.padEnd(decimals, "0").slice(0, decimals);
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${digits ? `.${digits}` : ""}`;
}

function cellsOf(
  line: OrderLine,
  index: number,
  fact: LineFact | undefined,
  order: Rec<"PurchaseOrder">,
  decimals: number,
  say: Say,
): string[] {
  const { quantity, stockQuantity, price, net, tax, taxRate } = line;
  const unit = fact?.unit ?? "";
  const inStock =
    fact && fact.unit !== fact.itemUnit && stockQuantity !== null ? `\n= ${grouped(stockQuantity)} ${fact.itemUnit}` : "";
  const revision = fact?.revision ?? say({ en: "revision not frozen yet", zh: "版本未冻结" });
  return [
    String(index + 1),
    [
      `${fact?.item ?? ""} ${say({ en: fact?.nameEn ?? "", zh: fact?.nameZh ?? "" })}`,
      `${revision}${fact?.specification ? `: ${fact.specification}` : ""}`,
      ...(fact?.supplierPart ? [`${say({ en: "Your part number", zh: "供方料号" })}: ${fact.supplierPart}`] : []),
    ].join("\n"),
    `${grouped(quantity)} ${unit}${inStock}`,
    line.neededOn ?? order.neededOn,
    `${grouped(price)}\n/${unit}`,
    grouped(net, decimals),
    `${grouped(tax, decimals)}\n${taxRate === null ? "" : `${trimmed(taxRate)} %`}`,
  ];
}

function totalsOf({ amount, tax, gross, currency }: Rec<"PurchaseOrder">, decimals: number, say: Say): string[][] {
  const row = (label: Label, value: string | null) => ["", say(label), "", "", "", `${grouped(value, decimals)}`, currency];
  return [
    row({ en: "Net", zh: "不含税金额" }, amount),
    row({ en: "Tax", zh: "税额" }, tax),
    row({ en: "Gross", zh: "价税合计" }, gross),
  ];
}
