import { because, type Reason, type Rec, registry } from "@lotline/schema";
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
}

export type Holder = "supplier" | "customer";

/** All licences of suppliers or of customers, also withdrawn ones, by holder. */
export async function licencesOf(reader: Reader, holder: Holder, ids: readonly string[]): Promise<Map<string, LicenceFact[]>> {
  const rows = await reader.sql<LicenceFact>(
    `select ${holder}_id as holder, number, state, kind, scope_class as "scopeClass", valid_from::text as "validFrom", valid_to::text as "validTo"
     from licence where ${holder}_id = any(?::bigint[]) order by valid_to, id`,
    [ids],
  );
  return Map.groupBy(rows, (row) => row.holder);
}

const kinds = registry.Licence.fields.kind.of.values;

// The valid-to day is the last good day.
const isGood = (licence: LicenceFact, on: string): boolean =>
  licence.state === "active" && licence.validFrom <= on && on <= licence.validTo;

/**
 * Why a holder may not be dealt with on a day: for every kind of licence ever put on file one must be valid then (REQ-GATE-15).
 * Withdrawing a licence therefore never opens what its lapse had closed.
 */
export function licenceReasons(licences: readonly LicenceFact[], on: string): Reason[] {
  return [...Map.groupBy(licences, (licence) => licence.kind).values()].flatMap((ofKind) => {
    const last = ofKind.at(-1);
    return !last || ofKind.some((licence) => isGood(licence, on)) ? [] : [lapsed(bestOf(ofKind) ?? last, on)];
  });
}

const bestOf = (licences: readonly LicenceFact[]): LicenceFact | undefined =>
  licences.filter((licence) => licence.state === "active").at(-1);

function lapsed(licence: LicenceFact, on: string): Reason {
  const kind = kinds[licence.kind];
  const name = kind.en.toLowerCase();
  if (licence.state === "withdrawn")
    return because(
      "LICENCE_EXPIRED",
      `${name} ${licence.number} was withdrawn (首营资质)`,
      `${kind.zh} ${licence.number} 已注销（首营资质）`,
      "Licence",
      licence.number,
    );
  if (on < licence.validFrom)
    return because(
      "LICENCE_NOT_YET_VALID",
      `${name} is valid from ${licence.validFrom} only (首营资质)`,
      `${kind.zh}自 ${licence.validFrom} 起生效（首营资质）`,
      "Licence",
      licence.number,
    );
  return because(
    "LICENCE_EXPIRED",
    `${name} expired ${licence.validTo} (首营资质)`,
    `${kind.zh}已于 ${licence.validTo} 到期（首营资质）`,
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
