import { because, type Reason, type Rec, registry } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";

export interface Approval {
  readonly id: string;
  readonly riskClass: Rec<"SupplierItem">["riskClass"];
  readonly supplier: string;
  readonly item: string;
  readonly number: string;
  readonly state: Rec<"SupplierItem">["state"];
  readonly validTo: string;
  readonly conditionalTo: string | null;
}

/** What is on file about suppliers and items, the newest first. */
export async function approvalsOf(reader: Reader, suppliers: readonly string[], items: readonly string[]): Promise<Approval[]> {
  return reader.sql<Approval>(
    `select id, risk_class as "riskClass", supplier_id as supplier, item_id as item, number, state, valid_to::text as "validTo", conditional_to::text as "conditionalTo" from supplier_item
     where supplier_id = any(?::bigint[]) and item_id = any(?::bigint[]) order by id desc`,
    [suppliers, items],
  );
}

/** States in which an item may be bought, each to its last good day; a score below the limit takes nothing away by itself. */
export const approvedStates = ["approved", "reviewDue", "conditional"] as const satisfies readonly Approval["state"][];

const isGiven = ({ state }: Approval): boolean => (approvedStates as readonly string[]).includes(state);

const lastDay = ({ state, validTo, conditionalTo }: Approval): string =>
  state === "conditional" && conditionalTo && conditionalTo < validTo ? conditionalTo : validTo;

/** The approval of one pair that holds on a day, the newest where a renewal stands beside the running one; a suspension stops both. */
export const approvalOn = (ofPair: readonly Approval[], on: string): Approval | undefined =>
  ofPair.some((a) => a.state === "suspended") ? undefined : ofPair.find((a) => isGiven(a) && on <= lastDay(a));

interface Pair {
  readonly supplier: { readonly id: string; readonly number: string };
  readonly item: { readonly id: string; readonly number: string };
}

/** Why an item may not be bought from a supplier on a day (REQ-SUP-01). */
export function approvalReasons(approvals: readonly Approval[], { supplier, item }: Pair, on: string): Reason[] {
  const ofPair = approvals.filter((a) => a.supplier === supplier.id && a.item === item.id);
  if (approvalOn(ofPair, on)) return [];
  const last = ofPair.find((a) => a.state === "suspended") ?? ofPair[0];
  if (!last)
    return [
      because(
        "SUPPLIER_NOT_APPROVED",
        `${supplier.number} is not approved for ${item.number}.`,
        `${supplier.number} 不是 ${item.number} 的合格供应商。`,
        "Supplier",
        supplier.number,
      ),
    ];
  const state = registry.SupplierItem.states?.[last.state] ?? { en: last.state, zh: last.state };
  const why = isGiven(last)
    ? last.state === "conditional"
      ? { en: `approved under conditions to ${lastDay(last)} only`, zh: `有条件合格，有效期至 ${lastDay(last)}` }
      : { en: `approved to ${last.validTo} only`, zh: `准入有效期至 ${last.validTo}` }
    : { en: state.en.toLowerCase(), zh: state.zh };
  return [
    because(
      "SUPPLIER_NOT_APPROVED",
      `${supplier.number} is not approved for ${item.number} on ${on}: ${why.en}.`,
      `${supplier.number} 在 ${on} 不是 ${item.number} 的合格供应商：${why.zh}。`,
      "SupplierItem",
      last.number,
    ),
  ];
}
