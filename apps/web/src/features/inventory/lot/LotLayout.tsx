/** The page of a lot: what it is, when, how much and where, how good, from what, its ledger and what its release rests on. */
import { registry } from "@lotline/schema";
import { IconGitFork } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { ButtonLink } from "../../../kit/Button.tsx";
import { useNow, useZone } from "../../../kit/clock.tsx";
import { isRow, rowsOf, textOf } from "../../../kit/data/row.ts";
import { formatDecimal, startOfDay } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { StatusWord } from "../../../kit/mark/StatusWord.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { TimeLeft } from "../../../kit/mark/TimeLeft.tsx";
import { recordPath } from "../../../kit/path.ts";
import { FieldList } from "../../../kit/record/FieldList.tsx";
import { DefaultBody } from "../../../kit/record/RecordBody.tsx";
import { RelatedRecords } from "../../../kit/record/RelatedRecords.tsx";
import kit from "../../../kit/record/record.module.css";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { FailureText } from "../../../kit/states.tsx";
import { SkipRule } from "../../shared/cells.tsx";
import { Group, Line } from "../../shared/Lines.tsx";
import { BalanceVerdict } from "../strip/BalanceStrip.tsx";
import { partsOf } from "../strip/totals.ts";
import { type Around, useAround } from "./around.ts";
import { Evidence } from "./Evidence.tsx";
import css from "./lot.module.css";
import { holdsOf, isLotRow, type LotReason, type LotRow, unitOf } from "./lot-row.ts";
import { Movements } from "./Movements.tsx";
import { WhereItIs } from "./WhereItIs.tsx";

export default function LotLayout(props: RecordLayoutProps) {
  return isLotRow(props.row) ? <LotPage row={props.row} /> : <DefaultBody {...props} />;
}

const identity = ["item", "itemRevision", "supplier", "supplierLot", "site", "createdBy"];
const dates = ["madeOn", "expiresOn", "releasedAt", "createdAt", "retainUntil"];

function LotPage({ row }: { row: LotRow }) {
  const { t } = useWords();
  const { around, failure } = useAround(row);
  const zone = useZone();
  const now = useNow(60_000);
  const filled = (names: readonly string[]) =>
    names.filter((name) => row[name] !== null && row[name] !== undefined && row[name] !== "");
  const expires = textOf(row.expiresOn);
  return (
    <>
      <div className={kit.groups}>
        <FieldList name="Lot" row={row} title={t("record.identity")} names={filled(identity)} />
        <FieldList
          name="Lot"
          row={row}
          title={t("record.dates")}
          names={filled(dates)}
          beside={{
            // The last good day counts until its end.
            expiresOn: expires && <TimeLeft due={startOfDay(dayAfter(expires), zone)} from={row.createdAt} now={now} />,
          }}
        />
        <QuantityGroup row={row} />
        <QualityGroup row={row} around={around} />
        <Udis row={row} />
      </div>
      {failure && !around && <FailureText failure={failure} />}
      <WhereItIs row={row} />
      {isRow(row.item) && row.item.serialTracked === true && (
        <RelatedRecords related={[{ record: "Serial", field: "lot" }]} id={row.id} />
      )}
      <Genealogy row={row} around={around} />
      <Movements row={row} />
      <Evidence value={row.releaseEvidence} releasedAt={textOf(row.releasedAt)} unit={unitOf(row)} />
    </>
  );
}

/** The UDI of the lot as its released labels say it, each with the job that printed them. */
function Udis({ row }: { row: LotRow }) {
  const { t } = useWords();
  const udis = rowsOf(row.udis);
  if (udis.length === 0) return null;
  return (
    <Group title={t("lbl.lotUdi")}>
      {udis.map((one) => (
        <Line
          key={textOf(one.job)}
          label={
            <Link to={recordPath("LabelJob", textOf(one.job))}>
              <Code>{textOf(one.job)}</Code>
            </Link>
          }
        >
          <Code long>{textOf(one.udi)}</Code>
        </Line>
      ))}
    </Group>
  );
}

const dayAfter = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function QuantityGroup({ row }: { row: LotRow }) {
  const { t } = useWords();
  const unit = unitOf(row);
  const parts = partsOf(row.totals);
  const made = row.supplierLot || row.supplier ? "strip.received" : "strip.made";
  const held = holdsOf(row).length > 0;
  return (
    <Group title={t("lot.quantity")} note={unit}>
      <Line label={t(made)}>
        <b>
          <Quantity value={row.totals.made} unit={unit} />
        </b>
      </Line>
      {parts.map(({ key, quantity }) => (
        <Line key={key} label={<span className={key === "unaccounted" ? css.off : undefined}>{t(`strip.${key}`)}</span>}>
          <span className={key === "unaccounted" ? css.off : undefined}>
            <Quantity value={quantity} unit={unit} />
          </span>
          {key === "onHand" && held && <span className={css.note}> · {t("lot.allHeld")}</span>}
        </Line>
      ))}
      <Line label={t("strip.balance")}>
        <span className={css.equation}>
          {parts
            .map(
              ({ quantity }, index) =>
                `${index === 0 ? "" : quantity.startsWith("-") ? " − " : " + "}${formatDecimal(index === 0 ? quantity : quantity.replace("-", ""))}`,
            )
            .join("") || "0"}{" "}
          = {formatDecimal(row.totals.made)}
        </span>{" "}
        <BalanceVerdict totals={row.totals} unit={unit} />
      </Line>
    </Group>
  );
}

