/** What stands on every print: the firm, who printed it when, of which version, and that paper is no controlled copy. */
import { type Label, type Letterhead, type PrintForm, type Rec, type RecordName, usualForm } from "@lotline/schema";
import { dateIn, type Reader } from "../base/context.ts";
import { tableOf } from "../base/names.ts";
import { zonedBy } from "../export/zoned.ts";
import { signaturesOf } from "../graphql/history.ts";
import type { Request } from "../read/request.ts";
import type { SheetHead, Signed } from "./sheet.ts";

interface SiteRow {
  readonly number: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly address: string;
}

/** Rules that a preview puts in the place of those in force, by name. */
export type Tried = { readonly letterhead?: Letterhead | undefined; readonly "print-form"?: PrintForm | undefined };

/** The picture that a letterhead names by its hash. */
export type LogoOf = (sha256: string) => Promise<Buffer>;

/**
 * The head and foot of a record's print. Letterhead and form are those in force on the day on which the record was made: a record
 * stays on the form on which it was begun, and an old one is printed as it was.
 */
export async function stampOf(
  request: Request,
  name: RecordName,
  row: Rec<RecordName>,
  logoOf: LogoOf,
  tried: Tried = {},
): Promise<Pick<SheetHead, "firm" | "under" | "logo" | "form" | "foot" | "at">> {
  const reader = await request.reader();
  const site = "site" in row ? ((await request.row("Site", String(row.site))) as SiteRow | null) : null;
  const zoned = zonedBy(reader.firmZone, reader.now);
  const { version, createdAt } = row as { readonly version: number; readonly createdAt: Date };
  const day = dateIn(reader.firmZone, new Date(createdAt));
  const heads = await reader.rule("letterhead", day);
  // The contents of these rules are checked when they are written.
  const head = tried.letterhead ?? ((heads.get(site?.number ?? "") ?? heads.get("default")) as Letterhead | undefined);
  const form = tried["print-form"] ?? ((await reader.rule("print-form", day)).get(name) as PrintForm | undefined) ?? usualForm;
  const urgent = await urgentOf(reader, name, row.id);
  const when = `${zoned.text(reader.now)} ${zoned.offset}`;
  const { en, zh } = reader.actor.name;
  return {
    ...(head ? letterhead(head) : plainHead(site)),
    logo: head?.logo ? await logoOf(head.logo) : null,
    form,
    at: reader.now,
    foot: [
      same(`Printed 打印: ${when} · ${en === zh ? en : `${en} ${zh}`} · ${name} v${version}`),
      {
        en: "Uncontrolled when printed: verify in the system before use.",
        zh: "打印件非受控，使用前请在系统中核对。",
      },
      ...(reader.actor.inspection
        ? [
            {
              en: `Copy for inspection: ${reader.actor.inspection.number}`,
              zh: `检查用副本：${reader.actor.inspection.number}`,
            },
          ]
        : []),
      ...(urgent.length > 0
        ? [
            {
              en: `Acts under emergency access: ${urgent.join(", ")}`,
              zh: `应急访问期间的操作：${urgent.join("、")}`,
            },
          ]
        : []),
      ...formLine(form),
      ...(head?.footer ?? []),
    ],
  };
}

const same = (text: string): Label => ({ en: text, zh: text });

/** The controlled form that a print is, e.g. QR-IQC-003 rev B. */
function formLine({ formNumber, formRevision }: PrintForm): Label[] {
  if (!formNumber) return [];
  const revised = formRevision ? { en: ` rev ${formRevision}`, zh: `，版本 ${formRevision}` } : { en: "", zh: "" };
  return [{ en: `Form ${formNumber}${revised.en}`, zh: `表单 ${formNumber}${revised.zh}` }];
}

const plainHead = (site: SiteRow | null): Pick<SheetHead, "firm" | "under"> => ({
  firm: site ? { en: `${site.nameEn}, ${site.address}`, zh: site.nameZh } : same("Lotline"),
  under: [],
});

function letterhead({ nameEn, nameZh, addressEn, addressZh, registrations = [] }: Letterhead): Pick<SheetHead, "firm" | "under"> {
  const address = { en: addressEn ?? addressZh ?? "", zh: addressZh ?? addressEn ?? "" };
  const numbers = {
    en: registrations.map(({ en, value }) => `${en}: ${value}`).join(" · "),
    zh: registrations.map(({ zh, value }) => `${zh}：${value}`).join(" · "),
  };
  return { firm: { en: nameEn, zh: nameZh }, under: [address, numbers].filter(({ en }) => en !== "") };
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
