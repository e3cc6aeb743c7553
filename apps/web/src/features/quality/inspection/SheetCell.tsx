/** One reading: its box or its value, the ruler with the limits, and a word where it is out of them. */
import { type ClipboardEvent, type KeyboardEvent, memo } from "react";
import { useWords } from "../../../kit/lang.tsx";
import { Scale } from "../../../kit/mark/Scale.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import css from "./inspection.module.css";
import type { Characteristic, Reading } from "./inspection-row.ts";
import { type Look, lookOf, padded } from "./sheet.ts";

interface Props {
  characteristic: Characteristic;
  sample: number;
  recorded: Reading | undefined;
  /** What is typed over it; undefined when nothing is. */
  text: string | undefined;
  name: string;
  /** The value that sets the length of a ruler with one limit. */
  far: string | undefined;
  editable: boolean;
  /** What the server said against it. */
  problem: string | undefined;
  onText: (position: number, sample: number, text: string | undefined) => void;
  onKey: (position: number, sample: number, event: KeyboardEvent<HTMLInputElement>) => void;
  onPaste: (position: number, sample: number, event: ClipboardEvent<HTMLInputElement>) => void;
}

export const inputId = (position: number, sample: number): string => `reading-${position}-${sample}`;

function SheetCellOf({ characteristic, sample, recorded, text, name, far, editable, problem, onText, onKey, onPaste }: Props) {
  const { t } = useWords();
  const value = text ?? (recorded ? padded(characteristic, recorded.value) : "");
  const look = lookOf(characteristic, value);
  // The verdict on what is recorded is the server's.
  const out =
    text === undefined && recorded
      ? !recorded.conforms
      : look.kind === "above" || look.kind === "below" || look.kind === "defects";
  const bad = problem !== undefined || look.kind === "bad";
  const { position } = characteristic;
  const wordId = `${inputId(position, sample)}-word`;
  const word = problem ?? wordOf(look, t, characteristic.kind);
  return (
    <td className={css.cell} data-out={out || undefined} data-typed={text !== undefined || undefined}>
      <div className={css.reading}>
        {editable ? (
          <input
            id={inputId(position, sample)}
            className={css.input}
            value={value}
            placeholder="·"
            inputMode={characteristic.kind === "variable" ? "decimal" : "text"}
            autoComplete="off"
            maxLength={40}
            aria-label={t("insp.cell", { name, n: sample })}
            aria-invalid={bad || undefined}
            aria-describedby={word ? wordId : undefined}
            onChange={(event) => onText(position, sample, event.currentTarget.value)}
            onBlur={(event) => {
              delete event.currentTarget.dataset.editing;
              if (text?.trim() === "") onText(position, sample, undefined);
            }}
            onFocus={(event) => event.currentTarget.select()}
            onKeyDown={(event) => onKey(position, sample, event)}
            onPaste={(event) => onPaste(position, sample, event)}
          />
        ) : (
          <span className={css.value}>{value || "·"}</span>
        )}
        {characteristic.kind === "variable"
          ? value !== "" &&
            look.kind !== "bad" && <Scale value={value} lower={characteristic.lower} upper={characteristic.upper} far={far} />
          : value !== "" &&
            look.kind !== "bad" && <StatusGlyph name={out ? "cross" : "tick"} tone={out ? "no" : "ok"} size={13} />}
        <span id={wordId} className={css.word} data-bad={out || bad || undefined}>
          {word}
        </span>
      </div>
    </td>
  );
}

function wordOf(look: Look, t: ReturnType<typeof useWords>["t"], kind: string): string {
  switch (look.kind) {
    case "above":
      return t("insp.above", { d: look.by });
    case "below":
      return t("insp.below", { d: look.by });
    case "defects":
      return t("insp.defects", { n: look.by });
    case "bad":
      return kind === "variable" ? t("insp.bad") : t("insp.badDefects");
    default:
      return kind !== "variable" && look.kind === "in" ? t("insp.none") : "";
  }
}

/** Drawn again only when its own reading changes: a sheet may have thousands. */
export const SheetCell = memo(SheetCellOf);
