/** What is wrong with a template: with its parts as they stand (asked when it is saved), and with the whole (asked at approval). */
import { because, labelPlaceholders, labelText, type Reason } from "@lotline/schema";
import { carriers } from "../draw/symbol.ts";
import type { Part, PlaceholderName, Template } from "../draw/types.ts";

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const boxOf = ({ x, y, width, height }: Part): Box => ({
  left: Number(x),
  top: Number(y),
  right: Number(x) + Number(width),
  bottom: Number(y) + Number(height),
});

// A hundredth of a millimetre is how places are written down.
const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right - 0.005 && b.left < a.right - 0.005 && a.top < b.bottom - 0.005 && b.top < a.bottom - 0.005;

const reason = (code: string, part: number, en: string, zh: string): Reason =>
  because(code, `Part ${part}: ${en}`, `第 ${part} 项：${zh}`);

/** Everything that keeps parts from being drawn. */
export function partReasons(template: Template): Reason[] {
  const { parts } = template;
  return [
    ...parts.flatMap((part, index) => [...ownReasons(part, index + 1), ...placeReasons(part, index + 1, template)]),
    ...parts.flatMap((part, index) =>
      part.kind !== "symbol"
        ? []
        : parts.flatMap((other, at) =>
            at === index || (other.kind === "symbol" && at < index) || !overlap(boxOf(part), boxOf(other))
              ? []
              : [
                  reason(
                    "SYMBOL_COVERED",
                    index + 1,
                    `part ${at + 1} reaches into the symbol or the white around it.`,
                    `第 ${at + 1} 项与条码或其空白区重叠。`,
                  ),
                ],
          ),
    ),
  ];
}

function ownReasons(part: Part, number: number): Reason[] {
  if (part.kind === "symbol" && !part.symbol)
    return [reason("SYMBOL_NOT_CHOSEN", number, "choose which symbol it is.", "请选择条码类型。")];
  if (part.kind === "graphic" && !part.graphic)
    return [reason("GRAPHIC_NOT_CHOSEN", number, "choose which graphic symbol it is.", "请选择图形符号。")];
  if (part.kind !== "text") return [];
  if (!part.textEn && !part.textZh) return [reason("TEXT_MISSING", number, "it has no text.", "未填文字。")];
  return [...new Set([part.textEn, part.textZh].flatMap((text) => unknownIn(text ?? "")))].map((name) =>
    reason(
      "UNKNOWN_PLACEHOLDER",
      number,
      `nothing is called {${name}}; there are ${known(", ")}.`,
      `没有名为 {${name}} 的占位符；可用：${known("、")}。`,
    ),
  );
}

const known = (sign: string): string =>
  Object.keys(labelPlaceholders)
    .map((name) => `{${name}}`)
    .join(sign);

const unknownIn = (text: string): string[] =>
  labelText(text).some((piece) => typeof piece !== "string" && piece.name === null)
    ? [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name).filter((name) => !Object.hasOwn(labelPlaceholders, name))
    : [];

function placeReasons(part: Part, number: number, { widthMm, heightMm }: Template): Reason[] {
  const { right, bottom } = boxOf(part);
  return right > Number(widthMm) + 0.005 || bottom > Number(heightMm) + 0.005
    ? [
        reason(
          "OUTSIDE_LABEL",
          number,
          `it reaches beyond the label of ${Number(widthMm)} × ${Number(heightMm)} mm.`,
          `超出 ${Number(widthMm)} × ${Number(heightMm)} mm 的标签范围。`,
        ),
      ]
    : [];
}

/** The production identifiers: the flag of the template, the placeholder and graphic that print it, its GS1 identifier, its name. */
export const identifiers = [
  { flag: "carriesLot", name: "lot", ai: "10", en: "the lot", zh: "批号" },
  { flag: "carriesSerial", name: "serial", ai: "21", en: "the serial number", zh: "序列号" },
  { flag: "carriesMadeOn", name: "madeOn", ai: "11", en: "the date of manufacture", zh: "生产日期" },
  { flag: "carriesExpiresOn", name: "expiresOn", ai: "17", en: "the expiry", zh: "有效期" },
] as const;

/** Whether a label prints something as plain text. */
export const prints = ({ parts, language }: Template, name: PlaceholderName): boolean =>
  parts.some(
    ({ kind, textEn, textZh }) =>
      kind === "text" &&
      // In the languages in which it is printed: what stands in the other one only is on no label.
      [...(language === "zh" && textZh ? [] : [textEn]), ...(language === "en" && textEn ? [] : [textZh])].some((text) =>
        labelText(text ?? "").some((piece) => typeof piece !== "string" && piece.name === name),
      ),
  );

/** A template is complete: a symbol and its text, and the same production identifiers in both (REQ-TRC-07; 21 CFR 801.40(b)). */
export function completeReasons(template: Template): Reason[] {
  const { parts } = template;
  const symbols = parts.flatMap(({ kind, symbol }) => (kind === "symbol" && symbol ? [symbol] : []));
  return [
    ...(symbols.length > 0 ? [] : [because("NO_SYMBOL", "The label has no symbol with the UDI.", "标签没有 UDI 条码。")]),
    ...(parts.some(({ kind }) => kind === "hri")
      ? []
      : [because("NO_HRI", "The label does not show the UDI as text.", "标签未印 UDI 供人识读文字。")]),
    ...(new Set(symbols.map((symbol) => carriers[symbol].agency)).size > 1
      ? [because("SYMBOLS_DIFFER", "The symbols belong to different issuing agencies.", "条码分属不同发码机构。")]
      : []),
    ...identifiers.flatMap(({ flag, name, ai, en, zh }) => {
      const [isPrinted, isCarried] = [prints(template, name), template[flag]];
      if (isPrinted === isCarried) return [];
      return isPrinted
        ? [
            because(
              "PI_NOT_IN_SYMBOL",
              `The label prints ${en}, and its symbol does not carry it (${ai}).`,
              `标签印有${zh}，但条码不含该信息（${ai}）。`,
            ),
          ]
        : [
            because(
              "PI_NOT_PRINTED",
              `The symbol carries ${en} (${ai}), and the label does not print it in plain text.`,
              `条码含${zh}（${ai}），但标签未印明文。`,
            ),
          ];
    }),
  ];
}
