/** What the person was told, grouped by record: read, put away until later, done; all of it by keyboard. */
import { useMutation, useQuery } from "@apollo/client/react";
import { messages, registry } from "@lotline/schema";
import { NativeSelect } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { useNow, useZone } from "../../kit/clock.tsx";
import { commandId } from "../../kit/command.ts";
import { failureOf } from "../../kit/failure.ts";
import { inZone, readZoned, shortInstant } from "../../kit/format.ts";
import { useKeys, useTell } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { Code, Hidden } from "../../kit/mark/Text.tsx";
import { Menu } from "../../kit/Popup.tsx";
import { isRecordName, recordPath } from "../../kit/path.ts";
import { EmptyState, ErrorState, FailureText, Skeleton } from "../../kit/states.tsx";
import css from "./inbox.module.css";
import {
  type DigestGroup,
  groupsOf,
  markNoticesDocument,
  type Notice,
  type NoticeGroup,
  noticesQuery,
  type Shelf,
  shelves,
  snoozeNoticesDocument,
} from "./inbox.ts";

const NoticeSettings = lazy(() => import("./NoticeSettings.tsx"));
const page = 60;

export default function InboxPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const shelf: Shelf = shelves.find((known) => known === search.shelf) ?? "open";
  const kind = typeof search.kind === "string" ? search.kind : undefined;
  const [settings, setSettings] = useState(false);
  const { data, error, refetch, fetchMore } = useQuery(noticesQuery, {
    variables: { first: page, shelf, message: kind },
    fetchPolicy: "cache-and-network",
  });
  const told = data?.notices;
  const go = (next: Readonly<Record<string, string | undefined>>) => {
    const all = { shelf, kind, ...next };
    void navigate({ to: ".", search: Object.fromEntries(Object.entries(all).filter(([, value]) => value && value !== "open")) });
  };
  const more = () => {
    const before = told?.newest.at(-1)?.id;
    void fetchMore({
      variables: { before },
      updateQuery: (old, { fetchMoreResult: next }) => ({
        notices: { ...next.notices, newest: [...old.notices.newest, ...next.notices.newest] },
      }),
    }).catch(() => undefined);
  };
  return (
    <div className={css.page}>
      <Head shelf={shelf} kind={kind} unread={told?.unread ?? 0} onGo={go} onSettings={() => setSettings(true)} />
      {error && !told && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
      {!error && !told && <Skeleton rows={8} />}
      {told && (
        <List key={`${shelf} ${kind}`} notices={told.newest} shelf={shelf} again={() => void refetch().catch(() => undefined)} />
      )}
      {told?.hasMore && (
        <Button look="quiet" onClick={more}>
          {t("do.showMore")}
        </Button>
      )}
      {settings && (
        <Suspense>
          <NoticeSettings onClose={() => setSettings(false)} />
        </Suspense>
      )}
    </div>
  );
}

interface HeadProps {
  shelf: Shelf;
  kind: string | undefined;
  unread: number;
  onGo: (next: Readonly<Record<string, string | undefined>>) => void;
  onSettings: () => void;
}

function Head({ shelf, kind, unread, onGo, onSettings }: HeadProps) {
  const { t, say } = useWords();
  const tabs = [
    ["open", t("inbox.open")],
    ["unread", t("inbox.unread", { n: unread })],
    ["later", t("inbox.later")],
    ["done", t("inbox.done")],
  ] as const;
  return (
    <header className={css.head}>
      <h1>{t("inbox.title")}</h1>
      <div className={css.tabs}>
        {tabs.map(([key, label]) => (
          <button key={key} type="button" aria-pressed={key === shelf} onClick={() => onGo({ shelf: key })}>
            {label}
          </button>
        ))}
      </div>
      <NativeSelect
        aria-label={t("inbox.kind")}
        value={kind ?? ""}
        onChange={(event) => onGo({ kind: event.currentTarget.value })}
        data={[
          { value: "", label: t("inbox.anyKind") },
          ...Object.entries(messages).flatMap(([name, spec]) =>
            "notice" in spec ? [{ value: name, label: say(spec.label) }] : [],
          ),
        ]}
      />
      <Button onClick={onSettings}>{t("inbox.settings")}</Button>
    </header>
  );
}

