/** The query string of a page as plain texts: what cannot be such a text is dropped, so that a mangled address still opens its page. */

/** Names and texts of a query string. */
export type Search = { readonly [name: string]: string };

const maxEntries = 60;
const maxLength = 4000;

/** Reads what the router hands over; numbers and flags become their text. */
export function readSearch(raw: Readonly<Record<string, unknown>>): Search {
  const entries = Object.entries(raw)
    .filter(([name]) => /^(attributes\.)?[A-Za-z][A-Za-z0-9]{0,39}$/.test(name))
    .map(([name, value]) => [name, typeof value === "number" || typeof value === "boolean" ? String(value) : value] as const)
    .filter(
      (entry): entry is readonly [string, string] =>
        typeof entry[1] === "string" && entry[1] !== "" && entry[1].length <= maxLength,
    );
  return Object.fromEntries(entries.slice(0, maxEntries));
}

/** Reads the text of a query string, with or without its question mark; of a doubled name the last one counts. */
export function readAddress(text: string): Search {
  const parts = text
    .replace(/^\?/, "")
    .split("&")
    .map((part) => /^([^=]*)=?(.*)$/s.exec(part))
    .map((match) => [decoded(match?.[1] ?? ""), decoded(match?.[2] ?? "")] as const);
  return readSearch(Object.fromEntries(parts));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll("+", " "));
  } catch {
    return part;
  }
}

// Parentheses and quotes are left as they are by the standard function; commas and colons may stand in a query string too.
const encoded = (part: string): string =>
  encodeURIComponent(part.toWellFormed()).replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%20", "+");

/** Writes it again without a question mark, empty values left out. */
export const writeAddress = (search: Readonly<Record<string, unknown>>): string =>
  Object.entries(readSearch(search))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join("&");
