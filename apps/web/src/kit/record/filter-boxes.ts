/** What every filter of the audit trail has: boxes that are asked together, days that must be readable, where a change came from. */
import { type SubmitEvent, useState } from "react";
import { useZone } from "../clock.tsx";
import { readZoned } from "../format.ts";
import { useWords } from "../lang.tsx";

/** Where a change may have come from. */
export const sources = ["ui", "api", "import", "job", "cli", "seed", "migration"] as const;

/** A choice of a list. */
export const option = (value: string, label: string) => ({ value, label });

/** The places that can be asked for, any of them first. */
export function useSourceOptions() {
  const { t } = useWords();
  return [option("", t("timeline.anySource")), ...sources.map((source) => option(source, t(`timeline.source.${source}`)))];
}

/** The instant of a typed day or moment in the site's zone; undefined for nothing and for what cannot be read. */
export function momentOf(text: string, timeOfDay: string, zone: string): string | undefined {
  return text ? readZoned(text.length > 10 ? text : `${text} ${timeOfDay}`, zone) : undefined;
}

type Day = "since" | "until";

/** The boxes of a filter; nothing is asked while a day in them cannot be read. */
export function useFilterBoxes<K extends string>(
  given: Readonly<Record<K | Day, string>>,
  onQuery: (values: Readonly<Record<K | Day, string>>) => void,
) {
  const zone = useZone();
  const [values, setValues] = useState(given);
  const put = (next: Partial<Record<K | Day, string>>) => setValues({ ...values, ...next });
  const box = (key: K | Day) => ({
    value: values[key],
    onChange: (event: { currentTarget: { value: string } }) => setValues({ ...values, [key]: event.currentTarget.value }),
  });
  const isWrong = (key: Day) => values[key] !== "" && momentOf(values[key].slice(0, 10), "00:00", zone) === undefined;
  const day = (key: Day) => ({ ...box(key), placeholder: "2026-07-15", error: isWrong(key) });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isWrong("since") && !isWrong("until")) onQuery(values);
  };
  return { values, put, box, day, submit };
}
