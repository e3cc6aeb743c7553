/** The stock ledger by brute force: plain maps and loops, to compare the real one with. */

export type Shelf = "quarantine" | "storage" | "transit";
export type Outside = "supplier" | "customer" | "consumed" | "output" | "scrap" | "regroup" | "sample";

export interface ModelLot {
  readonly id: string;
  readonly released: boolean;
  /** It came from the supplier, wholly: only such a lot goes back there. */
  readonly bought: boolean;
}

interface Line {
  readonly lot: string;
  readonly place: Shelf | Outside;
  readonly quantity: number;
  readonly customer?: string | undefined;
}

export interface ModelPosting {
  readonly id: string;
  readonly lines: readonly Line[];
  reversed: boolean;
}

/** From where no more leaves than is there; samples that come back among them. */
const shelves = new Set<string>(["quarantine", "storage", "transit", "sample"]);

export class StockModel {
  readonly lots: ModelLot[] = [];
  readonly postings: ModelPosting[] = [];
  readonly #balances = new Map<string, number>();
  readonly #customers = new Map<string, number>();
  readonly #edges = new Map<string, Set<string>>();
  #events = 0;

  has(lot: string, place: Shelf | Outside): number {
    return this.#balances.get(`${lot} ${place}`) ?? 0;
  }

  atCustomer(lot: string, customer: string, place: "customer" | "transit"): number {
    return this.#customers.get(`${lot} ${customer} ${place}`) ?? 0;
  }

  /** May these lines be posted? Everything that leaves a shelf or a customer must be there before. */
  allows(lines: readonly Line[]): boolean {
    const need = new Map<string, number>();
    for (const { lot, place, quantity, customer } of lines.filter((line) => line.quantity < 0)) {
      if (shelves.has(place)) add(need, `${lot} ${place}`, -quantity);
      if (customer) add(need, `${lot} ${customer} ${place}`, -quantity);
    }
    return [...need].every(([key, wanted]) => wanted <= (this.#balances.get(key) ?? this.#customers.get(key) ?? 0));
  }

  post(id: string, lines: readonly Line[], reversal = false): void {
    for (const { lot, place, quantity, customer } of lines) {
      add(this.#balances, `${lot} ${place}`, quantity);
      if (customer) add(this.#customers, `${lot} ${customer} ${place}`, quantity);
    }
    if (!reversal) this.postings.push({ id, lines, reversed: false });
  }

  event(): string {
    return `event ${++this.#events}`;
  }

  edge(from: string, to: string): void {
    this.#edges.set(from, (this.#edges.get(from) ?? new Set()).add(to));
  }

  /** Every lot reached, by walking one step at a time. */
  reach(from: string, backward: boolean): string[] {
    const seen = new Set([from]);
    for (let grown = true; grown; ) {
      grown = false;
      for (const [source, targets] of this.#edges)
        for (const target of targets) {
          const [near, far] = backward ? [target, source] : [source, target];
          if (seen.has(near) && !seen.has(far)) {
            seen.add(far);
            grown = true;
          }
        }
    }
    return [...seen].filter((node) => !node.startsWith("event")).sort();
  }

  /** All balances that are not zero. */
  balances(): { [key: string]: number } {
    return Object.fromEntries([...this.#balances].filter(([, quantity]) => quantity !== 0).sort());
  }

  /** What each customer has or waits for, that is not zero. */
  customers(): { [key: string]: number } {
    return Object.fromEntries([...this.#customers].filter(([, quantity]) => quantity !== 0).sort());
  }
}

const add = (map: Map<string, number>, key: string, quantity: number): void => void map.set(key, (map.get(key) ?? 0) + quantity);
