/** When a device needs a UDI whose data are published, and which changes ask for a new DI: dated rule data of each market. */
import type { ShippedRule } from "./shipped-rules.ts";

/** Content of the rule `udi-applicability`: from which day of manufacture what asks for a UDI in a market. */
export interface UdiApplicability {
  readonly market: string;
  /** Device classes of the home country: I, II, III. */
  readonly classes: readonly string[];
  /** Only devices of this list; those that name a list go before those that name none. */
  readonly list: string | null;
  /** Of manufacture; where a market counts the day of sale, that. */
  readonly madeFrom: string;
  /** Not decided yet: it warns and does not block. */
  readonly draft: boolean;
}

/** Content of the rule `udi-publication`, its key the market: what shipping does while a DI is not published there. */
export interface UdiPublication {
  readonly draft: "ok" | "warn" | "block";
  readonly submitted: "ok" | "warn" | "block";
  readonly changed: "ok" | "warn" | "block";
}

/** Content of the rule `di-trigger`, its key who asks: fields of a device record whose change asks whether a new DI is needed. */
export interface DiTrigger {
  readonly fields: readonly string[];
}

const applies = (key: string, content: UdiApplicability, citation: string): ShippedRule => ({
  ruleName: "udi-applicability",
  key,
  content,
  citation,
});

const publication = (key: string, content: UdiPublication, citation: string): ShippedRule => ({
  ruleName: "udi-publication",
  key,
  content,
  citation,
});

const trigger = (key: string, fields: readonly string[], citation: string): ShippedRule => ({
  ruleName: "di-trigger",
  key,
  content: { fields } satisfies DiTrigger,
  citation,
});

const all = ["I", "II", "III"];
const draftText = "NMPA draft of 2025-09-25; the final text has not been seen";
const usText = "21 CFR 830.300; day not confirmed against the text";

/** Lists of the rules as shipped: each row with what it rests on. */
export const udiRules: readonly ShippedRule[] = [
  applies("CN-1", { market: "CN", classes: ["III"], list: "first", madeFrom: "2021-01-01", draft: false }, "NMPA first batch"),
  applies("CN-2", { market: "CN", classes: ["III"], list: null, madeFrom: "2022-06-01", draft: false }, "NMPA notice 114/2021"),
  applies("CN-3", { market: "CN", classes: ["II"], list: "third", madeFrom: "2024-06-01", draft: false }, "NMPA notice 22/2023"),
  applies("CN-4", { market: "CN", classes: ["II"], list: null, madeFrom: "2027-06-01", draft: true }, draftText),
  applies("CN-5", { market: "CN", classes: ["I"], list: "ivd", madeFrom: "2027-06-01", draft: true }, draftText),
  applies("CN-6", { market: "CN", classes: ["I"], list: null, madeFrom: "2029-06-01", draft: true }, draftText),
  applies("EU-1", { market: "EU", classes: all, list: null, madeFrom: "2026-05-28", draft: false }, "Decision (EU) 2025/2371"),
  applies(
    "EU-2",
    { market: "EU", classes: all, list: "before", madeFrom: "2026-11-28", draft: false },
    "Decision (EU) 2025/2371: with this UDI-DI on the market before, until 2026-11-27",
  ),
  applies("US-1", { market: "US", classes: ["III"], list: null, madeFrom: "2014-09-24", draft: false }, usText),
  applies("US-2", { market: "US", classes: ["II"], list: null, madeFrom: "2016-09-24", draft: false }, usText),
  applies("US-3", { market: "US", classes: ["I"], list: null, madeFrom: "2022-12-08", draft: false }, usText),
  publication(
    "CN",
    { draft: "block", submitted: "warn", changed: "block" },
    "CN-UDI: uploaded before the first sale, and before the sale of a changed product",
  ),
  publication("EU", { draft: "block", submitted: "warn", changed: "warn" }, "MDR Art. 29; Decision (EU) 2025/2371"),
  publication("US", { draft: "block", submitted: "warn", changed: "warn" }, "21 CFR 830.300"),
  trigger(
    "EU",
    [
      "productName",
      "tradeName",
      "modelSpec",
      "unitsOfUse",
      "singleUse",
      "sterile",
      "needsSterilization",
      "mrSafety",
      "latex",
      "basicUdiDi",
      "euRiskClass",
    ],
    "MDR Annex VI C 3.9",
  ),
  trigger("US", ["modelSpec", "unitsOfUse"], "21 CFR 830.50(a), (b)"),
  trigger(
    "CN",
    ["productName", "modelSpec", "unitsOfUse", "certificate", "piLot", "piSerial", "piManufacturingDate", "piExpiryDate"],
    "CN-UDI: what may affect identification or traceability; registration",
  ),
];
