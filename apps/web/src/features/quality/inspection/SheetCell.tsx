/** One reading: its box or its value, the ruler with the limits, and a word where it is out of them. */
import { type ClipboardEvent, type KeyboardEvent, memo } from "react";
import { useWords } from "../../../kit/lang.tsx";
import { Scale } from "../../../kit/mark/Scale.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { codeText, saidIn } from "./codes.ts";
import css from "./inspection.module.css";
import type { Characteristic, Defect, OfferedDefect, Reading } from "./inspection-row.ts";
import { isOut, type Look, lookOf, padded } from "./sheet.ts";
import { inputId } from "./useCells.ts";

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
  /** What the server said against it, or what somebody else has recorded meanwhile. */
  problem: string | undefined;
  /** The defect code, typed or recorded. */
  code: Defect | undefined;
  /** The codes there are, so that one may be typed beside the value. */
  codes: readonly OfferedDefect[];
  /** What it is measured with, where that is not the instrument of its column. */
  instrument: string | undefined;
  /** The first result, in whose place a later one stands. */
  first: string | undefined;
  onText: (position: number, sample: number, text: string | undefined) => void;
  onLeave: (position: number, sample: number, text: string) => void;
  onKey: (position: number, sample: number, event: KeyboardEvent<HTMLInputElement>) => void;
  onPaste: (position: number, sample: number, event: ClipboardEvent<HTMLInputElement>) => void;
}

function SheetCellOf(props: Props) {
  const { characteristic, sample, recorded, text, far, problem, code, codes, instrument, first } = props;
  const { t, say } = useWords("inspect");
  const value = text ?? (recorded ? padded(characteristic, recorded.value) : "");
  const said = saidIn(characteristic, value, codes);
  const look = lookOf(characteristic, said.value);
  // The verdict on what is recorded is the server's.
  const out = text === undefined && recorded ? !recorded.conforms : isOut(look);
  const bad = problem !== undefined || look.kind === "bad" || said.unknown !== undefined;
  const wordId = `${inputId(characteristic.position, sample)}-word`;
  const unknown = said.unknown && t("grid.codeUnknown", { code: said.unknown });
  const word = problem ?? unknown ?? wordOf(look, t, characteristic.kind);
  const given = said.code ?? code;
  return (
    <td className={css.cell} data-out={out || undefined} data-typed={text !== undefined || undefined} title={hintOf(props, say)}>
      <div className={css.reading}>
        {first !== undefined && (
          <s className={css.first} title={t("grid.first")}>
            {first}
          </s>
        )}
        <Box {...props} value={value} bad={bad} describedBy={word ? wordId : undefined} />
        {value !== "" && look.kind !== "bad" && (
          <Verdict characteristic={characteristic} value={said.value} far={far} out={out} />
        )}
        {out && (given || characteristic.isCoded) && (
          <span className={css.code} data-missing={!given || undefined}>
            {given ? given.number : t("grid.codeNone")}
          </span>
        )}
        {instrument && <span className={css.own}>{instrument}</span>}
        <span id={wordId} className={css.word} data-bad={out || bad || undefined}>
          {word}
        </span>
      </div>
    </td>
  );
}

/** The ruler of what is measured, the mark of what is counted. */
function Verdict({ characteristic, value, far, out }: Pick<Props, "characteristic" | "far"> & { value: string; out: boolean }) {
  if (characteristic.kind === "variable")
    return <Scale value={value} lower={characteristic.lower} upper={characteristic.upper} far={far} />;
  return <StatusGlyph name={out ? "cross" : "tick"} tone={out ? "no" : "ok"} size={13} />;
}

/** Who measured it, when and with what, by which defect it failed. */
function hintOf({ recorded, code, instrument }: Props, say: ReturnType<typeof useWords>["say"]): string | undefined {
  if (!recorded) return undefined;
  const parts = [recorded.equipment?.number ?? instrument, say(recorded.by), code && codeText(code, say)];
  return parts.filter(Boolean).join(" · ");
}

function Box(props: Props & { value: string; bad: boolean; describedBy: string | undefined }) {
  const { characteristic, sample, name, editable, value, bad, describedBy, onText, onLeave, onKey, onPaste } = props;
  const { t } = useWords("inspect");
  const { position } = characteristic;
  if (!editable) return <span className={css.value}>{value || "·"}</span>;
  return (
    <input
      id={inputId(position, sample)}
      className={css.input}
      value={value}
      placeholder="·"
      inputMode={characteristic.kind === "variable" ? "decimal" : "text"}
      autoComplete="off"
      maxLength={60}
      aria-label={t("insp.cell", { name, n: sample })}
      aria-invalid={bad || undefined}
      aria-describedby={describedBy}
      onChange={(event) => onText(position, sample, event.currentTarget.value)}
      onBlur={(event) => {
        delete event.currentTarget.dataset.editing;
        if (props.text !== undefined) onLeave(position, sample, props.text);
      }}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={(event) => onKey(position, sample, event)}
      onPaste={(event) => onPaste(position, sample, event)}
    />
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
