/** What is known of the reading in hand: limits, instrument, who and when, its defect, its first result; and the keys for them. */
import { registry } from "@lotline/schema";
import { type RefObject, useEffect, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useZone } from "../../../kit/clock.tsx";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code, Key } from "../../../kit/mark/Text.tsx";
import { codesFor, codeText, saidIn } from "./codes.ts";
import css from "./inspection.module.css";
import { currentReadings, firstReadings, type InspectionRow } from "./inspection-row.ts";
import { isOut, lookOf, type Place, padded } from "./sheet.ts";
import { cellKey, partKey } from "./typed.ts";
import type { Cells } from "./useCells.ts";
import type { Recording } from "./useRecording.ts";

interface Props {
  row: InspectionRow;
  recording: Recording;
  cells: Cells;
  board: RefObject<HTMLElement | null>;
  onRetest: (at: Place) => void;
}

/** The cell that has, or last had, the focus; told by the boxes themselves, so that the sheet is not drawn again for it. */
function useFocused(board: RefObject<HTMLElement | null>): Place | undefined {
  const [at, setAt] = useState<Place>();
  useEffect(() => {
    const on = board.current;
    const hear = (event: FocusEvent) => {
      const [, position, sample] = (event.target instanceof HTMLElement && /^reading-(\d+)-(\d+)$/.exec(event.target.id)) || [];
      if (position && sample) setAt({ position: Number(position), sample: Number(sample) });
    };
    on?.addEventListener("focusin", hear);
    return () => on?.removeEventListener("focusin", hear);
  }, [board]);
  return at;
}

const severities = registry.DefectCode.fields.severity.of.values;

export function CellLine({ row, recording, cells, board, onRetest }: Props) {
  const { t, say, lang } = useWords("inspect");
  const zone = useZone();
  const at = useFocused(board);
  const characteristic = row.characteristics.find(({ position }) => position === at?.position);
  if (!at || !characteristic) return null;
  const key = cellKey(at.position, at.sample);
  const { typed } = recording.readings;
  const recorded = currentReadings(characteristic).get(at.sample);
  const first = firstReadings(characteristic).get(at.sample);
  const said = saidIn(characteristic, typed[key] ?? recorded?.value ?? "", row.defectCodes);
  const fails = isOut(lookOf(characteristic, said.value));
  const instrumentId = typed[partKey(key, "e")] ?? (typed[key] === undefined ? recorded?.equipment?.id : undefined);
  const instrument =
    row.instruments.find(({ id }) => id === instrumentId) ?? (typed[key] ? recording.chosen.of(at.position) : undefined);
  const code = said.code ?? row.defectCodes.find(({ id }) => id === typed[partKey(key, "d")]) ?? recorded?.defect;
  return (
    <div className={css.line} role="group" aria-label={t("grid.cell")}>
      <b>{t("insp.cell", { name: lang === "zh" ? characteristic.nameZh : characteristic.nameEn, n: at.sample })}</b>
      {first && (
        <span>
          <s className={css.first}>{padded(characteristic, first.value)}</s> {say(first.by)}{" "}
          <Code>{formatInstant(first.at, zone)}</Code>
        </span>
      )}
      {recorded && (
        <span>
          <b>{padded(characteristic, recorded.value)}</b> {say(recorded.by)} <Code>{formatInstant(recorded.at, zone)}</Code>
        </span>
      )}
      {instrument && (
        <span>
          <Code>{instrument.number}</Code> {instrument.dueOn && t("grid.dueTo", { date: instrument.dueOn })}
        </span>
      )}
      {fails && code && (
        <span>
          {codeText(code, say)} ({say(severities[code.severity as keyof typeof severities])})
        </span>
      )}
      <span className={css.asks}>
        {recording.editable && fails && codesFor(characteristic, row.defectCodes).length > 0 && (
          <Button look="quiet" onClick={() => cells.setAsking({ what: "code", at, next: undefined })}>
            {t("grid.code")} <Key>F4</Key>
          </Button>
        )}
        {recording.editable && characteristic.instrument && said.value !== "" && (
          <Button look="quiet" onClick={() => cells.setAsking({ what: "instrument", at, next: undefined })}>
            {t("grid.instruments")} <Key>F8</Key>
          </Button>
        )}
        {recorded &&
          !recorded.conforms &&
          !characteristic.waiting &&
          row.actions.some(({ name, allowed }) => name === "requestRetest" && allowed) && (
            <Button look="quiet" onClick={() => onRetest(at)}>
              {t("grid.retest")}… <Key>F9</Key>
            </Button>
          )}
      </span>
    </div>
  );
}
