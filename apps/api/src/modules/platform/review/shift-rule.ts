/** Work outside the shifts of the record's site (compliance.md §D); nothing is found where the calendar has no shifts. */
import type { Label, Shift, WorkingDays } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { hasSite, tableOf } from "../../../base/names.ts";
import { byRecord, type ReviewRule } from "../../../base/review.ts";
import { wallIn } from "../../../base/wall.ts";
import { calendarsOf, isInShift } from "../../../base/working-time.ts";

const both = (en: string, zh: string): Label => ({ en, zh });

interface Act {
  readonly id: string;
  readonly site: string;
  readonly actor: string;
  readonly at: string;
  readonly en: string;
  readonly zh: string;
}

// Whoever signs that a record was done signs no review of the hour at which it was done.
const doing = ["AUTHORED", "PERFORMED"];

const actsOn = (reader: Reader, table: string, record: string, ids: readonly string[]): Promise<Act[]> =>
  reader.sql<Act>(
    `select distinct on (e.row_id, e.command_id) e.row_id as id, t.site_id as site, e.actor_id as actor, e.at, p.name_en as en, p.name_zh as zh
     from audit.trail e join ${table} t on t.id = e.row_id join person p on p.id = e.actor_id
     where e.table_name = ? and e.row_id = any(?::bigint[]) and e.source in ('ui', 'api')
       and e.at > coalesce((select max(s.signed_at) from signature s where s.record_type = ? and s.record_id = e.row_id
         and s.meaning <> all(?::text[])), '-infinity')
     order by e.row_id, e.command_id, e.id`,
    [table, ids, record, doing],
  );

const clock = (minutes: number): string =>
  [minutes / 60, minutes % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");

/** One finding for each person and day, with the times. */
export const outsideShift: ReviewRule = {
  code: "OUTSIDE_SHIFT",
  record: null,
  why: both("It was worked on outside the shifts of its site.", "在场所班次以外的时间有操作。"),
  citation: "Lotline baseline §D; PI 041-1",
  find: async (reader, rows, record) => {
    if (!hasSite(record)) return new Map();
    const calendars = await calendarsOf(reader);
    if (![...calendars.values()].some(({ calendar }) => calendar.shifts)) return new Map();
    const acts = await actsOn(
      reader,
      tableOf(record),
      record,
      rows.map(({ id }) => id),
    );
    const found = new Map<string, { act: Act; day: string; times: string[]; calendar: WorkingDays }>();
    for (const act of acts) {
      const place = calendars.get(act.site);
      if (!place || isInShift(new Date(act.at), place.zone, place.calendar)) continue;
      const { day, minutes } = wallIn(place.zone, new Date(act.at));
      const key = `${act.id} ${act.actor} ${day}`;
      const known = found.get(key) ?? { act, day, times: [], calendar: place.calendar };
      known.times.push(clock(minutes));
      found.set(key, known);
    }
    return byRecord([...found.values()].map((one) => ({ id: one.act.id, finding: findingOf(one) })));
  },
};

function findingOf({ act, day, times, calendar }: { act: Act; day: string; times: readonly string[]; calendar: WorkingDays }) {
  const at = [...new Set(times)].sort();
  const shifts = (calendar.shifts ?? []).map(({ from, to }: Shift) => `${from}–${to}`);
  return {
    key: `${act.actor}.${day}`,
    title: both(`${act.en} worked on it outside the shifts on ${day}`, `${act.zh}于 ${day} 在班次以外操作`),
    weight: "medium" as const,
    facts: [
      { label: both("Time", "时间"), value: both(at.join(", "), at.join("、")), ok: false },
      { label: both("Shifts", "班次"), value: both(shifts.join(", "), shifts.join("、")) },
    ],
  };
}
