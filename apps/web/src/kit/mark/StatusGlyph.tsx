/** One drawing of the status vocabulary; always used beside its word, so it is hidden from screen readers unless named. */
import { type Glyph, type GlyphName, glyphs, type Tone } from "./glyphs.ts";
import css from "./mark.module.css";

interface Props {
  name: GlyphName;
  tone?: Tone;
  size?: number;
  /** Only where no word stands beside it. */
  title?: string;
}

export function StatusGlyph({ name, tone = "ink2", size = 14, title }: Props) {
  const glyph: Glyph = glyphs[name];
  return (
    <svg
      className={css.glyph}
      data-tone={tone}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role={title ? "img" : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
    >
      {glyph.fill && <path d={glyph.fill} fill="currentColor" fillRule="evenodd" />}
      {glyph.line && (
        <path d={glyph.line} fill="none" stroke="currentColor" strokeWidth={1.6} strokeLinejoin="round" strokeLinecap="round" />
      )}
    </svg>
  );
}
