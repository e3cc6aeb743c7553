/** How a record type is written in an address: PurchaseOrder → purchase-order. */
export function slugOf(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
