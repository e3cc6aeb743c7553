/** Who, what, when, why, from where: the filter of a record's history. It stands in the address. */
import type { RecordName, Search } from "@lotline/schema";
import { NativeSelect, TextInput } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "../Button.tsx";
import { useShown } from "../data/attributes.ts";
import { useWords } from "../lang.tsx";
import { Popover } from "../Popup.tsx";
import { useMay } from "../session.tsx";
import { changedField, useFieldWords } from "./ChangeValue.tsx";
import { momentOf, option, useFilterBoxes, useSourceOptions } from "./filter-boxes.ts";
import css from "./timeline.module.css";
import type { LoadedRecord } from "./types.ts";
import type { HistoryFilter } from "./useTimeline.ts";

const keys = ["who", "field", "since", "until", "why", "source"] as const;
type Key = (typeof keys)[number];

const textIn = (search: Search, key: string): string => {
  const value: unknown = search[key];
  return typeof value === "string" ? value : "";
};

/** The filter that an address asks for; a day that cannot be read asks for nothing. */
export function historyFilter(search: Search, zone: string): HistoryFilter {
  const text = (key: string) => textIn(search, key) || undefined;
  return {
    kind: text("history"),
    who: text("who"),
    field: text("field"),
    from: momentOf(textIn(search, "since"), "00:00", zone),
    // The whole of the last day.
    to: momentOf(textIn(search, "until"), "23:59", zone),
    reason: text("why"),
    source: text("source"),
  };
}

interface Props {
  name: RecordName;
  row: LoadedRecord;
}

export function TimelineFilter({ name, row }: Props) {
  const { t } = useWords();
  const navigate = useNavigate();
  const search = useSearch({ from: "/$record/$number" });
  const given = Object.fromEntries(keys.map((key) => [key, textIn(search, key)])) as Values;
  const isOn = keys.some((key) => given[key] !== "");
  const go = (next: Readonly<Record<string, string>>) => {
    const rest = Object.fromEntries(Object.entries(search).filter(([key]) => !keys.some((known) => known === key)));
    void navigate({
      to: ".",
      search: { ...rest, ...Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")) },
    });
  };
  return (
    <Popover
      label={t("timeline.filter")}
      position="bottom-end"
      width={300}
      target={
        <Button look="quiet" icon={IconFilter} data-on={isOn || undefined}>
          {t(isOn ? "timeline.filtered" : "timeline.filter")}
        </Button>
      }
    >
      {(close) => (
        <Boxes
          key={JSON.stringify(given)}
          name={name}
          row={row}
          given={given}
          onQuery={(next) => {
            close();
            go(next);
          }}
        />
      )}
    </Popover>
  );
}

type Values = Readonly<Record<Key, string>>;

interface BoxesProps extends Props {
  given: Values;
  onQuery: (next: Readonly<Record<string, string>>) => void;
}

function Boxes({ name, row, given, onQuery }: BoxesProps) {
  const { t, say } = useWords();
  const words = useFieldWords();
  const record = useShown(name);
  const origins = useSourceOptions();
  const { box, day, submit } = useFilterBoxes(given, onQuery);
  const people = row.timelineSummary.people.map(({ id, name: who }) => option(id, say(who)));
  const may = useMay();
  const isShown = (path: string) => {
    const masked = changedField(record, path).field?.masked;
    return masked === undefined || may(masked);
  };
  const fields = row.changedFields
    .filter(isShown)
    .map((field) => option(field, field === "state" ? t("word.status") : words(record, field)));
  return (
    <form className={css.filter} onSubmit={submit}>
      <NativeSelect
        label={t("timeline.who")}
        {...box("who")}
        data={[option("", t("timeline.anybody")), ...people]}
        data-autofocus
      />
      <NativeSelect label={t("timeline.what")} {...box("field")} data={[option("", t("timeline.anything")), ...fields]} />
      <div className={css.span}>
        <TextInput label={t("timeline.from")} {...day("since")} />
        <TextInput label={t("timeline.to")} {...day("until")} />
      </div>
      <TextInput label={t("timeline.why")} {...box("why")} />
      <NativeSelect label={t("timeline.source")} {...box("source")} data={origins} />
      <div className={css.span}>
        <Button type="submit" look="primary">
          {t("do.query")}
        </Button>
        <Button onClick={() => onQuery({})}>{t("do.reset")}</Button>
      </div>
    </form>
  );
}
