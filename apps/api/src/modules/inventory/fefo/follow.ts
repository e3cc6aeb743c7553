import { because, type Reason } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { amount, sum } from "../stock/amount.ts";
import { type Ask, fefo, passedOver } from "./fefo.ts";

/** What a document takes, line by line. */
export interface TakenLine {
  readonly lot: string;
  readonly quantity: string;
}

export interface Followed extends Omit<Ask, "demands"> {
  readonly lines: readonly TakenLine[];
  readonly goodOn?: string | null | undefined;
}

interface LotRow {
  readonly id: string;
  readonly number: string;
  readonly item: string;
  readonly expiresOn: string | null;
}

/**
 * Rule FEFO_NOT_FIRST: lots that expire earlier, could be used and are passed over by what a document takes. Whoever has a reason
 * may give it; the caller asks for it and writes it down.
 */
export async function fefoReasons(reader: Reader, { lines, goodOn, ...ask }: Followed): Promise<Reason[]> {
  const rows = await reader.sql<LotRow>(
    `select id, number, item_id as item, expires_on::text as "expiresOn" from lot where id = any(?::bigint[])`,
    [lines.map((line) => line.lot)],
  );
  const lots = new Map(rows.map((row) => [row.id, row]));
  const taken = lines.flatMap(({ lot, quantity }) => {
    const row = lots.get(lot);
    return row ? [{ ...row, quantity }] : [];
  });
  const byItem = Map.groupBy(taken, (one) => one.item);
  const demands = [...byItem].map(([item, of]) => ({
    item,
    goodOn,
    quantity: sum(of.map((one) => amount(one.quantity))).toFixed(),
  }));
  const proposals = await fefo(reader, { ...ask, demands });
  return proposals.flatMap((proposal) => {
    const of = byItem.get(proposal.item) ?? [];
    const [pick] = passedOver(proposal, of);
    const later = of.find((one) => pick && (one.expiresOn === null || one.expiresOn > (pick.expiresOn ?? "")));
    return pick && later ? [notFirst(later, pick)] : [];
  });
}

const notFirst = (
  later: { number: string; expiresOn: string | null },
  first: { number: string; expiresOn: string | null },
): Reason => {
  const [en, zh] =
    later.expiresOn === null ? ["has no expiry", "无有效期"] : [`expires on ${later.expiresOn}`, `有效期至 ${later.expiresOn}`];
  return because(
    "FEFO_NOT_FIRST",
    `${first.number} expires on ${first.expiresOn} and goes before ${later.number}, which ${en}. Take it first, or give the reason.`,
    `${first.number} 有效期至 ${first.expiresOn}，应先于 ${later.number}（${zh}）使用。请先用该批，或说明原因。`,
    "Lot",
    first.number,
  );
};
