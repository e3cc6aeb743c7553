/** The query area: always visible, one control per condition, Query applies and Reset clears (查询区). */

import type { AnyRecord, Field } from "@lotline/schema";
import { Popover } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type SubmitEvent, useEffect, useState } from "react";
import { Button } from "../Button.tsx";
import { foldNames } from "../data/row.ts";
import { useWords } from "../lang.tsx";
import { columnLabel } from "./columns.ts";
import { FilterEditor } from "./FilterEditor.tsx";
import css from "./query.module.css";
import { type Condition, columnField, filterColumns, type ListView } from "./view.ts";

interface Props {
  record: AnyRecord;
  view: ListView;
  onQuery: (view: ListView) => void;
  onReset: () => void;
}

export function QueryBar({ record, view, onQuery, onReset }: Props) {
  const { t, say, lang } = useWords();
  const [draft, setDraft] = useState(view);
  // The address may change by back, forward or a link.
  useEffect(() => setDraft(view), [view]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onQuery(draft);
  };
  const labels = foldNames([...new Set(["number", ...record.list.search])], lang)
    .map((column) => columnLabel(record, column))
    .filter((label) => label !== undefined)
    .map(say);
  const set = (column: string, condition: Condition | undefined) => {
    const { [column]: _, ...rest } = draft.conditions;
    setDraft({ ...draft, conditions: condition ? { ...rest, [column]: condition } : rest });
  };
  return (
    <search>
      <form className={css.bar} onSubmit={submit} aria-label={t("list.filters")}>
        <input
          type="search"
          className={css.text}
          value={draft.text}
          maxLength={100}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
          placeholder={labels.slice(0, 3).join(" / ")}
          aria-label={t("list.searchIn", { fields: labels.join(t("word.comma")) })}
        />
        {filterColumns(record).map((column) => {
          const field = columnField(record, column);
          return (
            field && (
              <FilterButton
                key={column}
                field={field}
                condition={draft.conditions[column]}
                onChange={(condition) => set(column, condition)}
              />
            )
          );
        })}
        <span className={css.gap} />
        <Button onClick={onReset}>{t("do.reset")}</Button>
        <Button type="submit" look="primary">
          {t("do.query")}
        </Button>
      </form>
    </search>
  );
}

function FilterButton({
  field,
  condition,
  onChange,
}: {
  field: Field;
  condition: Condition | undefined;
  onChange: (condition: Condition | undefined) => void;
}) {
  const { t, say } = useWords();
  const [open, setOpen] = useState(false);
  const label = say(field.label);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={280} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={css.filter}
          data-set={condition !== undefined || undefined}
          aria-haspopup="dialog"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <span className={css.name}>{label}</span>
          <span className={css.value}>{conditionWords(field, condition, t, say)}</span>
          <IconChevronDown size={13} stroke={1.6} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <FilterEditor field={field} condition={condition} onChange={onChange} onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

type Words = ReturnType<typeof useWords>;

function conditionWords(field: Field, condition: Condition | undefined, t: Words["t"], say: Words["say"]): string {
  if (!condition) return t("word.any");
  switch (condition.kind) {
    case "flag":
      return condition.value ? t("word.yes") : t("word.no");
    case "range":
      return `${condition.from || "…"} – ${condition.to || "…"}`;
    case "in": {
      const [only] = condition.values;
      if (condition.values.length > 1 || !only) return t("word.anyOf", { n: condition.values.length });
      const label = field.kind === "choice" ? field.of.values[only] : undefined;
      return label ? say(label) : t("word.anyOf", { n: 1 });
    }
  }
}