interface ListProps {
  notices: readonly Notice[];
  shelf: Shelf;
  again: () => void;
}

function List({ notices, shelf, again }: ListProps) {
  const { t, say } = useWords();
  const now = useNow(30_000);
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const { mark, snooze, failure } = useMarks(again);
  const groups = groupsOf(notices);
  const flat = groups.flatMap((group) => group.notices);
  const current = flat[Math.min(at, flat.length - 1)];
  const move = (to: number) => {
    const next = Math.max(0, Math.min(flat.length - 1, to));
    setAt(next);
    list.current?.querySelectorAll<HTMLElement>("[data-notice]")[next]?.focus();
  };
  const open = (notice: Notice | undefined) => {
    if (!notice) return;
    if (notice.readAt === null) mark(notice.ids, "read");
    if (!notice.digest) void navigate({ to: recordPath(notice.record, notice.number) });
  };
  const done = (notice: Notice | undefined) => notice && mark(notice.ids, shelf === "done" ? "open" : "done");
  // What waits for later comes back; to be unread is to be open.
  const turn = (notice: Notice | undefined) =>
    notice && mark(notice.ids, shelf !== "later" && notice.readAt === null ? "read" : "unread");
  useKeys([
    { key: "j", label: t("inbox.next"), run: () => move(at + 1) },
    { key: "k", label: t("inbox.previous"), run: () => move(at - 1) },
    { key: "e", label: t(shelf === "done" ? "inbox.markOpen" : "inbox.markDone"), run: () => done(current) },
    { key: "u", label: t(shelf === "later" ? "inbox.markOpen" : "inbox.markUnread"), run: () => turn(current) },
    {
      key: "h",
      label: t("inbox.snoozeHour"),
      run: () => current && snooze(current.ids, new Date(now + 3_600_000).toISOString()),
    },
  ]);
  // The keyboard is at the list from the beginning, and stays in it when something leaves it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the rows change
  useEffect(() => {
    if (list.current?.contains(document.activeElement) || document.activeElement === document.body) move(at);
  }, [flat.length]);
  if (flat.length === 0)
    return <EmptyState title={t(`inbox.none.${shelf}`)} {...(shelf === "open" ? { hint: t("inbox.noneHint") } : {})} />;
  return (
    <div ref={list} className={css.list}>
      <div role="alert">{failure && <FailureText failure={failure} />}</div>
      {groups.map((group) => (
        <section key={group.key} className={css.group} aria-label={headOf(group, say) ?? t("inbox.digest")}>
          <GroupHead group={group} />
          <ul>
            {group.notices.map((notice) => (
              <Row
                key={notice.id}
                notice={notice}
                shelf={shelf}
                isCurrent={notice === current}
                onFocus={() => setAt(flat.indexOf(notice))}
                onOpen={() => open(notice)}
                onTurn={() => turn(notice)}
                onSnooze={(until) => snooze(notice.ids, until)}
                onDone={() => done(notice)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function GroupHead({ group }: { group: NoticeGroup }) {
  const { t, say } = useWords();
  return (
    <header>
      {group.record ? (
        <h2>
          {label(group.record, say)} <Code>{group.number}</Code>
        </h2>
      ) : (
        <h2>{t("inbox.digest")}</h2>
      )}
      <span>{t("inbox.notices", { n: group.notices.flatMap(({ ids }) => ids).length })}</span>
    </header>
  );
}

interface RowProps {
  notice: Notice;
  shelf: Shelf;
  isCurrent: boolean;
  onFocus: () => void;
  onOpen: () => void;
  onTurn: () => void;
  onSnooze: (until: string) => void;
  onDone: () => void;
}

function Row({ notice, shelf, isCurrent, onFocus, onOpen, onTurn, onSnooze, onDone }: RowProps) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(30_000);
  const isUnread = notice.readAt === null;
  const moment = (at: string) => shortInstant(at, zone, now);
  return (
    <li className={css.notice} data-unread={isUnread || undefined}>
      <button
        type="button"
        data-notice
        tabIndex={isCurrent ? 0 : -1}
        aria-current={isCurrent || undefined}
        onFocus={onFocus}
        onClick={onOpen}
      >
        {isUnread && <Hidden>{t("inbox.isUnread")}: </Hidden>}
        {say(notice.text)}
      </button>
      <span className={css.small}>
        {shelf === "later"
          ? t("inbox.until", { time: moment(notice.shownAt) })
          : moment(notice.digest ? notice.shownAt : notice.createdAt)}
      </span>
      <Button look="quiet" onClick={onTurn}>
        {t(shelf === "later" ? "inbox.markOpen" : isUnread ? "inbox.markRead" : "inbox.markUnread")}
      </Button>
      {shelf !== "done" && <Later onPick={onSnooze} />}
      <Button look="quiet" onClick={onDone}>
        {t(shelf === "done" ? "inbox.markOpen" : "inbox.markDone")}
      </Button>
      {notice.digest && <Digest groups={notice.digest} />}
    </li>
  );
}

/** What the digest tells, by kind of message and type of record, each record a link. */
function Digest({ groups }: { groups: readonly DigestGroup[] }) {
  const { t, say } = useWords();
  return (
    <dl className={css.digest}>
      {groups.map((group) => (
        <div key={`${group.message} ${group.record}`}>
          <dt>
            {say(group.label)} · {label(group.record, say)} <b>{group.count}</b>
          </dt>
          <dd>
            {group.newest.map((entry) => (
              <Link key={entry.id} to={recordPath(group.record, entry.number)} title={say(entry.text)}>
                <Code>{entry.number}</Code>
              </Link>
            ))}
            {group.count > group.newest.length && <span>{t("inbox.digestMore", { n: group.count - group.newest.length })}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const label = (record: string, say: (text: { en: string; zh: string }) => string): string =>
  isRecordName(record) ? say(registry[record].label) : record;

const headOf = ({ record, number }: NoticeGroup, say: (text: { en: string; zh: string }) => string): string | undefined =>
  record ? `${label(record, say)} ${number}` : undefined;

/** Sends what is done with notices; the list is read anew afterwards. */
function useMarks(again: () => void) {
  const tell = useTell();
  const { t } = useWords();
  const [sendMark, marked] = useMutation(markNoticesDocument);
  const [sendSnooze, snoozed] = useMutation(snoozeNoticesDocument);
  const error = marked.error ?? snoozed.error;
  return {
    failure: error ? failureOf(error) : undefined,
    mark: (ids: readonly string[], as: string) =>
      void sendMark({ variables: { commandId: commandId(), ids, as } })
        .then(again)
        .catch(() => undefined),
    snooze: (ids: readonly string[], until: string) =>
      void sendSnooze({ variables: { commandId: commandId(), ids, until } })
        .then(() => {
          tell(t("inbox.later"));
          again();
        })
        .catch(() => undefined),
  };
}

const morning = "08:00";

/** Puts a notice away: for an hour, until tomorrow morning, until Monday morning. */
function Later({ onPick }: { onPick: (until: string) => void }) {
  const { t } = useWords();
  const zone = useZone();
  const now = useNow(30_000);
  const dayAt = (days: number): string =>
    readZoned(`${inZone(now + days * 86_400_000, zone)?.date ?? ""} ${morning}`, zone) ?? "";
  const weekday = inZone(now, zone)?.weekday ?? 0;
  const choices = [
    [t("inbox.snoozeHour"), new Date(now + 3_600_000).toISOString()],
    [t("inbox.snoozeTomorrow", { time: morning }), dayAt(1)],
    [t("inbox.snoozeMonday", { time: morning }), dayAt((8 - weekday) % 7 || 7)],
  ] as const;
  return (
    <Menu position="bottom-end" target={<Button look="quiet">{t("inbox.snooze")}</Button>}>
      {({ Item }) =>
        choices.map(([word, until]) => (
          <Item key={word} onClick={() => onPick(until)}>
            {word}
          </Item>
        ))
      }
    </Menu>
  );
}
