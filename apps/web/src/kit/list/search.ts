/** The query string as plain texts: what cannot be such a text is dropped, so that a mangled address still opens its page. */

/** Names and texts of a query string. */
export type Search = { readonly [name: string]: string };

const maxEntries = 40;
const maxLength = 400;

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

/** Writes it again, empty values left out; commas and colons stay readable. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const text = new URLSearchParams(readSearch(search)).toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
  return text ? `?${text}` : "";
}
