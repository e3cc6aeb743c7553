/** The query area: always visible, one control per condition, Query applies and Reset clears (查询区). */

import {
  type AnyRecord,
  type Ask,
  askColumns,
  askWords,
  columnField,
  type Field,
  filterColumns,
  type ListView,
  type NameOf,
} from "@lotline/schema";
import { IconAdjustments, IconChevronDown, IconPlus, IconX } from "@tabler/icons-react";
import { lazy, type SubmitEvent, Suspense, useEffect, useState } from "react";
import { Button, IconButton } from "../Button.tsx";
import { foldNames } from "../data/row.ts";
import { useWords } from "../lang.tsx";
import { Popover } from "../Popup.tsx";
import { Skeleton } from "../states.tsx";
import { columnLabel } from "./columns.ts";
import { isComplete, useNames } from "./filter-words.ts";
import css from "./query.module.css";

const FilterChips = lazy(() => import("./FilterChips.tsx"));
const AskEditor = lazy(() => import("./AskEditor.tsx"));
const FilterBuilder = lazy(() => import("./FilterBuilder.tsx"));

interface Props {
  record: AnyRecord;
  view: ListView;
  onQuery: (view: ListView) => void;
}

type Draft = Pick<ListView, "text"> & { readonly conditions: Readonly<Record<string, Ask>> };

export function QueryBar({ record, view, onQuery }: Props) {
  const { t } = useWords();
  const [draft, setDraft] = useState<Draft>(view);
  const [added, setAdded] = useState<string>();
  const [building, setBuilding] = useState(false);
  const nameOf = useNames(record, { conditions: draft.conditions, where: view.where });
  // The address may change by back, forward or a link.
  useEffect(() => setDraft(view), [view]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onQuery({ ...view, text: draft.text, conditions: completed(draft.conditions) });
  };
  const set = (column: string, ask: Ask | undefined) => {
    const { [column]: _, ...rest } = draft.conditions;
    setDraft({ ...draft, conditions: ask ? { ...rest, [column]: ask } : rest });
  };
  const own = filterColumns(record);
  const extra = Object.keys(draft.conditions).filter((column) => !own.includes(column));
  const shown = [...own, ...extra, ...(added && !own.includes(added) && !extra.includes(added) ? [added] : [])];
  return (
    <search>
      <form className={css.bar} onSubmit={submit} aria-label={t("list.filters")}>
        <div className={css.conditions}>
          <SearchText record={record} value={draft.text} onChange={(text) => setDraft({ ...draft, text })} />
          {shown.map((column) => {
            const field = columnField(record, column);
            return (
              field && (
                <FilterButton
                  key={column}
                  field={field}
                  ask={draft.conditions[column]}
                  nameOf={nameOf}
                  open={added === column}
                  onOpen={(open) => setAdded(open ? column : undefined)}
                  onChange={(ask) => set(column, ask)}
                  onRemove={own.includes(column) ? undefined : () => set(column, undefined)}
                />
              )
            );
          })}
          <AddCondition record={record} taken={shown} onAdd={setAdded} />
          <Button look="quiet" icon={IconAdjustments} onClick={() => setBuilding(true)}>
            {t("filter.advanced")}
          </Button>
        </div>
        <Press onReset={() => onQuery({ ...view, text: "", conditions: {}, where: undefined })} />
      </form>
      {(view.where !== undefined || view.text !== "" || Object.keys(view.conditions).length > 0) && (
        <Suspense>
          <FilterChips record={record} view={view} onChange={onQuery} onEdit={() => setBuilding(true)} />
        </Suspense>
      )}
      {building && (
        <Suspense>
          <FilterBuilder
            record={record}
            where={view.where}
            onClose={() => setBuilding(false)}
            onDone={(where) => {
              setBuilding(false);
              onQuery({ ...view, text: draft.text, conditions: completed(draft.conditions), where });
            }}
          />
        </Suspense>
      )}
    </search>
  );
}

function Press({ onReset }: { onReset: () => void }) {
  const { t } = useWords();
  return (
    <div className={css.press}>
      <Button onClick={onReset}>{t("do.reset")}</Button>
      <Button type="submit" look="primary">
        {t("do.query")}
      </Button>
    </div>
  );
}

