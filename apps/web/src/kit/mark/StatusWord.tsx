/** A state as glyph and word. While a hold stands the glyph loses its colour: nobody sees green on a lot that may not move. */

import css from "./mark.module.css";
import { StatusGlyph } from "./StatusGlyph.tsx";
import { statusLook } from "./status.ts";

interface Props {
  /** The name of the state or severity in its record file. */
  name: string;
  label: string;
  /** The record type, where one word has two meanings. */
  record?: string;
  held?: boolean;
  size?: number;
}

export function StatusWord({ name, label, record, held = false, size = 14 }: Props) {
  const look = statusLook(name, held, record);
  return (
    <span className={css.status} data-urgent={look.urgent}>
      <StatusGlyph name={look.glyph} tone={look.tone} size={size} />
      {label}
    </span>
  );
}
