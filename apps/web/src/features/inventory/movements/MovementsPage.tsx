/** The movements of the whole stock: filtered, grouped and added up by unit, each line leading to its lot and its document. */

import { useQuery } from "@apollo/client/react";
import { mostMovementGroups, movementKind } from "@lotline/schema";
import { NativeSelect, TextInput } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "../../../kit/Button.tsx";
import button from "../../../kit/button.module.css";
import { useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { RefPicker } from "../../../kit/field/RefPicker.tsx";
import { usePicked } from "../../../kit/field/usePicked.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { Code, Quantity } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { option, useFilterBoxes } from "../../../kit/record/filter-boxes.ts";
import { Table } from "../../../kit/record/Table.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../kit/states.tsx";
import { LotCell, RefCell } from "../../shared/cells.tsx";
import { type Given, type Group, groupings, type Keys, keys, type Line, linesQuery, totalsQuery, variablesOf } from "./data.ts";
import css from "./movements.module.css";

export default function MovementsPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const text = (key: string) => (typeof search[key] === "string" ? search[key] : "");
  const given = Object.fromEntries(keys.map((key) => [key, text(key)])) as Given;
  const by = groupings.find((one) => one === text("group"));
  const go = (next: Readonly<Record<string, string>>) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(Object.entries({ ...given, group: by ?? "", ...next }).filter(([, value]) => value !== "")),
    });
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("ledger.title")}</h1>
        <p>{t("ledger.intro")}</p>
        <Filter key={JSON.stringify(given)} given={given} group={by ?? ""} onQuery={go} />
      </header>
      {by ? <Groups given={given} by={by} onPick={go} /> : <Lines given={given} />}
    </div>
  );
}

const refs = { item: "Item", lot: "Lot", location: "Location", customer: "Customer", person: "Person" } as const;

function Filter({
  given,
  group,
  onQuery,
}: {
  given: Given;
  group: string;
  onQuery: (next: Readonly<Record<string, string>>) => void;
}) {
  const { t, say } = useWords();
  const { box, day, put, values, submit } = useFilterBoxes(given, onQuery);
  return (
    <form className={boxes.filter} onSubmit={submit}>
      <NativeSelect
        label={t("ledger.group")}
        value={group}
        onChange={(event) => onQuery({ group: event.currentTarget.value })}
        data={[option("", t("ledger.single")), ...groupings.map((one) => option(one, t(`ledger.by.${one}`)))]}
      />
      <NativeSelect
        label={t("ledger.kind")}
        {...box("kind")}
        data={[
          option("", t("ledger.any")),
          ...Object.entries(movementKind.values).map(([kind, label]) => option(kind, say(label))),
        ]}
      />
      {(["item", "lot", "location", "customer", "person"] as const).map((key) => (
        <Picked key={key} of={key} value={values[key]} onChange={(id) => put({ [key]: id })} />
      ))}
      <TextInput label={t("ledger.document")} {...box("document")} />
      <TextInput label={t("timeline.from")} {...day("since")} />
      <TextInput label={t("timeline.to")} {...day("until")} />
      <div className={boxes.press}>
        <Button onClick={() => onQuery(Object.fromEntries(keys.map((key) => [key, ""])))}>{t("do.reset")}</Button>
        <Button type="submit" look="primary">
          {t("do.query")}
        </Button>
      </div>
    </form>
  );
}

function Picked({ of, value, onChange }: { of: keyof typeof refs; value: string; onChange: (id: string) => void }) {
  const { t } = useWords();
  const target = refs[of];
  const picked = usePicked(target, value ? [value] : []).get(value) ?? null;
  return <RefPicker target={target} label={t(`ledger.by.${of}`)} value={picked} onChange={(one) => onChange(one?.id ?? "")} />;
}

const page = 60;

