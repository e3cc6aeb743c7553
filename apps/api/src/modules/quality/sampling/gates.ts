import { because, type Reason } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";

interface Stopped {
  readonly number: string;
  readonly item: string;
  readonly supplier: string | null;
}

/** The discontinued severity record of each row's item and supplier. */
async function stoppedOf(
  reader: Reader,
  rows: readonly { readonly id: string; readonly lot: string }[],
): Promise<Map<string, Stopped>> {
  const found = await reader.sql<Stopped & { lot: string }>(
    `select l.id as lot, s.number, i.number as item, p.number as supplier
     from lot l join sampling_state s on s.item_id = l.item_id and s.supplier_id is not distinct from l.supplier_id and s.state = 'discontinued'
       join item i on i.id = l.item_id left join supplier p on p.id = l.supplier_id
     where l.id = any(?::bigint[])`,
    [rows.map((row) => row.lot)],
  );
  const byLot = new Map(found.map((row) => [row.lot, row]));
  return new Map(rows.flatMap((row) => (byLot.has(row.lot) ? [[row.id, byLot.get(row.lot) as Stopped]] : [])));
}

const stopReasons = (stopped: Stopped | undefined): Reason[] =>
  stopped
    ? [
        because(
          "SAMPLING_DISCONTINUED",
          `Inspection of ${stopped.item}${stopped.supplier ? ` from ${stopped.supplier}` : ""} is discontinued; QA resumes it in ${stopped.number}.`,
          `${stopped.supplier ? `${stopped.supplier} 的 ` : ""}${stopped.item} 已暂停检验，须由 QA 在 ${stopped.number} 中恢复。`,
          "SamplingState",
          stopped.number,
        ),
      ]
    : [];

const about = {
  en: "Inspection of the supplier's item is not discontinued",
  zh: "该供应商物料未暂停检验",
};

/** What comes from a discontinued pair is not accepted before QA has resumed it (ISO 2859-1 9.4). */
export const samplingNotStopped = condition({
  gate: "lot.release",
  code: "SAMPLING_DISCONTINUED",
  about,
  record: "Lot",
  facts: (reader, lots) =>
    stoppedOf(
      reader,
      lots.map(({ id }) => ({ id, lot: id })),
    ),
  check: (_lot, stopped) => stopReasons(stopped),
});

/** Nor is it inspected meanwhile. */
export const inspectionNotStopped = condition({
  gate: "inspection.record",
  code: "SAMPLING_DISCONTINUED",
  about,
  record: "Inspection",
  facts: stoppedOf,
  check: (_inspection, stopped) => stopReasons(stopped),
});
