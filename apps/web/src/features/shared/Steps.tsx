/** The way of a record through its states as a line of stations: who brought it where and when, and what is next. */
import { type AnyRecord, dueOf, type Label, type RecordName, registry, taskOf } from "@lotline/schema";
import { useNow, useZone } from "../../kit/clock.tsx";
import { shortInstant } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { type Station, StationLine } from "../../kit/mark/StationLine.tsx";
import type { LoadedRecord, TimelineEntry } from "../../kit/record/types.ts";
import css from "./shared.module.css";

interface Props {
  name: RecordName;
  row: LoadedRecord;
  /** The states of the straight way, in order. */
  states: readonly string[];
}

/** Nothing for a record that left the straight way: cancelled, voided. */
export function Steps({ name, row, states }: Props) {
  const { t, say } = useWords();
  const record: AnyRecord = registry[name];
  const at = states.indexOf(row.state ?? "");
  if (at < 0) return null;
  const last = states.length - 1;
  const next = nextAction(record, row);
  const stations = states.map<Station>((state, index) => {
    const label = record.states?.[state];
    const entry = index <= at ? reached(row, state) : undefined;
    return {
      key: state,
      label: label ? say(label) : state,
      state: index < at || (index === at && at === last) ? "done" : index === at ? "now" : "toCome",
      below: entry ? <Moment entry={entry} /> : index === at + 1 && next && say(next),
    };
  });
  return (
    <div className={css.steps}>
      <StationLine stations={stations} label={t("record.steps")} />
    </div>
  );
}

function Moment({ entry }: { entry: TimelineEntry }) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  return (
    <>
      {entry.actor ? say(entry.actor) : t("timeline.system")} · {shortInstant(entry.at, zone, now)}
    </>
  );
}

/** The latest event that brought the record into a state; the timeline has the newest first. */
const reached = (row: LoadedRecord, state: string): TimelineEntry | undefined =>
  row.timeline.find(({ changes }) => changes.some((change) => change.field === "state" && change.new === state));

function nextAction(record: AnyRecord, row: LoadedRecord): Label | undefined {
  const due = dueOf(record, row);
  return due && taskOf(record, due.action)?.label;
}
