/** What a label stands on: its item, the revision, template and packaging in force on a day, and how the firm is called. */
import { type Letterhead, type Rec, storageRange } from "@lotline/schema";
import { build, type Decoded, type UdiParts } from "@lotline/udi";
import type { Reader } from "../../base/context.ts";
import { linesOf } from "../../read/rows.ts";
import { engineAgencies, lastGoodDay, type PackLevelFact, packLevelsOf } from "../master/index.ts";
import type { Fill, Part, Template } from "./draw/types.ts";

export interface GroundItem
  extends Pick<Rec<"Item">, "id" | "number" | "nameEn" | "nameZh" | "state" | "serialTracked" | "deviceClass"> {}

export interface GroundRevision
  extends Pick<
    Rec<"ItemRevision">,
    | "id"
    | "number"
    | "specification"
    | "registration"
    | "storage"
    | "storageClass"
    | "storageMin"
    | "storageMax"
    | "shelfLifeMonths"
  > {}

export interface Ground {
  readonly on: string;
  readonly label: Pick<Rec<"ItemLabel">, "id" | "number" | "level" | "packName" | "state">;
  readonly item: GroundItem;
  readonly revision: GroundRevision | null;
  readonly template: { readonly id: string; readonly number: string; readonly content: Template } | null;
  /** Which production identifiers the device record in force says that labels carry; null without a record. */
  readonly pi: PiFlags | null;
  /** The packages that could be meant; one in the end. */
  readonly packs: readonly PackLevelFact[];
  readonly firm: Letterhead | null;
}

type Answer = "yes" | "no" | null;

/** By the flags of a template. */
export interface PiFlags {
  readonly carriesLot: Answer;
  readonly carriesSerial: Answer;
  readonly carriesMadeOn: Answer;
  readonly carriesExpiresOn: Answer;
}

export interface Asked {
  readonly itemLabel: string;
  readonly on: string;
}

export const groundKey = ({ itemLabel, on }: Asked): string => `${itemLabel} ${on}`;

interface Row {
  readonly on: string;
  readonly pi: PiFlags | null;
  readonly label: Ground["label"];
  readonly item: GroundItem;
  readonly revision: GroundRevision | null;
  readonly template: { readonly id: string; readonly number: string; readonly head: Omit<Template, "parts"> } | null;
}

const levelDepth = { unit: 0, box: 1, carton: 2 } as const;

/** The ground of several labels on days, by `groundKey`. */
export async function groundsOf(reader: Reader, asked: readonly Asked[]): Promise<Map<string, Ground>> {
  const rows = await reader.sql<Row>(
    `select a.day::text as "on",
       json_build_object('id', l.id::text, 'number', l.number, 'level', l.level, 'packName', l.pack_name, 'state', l.state) as label,
       json_build_object('id', i.id::text, 'number', i.number, 'nameEn', i.name_en, 'nameZh', i.name_zh, 'state', i.state,
         'serialTracked', i.serial_tracked, 'deviceClass', i.device_class) as item,
       (select json_build_object('id', r.id::text, 'number', r.number, 'specification', r.specification, 'registration', r.registration,
          'storage', r.storage, 'storageClass', r.storage_class, 'storageMin', r.storage_min::text, 'storageMax', r.storage_max::text,
          'shelfLifeMonths', r.shelf_life_months) from item_revision r where r.item_id = i.id and r.state = 'approved'
          and r.effective_from <= a.day and (r.effective_to is null or r.effective_to > a.day)) as revision,
       (select json_build_object('id', t.id::text, 'number', t.number, 'head', ${templateJson}) from label_template t
          where t.item_label_id = l.id and t.state = 'approved' and t.effective_from <= a.day
          and (t.effective_to is null or t.effective_to > a.day)) as template,
       (select json_build_object('carriesLot', d.pi_lot, 'carriesSerial', d.pi_serial, 'carriesMadeOn', d.pi_manufacturing_date,
          'carriesExpiresOn', d.pi_expiry_date) from device_record d where d.item_id = i.id and d.state = 'approved'
          and d.effective_from <= a.day and (d.effective_to is null or d.effective_to > a.day)) as pi
     from unnest(?::bigint[], ?::date[]) a (label, day) join item_label l on l.id = a.label join item i on i.id = l.item_id`,
    [asked.map(({ itemLabel }) => itemLabel), asked.map(({ on }) => on)],
  );
  const parts = await partsOf(
    reader,
    rows.flatMap(({ template }) => template?.id ?? []),
  );
  const firm = ((await reader.rule("letterhead")).get("default") as Letterhead | undefined) ?? null;
  const levels = new Map<string, Promise<PackLevelFact[]>>();
  // One question for each item and day; a page asks about one, a list about its fifty rows.
  const levelsOf = (item: string, on: string) => {
    const known = levels.get(`${item} ${on}`) ?? packLevelsOf(reader, item, on);
    levels.set(`${item} ${on}`, known);
    return known;
  };
  const grounds = new Map<string, Ground>();
  for (const { on, label, item, revision, template, pi } of rows) {
    const content = template && { ...template.head, parts: parts.get(template.id) ?? [] };
    grounds.set(groundKey({ itemLabel: label.id, on }), {
      on,
      label,
      item,
      revision,
      pi,
      template: template && content && { id: template.id, number: template.number, content },
      packs: packsAt(await levelsOf(item.id, on), label),
      firm,
    });
  }
  return grounds;
}

