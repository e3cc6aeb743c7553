import { type Rec, registry } from "@lotline/schema";
import type { DeviceRow, DiTrigger, PublicationRules } from "@lotline/schema/device-record";
import type { Reader } from "../../../base/context.ts";
import { lineSets } from "../../../base/names.ts";
import { linesOf, rowsById } from "../../../read/rows.ts";

const sets = lineSets(registry.DeviceRecord).map(([set]) => set);

/** A device record with all its rows. */
export type WholeDevice = Rec<"DeviceRecord"> & DeviceRow;

/** Device records with their rows, by id. */
export async function devicesOf(reader: Reader, ids: readonly string[]): Promise<Map<string, WholeDevice>> {
  const heads = await rowsById(reader, "DeviceRecord", ids);
  const lines: [string, Map<string, object[]>][] = [];
  for (const set of sets) lines.push([set, await linesOf(reader, "DeviceRecord", set, ids)]);
  return new Map(
    [...heads].map(([id, head]) => [
      id,
      { ...head, ...Object.fromEntries(lines.map(([set, rows]) => [set, rows.get(id) ?? []])) },
    ]),
  );
}

/** The rules about publishing in force on a day; their contents are checked when they are approved. */
export async function publicationRules(reader: Reader, on?: string): Promise<PublicationRules> {
  return {
    applicability: (await reader.rule("udi-applicability", on)) as PublicationRules["applicability"],
    publication: (await reader.rule("udi-publication", on)) as PublicationRules["publication"],
  };
}

/** Which changed fields ask for a decision about the DI, by who asks. */
export const triggerRules = async (reader: Reader): Promise<ReadonlyMap<string, DiTrigger>> =>
  (await reader.rule("di-trigger")) as ReadonlyMap<string, DiTrigger>;

/** The version that is in force or will be, before this one: the last approved of its item. */
export async function predecessorsOf(
  reader: Reader,
  records: readonly { readonly id: string; readonly item: string }[],
): Promise<Map<string, WholeDevice>> {
  const rows = await reader.sql<{ id: string; item: string }>(
    `select distinct on (item_id) id, item_id as item from device_record
     where item_id = any(?::bigint[]) and state = 'approved' order by item_id, effective_from desc`,
    [records.map(({ item }) => item)],
  );
  const whole = await devicesOf(
    reader,
    rows.map(({ id }) => id),
  );
  return new Map(
    records.flatMap(({ id, item }) => {
      const before = whole.get(rows.find((row) => row.item === item)?.id ?? "");
      return before && before.id !== id ? [[id, before] as const] : [];
    }),
  );
}
