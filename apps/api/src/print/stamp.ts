/** What stands on every print: the firm, who printed it when, of which version, and that paper is no controlled copy. */
import type { Rec, RecordName } from "@lotline/schema";
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
  const { version } = row as { readonly version: number };
  const when = `${zoned.text(reader.now)} ${zoned.offset}`;
  return {
    firm: site ? { en: `${site.nameEn}, ${site.address}`, zh: site.nameZh } : { en: "Lotline", zh: "Lotline" },
    at: reader.now,
    foot: [
      `Printed 打印: ${when} · ${both(reader.actor.name)} · ${name} v${version}`,
      "Uncontrolled when printed: verify in the system before use. 打印件非受控，使用前请在系统中核对。",
    ],
  };
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
