/** What the marks mean and which keys work everywhere. */
import type { PlainWord } from "@lotline/schema/words";
import { useWords } from "../kit/lang.tsx";
import type { GlyphName, Tone } from "../kit/mark/glyphs.ts";
import { HoldTag } from "../kit/mark/HoldTag.tsx";
import { StatusGlyph } from "../kit/mark/StatusGlyph.tsx";
import { Key } from "../kit/mark/Text.tsx";
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

export function Help() {
  const { t } = useWords();
  return (
    <div className={css.help}>
      <h1>{t("nav.help")}</h1>
      <p className={css.intro}>{t("help.intro")}</p>
      <h2>{t("help.glyphs")}</h2>
      <ul className={css.marks}>
        {marks.map(([glyph, tone, word]) => (
          <li key={word}>
            <StatusGlyph name={glyph} tone={tone} size={16} /> {t(word)}
          </li>
        ))}
        <li>
          <HoldTag reason={t("word.held")} />
        </li>
      </ul>
      <h2>{t("help.keys")}</h2>
      <ul className={css.keys}>
        <li>
          <Key>Ctrl K</Key> {t("shell.search")}
        </li>
        <li>
          <Key>?</Key> {t("shell.keys")}
        </li>
      </ul>
    </div>
  );
}
