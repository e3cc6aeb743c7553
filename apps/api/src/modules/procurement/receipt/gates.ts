import { because, type Reason, registry } from "@lotline/schema";
import { Decimal } from "decimal.js";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import {
  type Conversion,
  conversionsOf,
  dayAt,
  licenceReasons,
  licencesOf,
  registrationReasons,
  registrationsOf,
  siteDays,
  trimmed,
} from "../../master/index.ts";
import { amountReasons } from "../purchase-order/amounts.ts";
import { type ArrivedLine, arrivedLines, itemsOf } from "./arrived.ts";

const perLine = (
  lines: readonly ArrivedLine[] | undefined,
  reason: (line: ArrivedLine, at: { en: string; zh: string }) => Reason | null,
): Reason[] =>
  (lines ?? []).flatMap((line) => reason(line, { en: `Line ${line.position}: `, zh: `第 ${line.position} 行：` }) ?? []);

/** A receipt receives something. */
export const receiptHasLines = condition({
  gate: "receipt.post",
  code: "LINES_MISSING",
  about: { en: "The receipt has lines", zh: "收货单有明细" },
  record: "Receipt",
  facts: arrivedLines,
  check: (receipt, lines) =>
    lines ? [] : [because("LINES_MISSING", "The receipt has no lines yet.", "收货单尚无明细。", "Receipt", receipt.number)],
});

interface OrderOf {
  readonly receipt: string;
  readonly number: string;
  readonly state: keyof typeof orderStates & string;
  readonly supplier: string;
}

const orderStates = registry.PurchaseOrder.states ?? {};

const ordersOf = async (reader: Reader, receipts: readonly { id: string }[]): Promise<Map<string, OrderOf>> =>
  new Map(
    (
      await reader.sql<OrderOf>(
        "select r.id as receipt, o.number, o.state, o.supplier_id as supplier from receipt r join purchase_order o on o.id = r.purchase_order_id where r.id = any(?::bigint[])",
        [receipts.map((receipt) => receipt.id)],
      )
    ).map((row) => [row.receipt, row]),
  );

/** Goods come in against an approved order only. */
export const orderApproved = condition({
  gate: "receipt.post",
  code: "ORDER_NOT_APPROVED",
  about: { en: "The purchase order is approved and still open", zh: "采购订单已批准且未收齐" },
  record: "Receipt",
  facts: ordersOf,
  check: (_receipt, order) => (order ? orderReasons(order) : []),
});

/** Why nothing can be received against an order. */
export const orderReasons = (order: { readonly number: string; readonly state: string }): Reason[] => {
  if (order.state === "approved") return [];
  const state = (orderStates as { readonly [state: string]: { en: string; zh: string } })[order.state];
  return [
    because(
      "ORDER_NOT_APPROVED",
      `${order.number} is "${state?.en}"; goods are received against an approved order.`,
      `${order.number} 为“${state?.zh}”状态，须按已批准的订单收货。`,
      "PurchaseOrder",
      order.number,
    ),
  ];
};

/** A lapsed licence stops the receipt as it stops the order (REQ-GATE-15). */
export const receiptLicensed = condition({
  gate: "receipt.post",
  code: "LICENCE_EXPIRED",
  about: {
    en: "The supplier's licences are valid on the day of receipt and cover what comes",
    zh: "供应商证照在收货日有效且覆盖所到物料",
  },
  record: "Receipt",
  facts: async (reader, receipts) => {
    const [orders, lines] = [await ordersOf(reader, receipts), await arrivedLines(reader, receipts)];
    const licences = await licencesOf(
      reader,
      "supplier",
      [...orders.values()].map((order) => order.supplier),
    );
    return new Map(
      receipts.map(({ id, receivedOn }) => [
        id,
        licenceReasons(licences.get(orders.get(id)?.supplier ?? "") ?? [], receivedOn, itemsOf(lines.get(id) ?? [])),
      ]),
    );
  },
  check: (_receipt, reasons) => reasons ?? [],
});

