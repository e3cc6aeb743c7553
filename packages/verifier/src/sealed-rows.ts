/** The rows of one sealed table in the order of their ids, and their leaves recomputed. */
import type { ClientBase } from "pg";
import { type Table, trail } from "./catalogue.ts";
import { Cursor, type TextRow } from "./cursor.ts";
import { leafHash } from "./hash.ts";
import { RowText } from "./row-text.ts";

export interface SealedRow {
  readonly id: number;
  /** As recomputed from the row's text. */
  readonly leaf: string;
  /** As the row carries it. */
  readonly storedLeaf: string | null;
  readonly xid: string;
  /** When the row was written, milliseconds; null when the table cannot tell. */
  readonly writtenAt: number | null;
}

export class SealedRows {
  readonly table: Table;
  count = 0;
  readonly #cursor: Cursor;
  readonly #text: RowText;
  /** Rows met while looking for a later id: they belong to a later seal (committed late), or to none. */
  readonly #waiting = new Map<number, SealedRow>();

  constructor(client: ClientBase, table: Table) {
    this.table = table;
    this.#text = new RowText(table, { leaves: ["leaf", "xid"] });
    // The trail has the server's clock; an append-only table only the domain's, which tests and the demo move.
    const written = table.name === trail ? "this.recorded_at" : "this.at";
    this.#cursor = new Cursor(
      client,
      `select this.id, encode(this.leaf, 'hex'), this.xid, (extract(epoch from ${written}) * 1000)::bigint, ${this.#text.select} from ${table.sql} this order by this.id`,
    );
  }

  /** The row with this id; ids must be asked for in about ascending order. `waits` says that `load` must come first. */
  find(id: number): SealedRow | "missing" | "wait" {
    const waiting = this.#waiting.get(id);
    if (waiting) {
      this.#waiting.delete(id);
      return waiting;
    }
    for (;;) {
      const text = this.#cursor.current;
      if (!text) return this.#cursor.isDone ? "missing" : "wait";
      if (Number(text[0]) > id) return "missing";
      const row = this.#take(text);
      if (row.id === id) return row;
      this.#waiting.set(row.id, row);
    }
  }

  load(): Promise<void> {
    return this.#cursor.load();
  }

  /** What no seal has asked for, by id; to be read when all seals are done. */
  async *rest(): AsyncGenerator<SealedRow> {
    const waiting = [...this.#waiting.values()].sort((a, b) => a.id - b.id);
    this.#waiting.clear();
    yield* waiting;
    while (!this.#cursor.isDone) {
      for (let text = this.#cursor.current; text; text = this.#cursor.current) yield this.#take(text);
      await this.#cursor.load();
    }
  }

  #take(text: TextRow): SealedRow {
    const [id, storedLeaf, xid, writtenAt] = text;
    this.#cursor.advance();
    this.count++;
    return {
      id: Number(id),
      leaf: leafHash(this.#text.write(text, 4, false)),
      storedLeaf: storedLeaf ?? null,
      xid: xid ?? "0",
      writtenAt: writtenAt === null || writtenAt === undefined ? null : Number(writtenAt),
    };
  }
}