function SearchText({ record, value, onChange }: { record: AnyRecord; value: string; onChange: (text: string) => void }) {
  const { t, say, lang } = useWords();
  const labels = foldNames([...new Set(["number", ...record.list.search])], lang)
    .map((column) => columnLabel(record, column))
    .filter((label) => label !== undefined)
    .map(say);
  return (
    <input
      type="search"
      className={css.text}
      value={value}
      maxLength={100}
      onChange={(event) => onChange(event.currentTarget.value)}
      placeholder={labels.slice(0, 3).join(" / ")}
      aria-label={t("list.searchIn", { fields: labels.join(t("word.comma")) })}
    />
  );
}

// A condition that is not filled in yet asks nothing.
const completed = (conditions: Readonly<Record<string, Ask>>): Record<string, Ask> =>
  Object.fromEntries(Object.entries(conditions).filter(([, ask]) => isComplete(ask)));

function FilterButton({
  field,
  ask,
  nameOf,
  open,
  onOpen,
  onChange,
  onRemove,
}: {
  field: Field;
  ask: Ask | undefined;
  nameOf: NameOf;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChange: (ask: Ask | undefined) => void;
  onRemove: (() => void) | undefined;
}) {
  const { t, say } = useWords();
  const label = say(field.label);
  const isSet = ask !== undefined && isComplete(ask);
  return (
    <span className={css.control} data-set={isSet || undefined}>
      <Popover
        label={label}
        open={open}
        onOpen={onOpen}
        width={340}
        target={
          <button type="button" className={css.filter}>
            <span className={css.name}>{label}</span>
            <span className={css.value}>{isSet ? shortWords(field, ask, nameOf, t, say) : t("word.any")}</span>
            <IconChevronDown size={13} stroke={1.6} aria-hidden />
          </button>
        }
      >
        {(close) => (
          // It stands outside the query area's form in the page and inside it for React, which hands the submit on to it.
          <form
            className={css.editor}
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              close();
            }}
          >
            <Suspense fallback={<Skeleton rows={2} />}>
              <AskEditor field={field} ask={ask} onChange={onChange} autoFocus />
            </Suspense>
            <div className={css.editorFoot}>
              <Button look="quiet" onClick={() => onChange(undefined)}>
                {t("do.clear")}
              </Button>
              <Button type="submit">{t("do.query")}</Button>
            </div>
          </form>
        )}
      </Popover>
      {onRemove && <IconButton icon={IconX} name={`${t("do.remove")} ${label}`} onClick={onRemove} />}
    </span>
  );
}

type Words = ReturnType<typeof useWords>;

// Many picked values are counted on the control; the chip below names them.
function shortWords(field: Field, ask: Ask, nameOf: NameOf, t: Words["t"], say: Words["say"]): string {
  if (ask.op === "in" && ask.values.length > 1) return t("word.anyOf", { n: ask.values.length });
  if (field.kind === "flag") return t(ask.values[0] === "true" ? "word.yes" : "word.no");
  const words = askWords({ ...field, label: { en: "", zh: "" } }, ask, nameOf);
  return say({ en: words.en.trim().replace(/^is (?=[^n])/, ""), zh: words.zh.trim().replace(/^[为在]/, "") });
}

interface AddProps {
  record: AnyRecord;
  taken: readonly string[];
  onAdd: (column: string) => void;
}

/** Any further column to ask about. */
function AddCondition(props: AddProps) {
  const { t } = useWords();
  const button = (
    <Button look="quiet" icon={IconPlus}>
      {t("filter.add")}
    </Button>
  );
  return (
    // The focus goes on to the new control.
    <Popover label={t("filter.add")} width={240} returnFocus={false} target={button}>
      {(close) => <FindColumn {...props} close={close} />}
    </Popover>
  );
}

function FindColumn({ record, taken, onAdd, close }: AddProps & { close: () => void }) {
  const { t, say } = useWords();
  const [text, setText] = useState("");
  const columns = askColumns(record)
    .filter((column) => !taken.includes(column))
    .flatMap((column) => {
      const label = columnField(record, column)?.label;
      return label ? [{ column, label: say(label) }] : [];
    })
    .filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()));
  const pick = (column: string | undefined) => {
    if (!column) return;
    close();
    // This one closes first; then the new control opens and takes the focus.
    setTimeout(() => onAdd(column));
  };
  return (
    <>
      <input
        className={css.find}
        data-autofocus
        value={text}
        aria-label={t("filter.column")}
        placeholder={t("filter.column")}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
          event.preventDefault();
          pick(columns[0]?.column);
        }}
      />
      <ul className={css.offers}>
        {columns.map(({ column, label }) => (
          <li key={column}>
            <button type="button" onClick={() => pick(column)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