/** A device comes in while its registration is valid only (REQ-GATE-15, REQ-SUP-05). */
export const receiptRegistered = condition({
  gate: "receipt.post",
  code: "REGISTRATION_MISSING",
  about: { en: "Every device received has a valid registration", zh: "所收医疗器械注册证或备案凭证有效" },
  record: "Receipt",
  facts: async (reader, receipts) => {
    const lines = await arrivedLines(reader, receipts);
    const registrations = await registrationsOf(reader, itemsOf([...lines.values()].flat()));
    return new Map(
      receipts.map(({ id, receivedOn }) => [id, registrationReasons(registrations, itemsOf(lines.get(id) ?? []), receivedOn)]),
    );
  },
  check: (_receipt, reasons) => reasons ?? [],
});

/** Every line answers a line of the order. */
export const orderLinesKnown = condition({
  gate: "receipt.post",
  code: "ORDER_LINE_UNKNOWN",
  about: { en: "Every line answers a line of the order", zh: "每一行对应订单的一行" },
  record: "Receipt",
  facts: arrivedLines,
  check: (_receipt, lines) =>
    perLine(lines, (line, at) =>
      line.item === null
        ? because(
            "ORDER_LINE_UNKNOWN",
            `${at.en}the order has no line ${line.orderLine}.`,
            `${at.zh}订单没有第 ${line.orderLine} 行。`,
          )
        : null,
    ),
});

interface Tolerated {
  readonly lines: readonly ArrivedLine[];
  readonly tolerances: ReadonlyMap<string, unknown>;
}

// The content of a receipt-tolerance rule is a percentage as text; its key is an item class, or "default".
const percentFor = (tolerances: ReadonlyMap<string, unknown>, itemClass: string | null): string =>
  ((tolerances.get(itemClass ?? "") ?? tolerances.get("default") ?? { percent: "0" }) as { percent: string }).percent;

/** No more arrives than was ordered, beyond a tolerance that is rule data. */
export const withinTolerance = condition({
  gate: "receipt.post",
  code: "OVER_DELIVERY",
  about: {
    en: "No more arrives than was ordered, within the tolerance of the rule receipt-tolerance",
    zh: "收货量不超过订购量及规则 receipt-tolerance 的允差",
  },
  record: "Receipt",
  facts: async (reader, receipts): Promise<Map<string, Tolerated>> => {
    const tolerances = await reader.rule("receipt-tolerance");
    return new Map([...(await arrivedLines(reader, receipts))].map(([id, lines]) => [id, { lines, tolerances }]));
  },
  check: (_receipt, fact) =>
    fact
      ? [
          ...Map.groupBy(
            fact.lines.filter((line) => line.item !== null),
            (line) => line.orderLine,
          ).values(),
        ].flatMap((ofLine) => overDelivery(ofLine, fact.tolerances))
      : [],
});

function overDelivery(lines: readonly ArrivedLine[], tolerances: ReadonlyMap<string, unknown>): Reason[] {
  const [first] = lines;
  if (!first) return [];
  const percent = percentFor(tolerances, first.itemClass);
  const most = new Decimal(first.ordered).times(new Decimal(100).plus(percent)).dividedBy(100);
  const arrived = lines.reduce((sum, line) => sum.plus(line.stockQuantity ?? 0), new Decimal(first.received));
  if (arrived.lessThanOrEqualTo(most)) return [];
  const { symbol } = first.itemUnit;
  return [
    because(
      "OVER_DELIVERY",
      `Order line ${first.orderLine}, ${first.item}: ${arrived} ${symbol} in all, ordered ${trimmed(first.ordered)} ${symbol}, at most ${most} ${symbol} (+${percent} %).`,
      `订单第 ${first.orderLine} 行 ${first.item}：累计 ${arrived} ${symbol}，订购 ${trimmed(first.ordered)} ${symbol}，最多 ${most} ${symbol}（+${percent}%）。`,
      "Item",
      first.item,
    ),
  ];
}

/** What arrives is put in quarantine, whatever its inspection will say (REQ-GATE-01). */
export const intoQuarantine = condition({
  gate: "receipt.post",
  code: "LOCATION_NOT_QUARANTINE",
  about: { en: "Every line goes to a quarantine location of the site", zh: "每一行均进入本场所的待验区" },
  record: "Receipt",
  facts: arrivedLines,
  check: (_receipt, lines) =>
    perLine(lines, (line, at) =>
      line.locationType === "quarantine" && line.sameSite
        ? null
        : because(
            "LOCATION_NOT_QUARANTINE",
            `${at.en}${line.location} is not a quarantine location of this site.`,
            `${at.zh}${line.location} 不是本场所的待验区库位。`,
            "Location",
            line.location,
          ),
    ),
});

