/** The six stations of the road, each with how much stands there now; every figure leads to exactly its rows. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { type AnyRecord, type RecordName, registry } from "@lotline/schema";
import type { PlainWord } from "@lotline/schema/words";
import { Link } from "@tanstack/react-router";
import { pluralOf } from "../../kit/data/documents.ts";
import { useWords } from "../../kit/lang.tsx";
import { type Station, StationLine } from "../../kit/mark/StationLine.tsx";
import { listPath } from "../../kit/path.ts";
import { useMay } from "../../kit/session.tsx";
import css from "./home.module.css";

interface Stop {
  readonly key: string;
  readonly word: PlainWord;
  readonly record: RecordName;
  /** What waits at this station. */
  readonly states: readonly string[];
}

const stops: readonly Stop[] = [
  { key: "buy", word: "road.buy", record: "PurchaseOrder", states: ["submitted"] },
  { key: "receive", word: "road.receive", record: "PurchaseOrder", states: ["approved"] },
  { key: "inspect", word: "road.inspect", record: "Inspection", states: ["open", "started"] },
  { key: "make", word: "road.make", record: "WorkOrder", states: ["released", "inProcess"] },
  { key: "release", word: "road.release", record: "Lot", states: ["quarantine", "underTest"] },
  { key: "ship", word: "road.ship", record: "Shipment", states: ["draft", "picked"] },
];

interface Count {
  readonly totalCount: number;
  readonly totalCapped: boolean;
}

/** The counts of the stations a person may read, in one request; a variable for each station says whether it is one of them. */
export const roadQuery: TypedDocumentNode<Readonly<Record<string, Count>>, Readonly<Record<string, boolean>>> = gql(
  `query road(${stops.map(({ key }) => `$${key}: Boolean!`).join(", ")}) {
    ${stops.map(countOf).join("\n    ")}
  }`,
);

function countOf({ key, record, states }: Stop): string {
  const filter = `{ state: ${JSON.stringify(states)} }`;
  return `${key}: ${pluralOf(record)}(filter: ${filter}, first: 1) @include(if: $${key}) { totalCount totalCapped }`;
}

export function Road() {
  const { t, say } = useWords();
  const may = useMay();
  const readable = stops.filter(({ record }) => may(registry[record].read));
  const { data } = useQuery(roadQuery, {
    variables: Object.fromEntries(stops.map((stop) => [stop.key, readable.includes(stop)])),
    fetchPolicy: "network-only",
    skip: readable.length === 0,
  });
  if (readable.length === 0) return null;
  const stations: Station[] = readable.map(({ key, word, record, states }) => {
    const spec: AnyRecord = registry[record];
    const count = data?.[key];
    return {
      key,
      label: t(word),
      state: "done",
      mark: count?.totalCount ? { glyph: "circleHalf", tone: "accent" } : { glyph: "circleTick", tone: "ink2" },
      below: (
        <Link to={listPath(record)} search={{ state: states.join(",") }} className={css.figure}>
          <span className={css.number}>
            {count ? (count.totalCapped ? "10,000+" : count.totalCount.toLocaleString("en")) : "–"}
          </span>
          <span className={css.thing}>{say(spec.plural)}</span>
          <span className={css.states}>{states.map((state) => say(spec.states?.[state] ?? spec.label)).join(" / ")}</span>
        </Link>
      ),
    };
  });
  return (
    <section className={css.road} data-tour="stations" aria-label={t("home.stations")}>
      <StationLine stations={stations} label={t("home.stations")} />
    </section>
  );
}
