/** "Held": the only inverted label there is, with two bars and the word of the reason. */

import css from "./mark.module.css";
import { StatusGlyph } from "./StatusGlyph.tsx";

export function HoldTag({ reason }: { reason: string }) {
  return (
    <span className={css.hold}>
      <StatusGlyph name="bars" size={10} tone="ink" />
      {reason}
    </span>
  );
}
