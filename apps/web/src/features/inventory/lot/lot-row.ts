/** What the page of a lot asks for beside its record, and reads from it. */
import { type Label, type Reason, registry } from "@lotline/schema";
import { isRow, type Ref, type Row, rowsOf, textOf } from "../../../kit/data/row.ts";
import type { LoadedRecord } from "../../../kit/record/types.ts";
import { type Totals, totalsFields } from "../strip/totals.ts";

const reason = "{ code text { en zh } record number }";
const movement = `id posting at kind record number quantity remark reversedBy
  location { id number title { en zh } type } customer { id number title { en zh } } person { id number title { en zh } }`;

/** One page of movements; most lots have fewer. */
export const movementsPage = 199;
export const movementFields = `rows { ${movement} } hasNextPage endCursor`;

/** The further fields of a lot's page, and of each row of the list. */
export const lotSelect = `item { id number title { en zh } unit { id symbol decimals } serialTracked } usable { usable reasons ${reason} } holds { id number kind state explanation } onHand totals { ${totalsFields} }
  balances { type quantity location { id number title { en zh } } } udis { id udi job level } movements(first: ${movementsPage}) { ${movementFields} }`;
export const lotListSelect = `item { id number title { en zh } unit { id symbol decimals } } onHand usable { usable reasons ${reason} } holds { id number kind state explanation }`;

export interface Place {
  readonly id: string;
  readonly number: string;
  readonly title: Label;
  readonly type: string;
}

export interface Movement {
  readonly id: string;
  readonly posting: string;
  readonly at: string;
  readonly kind: string;
  readonly record: string;
  readonly number: string;
  readonly quantity: string;
  readonly remark: string | null;
  readonly reversedBy: string | null;
  readonly location: Place | null;
  readonly customer: Ref | null;
  readonly person: Ref | null;
}

export interface MovementPage {
  readonly rows: readonly Movement[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

export interface LotReason {
  readonly code: string;
  readonly text: Label;
  readonly record: string | null;
  readonly number: string | null;
}

export interface LotRow extends LoadedRecord {
  readonly usable: { readonly usable: boolean; readonly reasons: readonly LotReason[] };
  readonly totals: Totals;
  readonly balances: readonly { readonly type: string; readonly quantity: string; readonly location: Ref | null }[];
  readonly movements: MovementPage;
}

/** True when the row came with the fields of `lotSelect`, which are non-null in the schema. */
export function isLotRow(row: LoadedRecord): row is LotRow {
  return (
    typeof row.totals === "object" &&
    row.totals !== null &&
    Array.isArray(row.balances) &&
    typeof row.movements === "object" &&
    row.movements !== null
  );
}

const causes: Readonly<Record<string, Label>> = registry.Hold.fields.kind.of.values;

/** The words of the holds in force, each once. */
export function holdsOf(row: Row): readonly Label[] {
  const kinds = new Set(
    rowsOf(row.holds)
      .filter((hold) => hold.state === "active")
      .map((hold) => textOf(hold.kind)),
  );
  return [...kinds].map((kind) => causes[kind] ?? registry.Hold.label);
}

/** Why a row of the list may not be used. */
export function reasonsOf(row: Row): readonly LotReason[] {
  const usable = row.usable;
  if (typeof usable !== "object" || usable === null || !("reasons" in usable) || !Array.isArray(usable.reasons)) return [];
  // Asked for by lotListSelect, as non-null list of reasons.
  return usable.reasons as readonly LotReason[];
}

/** Why a lot may not be used, as reasons of the kit. */
export const whyOf = (row: Row): readonly Reason[] =>
  reasonsOf(row).map(({ code, text, record, number }) => ({
    code,
    text,
    ...(record && number ? { record, number } : {}),
  }));

/** The symbol of the unit of the lot's item. */
export function unitOf(row: Row): string | undefined {
  const item = row.item;
  const unit = isRow(item) ? item.unit : undefined;
  return isRow(unit) ? textOf(unit.symbol) : undefined;
}
