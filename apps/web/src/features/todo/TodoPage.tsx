/** The to-do centre: what waits for me, what I did, what I began, what I was told of; clocks are stopped and started here. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient, useQuery } from "@apollo/client/react";
import type { Label } from "@lotline/schema";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type SubmitEvent, useRef, useState } from "react";
import { Button, ButtonLink } from "../../kit/Button.tsx";
import { useNow, useZone } from "../../kit/clock.tsx";
import { Dialog } from "../../kit/Dialog.tsx";
import { failureOf } from "../../kit/failure.ts";
import { ReasonBox } from "../../kit/form/ReasonBox.tsx";
import { shortInstant } from "../../kit/format.ts";
import { useKeys } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { statusLook } from "../../kit/mark/status.ts";
import { Code } from "../../kit/mark/Text.tsx";
import { TimeLeft } from "../../kit/mark/TimeLeft.tsx";
import { isRecordName, newPath, recordPath } from "../../kit/path.ts";
import dialog from "../../kit/record/dialog.module.css";
import type { CommentPerson } from "../../kit/record/types.ts";
import { EmptyState, ErrorState, FailureText, Skeleton } from "../../kit/states.tsx";
import { useCommand } from "../../kit/useCommand.ts";
import { specOf } from "../shared/spec.ts";
import css from "./todo.module.css";

const tabs = ["waiting", "done", "started", "copied"] as const;
type Tab = (typeof tabs)[number];

interface Item {
  readonly id: string;
  readonly record: string;
  readonly recordId: string;
  readonly number: string;
  readonly title: Label;
  readonly task: Label | null;
  readonly state: string;
  readonly at: string;
  readonly dueAt: string | null;
  readonly doneAt: string | null;
  readonly doneBy: CommentPerson | null;
  readonly pauseReason: string | null;
}

interface Page {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly total: number;
}

const pageSize = 50;

export const todoQuery: TypedDocumentNode<{ readonly todo: Page }, { tab: string; first: number; after?: string | null }> = gql`
  query todo($tab: String!, $first: Int!, $after: String) {
    todo(tab: $tab, first: $first, after: $after) {
      next total
      items { id record recordId number title { en zh } task { en zh } state at dueAt doneAt pauseReason doneBy { id number name { en zh } title { en zh } } }
    }
  }
`;

export const pauseMutation: TypedDocumentNode<
  { readonly done: boolean },
  { commandId: string; record: string; id: string; reason: string }
> = gql`
  mutation pauseTask($commandId: ID!, $record: String!, $id: ID!, $reason: String!) {
    done: pauseTask(commandId: $commandId, record: $record, id: $id, reason: $reason)
  }
`;
export const resumeMutation: TypedDocumentNode<{ readonly done: boolean }, { commandId: string; record: string; id: string }> =
  gql`
  mutation resumeTask($commandId: ID!, $record: String!, $id: ID!) { done: resumeTask(commandId: $commandId, record: $record, id: $id) }
`;

export default function TodoPage() {
  const { t } = useWords();
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const tab = tabs.find((known) => known === search.tab) ?? "waiting";
  const go = (to: Tab) => void navigate({ to: "/todo", search: to === "waiting" ? {} : { tab: to }, replace: true });
  useKeys(tabs.map((name, index) => ({ key: String(index + 1), label: t(`todo.${name}`), run: () => go(name), quiet: true })));
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{t("todo.title")}</h1>
        <ButtonLink to={newPath("Delegation")}>{t("todo.delegate")}</ButtonLink>
        <ButtonLink to={newPath("Absence")}>{t("todo.absent")}</ButtonLink>
      </header>
      <div role="tablist" className={css.tabs} aria-label={t("todo.title")}>
        {tabs.map((name) => (
          <button
            key={name}
            id={`todo-${name}`}
            type="button"
            role="tab"
            aria-selected={name === tab}
            aria-controls="todo-panel"
            tabIndex={name === tab ? 0 : -1}
            onClick={() => go(name)}
            onKeyDown={(event) => {
              const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
              if (by === 0) return;
              const next = tabs[(tabs.indexOf(name) + by + tabs.length) % tabs.length] ?? name;
              go(next);
              document.getElementById(`todo-${next}`)?.focus();
            }}
          >
            {t(`todo.${name}`)}
          </button>
        ))}
      </div>
      <TabPanel key={tab} tab={tab} />
    </div>
  );
}

function TabPanel({ tab }: { tab: Tab }) {
  const { t } = useWords();
  const client = useApolloClient();
  const { data, error, refetch } = useQuery(todoQuery, { variables: { tab, first: pageSize } });
  const [more, setMore] = useState<readonly Page[]>([]);
  const [pausing, setPausing] = useState<Item>();
  const again = () => {
    setMore([]);
    void refetch().catch(() => undefined);
  };
  const resume = useCommand<{ readonly done: boolean }>();
  if (error && !data) return <ErrorState failure={failureOf(error)} onRetry={again} />;
  if (!data) return <Skeleton rows={8} height={42} />;
  const pages = [data.todo, ...more];
  const next = pages.at(-1)?.next ?? null;
  const items = pages.flatMap((page) => page.items);
  const load = async () => {
    const { data: page } = await client.query({
      query: todoQuery,
      variables: { tab, first: pageSize, after: next },
      fetchPolicy: "no-cache",
    });
    if (page) setMore([...more, page.todo]);
  };
  return (
    <section id="todo-panel" role="tabpanel" aria-labelledby={`todo-${tab}`} className={css.panel}>
      <p className={css.note}>{t("todo.count", { n: data.todo.total })}</p>
      <div role="alert">{resume.failure && <FailureText failure={resume.failure} />}</div>
      {items.length === 0 ? (
        <EmptyState title={t(`todo.${tab}None`)} hint={t(`todo.${tab}Hint`)} />
      ) : (
        <ul className={css.list}>
          {items.map((item) => (
            <Row
              key={`${item.id} ${item.at} ${item.doneAt ?? ""}`}
              item={item}
              tab={tab}
              onPause={() => setPausing(item)}
              onResume={() => {
                const variables = { record: item.record, id: item.recordId };
                void resume.send(resumeMutation, variables, { of: item.id }).then(again);
              }}
            />
          ))}
        </ul>
      )}
      {next && (
        <Button look="quiet" onClick={() => void load()}>
          {t("do.showMore")}
        </Button>
      )}
      {pausing && (
        <PauseDialog
          item={pausing}
          onClose={() => setPausing(undefined)}
          onDone={() => {
            setPausing(undefined);
            again();
          }}
        />
      )}
    </section>
  );
}

interface RowProps {
  item: Item;
  tab: Tab;
  onPause: () => void;
  onResume: () => void;
}

function Row({ item, tab, onPause, onResume }: RowProps) {
  const { t, say } = useWords();
  const spec = specOf(item.record);
  const look = statusLook(item.state, false, item.record);
  const state = spec?.states?.[item.state];
  const title = say(item.title);
  return (
    <li className={css.row}>
      {item.state ? (
        <StatusGlyph name={look.glyph} tone={look.tone} title={state ? say(state) : item.state} />
      ) : (
        <StatusGlyph name="circle" tone="control" />
      )}
      <span className={css.code}>
        {isRecordName(item.record) ? (
          <Link to={recordPath(item.record, item.number)}>
            <Code>{item.number}</Code>
          </Link>
        ) : (
          <Code>{item.number}</Code>
        )}
      </span>
      <span className={css.what}>
        {spec ? say(spec.label) : item.record}
        {title && title !== item.number && <span className={css.title}> {title}</span>}
        {item.pauseReason && <span className={css.paused}> {t("todo.paused", { reason: item.pauseReason })}</span>}
      </span>
      <span className={css.task}>{item.task && say(item.task)}</span>
      <span className={css.when}>
        <When item={item} />
      </span>
      <span className={css.acts}>
        {tab === "waiting" &&
          (item.pauseReason ? (
            <Button look="quiet" onClick={onResume}>
              {t("todo.resume")}
            </Button>
          ) : (
            <Button look="quiet" onClick={onPause}>
              {t("todo.pause")}
            </Button>
          ))}
      </span>
    </li>
  );
}

/** How long it may still take, or when and by whom it was done, and whether in time. */
function When({ item }: { item: Item }) {
  const { t, say } = useWords();
  const zone = useZone();
  const now = useNow(30_000);
  if (item.doneAt) {
    const late = item.dueAt !== null && Date.parse(item.doneAt) > Date.parse(item.dueAt);
    return (
      <>
        {shortInstant(item.doneAt, zone, now)}
        {item.doneBy && ` · ${say(item.doneBy.name)}`}
        {late && <span className={css.late}> · {t("todo.late")}</span>}
      </>
    );
  }
  if (item.pauseReason) return <>{t("todo.stands")}</>;
  return item.dueAt ? <TimeLeft due={item.dueAt} from={item.at} now={now} /> : <>{shortInstant(item.at, zone, now)}</>;
}

/** Stops the clock of a task: why, in at least ten characters. */
function PauseDialog({ item, onClose, onDone }: { item: Item; onClose: () => void; onDone: () => void }) {
  const { t } = useWords();
  const { send, busy, failure } = useCommand<{ readonly done: boolean }>();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const missing = [...reason.trim()].length < 10;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing) return;
    const { ok } = await send(pauseMutation, { record: item.record, id: item.recordId, reason }, { of: item.id });
    if (ok) onDone();
  };
  return (
    <Dialog name={t("todo.pauseTitle", { number: item.number })} onClose={onClose} size={520}>
      <form ref={form} className={dialog.dialog} onSubmit={submit} noValidate>
        <div className={dialog.head}>
          <h2>{t("todo.pauseTitle", { number: item.number })}</h2>
        </div>
        <p className={css.note}>{t("todo.pauseHint")}</p>
        <ReasonBox value={reason} onChange={setReason} error={tried && missing ? t("form.reasonMissing") : undefined} autoFocus />
        <div role="alert">{failure && <FailureText failure={failure} />}</div>
        <div className={dialog.buttons}>
          <Button onClick={onClose}>{t("do.cancel")}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {t("todo.pause")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
