/** A record beside its list: what stands against it first, then fields, what its type adds, and its history. */
import { type AnyRecord, type Reason, type RecordName, registry } from "@lotline/schema";
import { IconArrowsDiagonal, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useId, useState } from "react";
import { IconButton } from "../Button.tsx";
import { ownNames, useAttributes } from "../data/attributes.ts";
import { useFeature, useLazy } from "../feature.tsx";
import { useWords } from "../lang.tsx";
import { HoldTag } from "../mark/HoldTag.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { Code, Key } from "../mark/Text.tsx";
import { recordPath } from "../path.ts";
import { ReasonList } from "../ReasonList.tsx";
import { sortActions } from "../record/ActionBar.tsx";
import { FieldList } from "../record/FieldList.tsx";
import { fieldGroups } from "../record/groups.ts";
import { Timeline } from "../record/Timeline.tsx";
import type { LoadedRecord } from "../record/types.ts";
import { useRecord } from "../record/useRecord.ts";
import { EmptyState, ErrorState, Skeleton } from "../states.tsx";
import css from "./peek.module.css";
import type { Peeked } from "./view.ts";

interface Props {
  name: RecordName;
  peeked: Peeked;
  onTab: (tab: string) => void;
  onClose: () => void;
}

export default function Peek({ name, peeked, onTab, onClose }: Props) {
  const { t, say } = useWords();
  const { number } = peeked;
  const read = useRecord(name, number);
  // Going on to the next row, the one before stays until its successor is read.
  const [shown, setShown] = useState<LoadedRecord>();
  useEffect(() => {
    if (read.row) setShown(read.row);
  }, [read.row]);
  const row = read.row === undefined ? shown : read.row;
  return (
    <aside className={css.peek} aria-label={t("peek.label", { number })} aria-busy={read.row === undefined}>
      {row ? (
        <Shown name={name} row={row} tab={peeked.tab} onTab={onTab} onClose={onClose} />
      ) : (
        <>
          <div className={css.tools}>
            <IconButton icon={IconX} name={t("do.close")} onClick={onClose} />
          </div>
          {read.failure ? (
            <ErrorState failure={read.failure} onRetry={read.again} />
          ) : row === null ? (
            <EmptyState
              title={t("record.notFound", { label: say(registry[name].label), number })}
              hint={t("record.notFoundHint")}
            />
          ) : (
            <Skeleton rows={8} />
          )}
        </>
      )}
      <footer className={css.foot}>
        <span>
          <Key>Enter</Key> {t("peek.full")}
        </span>
        <span>
          <Key>Space</Key> {t("peek.close")}
        </span>
      </footer>
    </aside>
  );
}

interface ShownProps {
  name: RecordName;
  row: LoadedRecord;
  tab: string;
  onTab: (tab: string) => void;
  onClose: () => void;
}

