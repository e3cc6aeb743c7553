import type { Rec } from "@lotline/schema";
import { packTree } from "@lotline/schema/device-record";
import { dateIn, type Reader } from "../../../base/context.ts";
import { inForce } from "../revision/in-force.ts";

/** One level of how an item is packed, the smallest sales unit first. */
export interface PackLevelFact {
  /** Its name in the record; null for the smallest sales unit itself. */
  readonly level: string | null;
  readonly di: string;
  readonly agency: Rec<"DeviceRecord">["issuingAgency"];
  /** Smallest sales units in it. */
  readonly baseUnits: number;
  readonly containedDi: string | null;
  /** Of the contained DI; 1 for the sales unit. */
  readonly quantity: number;
}

/** The pack levels of an item by its device record in force on a day (today when not said); none where it has no record. */
export async function packLevelsOf(reader: Reader, itemId: string, on?: string): Promise<PackLevelFact[]> {
  const found = await inForce(reader, "DeviceRecord", itemId, on ?? dateIn(reader.firmZone, reader.now));
  if (!found) return [];
  const [head] = await reader.sql<{ di: string; agency: PackLevelFact["agency"] }>(
    "select primary_di as di, issuing_agency as agency from device_record where id = ?",
    [found.id],
  );
  if (!head) return [];
  const rows = await reader.sql<{ level: string; di: string; quantity: number; containedDi: string }>(
    `select level, di, quantity, contained_di as "containedDi" from device_record_package where head_id = ? order by position`,
    [found.id],
  );
  return [
    { level: null, di: head.di, agency: head.agency, baseUnits: 1, containedDi: null, quantity: 1 },
    ...packTree(head.di, rows).levels.map(({ level, di, baseUnits, containedDi, quantity }) => ({
      ...{ level, di, agency: head.agency, baseUnits, containedDi, quantity },
    })),
  ];
}
