import { dateIn, type Reader } from "../../../base/context.ts";

/** Today at a site, in its own time zone. */
export const siteDay = async (reader: Reader, site: string): Promise<string> => dayAt(await siteDays(reader, [site]), site);

/** Today at several sites, in one statement. */
export async function siteDays(reader: Reader, sites: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.sql<{ id: string; zone: string }>("select id, zone from site where id = any(?::bigint[])", [
    [...new Set(sites)],
  ]);
  return new Map(rows.map((row) => [row.id, dateIn(row.zone, reader.now)]));
}

/** One answer of `siteDays`. @throws Error for a site that was not asked about or does not exist. */
export function dayAt(days: ReadonlyMap<string, string>, site: string): string {
  const day = days.get(site);
  if (day === undefined) throw new Error(`no calendar for site ${site}`);
  return day;
}

/** Today where the firm is: the earliest calendar date among the actor's sites, because master data belong to no single one. */
export async function companyDay(reader: Reader): Promise<string> {
  const rows = await reader.sql<{ zone: string }>("select distinct zone from site where id = any(?::bigint[])", [
    reader.actor.sites,
  ]);
  return rows.map((row) => dateIn(row.zone, reader.now)).sort()[0] ?? dateIn("UTC", reader.now);
}

/** The later of two dates. */
export const laterOf = (a: string, b: string): string => (a > b ? a : b);
