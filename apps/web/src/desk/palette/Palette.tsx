/**
 * The palette: one box for records, verbs and pages. Everything by keyboard: arrows choose, Enter takes, Tab narrows to one kind,
 * Esc leaves. Enter that belongs to an input method never chooses, and Enter that comes before the answer waits for it.
 */
import { type AnyRecord, registry } from "@lotline/schema";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import { Dialog } from "../../kit/Dialog.tsx";
import { useWords } from "../../kit/lang.tsx";
import { Key } from "../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../kit/path.ts";
import { FailureText } from "../../kit/states.tsx";
import type { Panel, Place } from "../types.ts";
import { Option } from "./Option.tsx";
import css from "./palette.module.css";
import { type Fit, fit, rank } from "./rank.ts";
import { type Entry, type Kind, useEntries } from "./useEntries.ts";
import { type Hit, useHits } from "./useHits.ts";

interface Props {
  readonly typed: string;
  readonly places: readonly Place[];
  readonly onPanel: (panel: Panel | undefined) => void;
}

const kinds = [undefined, "record", "verb", "page", "setting"] as const;
const kindWords = {
  record: "palette.records",
  verb: "palette.verbs",
  page: "shell.searchPages",
  setting: "palette.setting",
} as const;
const most = 40;

// With the first picture, not a moment after it as dialogs do: who types on blindly presses Enter in that moment.
const takeFocus = (box: HTMLInputElement | null) => box?.focus();

