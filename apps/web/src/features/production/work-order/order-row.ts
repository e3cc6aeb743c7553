/** What the page of a work order asks for beside its record: consumption against its bill of materials. */
import type { Label } from "@lotline/schema";
import { isRow, type Row, rowsOf, textOf } from "../../../kit/data/row.ts";
import type { LoadedRecord } from "../../../kit/record/types.ts";
import { less, micros } from "../../inventory/strip/amounts.ts";
import { fefoSelect } from "../../shared/fefo-select.ts";

interface ItemRef {
  readonly id: string;
  readonly number: string;
  readonly title: Label;
  readonly unit: { readonly symbol: string } | null;
}

export interface Component {
  readonly item: ItemRef | null;
  readonly quantityPer: string;
  readonly planned: string;
  readonly issued: string;
  /** Issued less planned. */
  readonly variance: string;
}

export const orderSelect = `reconciliation { item { id number title { en zh } unit { id symbol } } quantityPer planned issued variance }
  toTake { ${fefoSelect} }`;

export interface OrderRow extends LoadedRecord {
  readonly reconciliation: readonly Component[];
  /** Proposals for what is still to be issued, first expired first. */
  readonly toTake: readonly Row[];
}

/** True when the row came with the fields of `orderSelect`. */
export function isOrderRow(row: LoadedRecord): row is OrderRow {
  return Array.isArray(row["reconciliation"]) && Array.isArray(row["toTake"]);
}

/** A lot as the issue of material needs it. */
export interface Offered {
  readonly id: string;
  readonly number: string;
  readonly expiresOn: string | null;
  readonly item: ItemRef & { readonly serialTracked: boolean };
  readonly usable: {
    readonly usable: boolean;
    readonly reasons: readonly {
      readonly code: string;
      readonly text: Label;
      readonly record: string | null;
      readonly number: string | null;
    }[];
  };
  readonly balances: readonly {
    readonly type: string;
    readonly quantity: string;
    readonly location: { readonly id: string; readonly number: string; readonly title: Label } | null;
  }[];
}

/** Places that material is issued from. */
const issuing = new Set(["storage", "production", "dispatch"]);

export interface Proposal {
  /** Where it may be taken from, the fullest place first. */
  readonly places: readonly { readonly id: string; readonly number: string; readonly title: Label; readonly quantity: string }[];
  /** What is still to be issued of the item; undefined when it is not on the bill of materials. */
  readonly open: string | undefined;
  /** What is asked for and there. */
  readonly quantity: string;
}

const lesser = (a: string, b: string): string => (micros(a) < micros(b) ? a : b);

/** What to issue of a lot: the rest the order needs, as far as one place has it. */
export function propose(components: readonly Component[], lot: Offered): Proposal {
  const component = components.find(({ item }) => item?.id === lot.item.id);
  const places = lot.balances
    .flatMap(({ type, quantity, location }) =>
      location && issuing.has(type) && micros(quantity) > 0n ? [{ ...location, quantity }] : [],
    )
    .sort((a, b) => (micros(b.quantity) > micros(a.quantity) ? 1 : -1));
  const rest = component && less(component.planned, component.issued);
  const open = rest === undefined ? undefined : micros(rest) > 0n ? rest : "0";
  const there = places[0]?.quantity ?? "0";
  return { places, open, quantity: open === undefined || open === "0" ? "" : lesser(open, there) };
}

/** The lot that expires before the offered one and is proposed; taking the offered one asks for a reason. */
export function firstBefore(
  toTake: readonly Row[],
  lot: Offered,
): { readonly number: string; readonly expiresOn: string } | undefined {
  const proposal = toTake.find(({ item }) => isRow(item) && item.id === lot.item.id);
  const pick = rowsOf(proposal?.picks)[0];
  if (!pick || !isRow(pick.lot)) return undefined;
  const [number, expiresOn] = [textOf(pick.lot.number), textOf(pick.lot.expiresOn)];
  return expiresOn && (lot.expiresOn === null || expiresOn < lot.expiresOn) ? { number, expiresOn } : undefined;
}