const templateJson = `json_build_object('widthMm', t.width_mm::text, 'heightMm', t.height_mm::text, 'language', t.language, 'carriesLot', t.carries_lot,
  'carriesSerial', t.carries_serial, 'carriesMadeOn', t.carries_made_on, 'carriesExpiresOn', t.carries_expires_on, 'linkHost', t.link_host)`;

/** The parts of templates in their order. */
export const partsOf = async (reader: Reader, templates: readonly string[]): Promise<Map<string, Part[]>> =>
  // Child rows carry exactly the fields that the record file declares.
  (await linesOf(reader, "LabelTemplate", "parts", templates)) as Map<string, Part[]>;

/** The packages at the depth of a label, or those of its name where the record has several there. */
function packsAt(levels: readonly PackLevelFact[], { level, packName }: Ground["label"]): PackLevelFact[] {
  const depthOf = (fact: PackLevelFact): number => {
    const inner = fact.containedDi === null ? undefined : levels.find(({ di }) => di === fact.containedDi);
    return inner ? depthOf(inner) + 1 : 0;
  };
  return levels.filter((fact) => depthOf(fact) === levelDepth[level] && (packName === null || fact.level === packName));
}

/** The last good day of what was made on a day; null where the item has no shelf life. */
export const expiryOf = ({ revision }: Pick<Ground, "revision">, madeOn: string): string | null =>
  revision?.shelfLifeMonths ? lastGoodDay(madeOn, revision.shelfLifeMonths) : null;

/** What one label says of its lot or unit. */
export interface Particulars {
  readonly lotNumber: string;
  readonly madeOn: string;
  readonly expiresOn: string | null;
  readonly serial: string | null;
}

/** The agency in the words of the UDI engine; null where a code cannot be written by rule. */
export function engineAgency({ agency }: PackLevelFact): UdiParts["agency"] | null {
  const name = engineAgencies[agency];
  return name === "AHM" ? null : name;
}

/** The UDI of one label: the DI of its package, and what its template says that the symbol carries. @throws UdiError */
export function udiOf(pack: PackLevelFact, agency: UdiParts["agency"], template: Template, about: Particulars): Decoded {
  const { carriesLot, carriesSerial, carriesMadeOn, carriesExpiresOn } = template;
  return build({
    agency,
    di: pack.di,
    pi: {
      ...(carriesLot ? { lot: about.lotNumber } : {}),
      ...(carriesSerial && about.serial ? { serial: about.serial } : {}),
      ...(carriesMadeOn ? { manufacturedOn: about.madeOn } : {}),
      ...(carriesExpiresOn && about.expiresOn ? { expiresOn: about.expiresOn } : {}),
    },
  });
}

/** What is put into the texts of a label. */
export function fillOf({ item, revision, firm }: Ground, pack: PackLevelFact, udi: Decoded, about: Particulars): Fill {
  const range = revision && storageRange(revision);
  const limit = (value: string | null | undefined): string => (value ? String(Number(value)).replace("-", "−") : "");
  return {
    item: item.number,
    nameEn: item.nameEn,
    nameZh: item.nameZh,
    specification: revision?.specification ?? "",
    registration: revision?.registration ?? "",
    storage: revision?.storage ?? "",
    temperatureMin: limit(range?.min),
    temperatureMax: limit(range?.max),
    lot: about.lotNumber,
    serial: about.serial ?? "",
    madeOn: about.madeOn,
    expiresOn: about.expiresOn ?? "",
    di: pack.di,
    udi: udi.canonical,
    contents: String(pack.baseUnits),
    firmEn: firm?.nameEn ?? "",
    firmZh: firm?.nameZh ?? "",
    addressEn: firm?.addressEn ?? "",
    addressZh: firm?.addressZh ?? "",
  };
}