export function Palette({ typed, places, onPanel }: Props) {
  const { t } = useWords();
  const close = () => onPanel(undefined);
  const list = usePaletteList(typed, places, onPanel);
  const { text, kind, shown, current, pending, failure } = list;
  const panel = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen is kept in sight
  useEffect(() => {
    panel.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [current, shown]);
  return (
    <Dialog name={t("palette.title")} onClose={close} size={640} closeOnClickOutside>
      <div className={css.palette} ref={panel}>
        <input
          ref={takeFocus}
          className={css.box}
          value={text}
          data-autofocus
          data-scan="palette"
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={shown[current] ? `palette-${current}` : undefined}
          aria-autocomplete="list"
          aria-label={t("shell.search")}
          placeholder={t("shell.searchHint")}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => list.type(event.currentTarget.value)}
          onKeyDown={list.onKeyDown}
        />
        <Kinds kind={kind} onNarrow={list.narrow} />
        <div
          id="palette-list"
          role="listbox"
          aria-label={t("form.matches")}
          className={css.list}
          aria-busy={pending || undefined}
        >
          {shown.map(({ item, fit: met }, index) => (
            <Option
              key={item.key}
              id={`palette-${index}`}
              entry={item}
              spans={met.spans}
              selected={index === current}
              onPoint={() => list.point(index)}
              onTake={() => list.take(item)}
            />
          ))}
        </div>
        <div role="status" className={css.status}>
          {shown.length === 0 && !pending && !failure && (
            <>
              <p>{t("shell.searchNothing", { text: text.trim() })}</p>
              <p className={css.hint}>{t("palette.searches")}</p>
            </>
          )}
        </div>
        {failure && (
          <div role="alert" className={css.failure}>
            <FailureText failure={failure} />
            <Button look="quiet" onClick={list.retry}>
              {t("do.retry")}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}

/** What the list is narrowed to; Tab goes through them. */
function Kinds({ kind, onNarrow }: { kind: Kind | undefined; onNarrow: (kind: Kind | undefined) => void }) {
  const { t } = useWords();
  return (
    <p className={css.kinds}>
      {kinds.map((one) => (
        <button key={one ?? "all"} type="button" tabIndex={-1} aria-pressed={one === kind} onClick={() => onNarrow(one)}>
          {one ? t(kindWords[one]) : t("palette.all")}
        </button>
      ))}
      <span>
        <Key>Tab</Key> {t("palette.narrow")}
      </span>
    </p>
  );
}

type Line = { readonly item: Entry; readonly fit: Fit };

function usePaletteList(typed: string, places: readonly Place[], onPanel: Props["onPanel"]) {
  const [text, setText] = useState(typed);
  const [kind, setKind] = useState<Kind>();
  const [current, setCurrent] = useState(0);
  const [tries, setTries] = useState(0);
  const waiting = useRef(false);
  const { hits, answered, failure } = useHits(kind === undefined || kind === "record" ? text : "", tries);
  const asked = kind === undefined || kind === "record";
  const pending = asked && answered !== text && text.trim().length > 1;
  const records = useRecordLines(pending ? [] : hits, text);
  const entries = useEntries(places, onPanel).filter((entry) => kind === undefined || entry.kind === kind);
  // What nobody asked for yet: what can be done here; settings and the acts of other roles and states are found by their words.
  const usual =
    text.trim() === "" && kind === undefined
      ? entries.filter((entry) => entry.kind !== "setting" && (!entry.quiet || entry.press !== undefined))
      : entries;
  const shown = merge(records, rank(text, usual), text).slice(0, most);

  const take = (entry: Entry) => {
    waiting.current = false;
    onPanel(undefined);
    // What the verb opens takes the focus after the palette has given it back.
    setTimeout(entry.run, 0);
  };
  useEffect(() => {
    if (!waiting.current || pending) return;
    waiting.current = false;
    const [first] = shown;
    if (first) take(first.item);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    // 229: the key belongs to an input method, also where isComposing has ended just before (Safari).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const last = shown.length - 1;
      const next = current + step;
      setCurrent(Math.abs(step) === 1 ? (next < 0 ? last : next > last ? 0 : next) : Math.max(0, Math.min(last, next)));
    }
    if (event.key === "Tab") {
      event.preventDefault();
      const next = (kinds.indexOf(kind) + (event.shiftKey ? kinds.length - 1 : 1)) % kinds.length;
      setKind(kinds[next]);
      setCurrent(0);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      const chosen = shown[current];
      if (pending) waiting.current = true;
      else if (chosen) take(chosen.item);
    }
  };
  return {
    text,
    kind,
    shown,
    current: Math.min(current, Math.max(0, shown.length - 1)),
    pending,
    failure,
    take,
    onKeyDown,
    type: (next: string) => {
      setText(next);
      setCurrent(0);
    },
    narrow: (next: Kind | undefined) => {
      setKind(next);
      setCurrent(0);
    },
    point: setCurrent,
    retry: () => setTries((before) => before + 1),
  };
}

function useRecordLines(hits: readonly Hit[], text: string): readonly Line[] {
  const { say, t } = useWords();
  const navigate = useNavigate();
  return hits.flatMap((hit): Line[] => {
    if (!isRecordName(hit.record)) return [];
    const record: AnyRecord = registry[hit.record];
    const path = recordPath(hit.record, hit.number);
    const title = say(hit.title);
    const field = record.fields[hit.by];
    const item: Entry = {
      key: `hit ${hit.record} ${hit.id}`,
      kind: "record",
      label: title === hit.number ? "" : title,
      code: hit.number,
      // Found by something that is not shown: said, so that nobody wonders why it is here.
      note: `${say(record.label)}${hit.by !== "number" && field && !/^name|^title/.test(hit.by) ? ` · ${t("palette.by", { field: say(field.label) })}` : ""}`,
      run: () => void navigate({ to: path }),
    };
    return [{ item, fit: { score: hit.exact ? 95 : 50, spans: fit(text, item.label).spans } }];
  });
}

/** Records and commands in one order; a record that is also among the recent ones stands there once. */
function merge(records: readonly Line[], ranked: readonly Line[], text: string): Line[] {
  if (text.trim() === "") return [...ranked];
  const found = new Set(records.map(({ item }) => `${item.code} ${item.note.split(" · ")[0]}`));
  const others = ranked.filter(({ item }) => item.kind !== "record" || !found.has(`${item.code} ${item.note}`));
  return [...records, ...others].toSorted((a, b) => b.fit.score - a.fit.score);
}
