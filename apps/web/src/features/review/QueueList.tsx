/** The left pane: what waits, by risk to patients and working time left; own work is told and not offered. */
import type { PartTranslate } from "@lotline/schema/words";
import { useEffect, useId, useRef } from "react";
import { Button } from "../../kit/Button.tsx";
import { useNow } from "../../kit/clock.tsx";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { Code, Hidden } from "../../kit/mark/Text.tsx";
import { TimeLeft } from "../../kit/mark/TimeLeft.tsx";
import { specOf } from "../shared/spec.ts";
import type { Item } from "./queries.ts";
import css from "./review.module.css";
import type { QueueState } from "./useQueue.ts";

const risks = {
  high: { glyph: "triangleAlert", tone: "no", word: "review.risk.high" },
  medium: { glyph: "triangleHalf", tone: "wait", word: "review.risk.medium" },
  low: { glyph: "triangle", tone: "ink3", word: "review.risk.low" },
} as const;

/** The triangle of a risk to patients: filled, half, hollow. */
export function Risk({ risk, size = 14 }: { risk: string; size?: number }) {
  const { t } = useWords("review");
  const { glyph, tone, word } = risk === "high" || risk === "medium" ? risks[risk] : risks.low;
  return <StatusGlyph name={glyph} tone={tone} title={t(word)} size={size} />;
}

interface Props {
  state: QueueState;
  onBatch: (() => void) | undefined;
  /** How many could be signed together with the one looked at. */
  batch: number;
}

export function QueueList({ state, onBatch, batch }: Props) {
  const { t } = useWords("review");
  const { queue, items, index, go } = state;
  const now = useNow(30_000);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: "nearest" });
  }, [index]);
  return (
    <section className={css.queue} aria-label={t("review.queue")}>
      <header className={css.queueHead}>
        <h1>
          {t("review.queue")} <span className={css.count}>{queue?.total ?? ""}</span>
        </h1>
        <TypeChoice state={state} />
        {queue && queue.own > 0 && (
          <p className={css.own}>
            <StatusGlyph name="padlock" tone="ink2" size={13} /> {t("review.own", { n: queue.own })}
          </p>
        )}
        <p className={css.order}>
          {t("review.order")}
          {queue && queue.overdue > 0 && <span className={css.late}> · {t("review.overdue", { n: queue.overdue })}</span>}
        </p>
      </header>
      <ol ref={list} className={css.items}>
        {items.map((item, at) => (
          <li key={item.id}>
            <Row item={item} now={now} isCurrent={at === index} onChoose={() => go(at)} />
          </li>
        ))}
        {state.more && (
          <li>
            <Button look="quiet" onClick={state.more}>
              {t("review.more")}
            </Button>
          </li>
        )}
      </ol>
      {batch > 1 && onBatch && (
        <footer className={css.queueFoot}>
          <span>{t("review.batchOf", { n: batch })}</span>
          <Button look="sign" onClick={onBatch} aria-keyshortcuts="b">
            {t("review.batch", { n: batch })}
          </Button>
        </footer>
      )}
    </section>
  );
}

/** Which type of record is looked at alone. */
function TypeChoice({ state: { queue, record, choose } }: { state: QueueState }) {
  const { t, say } = useWords("review");
  const id = useId();
  return (
    <>
      <label htmlFor={id}>
        <Hidden>{t("review.type")}</Hidden>
      </label>
      <select
        id={id}
        className={css.types}
        value={record ?? ""}
        onChange={(event) => {
          choose(event.currentTarget.value || undefined);
          event.currentTarget.blur();
        }}
      >
        <option value="">{t("review.all")}</option>
        {queue?.byRecord.map(({ record: name, count }) => {
          const spec = specOf(name);
          return (
            <option key={name} value={name}>
              {spec ? say(spec.plural) : name} {count}
            </option>
          );
        })}
      </select>
    </>
  );
}

/** Working time as "7:29", from a working day on as days and hours. */
function workWords({ workingLeft, workDay }: Item, t: PartTranslate<"review">): string {
  const minutes = Math.abs(workingLeft);
  if (workDay <= 0 || minutes < workDay) return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  return t("review.workDays", { d: Math.floor(minutes / workDay), h: Math.floor((minutes % workDay) / 60) });
}

interface RowProps {
  item: Item;
  now: number;
  isCurrent: boolean;
  onChoose: () => void;
}

function Row({ item, now, isCurrent, onChoose }: RowProps) {
  const { t, say } = useWords("review");
  const spec = specOf(item.record);
  const isOver = !item.paused && (item.workingLeft < 0 || Date.parse(item.dueAt) < now);
  return (
    <button
      type="button"
      className={css.item}
      aria-current={isCurrent || undefined}
      onClick={onChoose}
      tabIndex={isCurrent ? 0 : -1}
    >
      <Risk risk={item.risk} />
      <span className={css.number}>
        <Code>{item.number}</Code>
        <span className={css.kind}>{spec ? say(spec.label) : item.record}</span>
      </span>
      <span className={css.clock} title={t("review.workTime")} data-over={isOver || undefined}>
        {item.paused ? t("todo.stands") : t(isOver ? "review.over" : "review.left", { time: workWords(item, t) })}
      </span>
      <span className={css.note}>
        <Note item={item} />
      </span>
      {!item.paused && <TimeLeft due={item.dueAt} from={item.createdAt} now={now} width={52} wordless />}
    </button>
  );
}

/** What is the matter with it, in one line. */
function Note({ item }: { item: Item }) {
  const { t, say } = useWords("review");
  const other = item.claim && !item.claim.mine ? item.claim.by : null;
  return (
    <>
      {item.blockers > 0 ? (
        <>
          <StatusGlyph name="padlock" tone="ink2" size={12} /> {t("review.blocked", { n: item.blockers })}
        </>
      ) : item.exception ? (
        <>
          <StatusGlyph name="triangleHalf" tone="wait" size={12} /> {say(item.exception)}
          {item.exceptions > 1 && ` +${item.exceptions - 1}`}
        </>
      ) : (
        t("review.clean")
      )}
      {other && <span className={css.claimed}> · {say(other.name)}</span>}
    </>
  );
}
