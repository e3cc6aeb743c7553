import { because, type Reason } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { causesOfHolds, closureOf } from "../../inventory/index.ts";

interface OpenDeviation {
  readonly lot: string;
  readonly lotNumber: string;
  readonly number: string;
  readonly description: string;
}

const openOf = (reader: Reader, lots: readonly string[]): Promise<OpenDeviation[]> =>
  reader.sql<OpenDeviation>(
    `select dl.lot_id as lot, l.number as "lotNumber", d.number, d.description
     from deviation_lot dl join deviation d on d.id = dl.head_id join lot l on l.id = dl.lot_id
     where dl.lot_id = any(?::bigint[]) and d.state <> 'voided' order by d.id`,
    [lots],
  );

/** No deviation of the lot is open; until one can be closed, only a voided one is out of the way (REQ-GATE-03). */
export const noOpenDeviation = condition({
  gate: "lot.release",
  code: "DEVIATION_OPEN",
  about: { en: "No deviation is open of the lot or of one that went into it", zh: "该批及投入该批的各级批次没有未关闭的偏差" },
  record: "Lot",
  facts: async (reader, lots) => {
    const { lots: all } = await closureOf(
      reader,
      lots.map((lot) => lot.id),
      "backward",
    );
    const open = await openOf(reader, [...new Set([...all, ...lots.map((lot) => lot.id)])]);
    const found = new Map<string, OpenDeviation[]>();
    if (open.length === 0) return found;
    for (const { id } of lots) {
      const within = new Set([id, ...(await closureOf(reader, [id], "backward")).lots]);
      found.set(
        id,
        open.filter((row) => within.has(row.lot)),
      );
    }
    return found;
  },
  check: (lot, open) =>
    (open ?? []).map(
      (row): Reason =>
        row.lot === lot.id
          ? because(
              "DEVIATION_OPEN",
              `${row.number} is open: ${row.description}`,
              `${row.number} 未关闭：${row.description}`,
              "Deviation",
              row.number,
            )
          : because(
              "DEVIATION_OPEN",
              `${row.number} is open of lot ${row.lotNumber}, which went into this one.`,
              `投入该批的 ${row.lotNumber} 有未关闭的偏差 ${row.number}。`,
              "Deviation",
              row.number,
            ),
    ),
});

/** The deviations behind holds, by hold. */
async function behind(reader: Reader, holds: readonly { id: string }[]): Promise<Map<string, { id: string; number: string }[]>> {
  const causes = await causesOfHolds(
    reader,
    "Deviation",
    holds.map((hold) => hold.id),
  );
  const open = await reader.sql<{ id: string; number: string }>(
    "select id, number from deviation where id = any(?::bigint[]) and state <> 'voided'",
    [causes.map(({ cause }) => cause)],
  );
  return new Map(
    [...Map.groupBy(causes, ({ hold }) => hold)].map(([hold, of]) => [
      hold,
      open.filter(({ id }) => of.some(({ cause }) => cause === id)),
    ]),
  );
}

/** A hold for a deviation is lifted after the deviation is decided. */
export const deviationDecided = condition({
  gate: "hold.lift",
  code: "DEVIATION_OPEN",
  about: { en: "The deviation behind the hold is decided", zh: "冻结所属的偏差已有结论" },
  record: "Hold",
  facts: behind,
  check: (_hold, open) =>
    (open ?? []).map(({ number }) =>
      because("DEVIATION_OPEN", `${number} is not closed yet.`, `${number} 尚未关闭。`, "Deviation", number),
    ),
});
