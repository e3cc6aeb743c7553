import { because, productLicences, type Reason, type Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { bestOf, type Covered, isAbout, isGood, type LicenceFact, lapsed, licenceColumnsSql } from "./reasons.ts";

/** An item as its registration sees it. */
export interface Registrable extends Covered {
  readonly deviceClass: Rec<"Item">["deviceClass"];
}

/** The registration and filing certificates that name one of these items or its class, whoever holds them. */
export async function registrationsOf(reader: Reader, items: readonly Covered[]): Promise<LicenceFact[]> {
  return reader.sql<LicenceFact>(
    `select '' as holder, ${licenceColumnsSql} from licence l
     where l.kind = any(?::text[]) and exists (select from licence_cover c where c.head_id = l.id
       and (c.item_id = any(?::bigint[]) or c.item_class = any(?::text[])))
     order by l.valid_to, l.id`,
    [[...productLicences], items.map(({ id }) => id), items.map(({ itemClass }) => itemClass)],
  );
}

/**
 * Why items may not be bought, made, received or sold on a day: a device needs a registration or filing certificate that names it and
 * is valid then (REQ-GATE-15, REQ-SUP-05); what is no device needs one only while one is on file for it.
 */
export function registrationReasons(registrations: readonly LicenceFact[], items: readonly Registrable[], on: string): Reason[] {
  const reasons = items.flatMap((item) => {
    const about = registrations.filter((licence) => isAbout(licence, item));
    const last = bestOf(about) ?? about.at(-1);
    if (!last) return item.deviceClass === null ? [] : [missing(item)];
    return about.some((licence) => isGood(licence, on)) ? [] : [lapsed(last, on, item.number)];
  });
  return [...new Map(reasons.map((reason) => [reason.text.en, reason])).values()];
}

const missing = ({ number }: Registrable): Reason =>
  because(
    "REGISTRATION_MISSING",
    `${number} has no registration or filing certificate on file.`,
    `${number} 无在册的注册证或备案凭证。`,
    "Item",
    number,
  );
