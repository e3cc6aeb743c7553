/** The trace as it is usually written: one question per lot or event, node after node. */
import type { Client } from "pg";
import type { Side } from "../modules/inventory/trace/closure.ts";

const questions = {
  forward: { name: "onward", text: "select dst_id as id from lot_edge where src_id = $1" },
  backward: { name: "back", text: "select src_id as id from lot_edge where dst_id = $1" },
} as const;

/** Everything that can be reached from a lot, the lot included; prepared, and no node is asked twice. */
export async function walkOneByOne(client: Client, root: string, side: Side): Promise<ReadonlySet<string>> {
  const reached = new Set([root]);
  // A set goes on with what is added while it is walked.
  for (const node of reached) {
    const { rows } = await client.query<{ id: string }>({ ...questions[side], values: [node] });
    for (const { id } of rows) reached.add(id);
  }
  return reached;
}
