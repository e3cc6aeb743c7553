/** The balance of where a trace begins and of where it ends, each as one strip. */
import { useWords } from "../../../kit/lang.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { BalanceStrip, BalanceVerdict } from "../strip/BalanceStrip.tsx";
import type { Trace } from "./data.ts";
import css from "./trace.module.css";

const most = 2;

export function BalanceFoot({ trace }: { trace: Trace }) {
  const { t, say } = useWords();
  const levels = trace.rows.map(({ level }) => level);
  const ends = new Set([0, Math.max(...levels), ...(Math.max(...levels) === 0 ? [Math.min(...levels)] : [])]);
  // What does not add up is shown first, whatever its level; then where the trace begins.
  const rank = ({ level, totals }: Trace["rows"][number]) => (totals.unaccounted === "0" ? (level === 0 ? 1 : 2) : 0);
  const shown = trace.rows
    .filter((row) => rank(row) === 0 || ends.has(row.level))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, most);
  return (
    <section className={css.foot} data-tour="traceFoot" aria-label={t("strip.balance")}>
      {shown.map(({ item, level, lots, totals }) => (
        <div key={`${item?.id} ${level}`} className={css.balance}>
          <p className={css.balanceHead}>
            <span>
              {item && <Code>{item.number}</Code>} <b>{item && say(item.title)}</b>
            </span>
            <span className={css.quiet}>
              {t("lot.lots", { n: lots })} · <Quantity value={totals.made} unit={item?.unit?.symbol} />
            </span>
            <span className={css.verdict}>
              <BalanceVerdict totals={totals} unit={item?.unit?.symbol} />
            </span>
          </p>
          <BalanceStrip totals={totals} unit={item?.unit?.symbol} />
        </div>
      ))}
    </section>
  );
}
