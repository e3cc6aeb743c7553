/** What waits for the person: one line per open task with its record, its act and its clock; J and K choose, Enter opens. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { type AnyRecord, type Label, registry, taskOf } from "@lotline/schema";
import { Link, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useNow } from "../clock.tsx";
import { failureOf } from "../failure.ts";
import { useKeys } from "../keys.tsx";
import { useWords } from "../lang.tsx";
import { StatusGlyph } from "../mark/StatusGlyph.tsx";
import { statusLook } from "../mark/status.ts";
import { Code } from "../mark/Text.tsx";
import { TimeLeft } from "../mark/TimeLeft.tsx";
import { isRecordName, recordPath } from "../path.ts";
import { EmptyState, ErrorState, Skeleton } from "../states.tsx";
import css from "./work.module.css";

/** One open task. */
export interface WorkItem {
  readonly id: string;
  readonly record: string;
  readonly number: string;
  readonly action: string;
  readonly state: string;
  readonly dueAt: string;
  readonly createdAt: string;
  readonly title: Label;
}

/** The open tasks of the person, most urgent first. */
export const workQuery: TypedDocumentNode<{ workItems: readonly WorkItem[] }, { first: number }> = gql`
  query workItems($first: Int!) { workItems(first: $first) { id record number action state dueAt createdAt title { en zh } } }
`;

const most = 200;

export function WorkList() {
  const { t } = useWords();
  const { data, error, refetch } = useQuery(workQuery, { variables: { first: most }, fetchPolicy: "network-only" });
  const now = useNow(30_000);
  if (error && !data) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data) return <Skeleton rows={8} height={42} />;
  const items = data.workItems.filter((item) => isRecordName(item.record));
  const overdue = items.filter((item) => Date.parse(item.dueAt) <= now).length;
  return (
    <section className={css.panel} data-tour="todo" aria-label={t("home.todo")}>
      <header className={css.head}>
        <h2>
          {t("home.todo")} {items.length}{" "}
          {overdue > 0 && <span className={css.overdue}>{t("home.overdue", { n: overdue })}</span>}
        </h2>
        <span className={css.note}>{t("home.order")}</span>
      </header>
      {items.length === 0 ? (
        <EmptyState title={t("home.nothing")} hint={t("home.nothingHint")} />
      ) : (
        <Items items={items} now={now} />
      )}
      {items.length > 0 && <footer className={css.foot}>{t("home.allShown", { n: items.length })}</footer>}
    </section>
  );
}

function Items({ items, now }: { items: readonly WorkItem[]; now: number }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const go = (index: number) => {
    const next = Math.max(0, Math.min(items.length - 1, index));
    setCurrent(next);
    list.current?.querySelectorAll("a")[next]?.focus();
  };
  useKeys([
    {
      key: "j",
      label: t("work.next"),
      run: () => go(document.activeElement?.closest("ul") === list.current ? current + 1 : current),
    },
    { key: "k", label: t("work.previous"), run: () => go(current - 1) },
    {
      key: "o",
      label: t("do.open"),
      run: () => {
        const item = items[current];
        if (item) void navigate({ to: recordPath(item.record, item.number) });
      },
    },
  ]);
  return (
    <ul ref={list} className={css.list}>
      {items.map((item, index) => (
        <Item key={item.id} item={item} now={now} current={index === current} onFocus={() => setCurrent(index)} />
      ))}
    </ul>
  );
}

function Item({ item, now, current, onFocus }: { item: WorkItem; now: number; current: boolean; onFocus: () => void }) {
  const { say } = useWords();
  const record: AnyRecord | undefined = isRecordName(item.record) ? registry[item.record] : undefined;
  const action = record && taskOf(record, item.action)?.label;
  const look = statusLook(item.state, false, item.record);
  const title = say(item.title);
  const state = record?.states?.[item.state];
  return (
    <li>
      <Link to={recordPath(item.record, item.number)} className={css.item} data-current={current || undefined} onFocus={onFocus}>
        <StatusGlyph name={look.glyph} tone={look.tone} title={state ? say(state) : item.state} />
        <span className={css.code}>
          <Code>{item.number}</Code>
        </span>
        <span className={css.what}>
          <span>{record && say(record.label)}</span>
          {title !== item.number && <span className={css.title}> {title}</span>}
        </span>
        <span className={css.action}>{action && say(action)}</span>
        <TimeLeft due={item.dueAt} from={item.createdAt} now={now} />
      </Link>
    </li>
  );
}
