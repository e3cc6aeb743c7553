import type { Label } from "../kit/label.ts";

/** A view that the product brings for everybody; a firm changes, shares or voids it like one of its own. */
export interface ShippedView {
  /** The record type and a word; kept for ever, so that a voided view does not come back. */
  readonly key: `${string}.${string}`;
  readonly name: Label;
  readonly address: string;
}

const view = (key: ShippedView["key"], en: string, zh: string, address: string): ShippedView => ({
  key,
  name: { en, zh },
  address,
});

/** The views in a new database, in the order of their tabs. */
export const shippedViews: readonly ShippedView[] = [
  view(
    "Lot.blocked",
    "Blocked and why",
    "受阻及原因",
    "isOnHand=true&where=or(isOnHold:is(true),state:in(quarantine,underTest,rejected),expiresOn:rel(past))",
  ),
  view("Lot.onHand", "On hand", "在库", "isOnHand=true"),
  view("Lot.expiring", "Expiring in 90 days", "90 天内到期", "isOnHand=true&expiresOn=rel(next90d)&sort=expiresOn"),
  view(
    "Lot.nearExpiry",
    "Near expiry, by month",
    "近效期（按月）",
    "isOnHand=true&isNearExpiry=true&sort=expiresOn&group=expiresOn:month",
  ),
  view("Lot.underTest", "Under test", "检验中", "state=underTest"),
  view("Requisition.toOrder", "To order", "待采购", "state=approved"),
  view("Requisition.mine", "Mine", "我的", "createdBy=me()"),
  view("PurchaseOrder.mine", "Mine", "我的", "createdBy=me()"),
  view("PurchaseOrder.toApprove", "To approve", "待批准", "state=submitted"),
  view("PurchaseOrder.toReceive", "To receive", "待收货", "state=approved"),
  view("Receipt.toPost", "To post", "待过账", "state=draft"),
  view("Inspection.open", "To do", "待完成", "state=open,started"),
  view("WorkOrder.open", "Open", "未完成", "state=planned,released,inProcess"),
  view("SalesOrder.open", "To ship", "待发货", "state=confirmed"),
  view("Shipment.inTransit", "In transit", "在途", "state=shipped"),
  view("Nonconformity.open", "Open", "未关闭", "state=draft,open,review,dispositioned"),
  view("Nonconformity.mine", "Mine", "我的", "createdBy=me()"),
  view("Hold.active", "In force", "生效中", "state=active"),
  view("StockCount.open", "Open", "未完成", "state=draft,counting,review"),
  view("RetainedSample.due", "Time is over", "已到期", "state=kept&keepUntil=rel(past)"),
  view("SupplierItem.approved", "Approved", "准入有效", "state=approved,reviewDue,conditional"),
  view("SupplierItem.toDecide", "Below the limit", "低于限值", "state=reviewDue,conditional&sort=score"),
  view("Licence.expiring", "Expiring in 90 days", "90 天内到期", "state=active,renewalDue&validTo=rel(next90d)"),
  view("Licence.own", "Our own", "本企业", "holder=ourselves"),
  view("Qualification.toGrant", "To grant", "待授予", "state=draft"),
  view("Qualification.expiring", "Ending in 30 days", "30 天内到期", "state=granted&validTo=rel(next30d)&sort=validTo"),
  view("Qualification.ended", "Ended", "已过期", "state=granted&validTo=rel(past)&sort=-validTo"),
  view("RoleGrant.active", "In force", "生效中", "state=active"),
];
