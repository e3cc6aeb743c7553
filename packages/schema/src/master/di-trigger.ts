/** Which changes of a device record ask whether the device needs a new DI; by rule data of each authority. Pure. */
import { valueText } from "../kit/value-text.ts";
import type { DiTrigger } from "../platform/index.ts";
import type { DeviceRow } from "./device-fields.ts";
import { deviceRecord } from "./device-record.ts";

export interface Touched {
  readonly field: string;
  /** Whose rules name the field. */
  readonly by: readonly string[];
}

/** The fields of the rules that differ between two versions, each with those who ask. */
export function touchedTriggers(before: DeviceRow, after: DeviceRow, rules: ReadonlyMap<string, DiTrigger>): Touched[] {
  const fields: { readonly [name: string]: Parameters<typeof valueText>[0] } = deviceRecord.fields;
  const differs = (name: string) => {
    const field = fields[name];
    return field !== undefined && valueText(field, before[name]) !== valueText(field, after[name]);
  };
  const asked = new Map<string, string[]>();
  for (const [authority, { fields: names }] of rules)
    for (const name of names.filter(differs)) asked.set(name, [...(asked.get(name) ?? []), authority]);
  return [...asked].map(([field, by]) => ({ field, by: by.sort() }));
}
