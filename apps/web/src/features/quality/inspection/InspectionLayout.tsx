/** The page of an inspection: the sheet of readings, what the server makes of them, and the record's fields below. */
import { registry } from "@lotline/schema";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useKeys, useTell } from "../../../kit/keys.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { StatusWord } from "../../../kit/mark/StatusWord.tsx";
import { Key } from "../../../kit/mark/Text.tsx";
import { Progress, ReasonBox } from "../../../kit/record/DialogParts.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import { DefaultBody } from "../../../kit/record/RecordPage.tsx";
import kit from "../../../kit/record/record.module.css";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { type Act, useAct } from "../../../kit/record/useAct.ts";
import { EmptyState } from "../../../kit/states.tsx";
import css from "./inspection.module.css";
import { type Characteristic, type InspectionRow, isInspectionRow } from "./inspection-row.ts";
import { ReplacedReadings } from "./ReplacedReadings.tsx";
import { Sheet } from "./Sheet.tsx";
import { inputId } from "./SheetCell.tsx";
import { firstMissing, standing, type ToSend, toSend } from "./sheet.ts";
import { useTyped } from "./useTyped.ts";

export default function InspectionLayout(props: RecordLayoutProps) {
  const { row } = props;
  return isInspectionRow(row) ? <Inspection row={row} again={props.again} /> : <DefaultBody {...props} />;
}

const identity = ["lot", "item", "plan", "lotQuantity", "site", "createdBy"];
const dates = ["createdAt", "concludedAt", "retainUntil"];

function Inspection({ row, again }: { row: InspectionRow; again: () => void }) {
  const { t } = useWords();
  const tell = useTell();
  const readings = useTyped(row);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState<readonly ToSend[]>([]);
  const act = useAct("Inspection", row, "record");
  const save = useRef<HTMLButtonElement>(null);
  const { characteristics } = row;
  const editable = row.actions.some(({ name, allowed }) => name === "record" && allowed);
  const open = editable ? toSend(characteristics, readings.typed) : [];
  const replaced = open.filter(({ replaces }) => replaces).length;
  const bad = open.filter((cell) => cell.bad).length;
  const reasonMissing = replaced > 0 && [...reason.trim()].length < 10;

  const record = async () => {
    if (act.busy || (open.length === 0 && !act.unknown)) return;
    setTried(true);
    if (bad > 0 || reasonMissing) return;
    setSent(open);
    const rows = open.map(({ characteristic, sample, value }) => ({ characteristic, sample, value }));
    if (!(await act.send({ input: { readings: rows }, reason: replaced > 0 ? reason : undefined }))) return;
    setReason("");
    setTried(false);
    tell(t("insp.saved", { n: rows.length }));
    again();
  };
  useLeaveWarning(open.length > 0);
  useKeys(
    editable
      ? [
          {
            key: "j",
            label: t("insp.toSheet"),
            run: () => {
              const place = firstMissing(characteristics, readings.typed) ?? {
                position: characteristics[0]?.position ?? 1,
                sample: 1,
              };
              document.getElementById(inputId(place.position, place.sample))?.focus();
            },
          },
          { key: "mod+Enter", label: t("insp.save"), run: () => void record() },
        ]
      : [],
  );
  const said = [...new Map(act.issues.flatMap((issue) => problemOf(issue.path, issue.text, sent)))];
  const { say } = useWords();
  const problems = Object.fromEntries(said.map(([key, text]) => [key, say(text)]));
  const elsewhere = act.issues.filter(({ path }) => !/readings\.\d+/.test(path));

  return (
    <>
      {characteristics.length === 0 ? (
        <EmptyState title={t("insp.noPlan")} hint={t("insp.noPlanHint")} />
      ) : (
        <section className={css.board} aria-label={t("insp.grid")}>
          {editable && (
            <p className={css.keys}>
              <span className={css.hint}>{t("insp.pasteHint")}</span>
              <Key>Enter</Key> {t("insp.next")} <Key>Tab</Key> {t("insp.nextItem")} <Key>Ctrl Enter</Key> {t("insp.save")}
            </p>
          )}
          <Sheet
            characteristics={characteristics}
            readings={readings}
            editable={editable}
            problems={problems}
            onEnd={() => save.current?.focus()}
          />
          <footer className={css.foot}>
            <Judgement row={row} />
            {editable && open.length > 0 && (
              <span className={css.unsaved} title={t("insp.keptDraft")}>
                {t("insp.unsaved", { n: open.length })}
              </span>
            )}
            {editable && (
              <Button
                ref={save}
                look={open.length > 0 ? "primary" : "outline"}
                busy={act.busy}
                disabled={open.length === 0 && !act.unknown}
                onClick={() => void record()}
              >
                {act.unknown ? t("do.check") : open.length > 0 ? t("insp.saveN", { n: open.length }) : t("insp.save")}
              </Button>
            )}
          </footer>
          <Asked
            replaced={replaced}
            reason={reason}
            onReason={setReason}
            missing={tried && reasonMissing}
            bad={tried ? bad : 0}
            act={act}
          />
          {elsewhere.map((issue) => (
            <p key={issue.code} role="alert" className={css.problem}>
              {say(issue.text)}
            </p>
          ))}
        </section>
      )}
      <ReplacedReadings characteristics={characteristics} />
      <div className={`${kit.groups} ${css.fields}`}>
        <FieldList name="Inspection" row={row} title={t("record.identity")} names={identity} />
        <FieldList name="Inspection" row={row} title={t("record.dates")} names={dates} />
      </div>
    </>
  );
}

type Text = { readonly en: string; readonly zh: string };

/** The cell a complaint of the server is about: readings.3.value is the fourth one sent. */
function problemOf(path: string, text: Text, sent: readonly ToSend[]): [string, Text][] {
  const index = /readings\.(\d+)/.exec(path)?.[1];
  const cell = index === undefined ? undefined : sent[Number(index)];
  return cell ? [[cell.key, text]] : [];
}

/** The browser asks before a tab with unrecorded readings is closed; they are kept, but on this tab only. */
function useLeaveWarning(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [on]);
}

interface AskedProps {
  replaced: number;
  reason: string;
  onReason: (reason: string) => void;
  missing: boolean;
  bad: number;
  act: Act;
}

/** What stands between the typed readings and their record: a reason for corrections, unreadable cells, the server's answer. */
function Asked({ replaced, reason, onReason, missing, bad, act }: AskedProps) {
  const { t } = useWords();
  return (
    <div className={css.asked}>
      {replaced > 0 && (
        <div className={css.reason}>
          <p>{t("insp.reason", { n: replaced })}</p>
          <ReasonBox value={reason} onChange={onReason} error={missing ? t("form.reasonMissing") : undefined} />
        </div>
      )}
      {bad > 0 && (
        <p role="alert" className={css.problem}>
          {t("insp.badRows", { n: bad })}
        </p>
      )}
      <Progress act={act} label={t("insp.save")} />
    </div>
  );
}

/** What the readings come to, in the server's words; nobody types pass or fail. */
function Judgement({ row }: { row: InspectionRow }) {
  const { t, say, lang } = useWords();
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
