import { because, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { causesOfHolds, closureOf, holdsCausedBy, stockOf } from "../../inventory/index.ts";
import { trimmed } from "../../master/index.ts";
import { isLost } from "./carry-out.ts";

interface OpenNcr {
  readonly lot: string;
  readonly number: string;
  readonly description: string;
}

/** No nonconformity of the lot is open; a draft counts, because somebody has seen something. */
export const noOpenNonconformity = condition({
  gate: "lot.release",
  code: "NCR_OPEN",
  about: { en: "No nonconformity of the lot is open", zh: "该批没有未关闭的不合格" },
  record: "Lot",
  facts: async (reader, lots) =>
    Map.groupBy(
      await reader.sql<OpenNcr>(
        "select lot_id as lot, number, description from nonconformity where lot_id = any(?::bigint[]) and state not in ('closed', 'voided') order by id",
        [lots.map((lot) => lot.id)],
      ),
      (row) => row.lot,
    ),
  check: (_lot, open) =>
    (open ?? []).map((ncr) =>
      because(
        "NCR_OPEN",
        `${ncr.number} is open: ${ncr.description}`,
        `${ncr.number} 未关闭：${ncr.description}`,
        "Nonconformity",
        ncr.number,
      ),
    ),
});

/** Nor is one open about a lot that went into it, at whatever depth (REQ-GATE-03). */
export const noOpenNonconformityUpstream = condition({
  gate: "lot.release",
  code: "NCR_OPEN_UPSTREAM",
  about: { en: "No nonconformity is open of a lot that went into it", zh: "投入该批的各级批次没有未关闭的不合格" },
  record: "Lot",
  facts: openUpstream,
  check: (_lot, open) =>
    (open ?? []).map((ncr) =>
      because(
        "NCR_OPEN_UPSTREAM",
        `${ncr.number} is open of lot ${ncr.lotNumber}, which went into this one.`,
        `投入该批的 ${ncr.lotNumber} 有未关闭的不合格 ${ncr.number}。`,
        "Nonconformity",
        ncr.number,
      ),
    ),
});

interface UpstreamNcr {
  readonly lot: string;
  readonly lotNumber: string;
  readonly number: string;
}

/** Open nonconformities of ancestors, by lot; as long as there are none, two statements for all lots together. */
async function openUpstream(reader: Reader, lots: readonly { id: string }[]): Promise<Map<string, UpstreamNcr[]>> {
  const { lots: all } = await closureOf(
    reader,
    lots.map((lot) => lot.id),
    "backward",
  );
  const open = await reader.sql<UpstreamNcr>(
    `select n.lot_id as lot, l.number as "lotNumber", n.number from nonconformity n join lot l on l.id = n.lot_id
     where n.lot_id = any(?::bigint[]) and n.state not in ('closed', 'voided') order by n.id`,
    [all],
  );
  const found = new Map<string, UpstreamNcr[]>();
  if (open.length === 0) return found;
  for (const { id } of lots) {
    const ancestors = new Set((await closureOf(reader, [id], "backward")).lots);
    found.set(
      id,
      open.filter((ncr) => ncr.lot !== id && ancestors.has(ncr.lot)),
    );
  }
  return found;
}

interface Decided {
  readonly id: string;
  readonly number: string;
  readonly state: Rec<"Nonconformity">["state"];
  readonly disposition: Rec<"Nonconformity">["disposition"];
}

/** The nonconformities behind holds, by hold. */
async function decidedOf(reader: Reader, holds: readonly { id: string }[]): Promise<Map<string, Decided[]>> {
  const causes = await causesOfHolds(
    reader,
    "Nonconformity",
    holds.map((hold) => hold.id),
  );
  const ncrs = await reader.sql<Decided>("select id, number, state, disposition from nonconformity where id = any(?::bigint[])", [
    causes.map(({ cause }) => cause),
  ]);
  return new Map(
    [...Map.groupBy(causes, ({ hold }) => hold)].map(([hold, of]) => [
      hold,
      ncrs.filter(({ id }) => of.some(({ cause }) => cause === id)),
    ]),
  );
}

// Decided to be used or reworked, or what was rejected has left the shelves.
const isCleared = ({ state, disposition }: Decided): boolean =>
  disposition === "useAsIs" ||
  disposition === "rework" ||
  (disposition !== null && state !== "dispositioned") ||
  state === "voided";

/** A hold for a nonconformity is lifted after the decision to use or to rework what it holds, or once it was booked out. */
export const holdDecided = condition({
  gate: "hold.lift",
  code: "NCR_UNDECIDED",
  about: {
    en: "The nonconformity behind the hold is decided, and what it rejects has left",
    zh: "冻结所属的不合格已处置，被拒部分已出账",
  },
  record: "Hold",
  facts: decidedOf,
  check: (_hold, ncrs) =>
    (ncrs ?? [])
      .filter((ncr) => !isCleared(ncr))
      .map((ncr) =>
        ncr.disposition === null
          ? because(
              "NCR_UNDECIDED",
              `${ncr.number} is not dispositioned yet.`,
              `${ncr.number} 尚未处置。`,
              "Nonconformity",
              ncr.number,
            )
          : because(
              "NCR_REJECTS",
              `${ncr.number} rejects it; its hold stays until it is booked out.`,
              `${ncr.number} 判定不合格，出账前冻结保留。`,
              "Nonconformity",
              ncr.number,
            ),
      ),
});

/** A nonconformity closes after its holds are lifted. */
export const holdLifted = condition({
  gate: "nonconformity.close",
  code: "HOLD_ACTIVE",
  about: { en: "Its holds are lifted", zh: "相关冻结均已解除" },
  record: "Nonconformity",
  facts: async (reader, ncrs) =>
    Map.groupBy(
      await holdsCausedBy(
        reader,
        "Nonconformity",
        ncrs.map((ncr) => ncr.id),
      ),
      (row) => row.cause,
    ),
  check: (_ncr, holds) =>
    (holds ?? [])
      .filter((hold) => hold.state === "active")
      .map((hold) =>
        because("HOLD_ACTIVE", `Hold ${hold.number} is still in force.`, `冻结 ${hold.number} 仍生效。`, "Hold", hold.number),
      ),
});

/** What is decided balances: all that is affected has left, or is still there to be used (REQ-QEV-09). */
export const quantityBalances = condition({
  gate: "nonconformity.verify",
  code: "QUANTITY_OPEN",
  about: { en: "The affected quantity is booked out in full", zh: "不合格数量已全部出账" },
  record: "Nonconformity",
  facts: async (reader, ncrs) => {
    const stock = await stockOf(
      reader,
      ncrs.map((ncr) => ncr.lot),
    );
    return new Map(ncrs.map((ncr) => [ncr.id, stock.some((row) => row.lot === ncr.lot)]));
  },
  check: (ncr, isOnHand) => {
    // Nothing left is all of it, whatever was sampled away before.
    if (!isLost(ncr.disposition) || isOnHand === false) return [];
    const open = new Decimal(ncr.quantity).minus(ncr.quantityPosted ?? 0);
    return open.isZero()
      ? []
      : [
          because(
            "QUANTITY_OPEN",
            `${trimmed(open.toFixed())} of ${trimmed(ncr.quantity)} affected are not booked out.`,
            `不合格数量 ${trimmed(ncr.quantity)} 中尚有 ${trimmed(open.toFixed())} 未出账。`,
            "Nonconformity",
            ncr.number,
          ),
        ];
  },
});

/** What was reworked has been inspected again. */
export const reworkInspected = condition({
  gate: "nonconformity.verify",
  code: "REINSPECTION_OPEN",
  about: { en: "What was reworked has been inspected again", zh: "返工后已重新检验" },
  record: "Nonconformity",
  facts: async (reader, ncrs) =>
    new Map(
      (
        await reader.sql<{ lot: string; number: string; state: string }>(
          "select distinct on (lot_id) lot_id as lot, number, state from inspection where lot_id = any(?::bigint[]) order by lot_id, id desc",
          [ncrs.map((ncr) => ncr.lot)],
        )
      ).flatMap((last) => ncrs.filter((ncr) => ncr.lot === last.lot).map((ncr) => [ncr.id, last] as const)),
    ),
  check: (ncr, last) =>
    ncr.disposition === "rework" && last && last.state !== "concluded"
      ? [
          because(
            "REINSPECTION_OPEN",
            `The inspection after rework, ${last.number}, is not concluded.`,
            `返工后的检验 ${last.number} 尚未完成。`,
            "Inspection",
            last.number,
          ),
        ]
      : [],
});
