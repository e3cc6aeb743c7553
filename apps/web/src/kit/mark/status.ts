/** Which drawing and colour a state has: shape = verdict, fill = progress, colour = may I use it (visual.md §4). */
import type { GlyphName, Tone } from "./glyphs.ts";

/** How a state is drawn; `urgent` colours the word too, only where something must be done. */
export interface StatusLook {
  readonly glyph: GlyphName;
  readonly tone: Tone;
  readonly urgent?: "wait" | "no";
}

const looks: Readonly<Record<string, StatusLook>> = {
  quarantine: { glyph: "diamond", tone: "wait" },
  underTest: { glyph: "diamondHalf", tone: "wait" },
  released: { glyph: "circleTick", tone: "ok" },
  passed: { glyph: "circleTick", tone: "ok" },
  accepted: { glyph: "circleTick", tone: "ok" },
  rejected: { glyph: "squareCross", tone: "no" },
  failed: { glyph: "squareCross", tone: "no" },
  refused: { glyph: "squareCross", tone: "no" },
  expired: { glyph: "squareHourglass", tone: "no" },
  recalled: { glyph: "squareReturn", tone: "no" },
  shippedOut: { glyph: "circleArrow", tone: "ink3" },
  shipped: { glyph: "circleArrow", tone: "ink3" },
  consumed: { glyph: "circleBar", tone: "ink3" },
  scrapped: { glyph: "squareSlash", tone: "ink3" },
  voided: { glyph: "squareSlash", tone: "ink3" },
  cancelled: { glyph: "squareSlash", tone: "ink3" },
  withdrawn: { glyph: "squareSlash", tone: "ink3" },
  obsolete: { glyph: "squareSlash", tone: "ink3" },
  inactive: { glyph: "squareSlash", tone: "ink3" },
  suspended: { glyph: "squareSlash", tone: "no" },
  blocked: { glyph: "squareSlash", tone: "no" },
  disabled: { glyph: "squareSlash", tone: "ink3" },
  placed: { glyph: "bars", tone: "ink" },
  lifted: { glyph: "circleTick", tone: "ink2" },
  draft: { glyph: "circle", tone: "control" },
  planned: { glyph: "circle", tone: "control" },
  critical: { glyph: "triangleAlert", tone: "no" },
  major: { glyph: "triangleHalf", tone: "wait" },
  minor: { glyph: "triangle", tone: "ink3" },
};

const settled = new Set([
  "approved",
  "effective",
  "active",
  "closed",
  "closedShort",
  "done",
  "completed",
  "finished",
  "posted",
  "received",
  "dispositioned",
  "decided",
  "concluded",
  "ended",
  "delivered",
]);

// The same word of another record type: an order that is released may be worked on, not used.
const byRecord: Readonly<Record<string, StatusLook>> = {
  "WorkOrder.released": { glyph: "circleHalf", tone: "accent" },
  "Shipment.shipped": { glyph: "circleTick", tone: "ink2" },
  "SalesOrder.shipped": { glyph: "circleTick", tone: "ink2" },
  "SupplierItem.approved": { glyph: "circleTick", tone: "ok" },
  "SupplierItem.underEvaluation": { glyph: "diamondHalf", tone: "wait" },
  "SupplierItem.reviewDue": { glyph: "diamond", tone: "wait" },
  "SupplierItem.conditional": { glyph: "triangleHalf", tone: "wait" },
  "ExpectedDelivery.expected": { glyph: "circle", tone: "control" },
  "ExpectedDelivery.ended": { glyph: "squareSlash", tone: "ink3" },
  "PurchaseOrder.submitted": { glyph: "diamond", tone: "wait" },
  "Requisition.submitted": { glyph: "diamond", tone: "wait" },
  "MasterChange.proposed": { glyph: "diamond", tone: "wait" },
  "AccessReview.signed": { glyph: "circleTick", tone: "ink2" },
  "RoleGrant.proposed": { glyph: "diamond", tone: "wait" },
  "Nonconformity.inAction": { glyph: "circleHalf", tone: "accent" },
  "Nonconformity.verified": { glyph: "circleTick", tone: "ink2" },
  "Inspection.toVerify": { glyph: "diamondHalf", tone: "wait" },
  "Retest.requested": { glyph: "diamond", tone: "wait" },
  "Nonconformity.review": { glyph: "diamondHalf", tone: "wait" },
  "Nonconformity.open": { glyph: "diamond", tone: "wait" },
  "Deviation.reported": { glyph: "diamond", tone: "wait" },
  "Deviation.classified": { glyph: "diamondHalf", tone: "wait" },
  "Equipment.toApprove": { glyph: "diamond", tone: "wait" },
  "Equipment.inUse": { glyph: "circleTick", tone: "ok" },
  "Equipment.outOfService": { glyph: "squareSlash", tone: "ink3" },
  "Equipment.locked": { glyph: "squareCross", tone: "no" },
  "Skill.inUse": { glyph: "circleTick", tone: "ok" },
  "Qualification.granted": { glyph: "circleTick", tone: "ink2" },
  "Qualification.revoked": { glyph: "squareCross", tone: "no" },
  // How a person stands with a skill, which is no state of a record.
  "Standing.qualified": { glyph: "circleTick", tone: "ok" },
  "Standing.notYetValid": { glyph: "circle", tone: "control" },
  "Standing.revoked": { glyph: "squareCross", tone: "no" },
  "Standing.never": { glyph: "squareSlash", tone: "ink3" },
  "Hold.active": { glyph: "bars", tone: "ink" },
  "SamplingState.normal": { glyph: "circleTick", tone: "ink2" },
  "SamplingState.tightened": { glyph: "triangleHalf", tone: "wait" },
  "SamplingState.discontinued": { glyph: "squareSlash", tone: "no" },
  "Inspection.skipped": { glyph: "circleArrow", tone: "ink2" },
  "Inspection.open": { glyph: "circle", tone: "control" },
};

/** True when a value of a closed list has a drawing of its own. */
export function hasLook(name: string): boolean {
  return Object.hasOwn(looks, name);
}

/** The look of a state or severity by its name; a held thing keeps its shape and loses its colour. */
export function statusLook(name: string, held = false, record?: string): StatusLook {
  const own = record === undefined ? undefined : byRecord[`${record}.${name}`];
  const look =
    own ?? looks[name] ?? (settled.has(name) ? { glyph: "circleTick", tone: "ink2" } : { glyph: "circleHalf", tone: "accent" });
  if (!held) return look;
  return { glyph: look.glyph === "circleTick" ? "circleTickOutline" : look.glyph, tone: "ink3" };
}
