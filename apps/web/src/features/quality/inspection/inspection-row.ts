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
  readonly limits: string;
  readonly sampleSize: number;
  readonly acceptUpTo: number;
  readonly readings: readonly Reading[];
  readonly defects: number;
  readonly judged: string | null;
}

export const inspectionSelect = `characteristics { position nameEn nameZh kind lower upper unit decimals limits sampleSize acceptUpTo defects judged
  readings { id sample value conforms at by { en zh } replaced } }`;

export interface InspectionRow extends LoadedRecord {
  readonly characteristics: readonly Characteristic[];
}

/** True when the row came with the fields of `inspectionSelect`, which are non-null in the schema. */
export function isInspectionRow(row: LoadedRecord): row is InspectionRow {
  return Array.isArray(row.characteristics);
}

/** The readings that count, by sample. */
export function currentReadings(characteristic: Characteristic): ReadonlyMap<number, Reading> {
  return new Map(characteristic.readings.filter(({ replaced }) => !replaced).map((reading) => [reading.sample, reading]));
}
