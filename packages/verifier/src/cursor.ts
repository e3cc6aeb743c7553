/** Rows of a query in portions of bounded size; the server prepares the next portion while this one is worked on. */
import type { ClientBase } from "pg";

/** A row as PostgreSQL's own text, column by column. */
export type TextRow = readonly (string | null)[];

/** Everything stays text: what has gone through a floating-point number can no longer be compared. */
const asText = { getTypeParser: () => (value: string) => value };

const smallest = 64;
const largest = 4_096;
let opened = 0;

/** A connection takes one query at a time; portions fetched ahead wait here for their turn. */
const turns = new WeakMap<ClientBase, Promise<unknown>>();

/** Runs a query whose answer is small. */
export function textRows(client: ClientBase, sql: string, values: readonly unknown[] = []): Promise<TextRow[]> {
  const run = async (): Promise<TextRow[]> =>
    (await client.query<(string | null)[]>({ text: sql, values: [...values], rowMode: "array", types: asText })).rows;
  const answer = (turns.get(client) ?? Promise.resolve()).then(run, run);
  turns.set(client, answer);
  return answer;
}

/** One query read from its beginning to its end, in the caller's transaction. */
export class Cursor {
  readonly #client: ClientBase;
  readonly #sql: string;
  readonly #name = `verify_${++opened}`;
  #portion: TextRow[] = [];
  #position = 0;
  #size = smallest;
  #next: Promise<TextRow[]> | undefined;
  #isOpen = false;
  #isDone = false;

  constructor(client: ClientBase, sql: string) {
    this.#client = client;
    this.#sql = sql;
  }

  /** The next row if it is here already; undefined means: `load`, then ask again. */
  get current(): TextRow | undefined {
    return this.#portion[this.#position];
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  advance(): void {
    this.#position++;
  }

  /** Brings the next portion. Small at first, so that many quiet tables cost little memory. */
  async load(): Promise<void> {
    if (this.#isDone) return;
    if (!this.#isOpen) {
      this.#isOpen = true;
      await textRows(this.#client, `declare ${this.#name} no scroll cursor for ${this.#sql}`);
      this.#next = this.#fetch();
    }
    this.#portion = (await this.#next) ?? [];
    this.#position = 0;
    if (this.#portion.length === 0) {
      this.#isDone = true;
      await textRows(this.#client, `close ${this.#name}`);
      return;
    }
    this.#size = Math.min(this.#size * 4, largest);
    this.#next = this.#fetch();
  }

  /** The next row, waiting for it when needed; undefined at the end. */
  async next(): Promise<TextRow | undefined> {
    if (this.#position >= this.#portion.length) await this.load();
    const row = this.current;
    this.#position++;
    return row;
  }

  #fetch(): Promise<TextRow[]> {
    const portion = textRows(this.#client, `fetch ${this.#size} from ${this.#name}`);
    // Whoever awaits it meets the error; without this an early end elsewhere would make it an unhandled one.
    portion.catch(() => undefined);
    return portion;
  }
}
