/**
 * The sheet of readings: samples down, characteristics across, with the keys of a spreadsheet (keys.ts); a block from one is pasted
 * from the cell on and checked first when there is anything to say about it.
 */
import { type ClipboardEvent, type KeyboardEvent, lazy, type RefObject, Suspense, useCallback, useRef, useState } from "react";
import { useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import css from "./inspection.module.css";
import type { Characteristic } from "./inspection-row.ts";
import { currentReadings } from "./inspection-row.ts";
import { meantBy } from "./keys.ts";
import { isPlain, mostPastedRows, readPasted } from "./paste-readings.ts";
import { inputId, SheetCell } from "./SheetCell.tsx";
import { cellKey, farthest, type Place, padded, type Typed } from "./sheet.ts";
import type { TypedReadings } from "./useTyped.ts";

const PasteCheck = lazy(() => import("./PasteCheck.tsx"));

interface Props {
  characteristics: readonly Characteristic[];
  readings: TypedReadings;
  editable: boolean;
  /** What the server said against cells, by key. */
  problems: Readonly<Partial<Record<string, string>>>;
  onEnd: () => void;
}

const focus = ({ position, sample }: Place) => document.getElementById(inputId(position, sample))?.focus();

/** A block on its way into the cells. */
interface Pending {
  readonly at: Place;
  readonly text: string;
}

function useCells(characteristics: readonly Characteristic[], readings: TypedReadings, onEnd: () => void) {
  const { t } = useWords();
  const tell = useTell();
  const [pending, setPending] = useState<Pending>();
  // Read late, so that the handlers stay the same and cells are not drawn again for them.
  const take = (texts: Typed) => {
    readings.change(texts);
    tell(t("grid.pasted", { n: Object.keys(texts).length }));
  };
  const now = { characteristics, readings, onEnd, t, take };
  const late: RefObject<typeof now> = useRef(now);
  late.current = now;
  const onText = useCallback((position: number, sample: number, text: string | undefined) => {
    const key = cellKey(position, sample);
    if (text === undefined) late.current.readings.change({}, [key]);
    else late.current.readings.change({ [key]: text });
  }, []);
  const onKey = useCallback(
    (position: number, sample: number, event: KeyboardEvent<HTMLInputElement>) => {
      // Enter of an input method ends its composition, not the reading.
      if (event.nativeEvent.isComposing || event.altKey) return;
      const box = event.currentTarget;
      const meant = meantBy(
        late.current.characteristics,
        { position, sample },
        {
          key: event.key,
          shift: event.shiftKey,
          mod: event.ctrlKey || event.metaKey,
          isEditing: box.dataset.editing !== undefined,
        },
      );
      if (!meant) return;
      event.preventDefault();
      switch (meant.kind) {
        case "go":
          return focus(meant.to);
        case "end":
          return late.current.onEnd();
        case "edit":
          box.dataset.editing = "";
          return box.setSelectionRange(box.value.length, box.value.length);
        case "takeBack":
          event.stopPropagation();
          return onText(position, sample, undefined);
        case "undo":
          return late.current.readings.undo();
        case "redo":
          return late.current.readings.redo();
      }
    },
    [onText],
  );
  const onPaste = useCallback((position: number, sample: number, event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\n\t]/.test(text.trim())) return;
    event.preventDefault();
    const at = { position, sample };
    const block = readPasted(late.current.characteristics, at, text, false, late.current.t);
    if (!isPlain(block) || block.rows > mostPastedRows) return setPending({ at, text });
    late.current.take(block.good);
  }, []);
  return { cells: { onText, onKey, onPaste }, pending, setPending, take };
}

export function Sheet({ characteristics, readings, editable, problems, onEnd }: Props) {
  const { t, lang } = useWords();
  const { cells, pending, setPending, take } = useCells(characteristics, readings, onEnd);
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
      {pending && (
        <Suspense>
          <PasteCheck
            characteristics={characteristics}
            at={pending.at}
            text={pending.text}
            onTake={(texts) => {
              take(texts);
              setPending(undefined);
            }}
            onClose={() => setPending(undefined)}
          />
        </Suspense>
      )}
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
        {characteristic.isVerified && ` · ${t("grid.verified")}`}
        {characteristic.isDestructive && ` · ${t("grid.destructive")}`}
      </span>
      {characteristic.retests.map(({ id, number }) => (
        <span key={id} className={css.plan}>
          {t("grid.retested", { number })}
        </span>
      ))}
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
