/** The audit trail across records: who, what, when, why, from where; filtered and sorted by each of them, the filter in the address. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { type AnyRecord, type Label, type RecordName, registry } from "@lotline/schema";
import { operationLabel } from "@lotline/schema/operation";
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
import { Code, OldNew } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import { AtTerminalMark } from "../../../kit/record/AtTerminalMark.tsx";
import { ChangeValue, changedField, useFieldWords } from "../../../kit/record/ChangeValue.tsx";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { momentOf, option, sources, useFilterBoxes, useSourceOptions } from "../../../kit/record/filter-boxes.ts";
import kit from "../../../kit/record/record.module.css";
import type { AtTerminal } from "../../../kit/record/types.ts";
import { useMay } from "../../../kit/session.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../kit/states.tsx";
import css from "./trail.module.css";

interface TrailEvent {
  readonly id: string;
  readonly at: string;
  readonly actor: Label | null;
  readonly role: string | null;
  readonly emergency: string | null;
  readonly terminal: AtTerminal | null;
  readonly operation: string | null;
  readonly reason: string | null;
  readonly source: string | null;
  readonly kind: string;
  readonly record: string | null;
  readonly table: string;
  readonly number: string | null;
  readonly changes: readonly { readonly field: string; readonly old: string | null; readonly new: string | null }[];
}

type Vars = Readonly<
  Partial<Record<"after" | "sort" | "record" | "who" | "from" | "to" | "why" | "source" | "field" | "kind", string>>
>;

export const trailQuery: TypedDocumentNode<
  { trail: { readonly events: readonly TrailEvent[]; readonly endCursor: string | null } },
  Vars & { first: number }
> = gql`
  query trail($first: Int!, $after: String, $sort: String!, $record: String, $who: ID, $from: Instant, $to: Instant, $why: String,
    $source: String, $field: String, $kind: String) {
    trail(first: $first, after: $after, sort: $sort, record: $record, who: $who, from: $from, to: $to, why: $why, source: $source,
      field: $field, kind: $kind) {
      endCursor events { id at actor { en zh } role emergency terminal { number flaggedBy } operation reason source kind record table number changes { field old new } }
    }
  }
`;

const page = 60;
const keys = ["record", "who", "since", "until", "why", "source", "field", "kind"] as const;
type Key = (typeof keys)[number];
const kinds = ["insert", "update", "delete", "void"] as const;
const columns = [
  ["when", "trail.when"],
  ["who", "timeline.who"],
  ["what", "trail.operation"],
  ["why", "trail.reason"],
  ["source", "timeline.source"],
  ["record", "trail.record"],
] as const;

export default function TrailPage() {
  const { t } = useWords();
  const zone = useZone();
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const given = Object.fromEntries(keys.map((key) => [key, typeof search[key] === "string" ? search[key] : ""])) as Readonly<
    Record<Key, string>
  >;
  const sort = typeof search.sort === "string" ? search.sort : "-when";
  const or = (text: string) => text || undefined;
  const variables = {
    first: page,
    sort,
    record: or(given.record),
    who: or(given.who),
    from: momentOf(given.since, "00:00", zone),
    to: momentOf(given.until, "23:59", zone),
    why: or(given.why),
    source: or(given.source),
    field: or(given.field),
    kind: or(given.kind),
  };
  const { data, error, refetch, fetchMore } = useQuery(trailQuery, { variables, fetchPolicy: "network-only" });
  const go = (next: Readonly<Record<string, string>>) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(
        Object.entries({ ...given, sort, ...next }).filter(([, value]) => value !== "" && value !== "-when"),
      ),
    });
  const more = () => {
    const after = data?.trail.endCursor;
    if (after)
      void fetchMore({
        variables: { after },
        updateQuery: (old, { fetchMoreResult: { trail } }) => ({
          trail: { ...trail, events: [...old.trail.events, ...trail.events] },
        }),
      }).catch(() => undefined);
  };
  const events = data?.trail.events;
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{t("trail.title")}</h1>
        <p>{t("trail.intro")}</p>
        <Filter key={JSON.stringify(given)} given={given} onQuery={go} />
      </header>
      {error && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
      {!events && !error && <Skeleton rows={10} />}
      {events?.length === 0 && <EmptyState title={t("trail.none")} />}
      {events && events.length > 0 && (
        <>
          <p role="status" className={css.count}>
            {t(data?.trail.endCursor ? "trail.countMore" : "trail.count", { n: events.length })} <ExportLink asked={variables} />
          </p>
          <Table events={events} sort={sort} onSort={(next) => go({ sort: next })} />
        </>
      )}
      {data?.trail.endCursor && (
        <Button look="quiet" onClick={more}>
          {t("do.showMore")}
        </Button>
      )}
    </div>
  );
}

/** Exactly what is shown, as a file. */
function ExportLink({ asked }: { asked: Vars & { readonly first: number } }) {
  const { t, lang } = useWords();
  const { first: _, ...filter } = asked;
  const file = new URLSearchParams(
    Object.entries({ ...filter, lang }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return (
    <a className={button.button} data-look="quiet" href={`/history/trail.csv?${file}`} download>
      {t("trail.export")}
    </a>
  );
}

function Filter({
  given,
  onQuery,
}: {
  given: Readonly<Record<Key, string>>;
  onQuery: (next: Readonly<Record<string, string>>) => void;
}) {
  const { t, say } = useWords();
  const may = useMay();
  const origins = useSourceOptions();
  const { values, put, box, day, submit } = useFilterBoxes(given, onQuery);
  const readable = Object.keys(registry)
    .filter(isRecordName)
    .filter((name) => may(registry[name].read));
  const fields = isRecordName(values.record) ? Object.entries((registry[values.record] as AnyRecord).fields) : [];
  return (
    <form className={boxes.filter} onSubmit={submit}>
      <NativeSelect
        label={t("trail.record")}
        value={values.record}
        onChange={(event) => put({ record: event.currentTarget.value, field: "" })}
        data={[option("", t("trail.anyRecord")), ...readable.map((name) => option(name, say(registry[name].label)))]}
      />
      <Who value={values.who} onChange={(who) => put({ who })} />
      <TextInput label={t("timeline.from")} {...day("since")} />
      <TextInput label={t("timeline.to")} {...day("until")} />
      <NativeSelect
        label={t("trail.kind")}
        {...box("kind")}
        data={[option("", t("trail.kind.any")), ...kinds.map((kind) => option(kind, t(`trail.kind.${kind}`)))]}
      />
      <NativeSelect
        label={t("timeline.what")}
        {...box("field")}
        data={[
          option("", t("timeline.anything")),
          ...(fields.length > 0 ? [option("state", t("word.status"))] : []),
          ...fields.map(([field, spec]) => option(field, say((spec as { label: Label }).label))),
        ]}
      />
      <TextInput label={t("timeline.why")} {...box("why")} />
      <NativeSelect label={t("timeline.source")} {...box("source")} data={origins} />
      <div className={boxes.press}>
        <Button onClick={() => onQuery(Object.fromEntries(keys.map((key) => [key, ""])))}>{t("do.reset")}</Button>
        <Button type="submit" look="primary">
          {t("do.query")}
        </Button>
      </div>
    </form>
  );
}

function Who({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useWords();
  const picked = usePicked("Person", value ? [value] : []).get(value) ?? null;
  return <RefPicker target="Person" label={t("timeline.who")} value={picked} onChange={(person) => onChange(person?.id ?? "")} />;
}

interface TableProps {
  events: readonly TrailEvent[];
  sort: string;
  onSort: (sort: string) => void;
}

function Table({ events, sort, onSort }: TableProps) {
  const { t } = useWords();
  const [by, down] = [sort.replace(/^-/, ""), sort.startsWith("-")];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, by keyboard too
    <div className={kit.tableScroll} tabIndex={0} role="group" aria-label={t("trail.title")}>
      <table className={kit.table} aria-label={t("trail.title")}>
        <thead>
          <tr>
            {columns.map(([key, word]) => (
              <th key={key} scope="col" aria-sort={by === key ? (down ? "descending" : "ascending") : "none"}>
                <button type="button" className={button.plain} onClick={() => onSort(by === key && down ? key : `-${key}`)}>
                  {t(word)} {by === key && <span aria-hidden>{down ? "↓" : "↑"}</span>}
                </button>
              </th>
            ))}
            <th scope="col">{t("timeline.what")}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EventRow({ event }: { event: TrailEvent }) {
  const { t, say } = useWords();
  const zone = useZone();
  const operation = operationLabel(event.operation, event.record ?? "");
  const source = sources.find((known) => known === event.source);
  const name = event.record !== null && isRecordName(event.record) ? event.record : undefined;
  return (
    <tr>
      <td>
        <Code>{formatInstant(event.at, zone)}</Code>
      </td>
      <td className={boxes.whole}>
        {event.actor ? say(event.actor) : t("timeline.system")}
        {event.emergency && (
          <>
            <br />
            {t("emergency.under")}{" "}
            <Link to={recordPath("EmergencyAccess", event.emergency)}>
              <Code>{event.emergency}</Code>
            </Link>
          </>
        )}
      </td>
      <td>{operation ? say(operation) : event.operation}</td>
      <td className={css.why}>{event.reason}</td>
      <td className={boxes.whole}>
        {source && t(`timeline.source.${source}`)}
        {event.terminal && (
          <>
            <br />
            <AtTerminalMark at={event.terminal} />
          </>
        )}
      </td>
      <td>
        {name && say(registry[name].label)}{" "}
        {name && event.number && (
          <Link to={recordPath(name, event.number)}>
            <Code>{event.number}</Code>
          </Link>
        )}
      </td>
      <td>{name && <Changes name={name} event={event} />}</td>
    </tr>
  );
}

const shownChanges = 6;

function Changes({ name, event }: { name: RecordName; event: TrailEvent }) {
  const { t, say } = useWords();
  const words = useFieldWords();
  const record: AnyRecord = registry[name];
  const state = (value: string | null) => (value === null ? undefined : say(record.states?.[value] ?? { en: value, zh: value }));
  const shown = event.changes.slice(0, shownChanges);
  return (
    <ul className={css.changes}>
      {event.kind !== "update" && <li>{t(event.kind === "insert" ? "trail.kind.insert" : "trail.kind.delete")}</li>}
      {event.kind === "update" &&
        shown.map(({ field, old, new: now }) => {
          const spec = changedField(record, field).field;
          const value = (text: string | null) => (field === "state" ? state(text) : <ChangeValue field={spec} value={text} />);
          return (
            <li key={field}>
              {field === "state" ? t("word.status") : words(record, field)}{" "}
              <OldNew before={old === null ? undefined : value(old)} after={value(now)} />
            </li>
          );
        })}
      {event.kind === "update" && event.changes.length === 0 && <li className={css.note}>{t("trail.version")}</li>}
      {event.kind === "update" && event.changes.length > shownChanges && (
        <li className={css.note}>{t("trail.more", { n: event.changes.length - shownChanges })}</li>
      )}
    </ul>
  );
}
