/** Text of a label: placeholders filled in, languages chosen, lines broken where they may be. */
import { labelText } from "@lotline/schema";
import { widthOf } from "../../../print/labels.ts";
import type { Fill, Part, Template } from "./types.ts";

/** A text with what is put in; a brace that names nothing stays as it is (a template with one is not saved). */
export const filled = (text: string, fill: Fill): string =>
  labelText(text)
    .map((piece) => (typeof piece === "string" ? piece : piece.name === null ? "" : fill[piece.name]))
    .join("");

/** The texts of a part in the languages of the template, Chinese first; what is the same in both stands once. */
export function textsOf({ textEn, textZh }: Pick<Part, "textEn" | "textZh">, language: Template["language"]): string[] {
  const [en, zh] = [textEn ?? "", textZh ?? ""];
  const wanted = language === "en" ? [en || zh] : language === "zh" ? [zh || en] : [zh, en];
  return [...new Set(wanted)].filter((text) => text !== "");
}

/**
 * A line may be broken before a Chinese character, behind a space, and before a bracket that opens an identifier; signs that close
 * something, and units, stay with what stands before them.
 */
const pieces = new RegExp(
  [
    String.raw`[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][，。、；：）％]*`,
    String.raw`\(\d{2,4}\)[^(\s]*\s*`,
    String.raw`[^\s(\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+(?:\s*[℃°％，。、；：）]+)*\s*`,
    String.raw`\s+`,
    String.raw`\(`,
  ].join("|"),
  "gu",
);

/** The text in lines that are no longer than `width` millimetres in type of `size`; a piece too long for one stays whole. */
export function brokenInto(text: string, width: number, size: number, isBold: boolean): string[] {
  const whole = text.trim();
  if (widthOf(whole, isBold) * size <= width) return [whole];
  const lines: string[] = [];
  let line = "";
  for (const piece of whole.match(pieces) ?? []) {
    if (line !== "" && widthOf((line + piece).trimEnd(), isBold) * size > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return line.trim() === "" ? lines : [...lines, line.trimEnd()];
}
