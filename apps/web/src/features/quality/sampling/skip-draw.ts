/** A draw of skip-lot and its rule, read from what the server has kept. */

export interface Draw {
  readonly pair: string;
  readonly seed: string;
  readonly counter: number;
  readonly block: number;
  readonly pick: number;
  readonly oneOf: number;
  readonly lots: number;
}

type Plain = Readonly<Record<string, unknown>>;
export const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);

/** The draw of a skipped inspection; undefined where there was none. */
export function drawOf(value: unknown): Draw | undefined {
  if (!isPlain(value) || typeof value.seed !== "string") return undefined;
  const { seed, pair, counter, block, pick, oneOf, lots } = value;
  return {
    seed,
    pair: String(pair ?? ""),
    counter: Number(counter),
    block: Number(block),
    pick: Number(pick),
    oneOf: Number(oneOf),
    lots: Number(lots),
  };
}
