/** Texts as the database wrote them, compared without ever making a number of a numeral. */

/**
 * The canonical text of a row from the jsonb text of its image: top-level members whose value is null are left out. The rule is
 * given in full in apps/api/src/kernel/sql/10_audit.sql.
 */
export function withoutNulls(jsonb: string): string {
  if (!jsonb.includes(": null")) return jsonb;
  const members = membersOf(jsonb).filter((member) => !member.endsWith(": null"));
  return `{${members.join(", ")}}`;
}

/** The top-level members of a jsonb object's text, cut but not changed. */
function membersOf(jsonb: string): string[] {
  const members: string[] = [];
  let depth = 0;
  let start = 1;
  for (let i = 0; i < jsonb.length; i++) {
    const c = jsonb.charCodeAt(i);
    if (c === 0x22) i = endOfString(jsonb, i);
    else if (c === 0x7b || c === 0x5b) depth++;
    else if (c === 0x7d || c === 0x5d) depth--;
    else if (c === 0x2c && depth === 1) {
      members.push(jsonb.slice(start, i));
      start = i + 2;
    }
  }
  if (jsonb.length > 2) members.push(jsonb.slice(start, -1));
  return members;
}

/** The index of the quote that closes the string opened at `from`. */
function endOfString(text: string, from: number): number {
  let i = from + 1;
  while (i < text.length && text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1;
  return i;
}

/** JSON with sorted keys, no white space, and numerals exactly as they stand in the text. */
export function canonicalJson(text: string): string {
  return write(parseExact(text));
}

class Numeral {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  toString(): string {
    return this.source;
  }
}

/** Parses JSON but keeps numerals as their source text: 1.0 and 1.00, or 20 digits, stay what they are. */
export function parseExact(text: string): unknown {
  // The third argument (source text access, ECMAScript 2025) is not in TypeScript's library yet.
  const reviver = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" ? new Numeral(context?.source ?? String(value)) : value;
  return JSON.parse(text, reviver);
}

function write(value: unknown): string {
  if (value instanceof Numeral) return value.source;
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (isObject(value)) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** The canonical text of one member of a parsed object; of a missing one, "null". */
export const memberText = (value: unknown, name: string): string => (isObject(value) ? write(value[name] ?? null) : "null");

/** A JSON object, with members nobody has looked at yet. */
export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
