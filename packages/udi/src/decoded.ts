/** What a code says, in one shape for all issuing agencies. */
import type { Element } from "./gs1/element.ts";
import type { Problem } from "./problem.ts";

/** Issuing agencies; ZIIOT gives out MA codes, Ali Health AHM codes (both China). */
export const agencies = ["GS1", "HIBCC", "ICCBBA", "ZIIOT-MA", "AHM"] as const;
export type Agency = (typeof agencies)[number];

/** The production identifier (UDI-PI). Dates are ISO days, `YYYY-MM` where no day is known, `YYYY-MM-DDTHH` where an hour is given. */
export interface ProductionIdentifier {
  readonly lot: string | null;
  readonly serial: string | null;
  readonly manufacturedOn: string | null;
  readonly expiresOn: string | null;
  readonly packedOn: string | null;
  readonly bestBeforeOn: string | null;
  /** MA codes only: the last day of use, beside the day of expiry. */
  readonly validUntil: string | null;
  readonly quantity: number | null;
  readonly softwareVersion: string | null;
  readonly sterilizationLot: string | null;
  readonly donationId: string | null;
}

export interface Decoded {
  readonly agency: Agency;
  /** The device identifier (UDI-DI); null in a code that names none. */
  readonly di: string | null;
  readonly pi: ProductionIdentifier;
  /** Every element in the order of the code: GS1 identifiers, or the leads of another agency's fields. */
  readonly elements: readonly Element[];
  /** Parts of the device identifier, and what else an agency puts beside: `lic`, `pcn`, `registrant`, `linkCharacter` … */
  readonly details: Readonly<Record<string, string>>;
  /** The code as it is written down by its agency's rule: GS1 with brackets. */
  readonly canonical: string;
  /** GS1 only, where the elements can be one. */
  readonly digitalLink: string | null;
  /** Rules that the code breaks; such a code is refused. */
  readonly problems: readonly Problem[];
  /** What is allowed but worth knowing. */
  readonly warnings: readonly Problem[];
}

const nothing: ProductionIdentifier = {
  lot: null,
  serial: null,
  manufacturedOn: null,
  expiresOn: null,
  packedOn: null,
  bestBeforeOn: null,
  validUntil: null,
  quantity: null,
  softwareVersion: null,
  sterilizationLot: null,
  donationId: null,
};

/** A production identifier of what is known. */
export const identifierOf = (known: Partial<ProductionIdentifier>): ProductionIdentifier => ({ ...nothing, ...known });
