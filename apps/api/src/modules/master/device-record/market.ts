/** How the data of the DI that goods carry stand in a market: asked before they are shipped (REQ-TRC-09). */
import type { Rec } from "@lotline/schema";
import { type Database, type PublicationVerdict, publicationCheck } from "@lotline/schema/device-record";
import type { Reader } from "../../../base/context.ts";
import { statusIn } from "./publishing.ts";
import { publicationRules } from "./read.ts";

type Device = Pick<
  Rec<"DeviceRecord">,
  "number" | "primaryDi" | "udiList" | "deviceKind" | "euMarketBefore" | "statusCn" | "statusUs" | "statusEu"
>;

/** The list of a market's rules that a device is on. */
export function listIn(record: Pick<Device, "udiList" | "deviceKind" | "euMarketBefore">, market: Database): string | null {
  if (market === "EU") return record.euMarketBefore === "yes" ? "before" : null;
  if (market === "US") return null;
  return record.udiList ?? (record.deviceKind === "ivd" ? "ivd" : null);
}

/** Goods of one item, made on one day, that leave for a market. */
export interface Marketed {
  readonly item: string;
  readonly deviceClass: Rec<"Item">["deviceClass"];
  readonly market: Database;
  /** Where the day is not known, that on which they leave: no rule is later. */
  readonly madeOn: string;
  /** The day on which they leave. */
  readonly on: string;
}

export interface Published extends PublicationVerdict {
  /** The device record that says so; null where the item has none. */
  readonly record: string | null;
}

/** What the rules in force say of each of the goods, in their order. */
export async function publishedFor(reader: Reader, asked: readonly Marketed[]): Promise<Published[]> {
  const days = [...new Set(asked.map(({ on }) => on))];
  const rules = new Map<string, Awaited<ReturnType<typeof publicationRules>>>();
  for (const day of days) rules.set(day, await publicationRules(reader, day));
  const rows = await reader.sql<Device & { item: string; from: string }>(
    `select item_id as item, number, effective_from::text as "from", primary_di as "primaryDi", udi_list as "udiList", device_kind as "deviceKind",
       eu_market_before as "euMarketBefore", status_cn as "statusCn", status_us as "statusUs", status_eu as "statusEu"
     from device_record where item_id = any(?::bigint[]) and state = 'approved' order by effective_from`,
    [asked.map(({ item }) => item)],
  );
  const byItem = Map.groupBy(rows, ({ item }) => item);
  return asked.map(({ item, deviceClass, market, madeOn, on }) => {
    const device = carried(byItem.get(item) ?? [], madeOn, on);
    const list = device ? listIn(device, market) : null;
    const status = device ? statusIn(device, market) : null;
    const inForce = rules.get(on);
    if (!inForce) throw new Error(`no rules of ${on}`);
    return { ...publicationCheck({ market, deviceClass, list, madeOn, status }, inForce), record: device?.number ?? null };
  });
}

/**
 * The version by which goods are judged. They carry the DI of the version that was in force when they were made, the first one where
 * none was yet; how that DI stands, its last version in force today says: an old lot keeps its old DI, a changed product waits.
 */
function carried<D extends Device & { readonly from: string }>(
  versions: readonly D[],
  madeOn: string,
  on: string,
): D | undefined {
  const sofar = versions.filter(({ from }) => from <= on);
  const made = sofar.findLast(({ from }) => from <= madeOn) ?? sofar[0];
  return sofar.findLast(({ primaryDi }) => primaryDi === made?.primaryDi);
}