function Lines({ given }: { given: Given }) {
  const { t, say } = useWords();
  const zone = useZone();
  const variables = { first: page, filter: variablesOf(given) };
  const { data, error, refetch, fetchMore } = useQuery(linesQuery, { variables, fetchPolicy: "network-only" });
  const more = () => {
    const after = data?.movements.endCursor;
    if (after)
      void fetchMore({
        variables: { after },
        updateQuery: (old, { fetchMoreResult: { movements } }) => ({
          movements: { ...movements, rows: [...old.movements.rows, ...movements.rows] },
        }),
      }).catch(() => undefined);
  };
  if (error) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={10} />;
  const { rows, endCursor } = data.movements;
  if (rows.length === 0) return <EmptyState title={t("ledger.none")} />;
  const kinds: Readonly<Record<string, { en: string; zh: string }>> = movementKind.values;
  return (
    <>
      <Table<Line>
        title={t("ledger.lines")}
        note={endCursor ? t("ledger.first", { n: rows.length }) : rows.length}
        rows={rows}
        rowKey={(line) => line.id}
        empty={t("ledger.none")}
        columns={[
          { key: "at", head: t("lot.when"), cell: ({ at }) => <Code>{formatInstant(at, zone)}</Code> },
          { key: "kind", head: t("ledger.kind"), cell: ({ kind }) => say(kinds[kind] ?? { en: kind, zh: kind }) },
          { key: "lot", head: t("ledger.by.lot"), cell: ({ lot }) => <LotCell value={lot} /> },
          { key: "item", head: t("ledger.by.item"), cell: ({ lot }) => <RefCell to="Item" value={lot?.item} /> },
          {
            key: "location",
            head: t("ledger.by.location"),
            cell: ({ location }) => <RefCell to="Location" value={location} nameless />,
          },
          {
            key: "quantity",
            head: t("lot.quantity"),
            right: true,
            cell: ({ quantity, lot }) => (
              <span className={quantity.startsWith("-") ? css.out : undefined}>
                {!quantity.startsWith("-") && "+"}
                <Quantity value={quantity} unit={lot?.item.unit?.symbol} />
              </span>
            ),
          },
          {
            key: "document",
            head: t("ledger.document"),
            cell: ({ record, number }) => <Document record={record} number={number} />,
          },
          {
            key: "person",
            head: t("ledger.by.person"),
            cell: ({ person }) => <span className={boxes.whole}>{person ? say(person.title) : t("timeline.system")}</span>,
          },
          { key: "remark", head: t("trail.reason"), cell: ({ remark }) => remark },
        ]}
      />
      {endCursor && (
        <Button look="quiet" onClick={more}>
          {t("do.showMore")}
        </Button>
      )}
    </>
  );
}

function Document({ record, number }: { record: string; number: string }) {
  return isRecordName(record) ? (
    <Link to={recordPath(record, number)}>
      <Code>{number}</Code>
    </Link>
  ) : (
    <Code>{number}</Code>
  );
}

/** The filter that shows the lines of a group. */
const narrowed = (by: (typeof groupings)[number], key: string): Readonly<Partial<Record<Keys, string>>> => {
  if (by !== "month") return { [by]: key };
  const [year = 0, month = 0] = key.split("-").map(Number);
  return { since: `${key}-01`, until: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) };
};

function Groups({
  given,
  by,
  onPick,
}: {
  given: Given;
  by: (typeof groupings)[number];
  onPick: (next: Readonly<Record<string, string>>) => void;
}) {
  const { t, say } = useWords();
  const variables = { by, filter: variablesOf(given) };
  const { data, error, refetch } = useQuery(totalsQuery, { variables, fetchPolicy: "network-only" });
  if (error) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={10} />;
  const groups = data.movementTotals;
  if (groups.length === 0) return <EmptyState title={t("ledger.none")} />;
  const kinds: Readonly<Record<string, { en: string; zh: string }>> = movementKind.values;
  const name = ({ number, nameEn, nameZh }: Group) => {
    if (by === "kind") return say(kinds[number] ?? { en: number, zh: number });
    return nameEn === null || nameZh === null ? number : `${number} ${say({ en: nameEn, zh: nameZh })}`;
  };
  return (
    <Table<Group>
      title={t(`ledger.by.${by}`)}
      note={groups.length < mostMovementGroups ? groups.length : t("ledger.most", { n: groups.length })}
      rows={groups}
      rowKey={({ key, unit }) => `${key} ${unit}`}
      empty={t("ledger.none")}
      columns={[
        {
          key: "group",
          head: t(`ledger.by.${by}`),
          cell: (group) => (
            <button
              type="button"
              className={`${button.plain} ${css.pick}`}
              onClick={() => onPick({ ...narrowed(by, group.key), group: "" })}
            >
              {name(group)}
            </button>
          ),
        },
        { key: "lines", head: t("ledger.lines"), right: true, cell: ({ lines }) => lines },
        { key: "came", head: t("ledger.came"), right: true, cell: ({ came, unit }) => <Quantity value={came} unit={unit} /> },
        { key: "left", head: t("ledger.left"), right: true, cell: ({ left, unit }) => <Quantity value={left} unit={unit} /> },
      ]}
    />
  );
}
