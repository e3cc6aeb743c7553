/** Who, what, when, why, from where: the filter of a record's history. It stands in the address. */
import type { RecordName, Search } from "@lotline/schema";
import { NativeSelect, Popover, TextInput } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { Button } from "../Button.tsx";
import { useZone } from "../clock.tsx";
import { useShown } from "../data/attributes.ts";
import { readZoned } from "../format.ts";
import { useWords } from "../lang.tsx";
import { useMay } from "../session.tsx";
import { changedField, useFieldWords } from "./ChangeValue.tsx";
import css from "./timeline.module.css";
import type { LoadedRecord } from "./types.ts";
import type { HistoryFilter } from "./useTimeline.ts";

const keys = ["who", "field", "since", "until", "why", "source"] as const;
type Key = (typeof keys)[number];

const sources = ["ui", "api", "import", "job", "cli", "seed", "migration"] as const;

const textIn = (search: Search, key: string): string => {
  const value: unknown = search[key];
  return typeof value === "string" ? value : "";
};

/** The filter that an address asks for; a day that cannot be read asks for nothing. */
export function historyFilter(search: Search, zone: string): HistoryFilter {
  const text = (key: string) => textIn(search, key) || undefined;
  const moment = (key: string, time: string) => {
    const given = text(key);
    return given && readZoned(given.length > 10 ? given : `${given} ${time}`, zone);
  };
  return {
    kind: text("history"),
    who: text("who"),
    field: text("field"),
    from: moment("since", "00:00"),
    // The whole of the last day.
    to: moment("until", "23:59"),
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
  const [open, setOpen] = useState(false);
  const given = Object.fromEntries(keys.map((key) => [key, textIn(search, key)])) as Values;
  const isOn = keys.some((key) => given[key] !== "");
  const go = (next: Readonly<Record<string, string>>) => {
    setOpen(false);
    const rest = Object.fromEntries(Object.entries(search).filter(([key]) => !keys.some((known) => known === key)));
    void navigate({
      to: ".",
      search: { ...rest, ...Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")) },
    });
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Button look="quiet" icon={IconFilter} aria-expanded={open} data-on={isOn || undefined} onClick={() => setOpen(!open)}>
          {t(isOn ? "timeline.filtered" : "timeline.filter")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("timeline.filter")}>
        <Boxes key={JSON.stringify(given)} name={name} row={row} given={given} onQuery={go} />
      </Popover.Dropdown>
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
  const zone = useZone();
  const [values, setValues] = useState(given);
  const put = (key: Key) => ({
    value: values[key],
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [key]: event.currentTarget.value }),
  });
  const wrong = (key: "since" | "until") =>
    values[key] !== "" && readZoned(`${values[key].slice(0, 10)} 00:00`, zone) === undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!wrong("since") && !wrong("until")) onQuery(values);
  };
  const option = (value: string, label: string) => ({ value, label });
  const people = row.timelineSummary.people.map(({ id, name: who }) => option(id, say(who)));
  const may = useMay();
  const isShown = (path: string) => {
    const masked = changedField(record, path).field?.masked;
    return masked === undefined || may(masked);
  };
  const fields = row.changedFields
    .filter(isShown)
    .map((field) => option(field, field === "state" ? t("word.status") : words(record, field)));
  const origins = sources.map((source) => option(source, t(`timeline.source.${source}`)));
  return (
    <form className={css.filter} onSubmit={submit}>
      <NativeSelect
        label={t("timeline.who")}
        {...put("who")}
        data={[option("", t("timeline.anybody")), ...people]}
        data-autofocus
      />
      <NativeSelect label={t("timeline.what")} {...put("field")} data={[option("", t("timeline.anything")), ...fields]} />
      <div className={css.span}>
        <TextInput label={t("timeline.from")} placeholder="2026-07-15" {...put("since")} error={wrong("since")} />
        <TextInput label={t("timeline.to")} placeholder="2026-07-16" {...put("until")} error={wrong("until")} />
      </div>
      <TextInput label={t("timeline.why")} {...put("why")} />
      <NativeSelect label={t("timeline.source")} {...put("source")} data={[option("", t("timeline.anySource")), ...origins]} />
      <div className={css.span}>
        <Button type="submit" look="primary">
          {t("do.query")}
        </Button>
        <Button onClick={() => onQuery({})}>{t("do.reset")}</Button>
      </div>
    </form>
  );
}