function QualityGroup({ row, around }: { row: LotRow; around: Around | undefined }) {
  const { t, say } = useWords();
  const results = registry.Inspection.fields.result.of.values;
  const decisions = registry.Nonconformity.fields.disposition.of.values;
  const { usable } = row;
  return (
    <Group title={t("lot.quality")}>
      <Line label={t("lot.usable")}>
        {usable.usable ? (
          <>
            <StatusGlyph name="tick" tone="ok" size={13} /> {t("lot.usableYes")}
          </>
        ) : (
          <ul>
            {usable.reasons.map((reason) => (
              <li key={`${reason.code} ${reason.text.en}`}>
                <StatusGlyph
                  name={reason.code.includes("HOLD") ? "bars" : "cross"}
                  tone={reason.code.includes("HOLD") ? "ink" : "no"}
                  size={13}
                />{" "}
                <Sentence text={say(reason.text)} reason={reason} />
              </li>
            ))}
          </ul>
        )}
      </Line>
      {around?.inspections && (
        <Line label={say(registry.Inspection.plural)}>
          <Records
            record="Inspection"
            found={around.inspections}
            word={(node) =>
              node.result && node.result in results ? say(results[node.result as keyof typeof results]) : undefined
            }
          />
        </Line>
      )}
      {around?.nonconformities && (
        <Line label={say(registry.Nonconformity.plural)}>
          <Records
            record="Nonconformity"
            found={around.nonconformities}
            word={(node) =>
              node.disposition && node.disposition in decisions
                ? say(decisions[node.disposition as keyof typeof decisions])
                : undefined
            }
          />
        </Line>
      )}
    </Group>
  );
}

/** A sentence in which the record that clears it is a link. */
function Sentence({ text, reason }: { text: string; reason: LotReason }) {
  const { record, number } = reason;
  const [before, ...after] = number ? text.split(number) : [text];
  if (!record || !number || record === "Lot" || after.length === 0) return <>{text}</>;
  return (
    <>
      {before}
      <Link to={recordPath(record, number)}>
        <Code>{number}</Code>
      </Link>
      {after.join(number)}
    </>
  );
}

type Found = NonNullable<Around["inspections"]>;
type Node = Found["edges"][number]["node"];

function Records({
  record,
  found,
  word,
}: {
  record: "Inspection" | "Nonconformity";
  found: Found;
  word: (node: Node) => string | undefined;
}) {
  const { t, say } = useWords();
  const states: Readonly<Record<string, { en: string; zh: string }>> = registry[record].states ?? {};
  if (found.edges.length === 0) return <span className={css.note}>{t("lot.noInspections")}</span>;
  return (
    <ul>
      {found.edges.map(({ node }) => {
        const look = node.result ?? node.state;
        const state = states[node.state];
        return (
          <li key={node.id} className={css.record}>
            <Link to={recordPath(record, node.number)}>
              <Code>{node.number}</Code>
            </Link>
            <StatusWord
              name={look}
              record={record}
              label={node.result ? (word(node) ?? look) : state ? say(state) : node.state}
            />
            {!node.result && word(node) && <span className={css.note}>{word(node)}</span>}
            {record === "Inspection" && <SkipRule inspection={node} />}
          </li>
        );
      })}
      {found.totalCount > found.edges.length && (
        <li className={css.note}>{t("strip.others", { n: found.totalCount - found.edges.length })}</li>
      )}
    </ul>
  );
}

function Genealogy({ row, around }: { row: LotRow; around: Around | undefined }) {
  const { t } = useWords();
  if (!around) return null;
  const sides = [
    ["lot.madeFrom", "backward", around.madeFrom],
    ["lot.goesInto", "forward", around.goesInto],
  ] as const;
  return (
    <section className={kit.related} aria-label={t("lot.genealogy")}>
      <div className={kit.groupHead}>
        <h2>{t("lot.genealogy")}</h2>
      </div>
      <div className={css.sides}>
        {sides.map(([word, direction, reach]) => {
          const others = reach.rows.filter(({ level }) => level !== 0);
          const lots = others.reduce((sum, { lots }) => sum + lots, 0);
          const levels = Math.max(0, ...others.map(({ level }) => Math.abs(level)));
          return (
            <span key={direction} className={css.side}>
              <span className={css.label}>{t(word)}</span>
              <b>{t("lot.lots", { n: lots })}</b>
              {levels > 0 && <span className={css.note}>{t("lot.levels", { n: levels })}</span>}
              {lots > 0 && (
                <ButtonLink to="/trace" search={{ lot: row.number, dir: direction }} icon={IconGitFork}>
                  {t("lot.openTrace")}
                </ButtonLink>
              )}
            </span>
          );
        })}
      </div>
    </section>
  );
}
