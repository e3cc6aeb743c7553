/** What a release rests on, as it was signed: tables instead of stored text, each code leading to its record. */
import { type AnyRecord, type Label, type RecordName, registry } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useZone } from "../../../kit/clock.tsx";
import { textOf } from "../../../kit/data/row.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusWord } from "../../../kit/mark/StatusWord.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import kit from "../../../kit/record/record.module.css";
import { drawOf } from "../../quality/sampling/skip-draw.ts";
import { type Entry, evidenceOf } from "./evidence.ts";
import css from "./lot.module.css";

interface Props {
  value: unknown;
  releasedAt: string;
  unit: string | undefined;
}

export function Evidence({ value, releasedAt, unit }: Props) {
  const { t, say } = useWords("sampling");
  const zone = useZone();
  const evidence = evidenceOf(value);
  if (!evidence) return null;
  const counts = [
    t("lot.lots", { n: evidence.madeFrom.length }),
    `${evidence.inspections.length} ${say(registry.Inspection.label)}`,
    `${evidence.nonconformities.length} ${say(registry.Nonconformity.label)}`,
    `${evidence.holds.length} ${say(registry.Hold.label)}`,
  ];
  return (
    <details className={css.evidence}>
      <summary>
        <h2>{t("lot.evidence")}</h2>
        <span>{counts.join(" · ")}</span>
        {releasedAt && <span>{t("lot.evidenceNote", { time: formatInstant(releasedAt, zone) })}</span>}
      </summary>
      <div className={css.evidenceBody}>
        <Inspections entries={evidence.inspections} />
        <Part
          title={t("lot.evidenceNonconformities")}
          entries={evidence.nonconformities}
          columns={["number", "state", "disposition"]}
          record="Nonconformity"
        />
        <Part title={t("lot.evidenceHolds")} entries={evidence.holds} columns={["number", "kind", "state"]} record="Hold" />
        <Production entries={evidence.production} unit={unit} />
        <Part title={t("lot.evidenceMadeFrom")} entries={evidence.madeFrom} columns={["number", "state"]} record="Lot" />
        <Part
          title={t("lot.evidenceStock")}
          entries={evidence.stock}
          columns={["location", "type", "quantity"]}
          record="Location"
          unit={unit}
        />
        {evidence.others.map(([name, entries]) => (
          <Part key={name} title={name} entries={entries} columns={Object.keys(entries[0] ?? {})} />
        ))}
      </div>
    </details>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface PartProps {
  title: string;
  entries: readonly Entry[];
  columns: readonly string[];
  record?: RecordName;
  unit?: string | undefined;
}

function Part({ title, entries, columns, record, unit }: PartProps) {
  const { t } = useWords("sampling");
  const label = useColumn(record);
  return (
    <Section title={title}>
      {entries.length === 0 ? (
        <p className={css.note}>{t("lot.evidenceNone")}</p>
      ) : (
        <table className={kit.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" data-right={column === "quantity" || undefined}>
                  {label(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((entry, index) => (
              // Evidence is written once and never reordered.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column} data-right={column === "quantity" || undefined}>
                    <Value column={column} value={textOf(entry[column])} record={record} unit={unit} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** The word of a column: the record's own label, else that of the page. */
function useColumn(record: RecordName | undefined): (column: string) => string {
  const { t, say } = useWords("sampling");
  const own = (column: string): Label | undefined => {
    if (!record) return undefined;
    const spec: AnyRecord = registry[record];
    if (column === "number" || column === "location") return spec.label;
    const field: { readonly label: Label } | undefined = Object.hasOwn(spec.fields, column) ? spec.fields[column] : undefined;
    return field?.label;
  };
  return (column) => {
    const label = own(column);
    if (label) return say(label);
    return column === "state"
      ? t("word.status")
      : column === "quantity"
        ? t("lot.quantity")
        : column === "type"
          ? say(registry.Location.fields.type.label)
          : column;
  };
}

function Value({
  column,
  value,
  record,
  unit,
}: {
  column: string;
  value: string;
  record: RecordName | undefined;
  unit: string | undefined;
}) {
  const { say } = useWords("sampling");
  if (value === "") return <>–</>;
  if (record && (column === "number" || column === "location")) return <To record={record} number={value} />;
  if (column === "quantity") return <Quantity value={trimmed(value)} unit={unit} />;
  const spec: AnyRecord | undefined = record && registry[record];
  if (column === "state") {
    const state = spec?.states?.[value];
    return <StatusWord name={value} {...(record ? { record } : {})} label={state ? say(state) : value} />;
  }
  const field = spec && Object.hasOwn(spec.fields, column) ? spec.fields[column] : undefined;
  const label = field?.kind === "choice" ? field.of.values[value] : undefined;
  return <>{label ? say(label) : value}</>;
}

// The evidence keeps the six decimals of the ledger.
const trimmed = (value: string): string => (value.includes(".") ? value.replace(/\.?0+$/, "") : value);

function To({ record, number }: { record: RecordName; number: string }) {
  return (
    <Link to={recordPath(record, number)}>
      <Code>{number}</Code>
    </Link>
  );
}

function Inspections({ entries }: { entries: readonly Entry[] }) {
  const { t, say, lang } = useWords("sampling");
  const results: Readonly<Record<string, Label>> = registry.Inspection.fields.result.of.values;
  const word = (result: string) => (
    <StatusWord name={result} record="Inspection" label={results[result] ? say(results[result]) : result} />
  );
  return (
    <Section title={t("lot.evidenceInspections")}>
      {entries.length === 0 && <p className={css.note}>{t("lot.evidenceNone")}</p>}
      {entries.map((entry) => (
        <div key={textOf(entry.number)}>
          <p className={css.record}>
            <To record="Inspection" number={textOf(entry.number)} />
            {textOf(entry.result) && word(textOf(entry.result))}
            {textOf(entry.plan) && <To record="InspectionPlan" number={textOf(entry.plan)} />}
            <Skipped of={entry.skipLot} />
          </p>
          {entry.rows("summary").length > 0 && (
            <table className={kit.table}>
              <thead>
                <tr>
                  <th scope="col">{t("insp.characteristic")}</th>
                  <th scope="col" data-right>
                    {t("lot.samples")}
                  </th>
                  <th scope="col" data-right>
                    {t("lot.defects")}
                  </th>
                  <th scope="col" data-right>
                    Ac
                  </th>
                  <th scope="col">{t("lot.result")}</th>
                </tr>
              </thead>
              <tbody>
                {entry.rows("summary").map((line) => (
                  <tr key={textOf(line.position)}>
                    <td>{textOf(line[lang === "zh" ? "nameZh" : "nameEn"])}</td>
                    <td data-right>{textOf(line.samples)}</td>
                    <td data-right>{textOf(line.defects)}</td>
                    <td data-right>{textOf(line.acceptUpTo)}</td>
                    <td>{word(textOf(line.result))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      ))}
    </Section>
  );
}

/** A skipped lot was released on its rule and draw, not on a result. */
function Skipped({ of }: { of: unknown }) {
  const { t } = useWords("sampling");
  const draw = drawOf(of);
  if (!draw || typeof of !== "object" || of === null || !("rule" in of)) return null;
  return (
    <span>
      {t("smp.skipRule")} <To record="Rule" number={String(of.rule)} /> · {t("smp.skipDrawn", { ...draw, of: draw.oneOf })}
    </span>
  );
}

function Production({ entries, unit }: { entries: readonly Entry[]; unit: string | undefined }) {
  const { t, say } = useWords("sampling");
  const fields = registry.WorkOrder.fields;
  return (
    <Section title={t("lot.evidenceProduction")}>
      {entries.length === 0 && <p className={css.note}>{t("lot.evidenceNone")}</p>}
      {entries.map((entry) => (
        <div key={textOf(entry.number)}>
          <p className={css.pairs}>
            <span>
              {say(registry.WorkOrder.label)} <To record="WorkOrder" number={textOf(entry.number)} />
            </span>
            {textOf(entry.bom) && (
              <span>
                {say(fields.bom.label)} <To record="Bom" number={textOf(entry.bom)} />
              </span>
            )}
            {textOf(entry.revision) && (
              <span>
                {say(fields.itemRevision.label)} <To record="ItemRevision" number={textOf(entry.revision)} />
              </span>
            )}
            <span>
              {say(fields.quantityGood.label)} <Quantity value={trimmed(textOf(entry.good))} unit={unit} />
            </span>
            <span>
              {say(fields.quantityScrapped.label)} <Quantity value={trimmed(textOf(entry.scrapped))} unit={unit} />
            </span>
          </p>
          <table className={kit.table}>
            <thead>
              <tr>
                <th scope="col">{t("lot.evidenceConsumed")}</th>
                <th scope="col" data-right>
                  {t("lot.quantity")}
                </th>
              </tr>
            </thead>
            <tbody>
              {entry.rows("consumed").map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: written once and never reordered
                <tr key={index}>
                  <td>
                    <To record="Lot" number={textOf(line.lot)} />
                  </td>
                  <td data-right>
                    <Quantity value={trimmed(textOf(line.quantity))} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </Section>
  );
}
