/**
 * The sheet of readings: samples down, characteristics across. Enter goes to the next sample, Tab to the next characteristic, arrows
 * up and down the samples, Esc takes a typed text back; a block from a spreadsheet is pasted from the cell on.
 */
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useCallback, useRef } from "react";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import css from "./inspection.module.css";
import type { Characteristic } from "./inspection-row.ts";
import { currentReadings } from "./inspection-row.ts";
import { inputId, SheetCell } from "./SheetCell.tsx";
import { above, below, cellKey, farthest, type Place, padded, pasted, type Typed } from "./sheet.ts";
import type { TypedReadings } from "./useTyped.ts";

interface Props {
  characteristics: readonly Characteristic[];
  readings: TypedReadings;
  editable: boolean;
  /** What the server said against cells, by key. */
  problems: Readonly<Partial<Record<string, string>>>;
  onEnd: () => void;
}

const focus = ({ position, sample }: Place) => document.getElementById(inputId(position, sample))?.focus();

function useCells(characteristics: readonly Characteristic[], { change }: TypedReadings, onEnd: () => void) {
  // Read late, so that the handlers stay the same and cells are not drawn again for them.
  const late: RefObject<{ characteristics: readonly Characteristic[]; onEnd: () => void }> = useRef({ characteristics, onEnd });
  late.current = { characteristics, onEnd };
  const onText = useCallback(
    (position: number, sample: number, text: string | undefined) => {
      const key = cellKey(position, sample);
      if (text === undefined) change({}, [key]);
      else change({ [key]: text });
    },
    [change],
  );
  const onKey = useCallback(
    (position: number, sample: number, event: KeyboardEvent<HTMLInputElement>) => {
      // Enter of an input method ends its composition, not the reading.
      if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        return onText(position, sample, undefined);
      }
      const back = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
      if (!back && event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      const next = (back ? above : below)(late.current.characteristics, { position, sample });
      if (next) focus(next);
      else if (!back && event.key === "Enter") late.current.onEnd();
    },
    [onText],
  );
  const onPaste = useCallback(
    (position: number, sample: number, event: ClipboardEvent<HTMLInputElement>) => {
      const text = event.clipboardData.getData("text/plain");
      if (!/[\n\t]/.test(text.trim())) return;
      event.preventDefault();
      const texts: Typed = pasted(late.current.characteristics, { position, sample }, text);
      change(texts);
    },
    [change],
  );
  return { onText, onKey, onPaste };
}

export function Sheet({ characteristics, readings, editable, problems, onEnd }: Props) {
  const { t, lang } = useWords();
  const cells = useCells(characteristics, readings, onEnd);
  const samples = Math.max(0, ...characteristics.map(({ sampleSize }) => sampleSize));
  const current = characteristics.map(currentReadings);
  const far = characteristics.map(farthest);
  const nameOf = ({ nameEn, nameZh }: Characteristic) => (lang === "zh" ? nameZh : nameEn);
  return (
    <div className={css.sheet} tabIndex={editable ? -1 : 0} role="group" aria-label={t("insp.grid")}>
      <table className={css.table} aria-label={t("insp.grid")}>
        <thead>
          <tr>
            <th scope="col" className={css.sample}>
              {t("insp.sample")}
            </th>
            {characteristics.map((characteristic, index) => (
              <th key={characteristic.position} scope="col">
                <Head characteristic={characteristic} name={nameOf(characteristic)} count={current[index]?.size ?? 0} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: samples }, (_, row) => row + 1).map((sample) => (
            <tr key={sample}>
              <th scope="row" className={css.sample}>
                {sample}
              </th>
              {characteristics.map((characteristic, index) =>
                sample <= characteristic.sampleSize ? (
                  <SheetCell
                    key={characteristic.position}
                    characteristic={characteristic}
                    sample={sample}
                    recorded={current[index]?.get(sample)}
                    text={readings.typed[cellKey(characteristic.position, sample)]}
                    name={nameOf(characteristic)}
                    far={far[index]}
                    editable={editable}
                    problem={problems[cellKey(characteristic.position, sample)]}
                    {...cells}
                  />
                ) : (
                  <td key={characteristic.position} className={css.enough}>
                    {sample === characteristic.sampleSize + 1 && t("insp.enough", { n: characteristic.sampleSize })}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ characteristic, name, count }: { characteristic: Characteristic; name: string; count: number }) {
  const { t } = useWords();
  const { sampleSize, acceptUpTo, defects, limits } = characteristic;
  const range = rangeOf(characteristic);
  return (
    <div className={css.head}>
      <span>
        <b>{name}</b> <span className={css.limits}>{limits}</span>
      </span>
      <span className={css.plan}>
        n = {sampleSize}, {t("insp.acRe", { ac: acceptUpTo, re: acceptUpTo + 1 })}
      </span>
      <span className={css.count}>
        <b>
          {count} / {sampleSize}
        </b>
        {range && <span className={css.plan}>{range}</span>}
        {defects > 0 && (
          <span className={css.defects} data-no={defects > acceptUpTo || undefined}>
            <StatusGlyph
              name={defects > acceptUpTo ? "squareCross" : "triangleHalf"}
              tone={defects > acceptUpTo ? "no" : "wait"}
              size={12}
            />{" "}
            {t("insp.defectsOf", { d: defects, ac: acceptUpTo })}
          </span>
        )}
      </span>
    </div>
  );
}

/** The least and the greatest recorded value, as they were written. */
function rangeOf(characteristic: Characteristic): string {
  if (characteristic.kind !== "variable") return "";
  const values = [...currentReadings(characteristic).values()]
    .map(({ value }) => padded(characteristic, value))
    .sort((a, b) => Number(a) - Number(b));
  const [least, greatest] = [values[0], values.at(-1)];
  return least === undefined || greatest === undefined ? "" : least === greatest ? least : `${least}–${greatest}`;
}
