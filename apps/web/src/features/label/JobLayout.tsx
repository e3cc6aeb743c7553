/** The page of a label job: the label, what the second person checks, printing, scanning back, and where every label went. */
import { useQuery } from "@apollo/client/react";
import { registry } from "@lotline/schema";
import { useId, useState } from "react";
import { isRow, refOf, rowsOf, textOf } from "../../kit/data/row.ts";
import { failureOf } from "../../kit/failure.ts";
import field from "../../kit/field/field.module.css";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../kit/mark/Text.tsx";
import { FieldList } from "../../kit/record/FieldList.tsx";
import { LineTable } from "../../kit/record/LineTables.tsx";
import kit from "../../kit/record/record.module.css";
import type { LoadedRecord, RecordLayoutProps } from "../../kit/record/types.ts";
import { useMay } from "../../kit/session.tsx";
import { FailureText } from "../../kit/states.tsx";
import { CountPanel } from "./CountPanel.tsx";
import { LabelPicture, StandsAgainst, SymbolsRead } from "./LabelPicture.tsx";
import css from "./label.module.css";
import { PrintPanel, Runs } from "./PrintPanel.tsx";
import { type LabelPreview, labelOfJobQuery } from "./preview.ts";
import { ScanPanel } from "./ScanPanel.tsx";

const identity = ["itemLabel", "item", "lotNumber", "quantity", "serials", "site", "createdBy"];
const fixed = ["itemRevision", "template", "di", "storage", "udi", "readBack"];
const dates = ["madeOn", "expiresOn", "releasedAt", "createdAt", "retainUntil"];
const counts = ["printed", "reprinted", "applied", "destroyed", "returned", "specimens", "difference", "scannedGood"];

export default function JobLayout({ name, row, again }: RecordLayoutProps) {
  const { t } = useWords("label");
  const may = (action: string) => row.actions.some((one) => one.name === action && one.allowed);
  const mayPrint = useMay()("labelJob.perform");
  return (
    <>
      {row.state === "stopped" && <StopBanner row={row} />}
      <LabelNow row={row} />
      {may("print") && <PrintPanel row={row} again={again} />}
      {rowsOf(row.prints).length > 0 && <Runs row={row} mayPrint={mayPrint} />}
      {may("scanBack") && <ScanPanel row={row} again={again} />}
      {may("reconcile") && <CountPanel row={row} again={again} />}
      {rowsOf(row.stops).length > 0 && <LineTable name={name} row={row} set="stops" />}
      <div className={`${kit.groups} ${css.fields}`}>
        <FieldList name={name} row={row} title={t("record.identity")} names={identity} />
        <FieldList name={name} row={row} title={t("lbl.fixed")} names={fixed} />
        <FieldList name={name} row={row} title={t("record.dates")} names={dates} />
        <FieldList name={name} row={row} title={t("lbl.count")} names={counts} />
      </div>
    </>
  );
}

/** Why nothing goes on, and who may let it. */
function StopBanner({ row }: { row: LoadedRecord }) {
  const { t, lang } = useWords("label");
  const stop = rowsOf(row.stops).findLast((one) => !one.clearedAt);
  return (
    <section className={css.stop} role="alert">
      <h2>
        <StatusGlyph name="squareCross" tone="no" size={16} /> {t("lbl.stopped")}
      </h2>
      {stop && (
        <>
          <p>
            {t("lbl.scanned")} <Code>{textOf(stop.scanned)}</Code>
          </p>
          <p>{textOf(lang === "zh" ? stop.whyZh : stop.whyEn)}</p>
        </>
      )}
      <p>{t("lbl.stopNote")}</p>
    </section>
  );
}

/** The label of the job beside what the second person holds it against. */
function LabelNow({ row }: { row: LoadedRecord }) {
  const { t } = useWords("label");
  const id = useId();
  const serial = textOf(row.serials) !== "";
  const [label, setLabel] = useState(1);
  const { data, previousData, error } = useQuery(labelOfJobQuery, {
    variables: { number: row.number, label },
    fetchPolicy: "network-only",
  });
  const preview = (data ?? previousData)?.labelJob?.preview;
  return (
    <div className={css.columns}>
      <section className={css.panel} aria-labelledby={`${id}-p`}>
        <div className={css.head}>
          <h2 id={`${id}-p`}>{t("lbl.preview")}</h2>
          <span>{t("lbl.previewNote")}</span>
        </div>
        {serial && (
          <div className={css.number}>
            <label htmlFor={`${id}-n`} className={field.label}>
              {t("lbl.whichLabel")}
            </label>
            <div className={field.box}>
              <input
                id={`${id}-n`}
                className={field.input}
                data-right
                type="number"
                min={1}
                max={Number(row.quantity)}
                value={label}
                onChange={(event) => setLabel(Math.max(1, Math.trunc(event.currentTarget.valueAsNumber) || 1))}
              />
            </div>
          </div>
        )}
        {error && <FailureText failure={failureOf(error)} />}
        {preview && <LabelPicture preview={preview} name={row.number} />}
        {preview && <SymbolsRead preview={preview} />}
      </section>
      {preview && <ToCheck row={row} preview={preview} />}
    </div>
  );
}

function ToCheck({ row, preview }: { row: LoadedRecord; preview: LabelPreview }) {
  const { t, say } = useWords("label");
  const id = useId();
  const label = isRow(row.itemLabel) ? refOf(row.itemLabel) : undefined;
  return (
    <section className={css.panel} aria-labelledby={id}>
      <div className={css.head}>
        <h2 id={id}>{t("lbl.toCheck")}</h2>
        <span>{t("lbl.toCheckNote")}</span>
      </div>
      <dl className={css.facts}>
        {label && (
          <div>
            <dt>{say(registry.ItemLabel.label)}</dt>
            <dd>
              <Code>{label.number}</Code> {say(label.title)}
            </dd>
          </div>
        )}
        <div>
          <dt>{t("lbl.udi")}</dt>
          <dd>
            <Code>{preview.udi ?? t("word.empty")}</Code>
          </dd>
        </div>
        <div>
          <dt>{t("lbl.dates")}</dt>
          <dd>
            {textOf(row.madeOn)} · <b>{preview.expiresOn ?? t("lbl.noExpiry")}</b>
          </dd>
        </div>
        <div>
          <dt>{t("lbl.storage")}</dt>
          <dd>{preview.storage ?? t("lbl.noStorage")}</dd>
        </div>
      </dl>
      {(row.state === "draft" || row.state === "checked") && <StandsAgainst preview={preview} />}
    </section>
  );
}