/** Lot numbers are unique in the company (REQ-TRC-01). */
export const lotNumbersFree = condition({
  gate: "receipt.post",
  code: "LOT_NUMBER_TAKEN",
  about: { en: "Every lot has a number that is new in the company", zh: "每一批有批号，且在公司内唯一" },
  record: "Receipt",
  facts: arrivedLines,
  check: (_receipt, lines) =>
    perLine(lines, (line, at) => {
      const { lotNumber, item } = line;
      if (lotNumber === null)
        return because(
          "LOT_NUMBER_MISSING",
          `${at.en}${item ?? ""} has no lot number pattern; please give the number.`,
          `${at.zh}${item ?? ""} 无批号规则，请填写批号。`,
          "Item",
          item ?? undefined,
        );
      const isTwice = lines?.some((other) => other.position < line.position && other.lotNumber === lotNumber);
      return line.lotTaken || isTwice
        ? because(
            "LOT_NUMBER_TAKEN",
            `${at.en}lot number ${lotNumber} is taken.`,
            `${at.zh}批号 ${lotNumber} 已被使用。`,
            "Lot",
            lotNumber,
          )
        : null;
    }),
});

/** Dates are possible, and what expires says when. */
export const datesPossible = condition({
  gate: "receipt.post",
  code: "EXPIRY_REQUIRED",
  about: {
    en: "Dates are possible, and an item with a shelf life has an expiry date",
    zh: "日期合理，有有效期的物料填写有效期至",
  },
  record: "Receipt",
  facts: async (reader, receipts) => {
    const lines = await arrivedLines(reader, receipts);
    const days = await siteDays(
      reader,
      receipts.map((receipt) => receipt.site),
    );
    return new Map(
      receipts.map((receipt) => [receipt.id, { lines: lines.get(receipt.id) ?? [], today: dayAt(days, receipt.site) }]),
    );
  },
  check: (receipt, fact) => [
    ...(fact && receipt.receivedOn > fact.today
      ? [
          because(
            "RECEIVED_IN_FUTURE",
            `${receipt.receivedOn} is still to come.`,
            `收货日期 ${receipt.receivedOn} 尚未到来。`,
            "Receipt",
            receipt.number,
          ),
        ]
      : []),
    ...perLine(fact?.lines, (line, at) =>
      line.shelfLifeMonths !== null && line.expiresOn === null
        ? because(
            "EXPIRY_REQUIRED",
            `${at.en}${line.item} has a shelf life, so the expiry date is needed.`,
            `${at.zh}${line.item} 有有效期，须填写有效期至。`,
            "Item",
            line.item,
          )
        : null,
    ),
    ...perLine(fact?.lines, (line, at) =>
      (line.madeOn !== null && line.madeOn > receipt.receivedOn) ||
      (line.madeOn !== null && line.expiresOn !== null && line.expiresOn <= line.madeOn)
        ? because(
            "DATES_REVERSED",
            `${at.en}made, received and expiry dates are not in order.`,
            `${at.zh}生产、收货、有效期日期顺序有误。`,
          )
        : null,
    ),
  ],
});

/** Quantities are ones that the units know, in the unit that was counted and in that of the stock. */
export const arrivedQuantitiesFit = condition({
  gate: "receipt.post",
  code: "QUANTITY_DECIMALS",
  about: {
    en: "Units convert to stock units, and quantities have no more decimals than both allow",
    zh: "收货单位可换算为库存单位，数量的小数位不超过单位规定",
  },
  record: "Receipt",
  facts: async (reader, receipts) => {
    const lines = await arrivedLines(reader, receipts);
    const conversions = await conversionsOf(
      reader,
      itemsOf([...lines.values()].flat()).map(({ id }) => id),
    );
    return new Map([...lines].map(([id, of]) => [id, of.flatMap((line) => lineReasons(conversions, line))]));
  },
  check: (_receipt, reasons) => reasons ?? [],
});

const lineReasons = (conversions: readonly Conversion[], { itemId, item, ...line }: ArrivedLine): Reason[] =>
  itemId === null || item === null ? [] : amountReasons(conversions, { ...line, item: { id: itemId, number: item } });
