/** A year of a working calendar as twelve months; days that differ from their day of the week are framed and bear their word. */
import { addDays, daysOfYear, isWorked, type WorkingDays, weekdayName } from "@lotline/schema";
import { type ReactNode, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import { useNow, useZone } from "../../../kit/clock.tsx";
import { inZone } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import css from "./rule.module.css";

/** The year shown, this one first. */
export function useYear(): readonly [number, (year: number) => void] {
  const today = inZone(useNow(), useZone())?.date ?? "2026-01-01";
  return useState(Number(today.slice(0, 4)));
}

interface ToolsProps {
  year: number;
  onYear: (year: number) => void;
  calendar: WorkingDays;
  children?: ReactNode;
}

export function YearTools({ year, onYear, calendar, children }: ToolsProps) {
  const { t } = useWords();
  const [off, worked] = daysOfYear(calendar, String(year));
  return (
    <div className={css.tools}>
      <Button onClick={() => onYear(year - 1)}>{year - 1}</Button>
      <strong>{year}</strong>
      <Button onClick={() => onYear(year + 1)}>{year + 1}</Button>
      <span aria-live="polite">{t("calendar.sum", { off, worked })}</span>
      {children}
    </div>
  );
}

const two = (n: number) => String(n).padStart(2, "0");

/** The weeks of a month, Monday first; null where a day belongs to another month. */
function weeksOf(year: number, month: number): (string | null)[][] {
  const first = `${year}-${two(month)}-01`;
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const weeks: (string | null)[][] = [];
  for (let day = addDays(first, -before); day < `${year}-${two(month)}-32`; day = addDays(day, 7)) {
    const week = [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(day, n));
    if (!week.some((one) => one.startsWith(first.slice(0, 7)))) break;
    weeks.push(week.map((one) => (one.startsWith(first.slice(0, 7)) ? one : null)));
  }
  return weeks;
}

/** `onDay` none: to be read only. */
export function Year({ year, calendar, onDay }: { year: number; calendar: WorkingDays; onDay?: (day: string) => void }) {
  const { say, lang } = useWords();
  const months = new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en", { month: "long", timeZone: "UTC" });
  return (
    <div className={css.year}>
      {Array.from({ length: 12 }, (_, index) => index + 1).map((month) => (
        <div key={month} className={css.month}>
          <table>
            <caption>{months.format(new Date(Date.UTC(year, month - 1, 1)))}</caption>
            <thead>
              <tr>
                {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                  <th key={day} scope="col">
                    {say(weekdayName(day)).replace("周", "")}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeksOf(year, month).map((week) => (
                <tr key={week.find((day) => day !== null)}>
                  {week.map((day, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a week never move
                    <td key={index}>{day && <Day day={day} calendar={calendar} onDay={onDay} />}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </div>
  );
}

interface DayProps {
  day: string;
  calendar: WorkingDays;
  onDay: ((day: string) => void) | undefined;
}

function Day({ day, calendar, onDay }: DayProps) {
  const { t } = useWords();
  const works = isWorked(calendar, day);
  const differs = works ? calendar.worked?.includes(day) : calendar.off?.includes(day);
  const word = t(works ? "calendar.worked" : "calendar.off");
  const looks = { className: css.day, "data-off": works ? undefined : true, "data-differs": differs || undefined };
  const text = (
    <>
      {Number(day.slice(8))}
      {differs && <small> {t(works ? "calendar.workedMark" : "calendar.offMark")}</small>}
    </>
  );
  if (!onDay) return <div {...looks}>{text}</div>;
  return (
    <button type="button" {...looks} aria-label={`${day} ${word}`} aria-pressed={!works} onClick={() => onDay(day)}>
      {text}
    </button>
  );
}
