import type { Reader } from "../../../base/context.ts";
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
  /** A later reading stands in its place; this one stays to be seen (REQ-GATE-12). */
  readonly replaced: boolean;
}

export interface Inspected {
  readonly characteristics: readonly (Characteristic & { readonly readings: readonly Reading[] })[];
}

/** The frozen characteristics of inspections with all their readings, in two statements. */
export async function readInspected(reader: Reader, inspections: readonly string[]): Promise<Map<string, Inspected>> {
  const characteristics = await reader.sql<Characteristic & { inspection: string }>(
    // An inspection whose plan was frozen before samples were decided has the fixed number of its plan.
    `select i.id as inspection, c.position, c.name_en as "nameEn", c.name_zh as "nameZh", c.kind, c.lower, c.upper, c.unit, c.decimals,
       coalesce(s.accept_up_to, c.accept_up_to) as "acceptUpTo", coalesce(s.reject_from, c.accept_up_to + 1) as "rejectFrom",
       coalesce(s.sample_size, case when u.decimals = 0 then least(c.sample_size, floor(i.lot_quantity)::int) else c.sample_size end) as samples
     from inspection i join inspection_plan_characteristic c on c.head_id = i.plan_id join item on item.id = i.item_id join unit u on u.id = item.unit_id
       left join inspection_sample s on s.head_id = i.id and s.characteristic = c.position
     where i.id = any(?::bigint[]) order by i.id, c.position`,
    [inspections],
  );
  const readings = Map.groupBy(
    await readReadings(reader, inspections),
    (reading) => `${reading.inspection} ${reading.characteristic}`,
  );
  const byInspection = Map.groupBy(characteristics, (c) => c.inspection);
  return new Map(
    inspections.map((id) => [
      id,
      {
        characteristics: (byInspection.get(id) ?? []).map(({ inspection, ...c }) => ({
          ...c,
          readings: readings.get(`${inspection} ${c.position}`) ?? [],
        })),
      },
    ]),
  );
}

async function readReadings(reader: Reader, inspections: readonly string[]): Promise<Reading[]> {
  const rows = await reader.sql<Omit<Reading, "by"> & { en: string; zh: string }>(
    `select r.id, r.inspection_id as inspection, r.characteristic, r.sample, r.value, r.conforms, r.at, p.name_en as en, p.name_zh as zh,
       exists (select from reading later where later.inspection_id = r.inspection_id and later.replaces_id = r.id) as replaced
     from reading r join person p on p.id = r.actor_id
     where r.inspection_id = any(?::bigint[]) order by r.inspection_id, r.characteristic, r.sample, r.id`,
    [inspections],
  );
  return rows.map(({ en, zh, ...reading }) => ({ ...reading, at: new Date(reading.at), by: { en, zh } }));
}

/** The readings that count: the last one of each sample. */
export const currentOf = (readings: readonly Reading[]): Reading[] => readings.filter((reading) => !reading.replaced);
