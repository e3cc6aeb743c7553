/** What a cell is asked about: the defect code of a reading that fails, or the instrument it is measured with. */
import { registry } from "@lotline/schema";
import { lazy, Suspense } from "react";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import type { Pick } from "./CellPick.tsx";
import { codesFor, matchingCodes } from "./codes.ts";
import type { Characteristic, InspectionRow } from "./inspection-row.ts";
import css from "./pick.module.css";
import { cellKey, partKey } from "./typed.ts";
import { type Cells, inputId } from "./useCells.ts";
import type { Recording } from "./useRecording.ts";

const CellPick = lazy(() => import("./CellPick.tsx"));

const severities = registry.DefectCode.fields.severity.of.values;

interface Props {
  row: InspectionRow;
  recording: Recording;
  cells: Cells;
}

export function AskCell({ row, recording, cells }: Props) {
  const { asking } = cells;
  const characteristic = row.characteristics.find(({ position }) => position === asking?.at.position);
  if (!asking || !characteristic) return null;
  const props = { row, recording, cells, characteristic, sample: asking.at.sample };
  return <Suspense>{asking.what === "code" ? <AskCode {...props} /> : <AskInstrument {...props} />}</Suspense>;
}

interface AskProps extends Props {
  characteristic: Characteristic;
  sample: number;
}

function AskCode({ row, recording, cells, characteristic, sample }: AskProps) {
  const { t, say, lang } = useWords("inspect");
  const key = cellKey(characteristic.position, sample);
  const offered = recording.codes.recentFirst(codesFor(characteristic, row.defectCodes));
  const name = lang === "zh" ? characteristic.nameZh : characteristic.nameEn;
  const picks = (typed: string): Pick[] =>
    matchingCodes(offered, typed).map((code) => ({
      id: code.id,
      text: (
        <>
          <Code>{code.number}</Code> {say(code.title)}
          <span className={css.side}>{say(severities[code.severity as keyof typeof severities])}</span>
        </>
      ),
    }));
  return (
    <CellPick
      at={document.getElementById(inputId(characteristic.position, sample))}
      label={t("grid.codeOf", { name, n: sample })}
      hint={t("grid.codeHint")}
      picks={picks}
      onTake={(id) => {
        recording.codes.took(id);
        recording.readings.change({ [partKey(key, "d")]: id });
        cells.answered("taken");
      }}
      onLeave={(back) => cells.answered(back ? "left" : "gone")}
    />
  );
}

function AskInstrument({ row, recording, cells, characteristic, sample }: AskProps) {
  const { t, say, lang } = useWords("inspect");
  const name = lang === "zh" ? characteristic.nameZh : characteristic.nameEn;
  const known = row.instruments.filter(({ type }) => type === characteristic.instrument);
  const picks = (typed: string): Pick[] =>
    known
      .filter(({ number, title }) => `${number} ${title.en} ${title.zh}`.toUpperCase().includes(typed.trim().toUpperCase()))
      .map(({ id, number, title, dueOn, reasons }) => ({
        id,
        text: (
          <>
            <Code>{number}</Code> {say(title)}
            {dueOn && <span className={css.side}>{t("grid.dueTo", { date: dueOn })}</span>}
          </>
        ),
        ...(reasons.length > 0 ? { barred: reasons.map(({ text }) => say(text)).join(" ") } : {}),
      }));
  return (
    <CellPick
      at={document.getElementById(inputId(characteristic.position, sample))}
      label={t("grid.instrumentOf", { name, n: sample })}
      hint={t("grid.instrumentHint")}
      picks={picks}
      onTake={(id, more) => {
        recording.readings.change({ [partKey(cellKey(characteristic.position, sample), "e")]: id });
        if (more) recording.chosen.chooseColumn(characteristic.position, id);
        cells.answered("taken");
      }}
      onLeave={(back) => cells.answered(back ? "left" : "gone")}
    />
  );
}
