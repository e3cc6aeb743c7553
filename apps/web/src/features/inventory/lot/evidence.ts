/** Reads the stored evidence of a release; anything unexpected is kept as a table of its own, never dropped. */

/** One row of the evidence; `rows` reads a list inside it. */
export interface Entry {
  readonly rows: (name: string) => readonly Entry[];
  readonly [name: string]: unknown;
}

export interface ReleaseEvidence {
  readonly stock: readonly Entry[];
  readonly holds: readonly Entry[];
  readonly madeFrom: readonly Entry[];
  readonly inspections: readonly Entry[];
  readonly nonconformities: readonly Entry[];
  readonly production: readonly Entry[];
  readonly others: readonly (readonly [string, readonly Entry[]])[];
}

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);
const entry = (plain: Plain): Entry => ({ ...plain, rows: (name) => entriesOf(plain[name]) });
const entriesOf = (value: unknown): Entry[] => (Array.isArray(value) ? value.filter(isPlain).map(entry) : []);

/** The evidence in its known parts; undefined when there is none. */
export function evidenceOf(value: unknown): ReleaseEvidence | undefined {
  if (!isPlain(value)) return undefined;
  const { stock, holds, madeFrom, quality, production, ...rest } = value;
  const results = isPlain(quality) ? quality : {};
  return {
    stock: entriesOf(stock),
    holds: entriesOf(holds),
    madeFrom: entriesOf(madeFrom),
    inspections: entriesOf(results.inspections),
    nonconformities: entriesOf(results.nonconformities),
    production: entriesOf(production),
    others: Object.entries(rest).map(
      ([name, part]) => [name, Array.isArray(part) ? entriesOf(part) : isPlain(part) ? [entry(part)] : []] as const,
    ),
  };
}
