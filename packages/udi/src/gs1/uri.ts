/** Percent encoding in the paths and queries of Digital Links. RFC 3986 2.1; bytes stand for characters of Latin-1, as in GS1 data. */

export type UriPart = "path" | "query";

/** Undoes the encoding; null when it holds a null character. In a query "+" is a space. */
export function unescapeUri(text: string, part: UriPart): string | null {
  const plain = part === "query" ? text.replaceAll("+", " ") : text;
  const unescaped = plain.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return unescaped.includes("\0") ? null : unescaped;
}

/** Encodes all but the unreserved characters. */
export function escapeUri(text: string, part: UriPart): string {
  return text.replace(/[^A-Za-z0-9\-._~]/g, (character) => {
    if (character === " " && part === "query") return "+";
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  });
}
