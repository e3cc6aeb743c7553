/** The ledger of a lot as people read it: one line per posting, from a place to a place; and who has how much of it. */
import type { Label } from "@lotline/schema";
import { addUp, micros } from "../strip/amounts.ts";
import type { Movement } from "./lot-row.ts";

/** An end of a movement: a place of ours, or a customer. */
export interface End {
  readonly kind: "Location" | "Customer";
  readonly number: string;
  readonly title: Label;
  readonly type: string;
}

export interface Posting {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly record: string;
  readonly number: string;
  readonly person: Label | undefined;
  readonly remark: string | null;
  readonly reversed: boolean;
  readonly from: readonly End[];
  readonly to: readonly End[];
  /** What arrived at `to`. */
  readonly quantity: string;
}

const endOf = ({ customer, location }: Movement): End[] =>
  customer
    ? [{ kind: "Customer", number: customer.number, title: customer.title, type: "customer" }]
    : location
      ? [{ kind: "Location", number: location.number, title: location.title, type: location.type }]
      : [];

// What leaves the way to a customer comes from that way, not from the customer.
const startOf = (movement: Movement): End[] =>
  endOf(movement.location?.type === "transit" ? { ...movement, customer: null } : movement);

/** Joins the lines of each posting; the order stays. */
export function postingsOf(movements: readonly Movement[]): Posting[] {
  return [...Map.groupBy(movements, ({ posting }) => posting).values()].flatMap((lines) => {
    const [first] = lines;
    if (!first) return [];
    const out = lines.filter(({ quantity }) => micros(quantity) < 0n);
    const into = lines.filter(({ quantity }) => micros(quantity) >= 0n);
    const { at, kind, record, number, remark, reversedBy, person } = first;
    return [
      {
        id: first.posting,
        at,
        kind,
        record,
        number,
        remark,
        reversed: reversedBy !== null,
        person: person?.title,
        from: out.flatMap(startOf),
        to: into.flatMap(endOf),
        quantity: addUp(into.map(({ quantity }) => quantity)),
      },
    ];
  });
}

/** What each customer has of a lot: delivered and on its way, returns taken off. */
export function atCustomers(movements: readonly Movement[]): { customer: End; delivered: string; inTransit: string }[] {
  const lines = movements
    .filter(({ customer }) => customer !== null)
    .sort((a, b) => (a.customer?.number ?? "").localeCompare(b.customer?.number ?? "", "en"));
  return [...Map.groupBy(lines, ({ customer }) => customer?.id).values()].flatMap((rows) => {
    const [first] = rows;
    const customer = first && endOf(first)[0];
    const at = (type: string) => addUp(rows.filter(({ location }) => location?.type === type).map(({ quantity }) => quantity));
    const found = { delivered: at("customer"), inTransit: at("transit") };
    return customer && (found.delivered !== "0" || found.inTransit !== "0") ? [{ customer, ...found }] : [];
  });
}
