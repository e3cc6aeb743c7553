/** The page of one record: head, actions, reasons, body (the kit's or an own layout), links and files, timeline at the right. */
import { type AnyRecord, type Label, type RecordName, registry } from "@lotline/schema";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { ButtonLink } from "../Button.tsx";
import { useNow, useZone } from "../clock.tsx";
import { useFeature } from "../feature.tsx";
import { shortInstant } from "../format.ts";
import { useKeys, useTell } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { HoldTag } from "../mark/HoldTag.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { Code } from "../mark/Text.tsx";
import { listPath, recordOfSlug } from "../path.ts";
import { EmptyState, ErrorState, Skeleton } from "../states.tsx";
import { ActionBar } from "./ActionBar.tsx";
import { Around, PrintHead } from "./Around.tsx";
import { AsOfControl, AsOfView } from "./AsOf.tsx";
import { ReasonPanel } from "./ReasonPanel.tsx";
import { RecordBody } from "./RecordBody.tsx";
import css from "./record.module.css";
import { Timeline } from "./Timeline.tsx";
import type { LoadedRecord } from "./types.ts";
import { useRecord } from "./useRecord.ts";
import { useVerbs } from "./useVerbs.ts";

const CompareView = lazy(() => import("./Compare.tsx").then(({ CompareView: component }) => ({ default: component })));
const Keeping = lazy(() => import("./Keeping.tsx"));
const LegalHoldTags = lazy(() => import("./Keeping.tsx").then(({ LegalHoldTags: component }) => ({ default: component })));
const ActionDialog = lazy(() => import("./ActionDialog.tsx").then(({ ActionDialog: component }) => ({ default: component })));

export function RecordPage() {
  const { record, number } = useParams({ from: "/$record/$number" });
  const name = recordOfSlug(record);
  return name ? <Read key={`${name} ${number}`} name={name} number={number} /> : null;
}

function Read({ name, number }: { name: RecordName; number: string }) {
  const { t, say } = useWords();
  const { row, failure, again } = useRecord(name, number);
  const label = say(registry[name].label);
  // A failed refresh keeps what is on the screen; only a first failure is a page of its own.
  if (!row && failure) return <ErrorState failure={failure} onRetry={again} />;
  if (row === undefined) return <Skeleton rows={10} />;
  if (row === null)
    return (
      <EmptyState title={t("record.notFound", { label, number })} hint={t("record.notFoundHint")}>
        <ButtonLink to={listPath(name)}>{say(registry[name].plural)}</ButtonLink>
      </EmptyState>
    );
  return <Page name={name} row={row} again={again} />;
}

function Page({ name, row, again }: { name: RecordName; row: LoadedRecord; again: () => void }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const search = useSearch({ from: "/$record/$number" });
  const { open, setOpen, asked, start, leave, done } = useActing(row, again);
  const refused = row.actions.find((verdict) => verdict.name === open && !verdict.allowed);
  const verbs = useVerbs(name, row, start);
  useKeys(
    [
      ...verbs,
      { key: "Escape", label: t("do.back"), run: () => (open ? setOpen(undefined) : void navigate({ to: ".", search: {} })) },
    ],
    { record: name, id: row.id, number: row.number, title: say(row.title) },
  );
  const asOf = search.asOf;
  const compares = search.from !== undefined;
  const isNow = !asOf && !compares;
  return (
    <div className={css.page}>
      <div className={css.main}>
        <PrintHead name={name} row={row} />
        <Head name={name} row={row} />
        {isNow && (
          <ActionBar name={name} row={row} open={open} onOpen={setOpen} onAct={start}>
            <Around row={row} />
          </ActionBar>
        )}
        <div className={css.scroll}>
          {isNow && refused && (
            <ReasonPanel name={name} number={row.number} verdict={refused} onClose={() => setOpen(undefined)} />
          )}
          {compares && (
            <Suspense fallback={<Skeleton rows={8} />}>
              <CompareView name={name} number={row.number} version={row.version} />
            </Suspense>
          )}
          {asOf && !compares && <AsOfView name={name} number={row.number} at={asOf} />}
          {isNow && <RecordBody name={name} row={row} again={again} act={start} />}
          {isNow && (
            <Suspense>
              <Keeping name={name} row={row} />
            </Suspense>
          )}
        </div>
      </div>
      <aside className={css.aside} data-tour="timeline">
        <Timeline name={name} row={row} />
      </aside>
      {asked && (
        <Suspense>
          <ActionDialog name={name} row={row} actionName={asked.action} given={asked.given} onClose={leave} onDone={done} />
        </Suspense>
      )}
    </div>
  );
}

interface Asked {
  readonly action: string;
  readonly given?: Readonly<Record<string, unknown>> | undefined;
}

/** From pressing an action to its end: allowed, its dialog is asked; refused, its reasons open. */
function useActing(row: LoadedRecord, again: () => void) {
  const { t, say } = useWords();
  const tell = useTell();
  const [open, setOpen] = useState<string>();
  const [asked, setAsked] = useState<Asked>();
  const start = (action: string, given?: Readonly<Record<string, unknown>>) => {
    const verdict = row.actions.find((candidate) => candidate.name === action);
    if (verdict?.allowed) setAsked({ action, given });
    else setOpen(action);
  };
  const leave = () => {
    setAsked(undefined);
    again();
  };
  const done = (label: Label) => {
    setOpen(undefined);
    tell(`${row.number} · ${t("action.done", { action: say(label) })}`);
    leave();
    // The button that was pressed may be gone; the head of the record is where one goes on from.
    requestAnimationFrame(() => document.getElementById("record-head")?.focus());
  };
  return { open, setOpen, asked, start, leave, done };
}

function Head({ name, row }: { name: RecordName; row: LoadedRecord }) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(60_000);
  const feature = useFeature(name);
  const record: AnyRecord = registry[name];
  const holds = feature.holds?.(row) ?? [];
  const state = row.state === undefined ? undefined : record.states?.[row.state];
  const title = say(row.title);
  // What is said or attached beside it is no change of the record.
  const changed = row.timeline.find((entry) => entry.changes.length > 0)?.at ?? row.createdAt;
  return (
    <header className={css.head}>
      <h1 id="record-head" tabIndex={-1}>
        {say(record.label)} <Code>{row.number}</Code>
      </h1>
      {row.state !== undefined && (
        <StatusWord name={row.state} record={name} label={state ? say(state) : row.state} held={holds.length > 0} />
      )}
      {holds.map((hold) => (
        <HoldTag key={hold.en} reason={say(hold)} />
      ))}
      <Suspense>
        <LegalHoldTags name={name} id={row.id} />
      </Suspense>
      <span className={css.version}>
        {t("word.version", { n: row.version })} · {t("record.changed", { time: shortInstant(changed, zone, now) })}
      </span>
      {title !== row.number && <p className={css.title}>{title}</p>}
      {feature.subtitle && (
        <p className={css.title}>
          <feature.subtitle row={row} />
        </p>
      )}
      <AsOfControl />
    </header>
  );
}
