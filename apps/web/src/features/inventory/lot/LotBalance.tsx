/** The balance of a lot beside the list: whether it adds up, what became of it, and where the rest is. */
import type { LoadedRecord } from "../../../kit/record/types.ts";
import { BalanceVerdict } from "../strip/BalanceStrip.tsx";
import css from "./lot.module.css";
import { isLotRow, unitOf } from "./lot-row.ts";
import { WhereItIs } from "./WhereItIs.tsx";

export default function LotBalance({ row }: { row: LoadedRecord }) {
  if (!isLotRow(row)) return null;
  return (
    <>
      <p className={css.balance}>
        <BalanceVerdict totals={row.totals} unit={unitOf(row)} />
      </p>
      <WhereItIs row={row} />
    </>
  );
}
