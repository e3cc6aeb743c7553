/**
 * The text of a row's image, made outside the database from its columns: what to_jsonb(row)::text gives, without asking it.
 * That is twice as fast, and a replaced function in the database cannot lie about a row.
 */
import type { Table } from "./catalogue.ts";
import { quote } from "./catalogue.ts";
import type { TextRow } from "./cursor.ts";
import { sha256 } from "./hash.ts";

type Write = (text: string) => string;

const raw: Write = (text) => text;
const quoted: Write = (text) => JSON.stringify(text);
/** NaN and infinities are no JSON numbers: their last character is a letter. */
const numeral: Write = (text) => (text.charCodeAt(text.length - 1) <= 0x39 ? text : quoted(text));

/** The session's zone is UTC: 2026-07-15 08:00:00.12+00 becomes 2026-07-15T08:00:00.12+00:00. */
function instant(text: string): string {
  if (text.charCodeAt(10) === 0x20 && text.endsWith("+00")) return `"${text.slice(0, 10)}T${text.slice(11)}:00"`;
  // Years beyond four digits, before Christ, infinity.
  const parts = /^(\d+-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00( BC)?$/.exec(text);
  return parts ? `"${parts[1]}T${parts[2]}+00:00${parts[3] ?? ""}"` : quoted(text);
}

const writers: { readonly [type: string]: Write } = {
  int2: raw,
  int4: raw,
  int8: raw,
  numeric: numeral,
  bool: (text) => (text === "t" ? "true" : "false"),
  text: quoted,
  varchar: quoted,
  uuid: quoted,
  date: quoted,
  timestamptz: instant,
  jsonb: raw,
};

export class RowText {
  /** The columns to select from the table as `this`, in the order `write` expects them. */
  readonly select: string;
  readonly #members: readonly { readonly key: string; readonly write: Write }[];

  /** `leaves` out columns that are no part of the text; `veils` replaces secret values as the trail does. */
  constructor(table: Table, options: { readonly leaves?: readonly string[]; readonly veils?: boolean } = {}) {
    const columns = table.columns.filter(({ name }) => !options.leaves?.includes(name)).sort(inJsonbOrder);
    this.select = columns
      .map(({ name, type }) => (writers[type] ? `this.${quote(name)}` : `to_jsonb(this.${quote(name)})::text`))
      .join(", ");
    this.#members = columns.map(({ name, type }) => ({
      key: `${JSON.stringify(name)}: `,
      write: options.veils && table.hidden.includes(name) ? veiled(writers[type] ?? raw) : (writers[type] ?? raw),
    }));
  }

  /** The image from a row whose columns begin at `from`; with nulls, or without them as in a canonical text. */
  write(row: TextRow, from: number, withNulls: boolean): string {
    let text = "{";
    let index = from;
    for (const { key, write } of this.#members) {
      const value = row[index++];
      if (value !== null && value !== undefined) text += text.length > 1 ? `, ${key}${write(value)}` : key + write(value);
      else if (withNulls) text += text.length > 1 ? `, ${key}null` : `${key}null`;
    }
    return `${text}}`;
  }
}

/** The trail hashes a secret's text as `->>` gives it: of a string its characters, of anything else its JSON. */
function veiled(write: Write): Write {
  return (text) => {
    const json = write(text);
    const parsed: unknown = json.startsWith('"') ? JSON.parse(json) : json;
    return `"sha256:${sha256(String(parsed))}"`;
  };
}

/** jsonb keeps its members by the length of their name in bytes, then bytewise. */
function inJsonbOrder(a: { readonly name: string }, b: { readonly name: string }): number {
  const [left, right] = [Buffer.from(a.name), Buffer.from(b.name)];
  return left.length - right.length || Buffer.compare(left, right);
}
