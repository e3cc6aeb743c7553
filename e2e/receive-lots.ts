import type { Person } from "./person.ts";

/** The keeper receives lots of the first line of an order into quarantine. */
export async function receiveLots(
  person: Person,
  order: string,
  receivedOn: string,
  lots: readonly { readonly [field: string]: string }[],
): Promise<void> {
  await person.come("gaolang");
  await person.create(
    "Receipt",
    { purchaseOrder: order, receivedOn },
    lots.map((lot) => ({ orderLine: "1", ...lot, location: "SZ1-Q1" })),
  );
  await person.act("Receipt", "post");
}
