import type { Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { steady } from "../../../base/sqltext.ts";
import type { Characteristic } from "./judge.ts";

export interface Reading {
  readonly id: string;
  readonly inspection: string;
  readonly characteristic: number;
  readonly sample: number;
  readonly value: string;
  readonly conforms: boolean;
  readonly at: Date;
  readonly by: { readonly en: string; readonly zh: string };
  /** A later reading, or an approved retest of its characteristic, stands in its place; this one stays to be seen (REQ-GATE-12). */
  readonly replaced: boolean;
  /** Replaced as a correction, by a reading of the same round. */
  readonly corrected: boolean;
  readonly equipment: { readonly id: string; readonly number: string } | null;
  readonly defect: Defect | null;
  /** The retest it belongs to; null in the first round. */
  readonly retest: string | null;
}

export interface Defect {
  readonly id: string;
  readonly number: string;
  readonly en: string;
  readonly zh: string;
  readonly severity: Rec<"DefectCode">["severity"];
}

export interface Retested {
  readonly id: string;
  readonly number: string;
  readonly why: string;
  /** The one sample it was approved for; null for all of them. */
  readonly sample: number | null;
}

export interface Inspected {
  readonly characteristics: readonly InspectedCharacteristic[];
}

export type InspectedCharacteristic = Characteristic & {
  /** Every reading there was, in the order of samples and time. */
  readonly readings: readonly Reading[];
  /** Its approved retests, oldest first; the readings of the last one count. */
  readonly retests: readonly Retested[];
  /** One that is asked for and not decided yet. */
  readonly waiting: Retested | null;
};

/** The frozen characteristics of inspections with all their readings, in three statements. */
export async function readInspected(reader: Reader, inspections: readonly string[]): Promise<Map<string, Inspected>> {
  const characteristics = await reader.sql<Characteristic & { inspection: string }>(
    // An inspection whose plan was frozen before samples were decided has the fixed number of its plan.
    steady(`select i.id as inspection, c.position, c.name_en as "nameEn", c.name_zh as "nameZh", c.kind, c.lower, c.upper, c.unit, c.decimals, c.rounding, c.instrument,
       coalesce(c.is_verified, false) as "isVerified", coalesce(c.is_destructive, false) as "isDestructive",
       coalesce(c.is_coded, false) as "isCoded",
       coalesce(s.accept_up_to, c.accept_up_to) as "acceptUpTo", coalesce(s.reject_from, c.accept_up_to + 1) as "rejectFrom",
       coalesce(s.sample_size, case when u.decimals = 0 then least(c.sample_size, floor(i.lot_quantity)::int) else c.sample_size end) as samples
     from inspection i join inspection_plan_characteristic c on c.head_id = i.plan_id join item on item.id = i.item_id join unit u on u.id = item.unit_id
       left join inspection_sample s on s.head_id = i.id and s.characteristic = c.position
     where i.id = any(?::bigint[]) order by i.id, c.position`),
    [inspections],
  );
  const readings = Map.groupBy(
    await readReadings(reader, inspections),
    (reading) => `${reading.inspection} ${reading.characteristic}`,
  );
  const retests = Map.groupBy(
    await reader.sql<Retested & { inspection: string; characteristic: number; state: string }>(
      "select inspection_id as inspection, characteristic, sample, id, number, why, state from retest where inspection_id = any(?::bigint[]) and state in ('approved', 'requested') order by id",
      [inspections],
    ),
    (retest) => `${retest.inspection} ${retest.characteristic}`,
  );
  const byInspection = Map.groupBy(characteristics, (c) => c.inspection);
  return new Map(
    inspections.map((id) => [
      id,
      {
        characteristics: (byInspection.get(id) ?? []).map(({ inspection, ...c }) => {
          const asked = retests.get(`${inspection} ${c.position}`) ?? [];
          return {
            ...c,
            readings: readings.get(`${inspection} ${c.position}`) ?? [],
            retests: asked.filter(({ state }) => state === "approved").map(retested),
            waiting: asked.filter(({ state }) => state === "requested").map(retested)[0] ?? null,
          };
        }),
      },
    ]),
  );
}

const retested = ({ id, number, why, sample }: Retested): Retested => ({ id, number, why, sample });

// A reading as it is read: its time as text, the person's names beside it.
type ReadingRow = Omit<Reading, "by" | "at"> & Reading["by"] & { readonly at: string | Date };

async function readReadings(reader: Reader, inspections: readonly string[]): Promise<Reading[]> {
  const rows = await reader.sql<ReadingRow>(
    steady(`select r.id, r.inspection_id as inspection, r.characteristic, r.sample, r.value, r.conforms, r.at, p.name_en as en, p.name_zh as zh,
       case when e.id is not null then jsonb_build_object('id', e.id::text, 'number', e.number) end as equipment,
       case when d.id is not null then
         jsonb_build_object('id', d.id::text, 'number', d.number, 'en', d.name_en, 'zh', d.name_zh, 'severity', d.severity) end as defect,
       r.retest_id as retest, later.id is not null as corrected,
       later.id is not null or coalesce(r.retest_id, 0) < greatest(t.id, s.id, 0) as replaced
     from reading r join person p on p.id = r.actor_id
       left join reading later on later.inspection_id = r.inspection_id and later.replaces_id = r.id
       left join (
         select inspection_id, characteristic, max(id) as id from retest
         where inspection_id = any(?::bigint[]) and state = 'approved' and sample is null group by 1, 2) t
         on t.inspection_id = r.inspection_id and t.characteristic = r.characteristic
       left join (
         select inspection_id, characteristic, sample, max(id) as id from retest
         where inspection_id = any(?::bigint[]) and state = 'approved' and sample is not null group by 1, 2, 3) s
         on s.inspection_id = r.inspection_id and s.characteristic = r.characteristic and s.sample = r.sample
       left join equipment e on e.id = r.equipment_id left join defect_code d on d.id = r.defect_id
     where r.inspection_id = any(?::bigint[]) order by r.inspection_id, r.characteristic, r.sample, r.id`),
    [inspections, inspections, inspections],
  );
  return rows.map(({ en, zh, ...reading }) => ({ ...reading, at: new Date(reading.at), by: { en, zh } }));
}

/** The readings that count: the last one of each sample, in the last approved round. */
export const currentOf = (readings: readonly Reading[]): Reading[] => readings.filter((reading) => !reading.replaced);

/** The round that a new reading of a sample belongs to: the last retest approved for it; null before any. */
export const roundOf = ({ retests }: InspectedCharacteristic, sample: number): string | null =>
  retests.findLast((retest) => retest.sample === null || retest.sample === sample)?.id ?? null;

/** The readings that counted before a retest was approved, by its place among the retests. */
export function countedBefore({ readings, retests }: InspectedCharacteristic, index: number): Reading[] {
  const rounds = new Set([null, ...retests.slice(0, index).map(({ id }) => id)]);
  const read = readings.filter((reading) => !reading.corrected && rounds.has(reading.retest));
  // They come in the order of samples and time, so the last round of each sample stays.
  return [...new Map(read.map((reading) => [reading.sample, reading])).values()];
}
