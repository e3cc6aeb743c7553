/** The page of an inspector account: its scope in words, then what was looked at under it. */
import { inspectedArea, type Label } from "@lotline/schema";
import type { ReactNode } from "react";
import { type Row, rowsOf, textOf } from "../../../kit/data/row.ts";
import { useWords } from "../../../kit/lang.tsx";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import kit from "../../../kit/record/record.module.css";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { RefCell } from "../../shared/cells.tsx";
import { lineWords } from "../../shared/line-words.ts";
import css from "./inspection.module.css";
import { Views } from "./Views.tsx";

const areas: Readonly<Record<string, Label>> = inspectedArea.values;

export default function InspectorLayout({ name, row }: RecordLayoutProps) {
  const { t, say } = useWords();
  return (
    <>
      <div className={kit.groups}>
        <FieldList
          name={name}
          row={row}
          title={t("record.identity")}
          names={["person", "inspection", "why", "validFrom", "validTo", "periodFrom", "periodTo", "createdBy"]}
        />
      </div>
      <section className={css.scope}>
        <h2>{t("inspector.scope")}</h2>
        <dl>
          <Part set="sites" rows={rowsOf(row.sites)} cell={({ place }) => <RefCell to="Site" value={place} />} />
          <Part
            set="areas"
            rows={rowsOf(row.areas)}
            cell={({ area }) => {
              const label = areas[textOf(area)];
              return label ? say(label) : textOf(area);
            }}
          />
          <Part set="items" rows={rowsOf(row.items)} cell={({ item }) => <RefCell to="Item" value={item} />} />
          <Part set="lots" rows={rowsOf(row.lots)} cell={({ lot }) => <RefCell to="Lot" value={lot} nameless />} />
        </dl>
      </section>
      {row.state !== "proposed" && <Views access={row.id} />}
    </>
  );
}

interface PartProps {
  set: "sites" | "areas" | "items" | "lots";
  rows: readonly Row[];
  cell: (row: Row) => ReactNode;
}

/** What one part of the scope names; nothing named is everything. */
function Part({ set, rows, cell }: PartProps) {
  const { t, say } = useWords();
  return (
    <>
      <dt>{say(lineWords("InspectorAccess", set).title)}</dt>
      <dd>
        {rows.length === 0
          ? t("inspector.all")
          : rows.map((row, index) => (
              <span key={row.id}>
                {index > 0 && " · "}
                {cell(row)}
              </span>
            ))}
      </dd>
    </>
  );
}
