/** The working calendar of a site: days of the week, hours or shifts, and a year on which days are clicked off or worked. */
import { mostShifts, officeHours, type Shift, type WorkingDays, weekdayName, withDay, withLastYear } from "@lotline/schema";
import { IconPlus, IconX } from "@tabler/icons-react";
import { Button, IconButton } from "../../../kit/Button.tsx";
import { useWords } from "../../../kit/lang.tsx";
import css from "./rule.module.css";
import { useYear, Year, YearTools } from "./Year.tsx";

interface Props {
  calendar: WorkingDays;
  onChange: (calendar: WorkingDays) => void;
}

export function CalendarEditor({ calendar, onChange }: Props) {
  const { t, say } = useWords();
  const [year, setYear] = useYear();
  const tick = (day: number, on: boolean) =>
    onChange({
      ...calendar,
      weekdays: [1, 2, 3, 4, 5, 6, 7].filter((one) => (one === day ? on : calendar.weekdays.includes(one))),
    });
  return (
    <>
      <fieldset className={css.many}>
        <legend>{t("calendar.weekdays")}</legend>
        <span className={css.tools} data-wide>
          {[1, 2, 3, 4, 5, 6, 7].map((day) => (
            <label key={day}>
              <input
                type="checkbox"
                checked={calendar.weekdays.includes(day)}
                onChange={(event) => tick(day, event.currentTarget.checked)}
              />
              {say(weekdayName(day))}
            </label>
          ))}
        </span>
      </fieldset>
      <Opening calendar={calendar} onChange={onChange} />
      <YearTools year={year} onYear={setYear} calendar={calendar}>
        <Button onClick={() => onChange(withLastYear(calendar, year))}>{t("calendar.copy", { year: year - 1 })}</Button>
      </YearTools>
      <p className={css.hint}>{t("calendar.hint")}</p>
      <Year year={year} calendar={calendar} onDay={(day) => onChange(withDay(calendar, day))} />
    </>
  );
}

/** Office hours, or shifts: only with shifts it is an exception in the review to work outside them. */
function Opening({ calendar, onChange }: Props) {
  const { t } = useWords();
  const { hours = officeHours, shifts, ...days } = calendar;
  const inShifts = shifts !== undefined;
  const rows: readonly Shift[] = shifts ?? [hours];
  const put = (next: readonly Shift[]) =>
    onChange(inShifts ? { ...days, shifts: next } : { ...days, hours: { from: next[0]?.from ?? "", to: next[0]?.to ?? "" } });
  const change = (index: number, patch: Partial<Shift>) =>
    put(rows.map((row, other) => (other === index ? { ...row, ...patch } : row)));
  const choose = (shiftwork: boolean) =>
    onChange(shiftwork ? { ...days, shifts: [hours] } : { ...days, hours: { from: rows[0]?.from ?? "", to: rows[0]?.to ?? "" } });
  return (
    <fieldset className={css.many}>
      <legend>{t("calendar.hours")}</legend>
      <label>
        <input type="radio" name="opening" checked={!inShifts} onChange={() => choose(false)} />
        {t("calendar.office")}
      </label>
      <label>
        <input type="radio" name="opening" checked={inShifts} onChange={() => choose(true)} />
        {t("calendar.shifts")}
      </label>
      <ShiftTable rows={rows} inShifts={inShifts} change={change} put={put} />
      {inShifts && <span className={css.hint}>{t("calendar.shiftHint")}</span>}
    </fieldset>
  );
}

interface TableProps {
  rows: readonly Shift[];
  inShifts: boolean;
  change: (index: number, patch: Partial<Shift>) => void;
  put: (rows: readonly Shift[]) => void;
}

function ShiftTable({ rows, inShifts, change, put }: TableProps) {
  const { t } = useWords();
  const pause = (index: number, { break: before }: Shift, patch: { from?: string; to?: string }) => {
    const next = { from: before?.from ?? "", to: before?.to ?? "", ...patch };
    const { break: _, ...rest } = rows[index] ?? { from: "", to: "" };
    put(rows.map((row, other) => (other !== index ? row : next.from === "" && next.to === "" ? rest : { ...rest, break: next })));
  };
  return (
    <div data-wide>
      <table className={css.shifts}>
        <thead>
          <tr>
            <th scope="col">{t("calendar.from")}</th>
            <th scope="col">{t("calendar.to")}</th>
            {inShifts && <th scope="col">{t("calendar.breakFrom")}</th>}
            {inShifts && <th scope="col">{t("calendar.breakTo")}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // A shift has nothing that tells it from another but its place in the day.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <tr key={index}>
              <td>
                <Time label={t("calendar.from")} n={index + 1} value={row.from} onChange={(from) => change(index, { from })} />
              </td>
              <td>
                <Time label={t("calendar.to")} n={index + 1} value={row.to} onChange={(to) => change(index, { to })} />
              </td>
              {inShifts && (
                <>
                  <td>
                    <Time
                      label={t("calendar.breakFrom")}
                      n={index + 1}
                      value={row.break?.from ?? ""}
                      onChange={(from) => pause(index, row, { from })}
                    />
                  </td>
                  <td>
                    <Time
                      label={t("calendar.breakTo")}
                      n={index + 1}
                      value={row.break?.to ?? ""}
                      onChange={(to) => pause(index, row, { to })}
                    />
                  </td>
                  <td>
                    {rows.length > 1 && (
                      <IconButton
                        icon={IconX}
                        name={t("form.removeLine", { n: index + 1 })}
                        onClick={() => put(rows.filter((_, other) => other !== index))}
                      />
                    )}
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {inShifts && rows.length < mostShifts && (
        <Button look="quiet" icon={IconPlus} onClick={() => put([...rows, { from: rows.at(-1)?.to ?? "", to: "" }])}>
          {t("calendar.addShift")}
        </Button>
      )}
    </div>
  );
}

function Time({ label, n, value, onChange }: { label: string; n: number; value: string; onChange: (value: string) => void }) {
  return (
    <input
      className={css.time}
      inputMode="numeric"
      placeholder="08:00"
      aria-label={`${label} ${n}`}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace("：", ":").trim())}
      // 8:00 is written so by many; the calendar holds 08:00.
      onBlur={() => /^\d:\d\d$/.test(value) && onChange(`0${value}`)}
    />
  );
}