function Shown({ name, row, tab, onTab, onClose }: ShownProps) {
  const { t, say } = useWords();
  const id = useId();
  const { peek = [] } = useFeature(name);
  const tabs = [
    { id: "why", label: t("peek.why") },
    { id: "fields", label: t("peek.fields") },
    ...peek.map((own) => ({ id: own.id, label: say(own.label) })),
    { id: "timeline", label: t("peek.timeline") },
  ];
  const current = tabs.find((candidate) => candidate.id === tab) ?? tabs[0];
  const own = peek.find((candidate) => candidate.id === current?.id);
  const step = (by: number) => {
    const at = current ? tabs.indexOf(current) : 0;
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (!next) return;
    onTab(next.id);
    document.getElementById(`${id}-${next.id}`)?.focus();
  };
  return (
    <>
      <Head name={name} row={row} onClose={onClose} />
      <div role="tablist" className={css.tabs} aria-label={t("peek.label", { number: row.number })}>
        {tabs.map((candidate) => (
          <button
            key={candidate.id}
            id={`${id}-${candidate.id}`}
            type="button"
            role="tab"
            aria-selected={candidate === current}
            aria-controls={`${id}-panel`}
            tabIndex={candidate === current ? 0 : -1}
            onClick={() => onTab(candidate.id)}
            onKeyDown={(event) => {
              if (event.key === "ArrowRight") step(1);
              if (event.key === "ArrowLeft") step(-1);
            }}
          >
            {candidate.label}
          </button>
        ))}
      </div>
      {/* Focusable, so that it scrolls by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <div id={`${id}-panel`} role="tabpanel" className={css.panel} tabIndex={0} aria-labelledby={`${id}-${current?.id}`}>
        {current?.id === "why" && <Why name={name} row={row} />}
        {current?.id === "fields" && <FieldsTab name={name} row={row} />}
        {current?.id === "timeline" && <Timeline name={name} row={row} />}
        {own && <Own key={own.id} load={own.view} row={row} />}
      </div>
    </>
  );
}

function Head({ name, row, onClose }: Pick<ShownProps, "name" | "row" | "onClose">) {
  const { t, say } = useWords();
  const feature = useFeature(name);
  const record: AnyRecord = registry[name];
  const state = row.state === undefined ? undefined : record.states?.[row.state];
  const holds = feature.holds?.(row) ?? [];
  const title = say(row.title);
  return (
    <header className={css.head}>
      <div className={css.tools}>
        <h2>
          <Code>{row.number}</Code>
        </h2>
        <Link to={recordPath(name, row.number)} className={css.full} title={t("peek.openFull")} aria-label={t("peek.openFull")}>
          <IconArrowsDiagonal size={18} stroke={1.6} aria-hidden />
        </Link>
        <IconButton icon={IconX} name={t("do.close")} onClick={onClose} />
      </div>
      <div className={css.state}>
        {row.state !== undefined && (
          <StatusWord name={row.state} record={name} label={state ? say(state) : row.state} held={holds.length > 0} />
        )}
        {holds.map((hold) => (
          <HoldTag key={hold.en} reason={say(hold)} />
        ))}
      </div>
      <p className={css.title}>{feature.subtitle ? <feature.subtitle row={row} /> : title !== row.number && title}</p>
    </header>
  );
}

/** What its type says stands against its use, then each refused action with its reasons. */
function Why({ name, row }: { name: RecordName; row: LoadedRecord }) {
  const { t, say } = useWords();
  const feature = useFeature(name);
  const why = feature.why?.(row) ?? [];
  const { refused } = sortActions(registry[name], row);
  const here = `${name} ${row.number}`;
  if (why.length === 0 && refused.length === 0) return <p className={css.none}>{t("peek.nothingBlocks")}</p>;
  return (
    <>
      {why.length > 0 && <Reasons title={t("peek.usable")} reasons={why} here={here} />}
      {refused.map(({ name: action, action: { label }, verdict }) => (
        <Reasons key={action} title={t("peek.refused", { action: say(label) })} reasons={verdict.reasons} here={here} />
      ))}
    </>
  );
}

function Reasons({ title, reasons, here }: { title: string; reasons: readonly Reason[]; here: string }) {
  return (
    <section className={css.reasons} aria-label={title}>
      <h3>{title}</h3>
      <ReasonList reasons={reasons} here={here} />
    </section>
  );
}

function FieldsTab({ name, row }: { name: RecordName; row: LoadedRecord }) {
  const { t } = useWords();
  const { attributes } = useAttributes(name);
  const own = ownNames(registry[name], attributes, row);
  return (
    <div className={css.fields}>
      {fieldGroups(registry[name]).map((group) => (
        <FieldList key={group.key} name={name} row={row} title={t(group.word)} names={group.names} />
      ))}
      {own.length > 0 && <FieldList name={name} row={row} title={t("record.ownFields")} names={own} />}
    </div>
  );
}

function Own({ load, row }: { load: Parameters<typeof useLazy<{ row: LoadedRecord }>>[0]; row: LoadedRecord }) {
  const { component: View } = useLazy(load);
  return View ? <View row={row} /> : <Skeleton rows={5} />;
}
