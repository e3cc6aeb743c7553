/** The page of an inspection plan: its record, and what its sampling rules give for lots of usual sizes. */
import { type StandardKey, standards } from "@lotline/sampling";
import { Link } from "@tanstack/react-router";
import { isRow, type Row, rowsOf, textOf } from "../../../kit/data/row.ts";
import { formatDecimal } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { recordPath } from "../../../kit/path.ts";
import { DefaultBody } from "../../../kit/record/RecordBody.tsx";
import kit from "../../../kit/record/record.module.css";
import { Table, type TableColumn } from "../../../kit/record/Table.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { type Given, givenBy } from "./sample.ts";
import css from "./sampling.module.css";

/** Ends of ranges of table 1, where the letter changes, and the usual order of a set. */
const lots = [280, 1200, 3200, 10_000, 24_000, 150_000] as const;

export default function PlanLayout(props: RecordLayoutProps) {
  const { row } = props;
  const { t, say, lang } = useWords("sampling");
  // The server names one of them; rule data is checked against the same list.
  const standard = textOf(row.samplingStandard) as StandardKey;
  const characteristics = rowsOf(row.characteristics).filter((c) => textOf(c.samplingRule) !== "fixed");
  const columns: TableColumn<number>[] = [
    { key: "lot", head: t("smp.lot"), right: true, cell: (lot) => formatDecimal(String(lot)) },
    ...characteristics.flatMap((c) => columnsOf(c, standard, textOf(lang === "zh" ? c.nameZh : c.nameEn), t("smp.tightened"))),
  ];
  return (
    <>
      <DefaultBody {...props} />
      <SkipLot row={row} />
      {characteristics.length > 0 && (
        <Table
          title={t("smp.given")}
          note={t("smp.givenNote", { standard: say(standards[standard].label) })}
          columns={columns}
          rows={lots}
          rowKey={String}
          empty=""
        />
      )}
    </>
  );
}

/** What the plan's skip-lot rule says today, and what still keeps it from skipping. */
function SkipLot({ row }: { row: Row }) {
  const { t } = useWords("sampling");
  const terms = row.skipLotTerms;
  if (!isRow(terms)) return null;
  const number = textOf(terms.number);
  return (
    <section className={kit.related} aria-label={t("smp.skipLot")}>
      <div className={kit.groupHead}>
        <h2>{t("smp.skipLot")}</h2>
        <span>
          {t("smp.skipRule")}{" "}
          <Link to={recordPath("Rule", number)}>
            <Code>{number}</Code>
          </Link>
        </span>
      </div>
      <p className={css.terms}>
        {t("smp.skipTerms", { of: textOf(terms.oneOf), lots: textOf(terms.lots) })}
        {" · "}
        {t(terms.riskClassA === true ? "smp.skipAlsoA" : "smp.skipNotA")}
        {terms.confirmed !== true && <span className={css.unconfirmed}>{t("smp.skipUnconfirmed")}</span>}
      </p>
    </section>
  );
}

/** What a rule gives; one by AQL has a second column for tightened inspection. */
function columnsOf(characteristic: Row, standard: StandardKey, name: string, tightened: string): TableColumn<number>[] {
  const column = (key: string, head: string, severity: "normal" | "tightened"): TableColumn<number> => ({
    key: `${characteristic.id} ${key}`,
    head,
    cell: (lot) => <Plan given={givenBy(characteristic, lot, { standard, severity })} />,
  });
  return [
    column("normal", name, "normal"),
    ...(textOf(characteristic.samplingRule) === "aql" ? [column("tightened", tightened, "tightened")] : []),
  ];
}

function Plan({ given }: { given: Given | undefined }) {
  const { t } = useWords("sampling");
  if (!given) return <>{t("word.empty")}</>;
  const { letter, n, accept, reject, all, confirmed } = given;
  return (
    <span className={css.given}>
      {letter && <b>{letter}</b>} {all ? t("smp.all", { n }) : t("smp.plan", { n, ac: accept, re: reject })}
      {!confirmed && <span className={css.unconfirmed}>{t("smp.unconfirmed")}</span>}
    </span>
  );
}
