/** What stands on every print: the firm, who printed it when, of which version, and that paper is no controlled copy. */
import type { Rec, RecordName } from "@lotline/schema";
import type { Reader } from "../base/context.ts";
import { tableOf } from "../base/names.ts";
import { zonedBy } from "../export/zoned.ts";
import { signaturesOf } from "../graphql/history.ts";
import type { Request } from "../read/request.ts";
import { both, type SheetHead, type Signed } from "./sheet.ts";

interface SiteRow {
  readonly nameEn: string;
  readonly nameZh: string;
  readonly address: string;
}

/** The head and foot of a record's print. */
export async function stampOf(
  request: Request,
  name: RecordName,
  row: Rec<RecordName>,
): Promise<Pick<SheetHead, "firm" | "foot" | "at">> {
  const reader = await request.reader();
  const site = "site" in row ? ((await request.row("Site", String(row.site))) as SiteRow | null) : null;
  const zoned = zonedBy(reader.firmZone, reader.now);
  const urgent = await urgentOf(reader, name, row.id);
  const { version } = row as { readonly version: number };
  const when = `${zoned.text(reader.now)} ${zoned.offset}`;
  return {
    firm: site ? { en: `${site.nameEn}, ${site.address}`, zh: site.nameZh } : { en: "Lotline", zh: "Lotline" },
    at: reader.now,
    foot: [
      `Printed 打印: ${when} · ${both(reader.actor.name)} · ${name} v${version}`,
      "Uncontrolled when printed: verify in the system before use. 打印件非受控，使用前请在系统中核对。",
      ...(reader.actor.inspection ? [`Copy for inspection 检查用副本: ${reader.actor.inspection.number}`] : []),
      ...(urgent.length > 0 ? [`Acts under emergency access 应急访问期间的操作: ${urgent.join(", ")}`] : []),
    ],
  };
}

/** The emergency accesses under which something was done to a record (REQ-ACC-09). */
async function urgentOf(reader: Reader, name: RecordName, id: string): Promise<string[]> {
  const rows = await reader.sql<{ number: string }>(
    `select distinct e.number from emergency_act a join emergency_access e on e.id = a.access_id
     where (a.record_type = ? and a.record_id = ?) or exists (select from audit.trail t where t.command_id = a.command_id
       and t.at = a.at and t.actor_id = a.actor_id and t.table_name = ? and t.row_id = ?) order by 1`,
    [name, id, tableOf(name), id],
  );
  return rows.map(({ number }) => number);
}

const meanings = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: "UTC" });

/** The signatures that stand on a record, in the words in which they were given. */
export async function signedOn(request: Request, name: RecordName, id: string): Promise<Signed[]> {
  const reader = await request.reader();
  const stamps = await signaturesOf(reader, name, id, request.kernel.house.publicKeys);
  return stamps.map(({ printedName, jobTitle, onBehalfOf, signedAt, zone, statement, meaning }) => {
    const zoned = zonedBy(zone || "UTC", signedAt);
    return {
      name: onBehalfOf ? `${printedName}\non behalf of 代 ${onBehalfOf}` : printedName,
      title: jobTitle,
      at: zone ? `${zoned.text(signedAt)} ${zoned.offset}\n${zone}` : `${meanings.format(signedAt)} UTC`,
      meaning: `${meaning}\n${statement}`,
    };
  });
}
