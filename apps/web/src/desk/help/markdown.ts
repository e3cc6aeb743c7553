/**
 * The little of Markdown that the help is written in: headings, paragraphs, lists, bold, keys and codes, links within the house.
 * It becomes a tree of plain data, never markup: what is not known stays text.
 */

export type Inline =
  | { readonly kind: "text" | "bold" | "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly to: `/${string}` };

export type Block =
  | { readonly kind: "heading" | "paragraph"; readonly inlines: readonly Inline[] }
  | { readonly kind: "bullets" | "steps"; readonly items: readonly (readonly Inline[])[] };

const marks = /\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]\((\/[a-z-/]*)\)/g;

/** One line of text in its parts. */
export function inlinesOf(line: string): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of line.matchAll(marks)) {
    const [whole, bold, code, text, to] = match;
    if (match.index > from) parts.push({ kind: "text", text: line.slice(from, match.index) });
    if (bold !== undefined) parts.push({ kind: "bold", text: bold });
    else if (code !== undefined) parts.push({ kind: "code", text: code });
    else if (text !== undefined && isPath(to)) parts.push({ kind: "link", text, to });
    from = match.index + whole.length;
  }
  return from < line.length ? [...parts, { kind: "text", text: line.slice(from) }] : parts;
}

const isPath = (text: string | undefined): text is `/${string}` => text?.startsWith("/") === true;

/** A text in its blocks; a line belongs to the block that its beginning says. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open = false;
  for (const line of text.split("\n")) {
    const item = /^(-|\d+\.) (.*)$/.exec(line);
    const heading = /^##? (.*)$/.exec(line)?.[1];
    const last = blocks.at(-1);
    if (line.trim() === "") open = false;
    else if (heading !== undefined) blocks.push({ kind: "heading", inlines: inlinesOf(heading) });
    else if (item) {
      const kind = item[1] === "-" ? "bullets" : "steps";
      const inlines = inlinesOf(item[2] ?? "");
      if (open && last?.kind === kind) blocks[blocks.length - 1] = { kind, items: [...last.items, inlines] };
      else blocks.push({ kind, items: [inlines] });
      open = true;
    } else if (open && last?.kind === "paragraph") {
      blocks[blocks.length - 1] = {
        kind: "paragraph",
        inlines: [...last.inlines, { kind: "text", text: " " }, ...inlinesOf(line)],
      };
    } else {
      blocks.push({ kind: "paragraph", inlines: inlinesOf(line) });
      open = true;
    }
  }
  return blocks;
}

/** The words of a text without its marks, for searching. */
export const plainOf = (text: string): string =>
  text.replace(marks, (_, bold, code, link) => bold ?? code ?? link).replace(/^[#-] ?/gm, "");
