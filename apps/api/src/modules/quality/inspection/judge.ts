import { normaliseCode, normaliseDecimal, type Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";

/** What the plan says about one characteristic; frozen with the inspection. */
export interface Characteristic {
  readonly position: number;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly kind: "variable" | "attribute";
  readonly lower: string | null;
  readonly upper: string | null;
  readonly unit: string | null;
  readonly decimals: number;
  /** Half away from zero when the plan does not say. */
  readonly rounding: "halfUp" | "halfEven" | null;
  /** The type of equipment it is measured with; null when the plan asks for none. */
  readonly instrument: Rec<"Equipment">["type"] | null;
  readonly isVerified: boolean;
  readonly isDestructive: boolean;
  /** Each failed reading names its defect code before the inspection is concluded. */
  readonly isCoded: boolean;
  readonly acceptUpTo: number;
  /** From so many defects on it is rejected: Ac + 1, and more in some reduced plans. */
  readonly rejectFrom: number;
  /** How many samples are read: those of the plan, or all units of a smaller lot. */
  readonly samples: number;
}

export interface Judged {
  readonly value: string;
  readonly conforms: boolean;
}

const mostDefects = 1000;

/** Reads a typed value and judges it against the limits of the plan; null when it cannot be read. Nobody types pass or fail. */
export function judgeReading(characteristic: Characteristic, typed: string): Judged | null {
  return characteristic.kind === "variable" ? judgeMeasured(characteristic, typed) : judgeDefects(typed);
}

function judgeMeasured({ lower, upper, decimals, rounding }: Characteristic, typed: string): Judged | null {
  const value = normaliseDecimal(typed);
  if (!/^-?\d{1,12}(\.\d{1,12})?$/.test(value)) return null;
  // To the decimals of the plan by its rule: 10.05 read against an upper limit of 10.0 is 10.1 and fails, half to even it is 10.0.
  const rule = rounding === "halfEven" ? Decimal.ROUND_HALF_EVEN : Decimal.ROUND_HALF_UP;
  const rounded = new Decimal(value).toDecimalPlaces(decimals, rule);
  const conforms =
    (lower === null || rounded.greaterThanOrEqualTo(lower)) && (upper === null || rounded.lessThanOrEqualTo(upper));
  return { value, conforms };
}

function judgeDefects(typed: string): Judged | null {
  const value = normaliseCode(typed);
  if (value === "OK" || value === "NG") return { value, conforms: value === "OK" };
  if (!/^\d{1,4}$/.test(value) || Number(value) > mostDefects) return null;
  return { value: String(Number(value)), conforms: Number(value) === 0 };
}

/** Defects found: measured values outside the limits, or the defects that were counted. */
export function defectsOf(characteristic: Characteristic, current: readonly Judged[]): number {
  if (characteristic.kind === "variable") return current.filter((reading) => !reading.conforms).length;
  return current.reduce((sum, { value }) => sum + (value === "OK" ? 0 : value === "NG" ? 1 : Number(value)), 0);
}

/** How a characteristic came out; null as long as samples are missing. */
export function judgeCharacteristic(characteristic: Characteristic, current: readonly Judged[]): "accepted" | "rejected" | null {
  if (current.length < characteristic.samples) return null;
  return defectsOf(characteristic, current) < characteristic.rejectFrom ? "accepted" : "rejected";
}

/** What a reading must lie between, as people write it: 119.0–121.0 mm, ≥ 13.5 MPa. */
export function limitsText({ lower, upper, unit, decimals }: Characteristic): string {
  const text = (limit: string) => new Decimal(limit).toFixed(decimals);
  const range =
    lower !== null && upper !== null
      ? `${text(lower)}–${text(upper)}`
      : lower !== null
        ? `≥ ${text(lower)}`
        : upper !== null
          ? `≤ ${text(upper)}`
          : "";
  return [range, unit].filter(Boolean).join(" ");
}
