import { because, productLicences, type Reason, type Rec, registry } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";

type Kind = Rec<"Licence">["kind"];
type DeviceClass = NonNullable<Rec<"Licence">["scopeClass"]>;

export interface LicenceFact {
  readonly holder: string;
  readonly number: string;
  readonly state: Rec<"Licence">["state"];
  readonly kind: Kind;
  readonly scopeClass: DeviceClass | null;
  readonly validFrom: string;
  readonly validTo: string;
  /** What it covers; nothing named covers everything its kind is about. */
  readonly covers: readonly { readonly item: string | null; readonly itemClass: string | null }[];
}

export type Holder = "supplier" | "customer";

/** The columns of a fact, of a licence `l`. */
export const licenceColumnsSql = `l.number, l.state, l.kind, l.scope_class as "scopeClass", l.valid_from::text as "validFrom", l.valid_to::text as "validTo",
  coalesce((select json_agg(json_build_object('item', c.item_id::text, 'itemClass', c.item_class) order by c.position)
    from licence_cover c where c.head_id = l.id), '[]') as covers`;

/** All licences of suppliers or of customers, also withdrawn ones, by holder. */
export async function licencesOf(reader: Reader, holder: Holder, ids: readonly string[]): Promise<Map<string, LicenceFact[]>> {
  const rows = await reader.sql<LicenceFact>(
    `select l.${holder}_id as holder, ${licenceColumnsSql} from licence l where l.${holder}_id = any(?::bigint[]) order by l.valid_to, l.id`,
    [ids],
  );
  return Map.groupBy(rows, (row) => row.holder);
}

const kinds = registry.Licence.fields.kind.of.values;

/** True on the days on which a licence holds; the valid-to day is the last good one. */
export const isGood = (licence: LicenceFact, on: string): boolean =>
  licence.state !== "withdrawn" && licence.validFrom <= on && on <= licence.validTo;

/** An item as the scope of a licence sees it. */
export interface Covered {
  readonly id: string;
  readonly number: string;
  readonly itemClass: string;
}

/** True when a licence is about an item: it names it or its class, or names nothing. */
export const isAbout = ({ covers }: LicenceFact, { id, itemClass }: Covered): boolean =>
  covers.length === 0 || covers.some((c) => c.item === id || c.itemClass === itemClass);

/**
 * Why a holder may not be dealt with on a day: for every kind of licence ever put on file one must be valid then (REQ-GATE-15), and
 * cover every item named. Withdrawing a licence therefore never opens what its lapse had closed. Licences of products are asked of
 * the product: see `registrationReasons`.
 */
export function licenceReasons(licences: readonly LicenceFact[], on: string, items: readonly Covered[] = []): Reason[] {
  const ofHolder = licences.filter(({ kind }) => !(productLicences as readonly string[]).includes(kind));
  const reasons = [...Map.groupBy(ofHolder, (licence) => licence.kind).values()].flatMap((ofKind) =>
    items.length === 0 ? lapseOf(ofKind, on) : items.flatMap((item) => coverReasons(ofKind, item, on)),
  );
  // One lapse is one reason, however many items it stops.
  return [...new Map(reasons.map((reason) => [`${reason.number} ${reason.text.en}`, reason])).values()];
}

function lapseOf(ofKind: readonly LicenceFact[], on: string): Reason[] {
  const last = ofKind.at(-1);
  return !last || ofKind.some((licence) => isGood(licence, on)) ? [] : [lapsed(bestOf(ofKind) ?? last, on)];
}

function coverReasons(ofKind: readonly LicenceFact[], item: Covered, on: string): Reason[] {
  const about = ofKind.filter((licence) => isAbout(licence, item));
  const last = ofKind.at(-1);
  if (about.length > 0 || !last) return lapseOf(about, on);
  const kind = kinds[last.kind];
  return [
    because(
      "SCOPE_NOT_COVERED",
      `${kind.en.toLowerCase()} ${last.number} does not cover ${item.number} (首营资质)`,
      `${kind.zh} ${last.number} 未覆盖 ${item.number}（首营资质）`,
      "Licence",
      last.number,
    ),
  ];
}

/** The one that would count first: of those not withdrawn the last to end. */
export const bestOf = (licences: readonly LicenceFact[]): LicenceFact | undefined =>
  licences.filter((licence) => licence.state !== "withdrawn").at(-1);

/** Why a licence does not hold on a day; `of` says what about, as people in the trade do. */
export function lapsed(licence: LicenceFact, on: string, of = "首营资质"): Reason {
  const kind = kinds[licence.kind];
  const name = kind.en.toLowerCase();
  if (licence.state === "withdrawn")
    return because(
      "LICENCE_EXPIRED",
      `${name} ${licence.number} was withdrawn (${of})`,
      `${kind.zh} ${licence.number} 已注销（${of}）`,
      "Licence",
      licence.number,
    );
  if (on < licence.validFrom)
    return because(
      "LICENCE_NOT_YET_VALID",
      `${name} is valid from ${licence.validFrom} only (${of})`,
      `${kind.zh}自 ${licence.validFrom} 起生效（${of}）`,
      "Licence",
      licence.number,
    );
  return because(
    "LICENCE_EXPIRED",
    `${name} expired ${licence.validTo} (${of})`,
    `${kind.zh}已于 ${licence.validTo} 到期（${of}）`,
    "Licence",
    licence.number,
  );
}

const rank: { readonly [C in DeviceClass]: number } = { I: 1, II: 2, III: 3 };

/** Why a distributor may not get a device of this class on a day: no licence of that kind, or none that covers the class. */
export function scopeReasons(
  licences: readonly LicenceFact[],
  customer: string,
  deviceClass: DeviceClass | null,
  on: string,
): Reason[] {
  const distribution = licences.filter((licence) => licence.kind === "distribution");
  if (distribution.length === 0)
    return [
      because(
        "LICENCE_MISSING",
        `${customer} has no distribution licence on file (首营资质)`,
        `${customer} 无医疗器械经营许可证（首营资质）`,
        "Customer",
        customer,
      ),
    ];
  const good = distribution.filter((licence) => isGood(licence, on));
  const best = good.at(-1);
  // A lapsed licence is said by licenceReasons; what it covered no longer matters.
  if (
    !best ||
    deviceClass === null ||
    good.some((licence) => licence.scopeClass !== null && rank[licence.scopeClass] >= rank[deviceClass])
  )
    return [];
  const covered = best.scopeClass;
  return [
    because(
      "SCOPE_NOT_COVERED",
      `distribution licence covers ${covered ? `class ${covered} at most` : "no device class"}, this is class ${deviceClass} (首营资质)`,
      `医疗器械经营许可证${covered ? `最高覆盖${classes[covered].zh}` : "未覆盖任何类别"}，而该产品为${classes[deviceClass].zh}（首营资质）`,
      "Licence",
      best.number,
    ),
  ];
}

const classes = registry.Licence.fields.scopeClass.of.values;
