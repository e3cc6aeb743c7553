/** The page of an inspection: the sheet of readings, what the server makes of them, and the record's fields below. */
import { type Label, registry } from "@lotline/schema";
import { type Ref, useRef } from "react";
import { Button } from "../../../kit/Button.tsx";
import { refOf } from "../../../kit/data/row.ts";
import { ReasonBox } from "../../../kit/form/ReasonBox.tsx";
import { useKeys, useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { StatusWord } from "../../../kit/mark/StatusWord.tsx";
import { Key } from "../../../kit/mark/Text.tsx";
import { Progress } from "../../../kit/record/DialogParts.tsx";
import { DefaultBody } from "../../../kit/record/RecordBody.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { EmptyState } from "../../../kit/states.tsx";
import { IdentityAndDates } from "../../shared/IdentityAndDates.tsx";
import { SkippedLot } from "../sampling/SkippedLot.tsx";
import { WhySamples } from "../sampling/WhySamples.tsx";
import { CellLine } from "./CellLine.tsx";
import { DefectsByCode } from "./DefectsByCode.tsx";
import { Instruments } from "./Instruments.tsx";
import css from "./inspection.module.css";
import { type Characteristic, currentReadings, type InspectionRow, isInspectionRow } from "./inspection-row.ts";
import { ReplacedReadings } from "./ReplacedReadings.tsx";
import { Sheet } from "./Sheet.tsx";
import { asTsv, firstMissing, keptMine, type Place, padded, standing } from "./sheet.ts";
import { focusCell, useCells } from "./useCells.ts";
import { type Recording, useRecording } from "./useRecording.ts";

export default function InspectionLayout(props: RecordLayoutProps) {
  const { row } = props;
  return isInspectionRow(row) ? <Inspection row={row} again={props.again} act={props.act} /> : <DefaultBody {...props} />;
}

const identity = ["lot", "item", "plan", "lotQuantity", "site", "createdBy"];
const dates = ["createdAt", "concludedAt", "retainUntil"];

type InspectionProps = Pick<RecordLayoutProps, "again" | "act"> & { row: InspectionRow };

function Inspection({ row, again, act }: InspectionProps) {
  const { t } = useWords("inspect");
  const { characteristics } = row;
  return (
    <>
      {row.state === "skipped" ? (
        <SkippedLot row={row} />
      ) : characteristics.length === 0 ? (
        <EmptyState title={t("insp.noPlan")} hint={t("insp.noPlanHint")} />
      ) : (
        <Board row={row} again={again} act={act} />
      )}
      {row.state !== "skipped" && <WhySamples row={row} characteristics={characteristics} />}
      <ReplacedReadings characteristics={characteristics} />
      <IdentityAndDates name="Inspection" row={row} identity={identity} dates={dates} />
    </>
  );
}

/** The sheet with its keys, and below it what stands between the typed readings and their record. */
function Board({ row, again, act }: InspectionProps) {
  const { t, say } = useWords("inspect");
  const { characteristics } = row;
  const recording = useRecording(row, again);
  const { editable, readings } = recording;
  const board = useRef<HTMLElement>(null);
  const save = useRef<HTMLButtonElement>(null);
  const copy = useCopy(row, recording);
  const onRetest = ({ position, sample }: Place) => {
    const one = characteristics.find((candidate) => candidate.position === position);
    if (one && currentReadings(one).get(sample)?.conforms === false) act("requestRetest", { characteristic: position, sample });
  };
  const cells = useCells({ row, recording, onEnd: () => save.current?.focus(), onRetest });
  const toSheet = () =>
    focusCell(firstMissing(characteristics, readings.typed) ?? { position: characteristics[0]?.position ?? 1, sample: 1 });
  useKeys(
    editable
      ? [
          { key: "j", label: t("insp.toSheet"), run: toSheet },
          { key: "mod+Enter", label: t("insp.save"), run: () => void recording.record() },
        ]
      : [],
  );
  return (
    <>
      <section ref={board} className={css.board} data-tour="sheet" aria-label={t("insp.grid")}>
        <PlanNotice row={row} />
        {editable && <Instruments row={row} chosen={recording.chosen} />}
        <SheetKeys editable={editable} onCopy={copy} />
        <Sheet row={row} recording={recording} cells={cells} />
        <CellLine row={row} recording={recording} cells={cells} board={board} onRetest={onRetest} />
        <footer className={css.foot}>
          <Judgement row={row} />
          {editable && <Save recording={recording} ref={save} />}
        </footer>
        <Asked recording={recording} row={row} />
        {recording.elsewhere.map((issue) => (
          <p key={issue.code} role="alert" className={css.problem}>
            {say(issue.text)}
          </p>
        ))}
      </section>
      <DefectsByCode row={row} recording={recording} />
    </>
  );
}

function SheetKeys({ editable, onCopy }: { editable: boolean; onCopy: () => void }) {
  const { t } = useWords("inspect");
  return (
    <p className={css.keys}>
      <span className={css.hint}>{editable && t("insp.pasteHint")}</span>
      {editable && (
        <>
          <Key>Enter</Key> {t("insp.next")} <Key>Tab</Key> {t("insp.nextItem")} <Key>F2</Key> {t("grid.edit")} <Key>Ctrl Z</Key>{" "}
          {t("grid.undo")} <Key>Ctrl Enter</Key> {t("insp.save")}
        </>
      )}
      <Button look="quiet" onClick={onCopy}>
        {t("grid.copy")}
      </Button>
    </p>
  );
}

/** The table with its head and what is typed, as a spreadsheet takes it. */
function useCopy({ characteristics }: InspectionRow, { readings }: Recording): () => void {
  const { t, lang } = useWords("inspect");
  const tell = useTell();
  return () => {
    const head = [t("insp.sample"), ...characteristics.map((one) => `${lang === "zh" ? one.nameZh : one.nameEn} ${one.limits}`)];
    void navigator.clipboard.writeText(asTsv(characteristics, readings.typed, head)).then(() => tell(t("grid.copied")));
  };
}

/** A plan that was revised meanwhile: the inspection goes on by the one it began with (REQ-GATE-10). */
function PlanNotice({ row }: { row: InspectionRow }) {
  const { t } = useWords("inspect");
  const frozen = refOf(row.plan)?.number;
  if (!row.planInForce || !frozen) return null;
  return (
    <p role="note" className={css.notice}>
      <StatusGlyph name="triangleHalf" tone="wait" size={13} /> {t("grid.planRevised", { plan: row.planInForce.number, frozen })}
    </p>
  );
}

function Save({ recording, ref }: { recording: Recording; ref: Ref<HTMLButtonElement> }) {
  const { t } = useWords("inspect");
  const { act, open, idle, record } = recording;
  return (
    <>
      {open.length > 0 && (
        <span className={css.unsaved} title={t("insp.keptDraft")}>
          {t("insp.unsaved", { n: open.length })}
        </span>
      )}
      <Button
        ref={ref}
        look={open.length > 0 ? "primary" : "outline"}
        busy={act.busy}
        disabled={idle}
        onClick={() => void record()}
      >
        {act.unknown ? t("do.check") : open.length > 0 ? t("insp.saveN", { n: open.length }) : t("insp.save")}
      </Button>
    </>
  );
}

/** What stands between the typed readings and their record: clashes, a reason for corrections, unreadable cells, the server's answer. */
function Asked({ recording, row }: { recording: Recording; row: InspectionRow }) {
  const { t, say } = useWords("inspect");
  const { reason, bad, act, missing } = recording;
  return (
    <div className={css.asked}>
      <Clashes recording={recording} row={row} />
      {reason.replaced > 0 && (
        <div className={css.reason}>
          <p>{t("insp.reason", { n: reason.replaced })}</p>
          <ReasonBox value={reason.value} onChange={reason.set} error={reason.missing ? t("form.reasonMissing") : undefined} />
        </div>
      )}
      {missing.map((type) => (
        <p key={type} role="alert" className={css.problem}>
          {t("grid.noInstrument", { type: typeName(type, say) })}
        </p>
      ))}
      {bad > 0 && (
        <p role="alert" className={css.problem}>
          {t("insp.badRows", { n: bad })}
        </p>
      )}
      <Progress act={act} label={t("insp.save")} />
    </div>
  );
}

const shownClashes = 8;

/** Cells that somebody else has recorded since this person began to type there: one by one, theirs or mine. */
function Clashes({ recording, row }: { recording: Recording; row: InspectionRow }) {
  const { t, say, lang } = useWords("inspect");
  const { clashes, readings } = recording;
  if (clashes.length === 0) return null;
  const told = ({ characteristic, sample, value, clash }: (typeof clashes)[number]): string => {
    const one = row.characteristics.find(({ position }) => position === characteristic);
    if (!one || !clash) return "";
    return t("grid.theirs", {
      name: lang === "zh" ? one.nameZh : one.nameEn,
      n: sample,
      who: say(clash.by),
      value: padded(one, clash.value),
      mine: value,
    });
  };
  const keep = (some: typeof clashes) => readings.change(keptMine(some));
  const drop = (some: typeof clashes) =>
    readings.change(
      {},
      some.map(({ key }) => key),
    );
  return (
    <div className={css.clashes} role="alert">
      <p>{t("grid.clashes", { n: clashes.length })}</p>
      <ul>
        {clashes.slice(0, shownClashes).map((one) => (
          <li key={one.key}>
            {told(one)}{" "}
            <Button look="quiet" onClick={() => drop([one])}>
              {t("grid.takeTheirs")}
            </Button>
            <Button look="quiet" onClick={() => keep([one])}>
              {t("grid.keepMine")}
            </Button>
          </li>
        ))}
      </ul>
      {clashes.length > 1 && (
        <p className={css.both}>
          <Button onClick={() => drop(clashes)}>{t("grid.takeAllTheirs", { n: clashes.length })}</Button>
          <Button onClick={() => keep(clashes)}>{t("grid.keepAllMine", { n: clashes.length })}</Button>
        </p>
      )}
    </div>
  );
}

const types: Readonly<Record<string, Label>> = registry.Equipment.fields.type.of.values;
const typeName = (type: string, say: (label: Label) => string): string => (types[type] ? say(types[type]) : type);

/** What the readings come to, in the server's words; nobody types pass or fail. */
function Judgement({ row }: { row: InspectionRow }) {
  const { t, say, lang } = useWords("inspect");
  const { missing, result } = standing(row.characteristics);
  const nameOf = ({ nameEn, nameZh }: Characteristic) => (lang === "zh" ? nameZh : nameEn);
  const results = registry.Inspection.fields.result.of.values;
  const concluded = row.result === "accepted" || row.result === "rejected" ? row.result : undefined;
  return (
    <div className={css.judgement} role="status">
      {row.characteristics
        .filter(({ defects }) => defects > 0)
        .map((characteristic) => {
          const { defects, acceptUpTo } = characteristic;
          const words = { name: nameOf(characteristic), d: defects, ac: acceptUpTo };
          return defects > acceptUpTo ? (
            <span key={characteristic.position} className={css.no}>
              <StatusGlyph name="squareCross" tone="no" size={13} /> {t("insp.rejected", words)}
            </span>
          ) : (
            <span key={characteristic.position}>
              <StatusGlyph name="triangleHalf" tone="wait" size={13} /> {t("insp.stillAccept", words)}
            </span>
          );
        })}
      {concluded ? (
        <b>
          <StatusWord name={concluded} record="Inspection" label={say(results[concluded])} />
        </b>
      ) : result ? (
        <b>
          <StatusGlyph name={result === "accepted" ? "tick" : "cross"} tone={result === "accepted" ? "ok" : "no"} size={13} />{" "}
          {t(result === "accepted" ? "insp.wouldAccept" : "insp.wouldReject")}
        </b>
      ) : (
        <span>
          <StatusGlyph name="circle" tone="control" size={13} /> {t("insp.missing", { n: missing })}
        </span>
      )}
    </div>
  );
}
