/** The same trace as rows: by item and level, then lot by lot, then who has it. */
import { type Label, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { useWords } from "../../../kit/lang.tsx";
import { HoldTag } from "../../../kit/mark/HoldTag.tsx";
import { StatusWord } from "../../../kit/mark/StatusWord.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import kit from "../../../kit/record/record.module.css";
import type { Totals } from "../strip/totals.ts";
import type { Picture, Trace } from "./data.ts";
import css from "./trace.module.css";

const columns = ["onHand", "inTransit", "shipped", "consumed", "scrapped", "sampled", "regrouped", "unaccounted"] as const;

export function TraceTable({ trace, picture }: { trace: Trace; picture: Picture }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
    <div className={css.tables} tabIndex={0} role="group">
      <Items trace={trace} />
      <Lots trace={trace} picture={picture} />
      <Customers trace={trace} />
    </div>
  );
}

function Table({ title, count, head, children }: { title: string; count: string; head: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className={kit.groupHead}>
        <h2 id={id}>{title}</h2>
        <span>{count}</span>
      </div>
      <table className={kit.table} aria-labelledby={id}>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** Columns in which every row is nothing are left out; made and unaccounted always stand. */
const filled = (all: readonly Totals[]) =>
  columns.filter((column) => column === "unaccounted" || column === "onHand" || all.some((totals) => totals[column] !== "0"));

function Figures({
  totals,
  unit,
  shown,
}: {
  totals: Totals;
  unit: string | undefined;
  shown: readonly (typeof columns)[number][];
}) {
  return (
    <>
      <td data-right>
        <Quantity value={totals.made} unit={unit} />
      </td>
      {shown.map((column) => (
        <td key={column} data-right className={column === "unaccounted" && totals.unaccounted !== "0" ? css.off : undefined}>
          {totals[column] === "0" ? <span className={css.quiet}>0</span> : <Quantity value={totals[column]} unit={unit} />}
        </td>
      ))}
    </>
  );
}

function FigureHeads({ shown }: { shown: readonly (typeof columns)[number][] }) {
  const { t } = useWords();
  return (
    <>
      <th scope="col" data-right>
        {t("strip.made")}
      </th>
      {shown.map((column) => (
        <th key={column} scope="col" data-right>
          {t(`strip.${column}`)}
        </th>
      ))}
    </>
  );
}

function Items({ trace }: { trace: Trace }) {
  const { t, say } = useWords();
  const shown = filled(trace.rows.map(({ totals }) => totals));
  return (
    <Table
      title={t("trace.byLevel")}
      count={String(trace.rows.length)}
      head={
        <>
          <th scope="col">{t("trace.level")}</th>
          <th scope="col">{say(registry.Item.label)}</th>
          <th scope="col" data-right>
            {say(registry.Lot.plural)}
          </th>
          <FigureHeads shown={shown} />
        </>
      }
    >
      {trace.rows.map(({ item, level, lots, totals }) => (
        <tr key={`${item?.id} ${level}`}>
          <td>{level === 0 ? t("trace.begin") : level > 0 ? `+${level}` : `−${-level}`}</td>
          <td>
            {item && (
              <>
                <Link to={recordPath("Item", item.number)}>
                  <Code>{item.number}</Code>
                </Link>{" "}
                {say(item.title)}
              </>
            )}
          </td>
          <td data-right>{lots}</td>
          <Figures totals={totals} unit={item?.unit?.symbol} shown={shown} />
        </tr>
      ))}
    </Table>
  );
}

function Lots({ trace, picture }: { trace: Trace; picture: Picture }) {
  const { t, say } = useWords();
  const states: Readonly<Record<string, Label>> = registry.Lot.states ?? {};
  const byId = new Map(picture.nodes.map((node) => [node.id, node]));
  const { rows, hasNextPage } = trace.lots;
  const shown = filled(rows.map(({ totals }) => totals));
  const ordered = [...rows].sort((a, b) => (byId.get(a.lot?.id ?? "")?.level ?? 0) - (byId.get(b.lot?.id ?? "")?.level ?? 0));
  return (
    <Table
      title={say(registry.Lot.plural)}
      count={`${rows.length}${hasNextPage ? "+" : ""}`}
      head={
        <>
          <th scope="col">{say(registry.Lot.label)}</th>
          <th scope="col">{t("word.status")}</th>
          <th scope="col">{say(registry.Item.label)}</th>
          <th scope="col">{say(registry.Lot.fields.supplierLot.label)}</th>
          <FigureHeads shown={shown} />
        </>
      }
    >
      {ordered.map(({ lot, totals }) => {
        if (!lot) return null;
        const held = byId.get(lot.id)?.onHold ?? false;
        const state = states[lot.state];
        return (
          <tr key={lot.id}>
            <td>
              <Link to={recordPath("Lot", lot.number)}>
                <Code>{lot.number}</Code>
              </Link>
            </td>
            <td>
              <StatusWord name={lot.state} record="Lot" label={state ? say(state) : lot.state} held={held} />{" "}
              {held && <HoldTag reason={t("word.held")} />}
            </td>
            <td>
              <Code>{lot.item.number}</Code> {say(lot.item.title)}
            </td>
            <td>
              {lot.supplierLot && <Code>{lot.supplierLot}</Code>}{" "}
              {lot.supplier && <span className={css.quiet}>{say(lot.supplier.title)}</span>}
            </td>
            <Figures totals={totals} unit={lot.item.unit?.symbol} shown={shown} />
          </tr>
        );
      })}
    </Table>
  );
}

export function Customers({ trace }: { trace: Trace }) {
  const { t, say } = useWords();
  if (!trace.customers) return <p className={css.quiet}>{t("trace.noCustomerPermit")}</p>;
  return (
    <Table
      title={say(registry.Customer.plural)}
      count={String(trace.customers.length)}
      head={
        <>
          <th scope="col">{say(registry.Customer.label)}</th>
          <th scope="col">{say(registry.Item.label)}</th>
          <th scope="col" data-right>
            {say(registry.Lot.plural)}
          </th>
          <th scope="col" data-right>
            {t("strip.shipped")}
          </th>
          <th scope="col" data-right>
            {t("trace.returned")}
          </th>
          <th scope="col" data-right>
            {t("strip.inTransit")}
          </th>
        </>
      }
    >
      {trace.customers.map(({ customer, item, lots, shipped, returned, inTransit }) => (
        <tr key={`${customer?.id} ${item?.id}`}>
          <td>
            {customer && (
              <>
                <Link to={recordPath("Customer", customer.number)}>
                  <Code>{customer.number}</Code>
                </Link>{" "}
                {say(customer.title)}
              </>
            )}
          </td>
          <td>{item && <Code>{item.number}</Code>}</td>
          <td data-right>{lots}</td>
          {[shipped, returned, inTransit].map((quantity, index) => (
            // Three fixed columns.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <td key={index} data-right>
              <Quantity value={quantity} unit={item?.unit?.symbol} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}
