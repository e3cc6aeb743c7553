/**
 * The sheet of readings: samples down, characteristics across, with the keys of a spreadsheet (keys.ts); a block from one is pasted
 * from the cell on and checked first when there is anything to say about it.
 */
import type { PartTranslate } from "@lotline/schema/words";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import { AskCell } from "./AskCell.tsx";
import css from "./inspection.module.css";
import {
  type Characteristic,
  currentReadings,
  firstReadings,
  type InspectionRow,
  type Reading,
  type Retested,
} from "./inspection-row.ts";
import { SheetCell } from "./SheetCell.tsx";
import { farthest, padded } from "./sheet.ts";
import { cellKey, partKey } from "./typed.ts";
import type { Cells } from "./useCells.ts";
import type { Recording } from "./useRecording.ts";

const PasteCheck = lazy(() => import("./PasteCheck.tsx"));

interface Props {
  row: InspectionRow;
  recording: Recording;
  cells: Cells;
}

/** What the cells of one column have in common. */
function columnOf(characteristic: Characteristic, { chosen }: Recording) {
  const current = currentReadings(characteristic);
  const used = [...current.values()].flatMap(({ equipment }) => equipment?.number ?? []);
  const counts = [...Map.groupBy(used, (number) => number)].map(([number, all]) => ({ number, count: all.length }));
  counts.sort((a, b) => b.count - a.count);
  return {
    characteristic,
    current,
    first: firstReadings(characteristic),
    far: farthest(characteristic),
    instruments: counts,
    /** What the others of the column are measured with. */
    usual: chosen.of(characteristic.position)?.number ?? counts[0]?.number,
  };
}

type Column = ReturnType<typeof columnOf>;

export function Sheet({ row, recording, cells }: Props) {
  const { t, lang } = useWords("inspect");
  const { editable } = recording;
  const { pending, setPending, take } = cells;
  const { characteristics } = row;
  const samples = Math.max(0, ...characteristics.map(({ sampleSize }) => sampleSize));
  const columns = characteristics.map((characteristic) => columnOf(characteristic, recording));
  const nameOf = ({ nameEn, nameZh }: Characteristic) => (lang === "zh" ? nameZh : nameEn);
  return (
    <div className={css.sheet} tabIndex={editable ? -1 : 0} role="group" aria-label={t("insp.grid")}>
      <table className={css.table} aria-label={t("insp.grid")}>
        <thead>
          <tr>
            <th scope="col" className={css.sample}>
              {t("insp.sample")}
            </th>
            {columns.map((column) => (
              <th key={column.characteristic.position} scope="col">
                <Head column={column} name={nameOf(column.characteristic)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: samples }, (_, index) => index + 1).map((sample) => (
            <tr key={sample}>
              <th scope="row" className={css.sample}>
                {sample}
              </th>
              {columns.map((column) =>
                sample <= column.characteristic.sampleSize ? (
                  <One
                    key={column.characteristic.position}
                    {...{ row, recording, cells, column, sample }}
                    name={nameOf(column.characteristic)}
                  />
                ) : (
                  <td key={column.characteristic.position} className={css.enough}>
                    {sample === column.characteristic.sampleSize + 1 && t("insp.enough", { n: column.characteristic.sampleSize })}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <AskCell row={row} recording={recording} cells={cells} />
      {pending && (
        <Suspense>
          <PasteCheck
            characteristics={characteristics}
            codes={row.defectCodes}
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

interface OneProps extends Props {
  column: Column;
  sample: number;
  name: string;
}

/** One cell with what is typed for it and recorded of it. */
function One({ row, recording, cells, column, sample, name }: OneProps) {
  const { t, say } = useWords("inspect");
  const { characteristic, current, first, usual, far } = column;
  const { readings, editable, clashes, problems } = recording;
  const key = cellKey(characteristic.position, sample);
  const recorded = current.get(sample);
  const typedCode = readings.typed[partKey(key, "d")];
  const typedInstrument = readings.typed[partKey(key, "e")];
  const clash = clashes.find((one) => one.key === key)?.clash;
  const before = first.get(sample);
  const measuredWith =
    row.instruments.find(({ id }) => id === typedInstrument)?.number ??
    (readings.typed[key] === undefined ? recorded?.equipment?.number : undefined);
  return (
    <SheetCell
      characteristic={characteristic}
      sample={sample}
      recorded={recorded}
      text={readings.typed[key]}
      name={name}
      far={far}
      editable={editable}
      problem={clash ? clashWord(characteristic, clash, t, say) : problems[key]}
      code={row.defectCodes.find(({ id }) => id === typedCode) ?? recorded?.defect ?? undefined}
      codes={row.defectCodes}
      instrument={measuredWith !== usual ? measuredWith : undefined}
      first={before && !(recorded && recorded.value === before.value) ? padded(characteristic, before.value) : undefined}
      {...cells.handlers}
    />
  );
}

const clashWord = (
  characteristic: Characteristic,
  { by, value }: Reading,
  t: PartTranslate<"inspect">,
  say: ReturnType<typeof useWords>["say"],
): string => t("grid.clash", { who: say(by), value: padded(characteristic, value) });

function Head({ column, name }: { column: Column; name: string }) {
  const { t } = useWords("inspect");
  const { characteristic, current, instruments } = column;
  const count = current.size;
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
        {characteristic.isCoded && ` · ${t("grid.coded")}`}
      </span>
      {instruments.length > 0 && (
        <span className={css.plan}>
          {instruments.map(({ number, count: of }) => (instruments.length === 1 ? number : `${number} × ${of}`)).join(" · ")}
        </span>
      )}
      {characteristic.retests.map((retest) => (
        <RetestLine key={retest.id} retest={retest} words={retest.sample === null ? "grid.retested" : "grid.retestedOne"} />
      ))}
      {characteristic.waiting && (
        <RetestLine
          retest={characteristic.waiting}
          words={characteristic.waiting.sample === null ? "grid.retestWaits" : "grid.retestWaitsOne"}
        />
      )}
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

type RetestWord = "grid.retested" | "grid.retestedOne" | "grid.retestWaits" | "grid.retestWaitsOne";

/** A retest of the column, with the way to it. */
function RetestLine({ retest: { number, sample }, words }: { retest: Retested; words: RetestWord }) {
  const { t } = useWords("inspect");
  return (
    <span className={css.plan}>
      <Link to={recordPath("Retest", number)}>
        <Code>{number}</Code>
      </Link>{" "}
      {t(words, { n: sample ?? 0 })}
    </span>
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
