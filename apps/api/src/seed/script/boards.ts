import type { Bought, Scene } from "./scene.ts";

/** Mainboards of the infusion pump: two deliveries, each board with a serial number of its own (scenarios.md §1). */
const deliveries: readonly (readonly [ordered: string, received: string, released: string, board: Bought])[] = [
  ["2026-05-25", "2026-06-08", "2026-06-09", board("MB-2606", "70", "LX-0611", "MB2606-001…070", "2026-06-01")],
  ["2026-06-22", "2026-07-09", "2026-07-10", board("MB-2607", "60", "LX-0702", "MB2607-001…060", "2026-06-29")],
];

function board(lot: string, quantity: string, supplierLot: string, serials: string, madeOn: string): Bought {
  return { item: "MB-401", quantity, price: "386", lot, supplierLot, serials, madeOn };
}

/** Ordered, received by serial number, inspected, released and put away. */
export async function receiveBoards(scene: Scene): Promise<void> {
  for (const [ordered, received, released, boards] of deliveries)
    await scene.buy("SUP-08", ordered, received, released, [boards]);
}
