/** The @ in a text that is being typed: where it begins, what is looked for, and the people who were picked. Pure. */
import type { Label } from "@lotline/schema";

/** What stands between the last @ and the caret, when a name may be meant. */
export function askedName(text: string, caret: number): { readonly from: number; readonly search: string } | undefined {
  const before = text.slice(0, caret);
  // Chinese writes no space before it; a Latin letter before it is an address.
  const match = /(?:^|[^a-zA-Z0-9_.])@([\p{L}\p{N}_.-]{0,30})$/u.exec(before);
  return match?.[1] === undefined ? undefined : { from: caret - match[1].length - 1, search: match[1] };
}

/** The text with the name of a person in place of what was typed, and where the caret stands then. */
export function withName(text: string, caret: number, name: string): { readonly text: string; readonly caret: number } {
  const asked = askedName(text, caret);
  if (!asked) return { text, caret };
  const put = `@${name} `;
  return { text: text.slice(0, asked.from) + put + text.slice(caret).replace(/^ /, ""), caret: asked.from + put.length };
}

/** Whose name still stands in the text; a name that was deleted is no mention. */
export function mentionsIn(text: string, picked: readonly { readonly id: string; readonly name: Label }[]): string[] {
  return picked.filter(({ name }) => text.includes(`@${name.zh}`) || text.includes(`@${name.en}`)).map(({ id }) => id);
}

/** A text in parts: plain, and the names of those who are mentioned. */
export function partsOf(
  text: string,
  people: readonly { readonly name: Label }[],
): { readonly text: string; readonly isName: boolean }[] {
  const names = people.flatMap(({ name }) => [`@${name.zh}`, `@${name.en}`]).sort((a, b) => b.length - a.length);
  if (names.length === 0) return [{ text, isName: false }];
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return text
    .split(new RegExp(`(${escaped.join("|")})`))
    .filter((part) => part !== "")
    .map((part) => ({ text: part, isName: names.includes(part) }));
}
