/** How the licences of a supplier or customer stand, and one licence by itself, in one word: what their pages and lists show. */
import { addDays, type Label, label, type Reason } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { specOf } from "../../../base/names.ts";
import { daysUntil, reached, warningDays } from "../../platform/index.ts";
import { companyDay } from "../site/days.ts";
import { type Holder, type LicenceFact, licenceReasons, licencesOf } from "./reasons.ts";

export interface Standing {
  readonly state: "none" | "valid" | "expiring" | "lapsed";
  /** The last day on which every kind on file is valid; none once one has lapsed. */
  readonly lastDay: string | null;
  /** Of what expires: the threshold of the rule `licence-warning` that is reached. */
  readonly withinDays: number | null;
  readonly reasons: readonly Reason[];
  readonly label: Label;
}

const nothing = { lastDay: null, withinDays: null, reasons: [] } as const;

/** The standing on a day: lapsed is what the gates refuse (`licenceReasons`), near its end what is warned of. Pure. */
export function standingOf(licences: readonly LicenceFact[], on: string, thresholds: readonly number[]): Standing {
  const reasons = licenceReasons(licences, on);
  if (reasons.length > 0) return { ...nothing, state: "lapsed", reasons, label: lapsedLabel(reasons) };
  const ends = [...Map.groupBy(licences, ({ kind }) => kind).values()].flatMap((ofKind) => lastGoodDay(ofKind, on) ?? []);
  const lastDay = ends.sort()[0];
  if (lastDay === undefined) return { ...nothing, state: "none", label: label("None on file", "无在册证照") };
  const withinDays = reached(thresholds, daysUntil(on, lastDay)) ?? null;
  const state = withinDays === null ? "valid" : "expiring";
  return {
    state,
    lastDay,
    withinDays,
    reasons,
    label:
      withinDays === null
        ? label(`Valid to ${lastDay}`, `有效期至 ${lastDay}`)
        : label(`Expires within ${withinDays} days: ${lastDay}`, `${withinDays} 天内到期：${lastDay}`),
  };
}

const lapsedLabel = ([first, ...more]: readonly Reason[]): Label => ({
  en: `Lapsed: ${first?.text.en}${more.length > 0 ? ` and ${more.length} more` : ""}`,
  zh: `已失效：${first?.text.zh}${more.length > 0 ? `等 ${more.length + 1} 项` : ""}`,
});

/** The last day of a kind from a day on without a gap: a renewal on file carries on where the licence before it ends. */
function lastGoodDay(ofKind: readonly LicenceFact[], on: string): string | undefined {
  let last: string | undefined;
  for (const { validFrom, validTo } of ofKind
    .filter(({ state }) => state !== "withdrawn")
    .sort((a, b) => a.validFrom.localeCompare(b.validFrom)))
    if (validTo >= on && validFrom <= (last === undefined ? on : addDays(last, 1)) && (last === undefined || validTo > last))
      last = validTo;
  return last;
}

/** The standings of several suppliers or customers today, by holder; none for who may not read licences. */
export async function standingsOf(reader: Reader, holder: Holder, ids: readonly string[]): Promise<Map<string, Standing>> {
  if (!reader.actor.permits.has(specOf("Licence").read)) return new Map();
  const [licences, on, thresholds] = [
    await licencesOf(reader, holder, ids),
    await companyDay(reader),
    await warningDays(reader, "licence-warning"),
  ];
  return new Map(ids.map((id) => [id, standingOf(licences.get(id) ?? [], on, thresholds)]));
}

type Term = Pick<LicenceFact, "state" | "validFrom" | "validTo">;

/** How one licence stands on a day: its last day is a good one, the day after it has lapsed and locks. Pure. */
export function validityOf({ state, validFrom, validTo }: Term, on: string, thresholds: readonly number[]): Standing {
  if (state === "withdrawn") return { ...nothing, state: "none", label: label("Withdrawn", "已注销") };
  const days = daysUntil(on, validTo);
  if (days < 0)
    return {
      ...nothing,
      state: "lapsed",
      label: label(`Lapsed ${-days} ${-days === 1 ? "day" : "days"} ago`, `已过期 ${-days} 天`),
    };
  if (validFrom > on) return { ...nothing, state: "none", label: label(`Valid from ${validFrom}`, `自 ${validFrom} 起有效`) };
  const withinDays = reached(thresholds, days) ?? null;
  const left = label(`${days} ${days === 1 ? "day" : "days"} left`, `还有 ${days} 天`);
  return { ...nothing, state: withinDays === null ? "valid" : "expiring", lastDay: validTo, withinDays, label: left };
}

/** How licences stand today, each by itself, by id. */
export async function validitiesOf(reader: Reader, ids: readonly string[]): Promise<Map<string, Standing>> {
  const rows = await reader.sql<Term & { id: string }>(
    `select id, state, valid_from::text as "validFrom", valid_to::text as "validTo" from licence where id = any(?::bigint[])`,
    [ids],
  );
  const [on, thresholds] = [await companyDay(reader), await warningDays(reader, "licence-warning")];
  return new Map(rows.map((row) => [row.id, validityOf(row, on, thresholds)]));
}
