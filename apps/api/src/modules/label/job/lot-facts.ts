/** What is known already of the lot number and the serial numbers of a job: other jobs, and the lot itself where it exists. */
import { because, type Reason, readSerials } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import type { Job } from "./ready.ts";

interface OtherJob {
  readonly number: string;
  readonly item: string;
  readonly isSameItem: boolean;
  readonly isSameLot: boolean;
  readonly isSameLabel: boolean;
  readonly state: string;
  readonly madeOn: string;
  readonly expiresOn: string | null;
  readonly serials: string | null;
}

export interface LotFact {
  readonly others: readonly OtherJob[];
  readonly lot: {
    readonly item: string;
    readonly isSameItem: boolean;
    readonly madeOn: string | null;
    readonly expiresOn: string | null;
  } | null;
}

/** Other jobs of the same lot number, or of the same label with serial numbers, and the lots of these numbers. */
export async function lotFactsOf(reader: Reader, jobs: readonly Job[]): Promise<Map<string, LotFact>> {
  const ids = jobs.map(({ id }) => id);
  const others = await reader.sql<OtherJob & { job: string }>(
    `select j.id::text as job, o.number, i.number as item, ol.item_id = l.item_id as "isSameItem", o.lot_number = j.lot_number as "isSameLot",
       o.item_label_id = j.item_label_id as "isSameLabel", o.state, o.made_on::text as "madeOn", o.expires_on::text as "expiresOn", o.serials
     from label_job j join item_label l on l.id = j.item_label_id
       join label_job o on o.id <> j.id and o.state <> 'voided'
         and (o.lot_number = j.lot_number or (o.item_label_id = j.item_label_id and o.serials is not null and j.serials is not null))
       join item_label ol on ol.id = o.item_label_id join item i on i.id = ol.item_id
     where j.id = any(?::bigint[]) order by o.id limit 2000`,
    [ids],
  );
  const lots = await reader.sql<NonNullable<LotFact["lot"]> & { job: string }>(
    `select j.id::text as job, i.number as item, t.item_id = l.item_id as "isSameItem", t.made_on::text as "madeOn", t.expires_on::text as "expiresOn"
     from label_job j join item_label l on l.id = j.item_label_id join lot t on t.number = j.lot_number join item i on i.id = t.item_id
     where j.id = any(?::bigint[])`,
    [ids],
  );
  const byJob = Map.groupBy(others, ({ job }) => job);
  const lotOf = new Map(lots.map((lot) => [lot.job, lot]));
  return new Map(ids.map((id) => [id, { others: byJob.get(id) ?? [], lot: lotOf.get(id) ?? null }]));
}

const fixedStates: ReadonlySet<string> = new Set(["released", "printing", "stopped", "closed"]);

/** Why these labels would contradict what is fixed of the lot already. */
export function lotReasons(
  job: Job,
  { others, lot }: LotFact,
  { item, expiresOn }: { readonly item: string; readonly expiresOn: string | null },
): Reason[] {
  const foreign = others.find((other) => other.isSameLot && !other.isSameItem);
  const fixed = others.find(
    (other) =>
      other.isSameLot &&
      other.isSameItem &&
      fixedStates.has(other.state) &&
      (other.madeOn !== job.madeOn || other.expiresOn !== expiresOn),
  );
  return [
    ...(foreign
      ? [
          because(
            "LOT_OF_OTHER_ITEM",
            `Lot number ${job.lotNumber} is that of ${foreign.item} in ${foreign.number}, not of ${item}.`,
            `批号 ${job.lotNumber} 在 ${foreign.number} 中属于 ${foreign.item}，不是 ${item}。`,
            "LabelJob",
            foreign.number,
          ),
        ]
      : []),
    ...(lot && !lot.isSameItem
      ? [
          because(
            "LOT_OF_OTHER_ITEM",
            `Lot ${job.lotNumber} is one of ${lot.item}, not of ${item}.`,
            `批 ${job.lotNumber} 属于 ${lot.item}，不是 ${item}。`,
            "Lot",
            job.lotNumber,
          ),
        ]
      : []),
    ...(fixed
      ? [
          because(
            "DATES_FIXED",
            `Made on and expiry of ${job.lotNumber} were fixed by ${fixed.number}: ${fixed.madeOn}, ${fixed.expiresOn ?? "no expiry"}; here ${job.madeOn}, ${expiresOn ?? "no expiry"}.`,
            `${job.lotNumber} 的生产日期和有效期已由 ${fixed.number} 确定：${fixed.madeOn}、${fixed.expiresOn ?? "无有效期"}；此处为 ${job.madeOn}、${expiresOn ?? "无有效期"}。`,
            "LabelJob",
            fixed.number,
          ),
        ]
      : []),
    ...(lot?.isSameItem && lot.expiresOn !== null && lot.expiresOn !== expiresOn
      ? [
          because(
            "LOT_EXPIRES_OTHERWISE",
            `Lot ${job.lotNumber} expires on ${lot.expiresOn}; the label would say ${expiresOn ?? "nothing"}.`,
            `批 ${job.lotNumber} 有效期至 ${lot.expiresOn}，标签将印 ${expiresOn ?? "（无）"}。`,
            "Lot",
            job.lotNumber,
          ),
        ]
      : []),
    ...takenSerials(job, others),
  ];
}

/** A serial number is printed by one job of a label: it is unique for its DI. */
function takenSerials(job: Job, others: readonly OtherJob[]): Reason[] {
  const mine = readSerials(job.serials ?? "");
  if (!mine.ok || mine.serials.length === 0) return [];
  const wanted = new Set(mine.serials);
  return others
    .filter((other) => other.isSameLabel && other.serials !== null)
    .flatMap(({ number, serials }) => {
      const theirs = readSerials(serials ?? "");
      const twice = theirs.ok ? theirs.serials.filter((serial) => wanted.has(serial)) : [];
      const [first] = twice;
      return first === undefined
        ? []
        : [
            because(
              "SERIAL_TAKEN",
              `${twice.length} serial numbers, the first of them ${first}, are in ${number} already.`,
              `${twice.length} 个序列号（首个为 ${first}）已在 ${number} 中。`,
              "LabelJob",
              number,
            ),
          ];
    });
}
