/** Cells that the tables of orders, receipts and shipments share. */
import { type Label, type RecordName, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { isRow, refOf, rowsOf, textOf } from "../../kit/data/row.ts";
import { useWords } from "../../kit/lang.tsx";
import { StatusWord } from "../../kit/mark/StatusWord.tsx";
import { Code, Quantity } from "../../kit/mark/Text.tsx";
import { recordPath } from "../../kit/path.ts";
import css from "./shared.module.css";
import type { Total } from "./totals.ts";

/** What a page asks of each lot that it shows with its status. */
export const lotCellSelect = "id number state expiresOn item { id number title { en zh } unit { id symbol } } holds { id state }";

/** A reference as its number, a link, and its name. */
export function RefCell({ to, value, nameless = false }: { to: RecordName; value: unknown; nameless?: boolean }) {
  const { say, t } = useWords();
  const ref = refOf(value);
  if (!ref) return <>{t("word.empty")}</>;
  const name = say(ref.title);
  return (
    <>
      <Link to={recordPath(to, ref.number)}>
        <Code>{ref.number}</Code>
      </Link>
      {!nameless && name !== ref.number && <span className={css.name}> {name}</span>}
    </>
  );
}

/** A record's state as glyph and word; a held lot loses its colour. */
export function StateCell({ of, value }: { of: RecordName; value: unknown }) {
  const { say } = useWords();
  if (!isRow(value)) return null;
  const state = textOf(value.state);
  const states: Readonly<Record<string, Label>> = registry[of].states ?? {};
  const held = rowsOf(value.holds).some((hold) => hold.state === "active");
  return <StatusWord name={state} record={of} label={states[state] ? say(states[state]) : state} held={held} />;
}

/** A lot as a link with its state. */
export function LotCell({ value, number }: { value: unknown; number?: string }) {
  if (!isRow(value)) return <Code>{number ?? ""}</Code>;
  return (
    <span className={css.lot}>
      <RefCell to="Lot" value={value} nameless />
      <StateCell of="Lot" value={value} />
    </span>
  );
}

/** Where a skip-lot rule stands in the place of a result: which one. */
export function SkipRule({ inspection }: { inspection: unknown }) {
  const { t } = useWords();
  if (!isRow(inspection) || inspection.state !== "skipped") return null;
  return (
    <span className={css.name}>
      {t("smp.skipRule")} <RefCell to="Rule" value={inspection.skipRule} nameless />
    </span>
  );
}

/** Totals, one below the other, each with its unit. */
export function Totals({ totals }: { totals: readonly Total[] }) {
  return (
    <span className={css.totals}>
      {totals.map(({ unit, quantity }) => (
        <Quantity key={unit ?? ""} value={quantity} unit={unit} />
      ))}
    </span>
  );
}
