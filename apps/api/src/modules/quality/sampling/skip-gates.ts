import { because, type Json, type Reason } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { steady } from "../../../base/sqltext.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { dayAt, siteDays } from "../../master/index.ts";

/** The last inspection of a lot, and what a skip-lot decision of it rests on. */
interface Last {
  readonly lot: string;
  readonly number: string | null;
  readonly state: string | null;
  readonly required: boolean;
  readonly draw: { readonly seed: string } | null;
  /** Released once: in quarantine again, it has been taken back. */
  readonly isTakenBack: boolean;
  readonly pair: string | null;
  readonly seed: string | null;
  readonly approval: string | null;
  /** The last good day of the approval under which the pair qualified; null when it was decided about since. */
  readonly approvedTo: string | null;
  readonly today: string;
}

async function lastOf(
  reader: Reader,
  lots: readonly { readonly id: string; readonly site: string }[],
): Promise<Map<string, Last>> {
  const rows = await reader.sql<Omit<Last, "today" | "draw"> & { draw: Json }>(
    steady(`select distinct on (l.id) l.id as lot, i.number, i.state, item.inspection_required as required, i.skip_draw as draw,
       exists (select from signature g where g.record_type = 'Lot' and g.record_id = l.id and g.meaning = 'RELEASED_FOR_USE') as "isTakenBack",
       s.number as pair, case when s.skip_mode = 'skipLot' then s.skip_seed end as seed, a.number as approval,
       case when a.state = 'approved' and s.skip_approved_at =
         (select max(d.signed_at) from signature d where d.record_type = 'SupplierItem' and d.record_id = a.id) then a.valid_to::text end as "approvedTo"
     from lot l join item on item.id = l.item_id left join inspection i on i.lot_id = l.id
       left join sampling_state s on s.item_id = l.item_id and s.supplier_id = l.supplier_id
       left join supplier_item a on a.id = s.skip_approval_id
     where l.id = any(?::bigint[]) order by l.id, i.id desc`),
    [lots.map((lot) => lot.id)],
  );
  const days = await siteDays(
    reader,
    lots.map((lot) => lot.site),
  );
  return new Map(
    lots.flatMap((lot) => {
      const row = rows.find((one) => one.lot === lot.id);
      // Written by the draw itself.
      return row ? [[lot.id, { ...row, draw: row.draw as Last["draw"], today: dayAt(days, lot.site) }] as const] : [];
    }),
  );
}

/** From quarantine a lot is released only where a rule has skipped it; one that was taken back is inspected first. */
export const inspectedOrSkipped = condition({
  gate: "lot.release",
  code: "INSPECT_FIRST",
  about: {
    en: "A lot that is still in quarantine was skipped by a skip-lot rule, and was not taken back",
    zh: "仍处于待验的批已按跳批规则跳批，且未被退回",
  },
  record: "Lot",
  facts: lastOf,
  check: (lot, last): Reason[] => {
    if (lot.state !== "quarantine") return [];
    // An open inspection, or a missing one, is told by the conditions of inspections.
    const isToldElsewhere = last?.number === null ? last.required : last?.state !== "concluded" && last?.state !== "skipped";
    if (last && (isToldElsewhere || (last.state === "skipped" && !last.isTakenBack))) return [];
    return [
      because(
        "INSPECT_FIRST",
        `Lot ${lot.number} is in quarantine and is not being inspected; open an inspection of it.`,
        `批 ${lot.number} 处于待验且没有进行中的检验，请先新建检验。`,
        "Lot",
        lot.number,
      ),
    ];
  },
});

/** What was skipped is released as long as what the skipping rests on still stands (REQ-GATE-01). */
export const skipStands = condition({
  gate: "lot.release",
  code: "SKIP_LOT_ENDED",
  about: {
    en: "A skipped lot's supplier and item are still in skip-lot, under the same approval",
    zh: "跳批的批，其供应商物料仍处于跳批状态，且准入未变更",
  },
  record: "Lot",
  facts: lastOf,
  check: (_lot, last) => {
    if (last?.state !== "skipped" || last.number === null) return [];
    if (last.seed === null || last.seed !== last.draw?.seed)
      return [
        because(
          "SKIP_LOT_ENDED",
          `${last.number} skipped the lot, but skip-lot has ended since (${last.pair}); open an inspection of it.`,
          `${last.number} 曾跳批，但此后跳批已终止（${last.pair}），请新建检验。`,
          "SamplingState",
          last.pair ?? undefined,
        ),
      ];
    return last.approvedTo !== null && last.today <= last.approvedTo
      ? []
      : [
          because(
            "SKIP_LOT_ENDED",
            `${last.number} skipped the lot under ${last.approval}, which is not approved as it was; open an inspection of it.`,
            `${last.number} 依据 ${last.approval} 跳批，而该准入已变更，请新建检验。`,
            "SupplierItem",
            last.approval ?? undefined,
          ),
        ];
  },
});
