/**
 * The little of XML that workbooks are written in, tag by tag. A document type is refused: with it come entities that grow without
 * end and files that are read from elsewhere (CWE-776, CWE-611).
 */
import { FileRefusal } from "./refusal.ts";

/** An opening tag (also an empty one, which closes itself), or the end of one. */
export interface Tag {
  /** Without the prefix of its namespace. */
  readonly name: string;
  readonly kind: "open" | "close" | "empty";
  readonly attributes: string;
  /** The text since the tag before, as it stands; `decodeXml` reads it. */
  readonly before: string;
}

/** Every tag of a document in its order. @throws FileRefusal for a document type, or for what is not XML */
export function* tagsOf(xml: string): Generator<Tag> {
  let at = 0;
  for (;;) {
    const open = xml.indexOf("<", at);
    if (open < 0) return;
    const before = xml.slice(at, open);
    if (xml.startsWith("<!--", open)) {
      at = after(xml, "-->", open);
      continue;
    }
    if (xml.startsWith("<?", open)) {
      at = after(xml, "?>", open);
      continue;
    }
    if (xml.startsWith("<!", open)) throw new FileRefusal("NOT_A_WORKBOOK");
    const close = closing(xml, open + 1);
    at = close + 1;
    const isClosed = xml[open + 1] === "/";
    const isEmpty = xml[close - 1] === "/";
    const inner = xml.slice(open + (isClosed ? 2 : 1), isEmpty ? close - 1 : close);
    const [, prefixed = "", attributes = ""] = /^([^\s]+)([\s\S]*)$/.exec(inner) ?? [];
    const name = prefixed.slice(prefixed.indexOf(":") + 1);
    yield { name, kind: isClosed ? "close" : isEmpty ? "empty" : "open", attributes, before };
  }
}

function after(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  if (at < 0) throw new FileRefusal("NOT_A_WORKBOOK");
  return at + mark.length;
}

// ">" may stand inside the quotes of an attribute.
function closing(xml: string, from: number): number {
  let quote = "";
  for (let at = from; at < xml.length; at++) {
    const letter = xml[at];
    if (quote) {
      if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === ">") return at;
  }
  throw new FileRefusal("NOT_A_WORKBOOK");
}

/** The value of an attribute by its full name, or undefined. */
export function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : decodeXml(value);
}

const named: { readonly [entity: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The text behind entities, and behind the _x000D_ by which workbooks write control characters. */
export const decodeXml = (text: string): string =>
  text
    .replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
