/** Where a lot is now: places and customers as segments of one strip, then what is no longer a lot of ours. */
import { registry } from "@lotline/schema";
import { useWords } from "../../../kit/lang.tsx";
import { recordPath } from "../../../kit/path.ts";
import kit from "../../../kit/record/record.module.css";
import { Strip } from "../strip/BalanceStrip.tsx";
import type { Segment } from "../strip/segments.ts";
import { type PartKey, partsOf } from "../strip/totals.ts";
import css from "./lot.module.css";
import { type LotRow, unitOf } from "./lot-row.ts";
import { atCustomers } from "./movements.ts";

const used: readonly PartKey[] = ["sampled", "consumed", "scrapped", "regrouped", "unaccounted"];

export function WhereItIs({ row }: { row: LotRow }) {
  const { t, say } = useWords();
  const types: Readonly<Record<string, { en: string; zh: string }>> = registry.Location.fields.type.of.values;
  const parts = partsOf(row.totals);
  const of = (key: PartKey): Segment[] =>
    parts.flatMap((part) => (part.key === key ? [{ key, kind: key, label: t(`strip.${key}`), quantity: part.quantity }] : []));
  // Who has it is read from the ledger; where that is longer than a page, the sum alone is certain.
  const customers = atCustomers(row.movements.rows).flatMap(({ customer, delivered, inTransit }) => {
    const to = recordPath("Customer", customer.number);
    const label = `${customer.number} ${say(customer.title)}`;
    return [
      ...(delivered === "0"
        ? []
        : [{ key: `c${customer.number}`, kind: "shipped" as const, label, quantity: delivered, to, note: t("strip.shipped") }]),
      ...(inTransit === "0"
        ? []
        : [
            {
              key: `t${customer.number}`,
              kind: "inTransit" as const,
              label,
              quantity: inTransit,
              to,
              note: t("strip.inTransit"),
            },
          ]),
    ];
  });
  const shelves = row.balances
    .filter(({ type }) => type !== "transit")
    .map(({ type, quantity, location }) => ({
      key: `l${location?.number ?? type}`,
      kind: type === "retained" ? ("retained" as const) : ("onHand" as const),
      label: location ? location.number : type,
      quantity,
      note: location ? say(location.title) : say(types[type] ?? { en: type, zh: type }),
      ...(location ? { to: recordPath("Location", location.number) } : {}),
    }));
  const gone = row.movements.hasNextPage ? [...of("shipped"), ...of("inTransit")] : customers;
  const segments: Segment[] = [...gone, ...shelves, ...used.flatMap(of)];
  return (
    <section className={kit.related} data-tour="balance" aria-label={t("lot.where")}>
      <div className={kit.groupHead}>
        <h2>{t("lot.where")}</h2>
        {customers.length > 0 && !row.movements.hasNextPage && (
          <span>{t("lot.customers", { n: new Set(customers.map(({ to }) => to)).size })}</span>
        )}
      </div>
      {segments.length === 0 ? <p className={css.note}>{t("lot.nowhere")}</p> : <Strip segments={segments} unit={unitOf(row)} />}
    </section>
  );
}
