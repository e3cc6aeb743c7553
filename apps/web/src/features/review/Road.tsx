/** The foot of the middle pane: who did what so far, what is asked of this person now, and what comes then. */
import { type Label, type RecordName, role as roles, taskOf } from "@lotline/schema";
import { useNow, useZone } from "../../kit/clock.tsx";
import { shortInstant } from "../../kit/format.ts";
import { useWords } from "../../kit/lang.tsx";
import { type Station, StationLine } from "../../kit/mark/StationLine.tsx";
import type { LoadedRecord } from "../../kit/record/types.ts";
import { useSession } from "../../kit/session.tsx";
import { specOf } from "../shared/spec.ts";
import type { Case } from "./queries.ts";
import css from "./review.module.css";

// More would not fit on the line; the whole history stands in the record's timeline.
const mostDone = 2;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function Road({ name, row, found }: { name: RecordName; row: LoadedRecord; found: Case }) {
  const { t, say } = useWords();
  const { session } = useSession();
  const zone = useZone();
  const now = useNow(60_000);
  const spec = specOf(name);
  const task = spec && taskOf(spec, found.action);
  const open = row.approvals?.find((round) => round.outcome === "open" && round.action === found.action);
  const labels: Readonly<Record<string, Label>> = roles.values;
  const done = found.participants.slice(-mostDone).map<Station>(({ person, duty, at }) => ({
    key: `${person.id} ${duty.en}`,
    label: capital(say(duty)),
    state: "done",
    below: `${say(person.name)} · ${shortInstant(at, zone, now)}`,
  }));
  const toCome = (open?.steps ?? [])
    .filter((step) => step.state === "toCome")
    .map<Station>((step) => ({
      key: `${step.stage} ${step.permit}`,
      label: say(step.title),
      state: "toCome",
      below: step.roles.map((role) => (labels[role] ? say(labels[role]) : role)).join(t("approval.or")),
    }));
  const present: Station = {
    key: "now",
    label: task ? say(task.label) : found.action,
    state: "now",
    below: say(session.name),
  };
  return (
    <footer className={css.road}>
      <StationLine stations={[...done, present, ...toCome]} label={t("approval.title")} />
    </footer>
  );
}
