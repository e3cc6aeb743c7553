import { because, type Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { causesOfHolds, closureOf, holdsCausedBy } from "../../inventory/index.ts";

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
  readonly disposition: Rec<"Nonconformity">["disposition"];
}

/** The nonconformities behind holds, by hold. */
async function decidedOf(reader: Reader, holds: readonly { id: string }[]): Promise<Map<string, Decided[]>> {
  const causes = await causesOfHolds(
    reader,
    "Nonconformity",
    holds.map((hold) => hold.id),
  );
  const ncrs = await reader.sql<Decided>("select id, number, disposition from nonconformity where id = any(?::bigint[])", [
    causes.map(({ cause }) => cause),
  ]);
  return new Map(
    [...Map.groupBy(causes, ({ hold }) => hold)].map(([hold, of]) => [
      hold,
      ncrs.filter(({ id }) => of.some(({ cause }) => cause === id)),
    ]),
  );
}

/** A hold for a nonconformity is lifted only after the decision to use or to rework what it holds. */
export const holdDecided = condition({
  gate: "hold.lift",
  code: "NCR_UNDECIDED",
  about: { en: "The nonconformity behind the hold is decided: use as is or rework", zh: "冻结所属的不合格已决定让步接收或返工" },
  record: "Hold",
  facts: decidedOf,
  check: (_hold, ncrs) =>
    (ncrs ?? [])
      .filter((ncr) => !(ncr.disposition === "useAsIs" || ncr.disposition === "rework"))
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
              `${ncr.number} rejects the lot; its hold stays.`,
              `${ncr.number} 判定该批不合格，冻结保留。`,
              "Nonconformity",
              ncr.number,
            ),
      ),
});

/** A nonconformity closes after its hold is lifted; the hold of a rejected lot stays for good. */
export const holdLifted = condition({
  gate: "nonconformity.close",
  code: "HOLD_ACTIVE",
  about: { en: "The hold of a lot that goes on is lifted", zh: "继续使用的批，其冻结已解除" },
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
  check: (ncr, holds) =>
    ncr.disposition === "scrap" || ncr.disposition === "returnToSupplier"
      ? []
      : (holds ?? [])
          .filter((hold) => hold.state === "active")
          .map((hold) =>
            because("HOLD_ACTIVE", `Hold ${hold.number} is still in force.`, `冻结 ${hold.number} 仍生效。`, "Hold", hold.number),
          ),
});

/** What was reworked has been inspected again. */
export const reworkInspected = condition({
  gate: "nonconformity.close",
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
