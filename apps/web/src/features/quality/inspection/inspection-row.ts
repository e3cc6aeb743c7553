/** What the page of an inspection asks for beside its record, and reads from it. */
import type { Label } from "@lotline/schema";
import type { LoadedRecord } from "../../../kit/record/types.ts";

export interface Reading {
  readonly id: string;
  readonly sample: number;
  readonly value: string;
  readonly conforms: boolean;
  readonly at: string;
  readonly by: Label;
  readonly replaced: boolean;
  /** Replaced within its round; without it, an approved retest stands in its place. */
  readonly corrected: boolean;
  readonly equipment: Origin | null;
  readonly defect: Defect | null;
}

export interface Defect {
  readonly id: string;
  readonly number: string;
  readonly title: Label;
  readonly severity: string;
}

/** A code that may be given; of one kind of characteristic only when it says so. */
export interface OfferedDefect extends Defect {
  readonly kind: string | null;
}

export interface Retested extends Origin {
  /** The one sample it was approved for; null for all. */
  readonly sample: number | null;
}

export interface Origin {
  readonly id: string;
  readonly number: string;
}

/** What a characteristic may be measured with; with reasons when it may not. */
export interface Instrument extends Origin {
  readonly title: Label;
  readonly type: string;
  readonly dueOn: string | null;
  readonly reasons: readonly { readonly code: string; readonly text: Label }[];
}

export interface Characteristic {
  readonly position: number;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly kind: string;
  readonly lower: string | null;
  readonly upper: string | null;
  readonly unit: string | null;
  readonly decimals: number;
  readonly rounding: string;
  /** The type of equipment it is measured with. */
  readonly instrument: string | null;
  readonly isVerified: boolean;
  readonly isDestructive: boolean;
  /** Each failed reading needs its defect code. */
  readonly isCoded: boolean;
  readonly retests: readonly Retested[];
  /** Asked for and not decided yet. */
  readonly waiting: Retested | null;
  readonly limits: string;
  readonly sampleSize: number;
  readonly acceptUpTo: number;
  readonly readings: readonly Reading[];
  readonly defects: number;
  readonly judged: string | null;
}

export const inspectionSelect = `characteristics { position nameEn nameZh kind lower upper unit decimals rounding instrument isVerified isDestructive isCoded limits sampleSize acceptUpTo defects judged
  retests { id number sample } waiting { id number sample }
  readings { id sample value conforms at by { en zh } replaced corrected equipment { id number } defect { id number title { en zh } severity } } }
  defectCodes { id number title { en zh } severity kind }
  instruments { id number title { en zh } type dueOn reasons { code text { en zh } } }
  planInForce { id number }`;

export interface InspectionRow extends LoadedRecord {
  readonly characteristics: readonly Characteristic[];
  readonly instruments: readonly Instrument[];
  /** The codes in use, the last given on this item first; none once the readings are signed. */
  readonly defectCodes: readonly OfferedDefect[];
  /** The plan in force today, when it is another one than the frozen one. */
  readonly planInForce: Origin | null;
}

/** True when the row came with the fields of `inspectionSelect`, which are non-null in the schema. */
export function isInspectionRow(row: LoadedRecord): row is InspectionRow {
  return Array.isArray(row.characteristics);
}

/** The readings that count, by sample. */
export function currentReadings(characteristic: Characteristic): ReadonlyMap<number, Reading> {
  return new Map(characteristic.readings.filter(({ replaced }) => !replaced).map((reading) => [reading.sample, reading]));
}

/** The first reading of each sample that a later one stands in for; it is never hidden (REQ-GATE-12). */
export function firstReadings({ readings }: Characteristic): ReadonlyMap<number, Reading> {
  const first = new Map<number, Reading>();
  for (const reading of readings) if (reading.replaced && !first.has(reading.sample)) first.set(reading.sample, reading);
  return first;
}
