/** What the marks mean. */
import type { PlainWord } from "@lotline/schema/words";
import { useWords } from "../../kit/lang.tsx";
import type { GlyphName, Tone } from "../../kit/mark/glyphs.ts";
import { HoldTag } from "../../kit/mark/HoldTag.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import css from "./help.module.css";

const marks: readonly (readonly [GlyphName, Tone, PlainWord])[] = [
  ["diamond", "wait", "mark.quarantine"],
  ["diamondHalf", "wait", "mark.underTest"],
  ["circleTick", "ok", "mark.released"],
  ["squareCross", "no", "mark.rejected"],
  ["squareHourglass", "no", "mark.expired"],
  ["squareReturn", "no", "mark.recalled"],
  ["circleArrow", "ink3", "mark.shippedOut"],
  ["circleBar", "ink3", "mark.consumed"],
  ["squareSlash", "ink3", "mark.scrapped"],
  ["triangleAlert", "no", "mark.critical"],
  ["triangleHalf", "wait", "mark.major"],
  ["triangle", "ink3", "mark.minor"],
  ["circleTick", "ink2", "mark.done"],
  ["circleHalf", "accent", "mark.now"],
  ["circle", "control", "mark.toCome"],
  ["tick", "ok", "mark.pass"],
  ["cross", "no", "mark.out"],
  ["circle", "control", "mark.missing"],
  ["padlock", "ink2", "mark.refused"],
  ["double", "ink", "sign.title"],
];

export function Marks() {
  const { t } = useWords();
  return (
    <section className={css.marks}>
      <h2>{t("help.glyphs")}</h2>
      <ul>
        {marks.map(([glyph, tone, word]) => (
          <li key={word}>
            <StatusGlyph name={glyph} tone={tone} size={16} /> {t(word)}
          </li>
        ))}
        <li>
          <HoldTag reason={t("word.held")} />
        </li>
      </ul>
    </section>
  );
}
