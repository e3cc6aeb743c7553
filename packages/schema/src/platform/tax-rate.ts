/** Tax rates as rule data: each with its validity by the versions of its rule; a line names one by its percent (ADR 52). */
import { type Label, label } from "../kit/label.ts";

/** Content of the rule `tax-rate`; its key is what the firm calls it by, e.g. CN-13. */
export interface TaxRateRule {
  /** 0 to 99.99, at most two decimals. */
  readonly percent: string;
  readonly nameEn: string;
  readonly nameZh: string;
  /** A version that says no ends the rate from its day on. */
  readonly inUse: boolean;
}

/** Content of the rule `purchase-tax`: the key of the rate of a line that names none. Before ADR 52 it was a percent. */
export type UsualTaxRule = { readonly rate: string } | { readonly percent: string };

/** A rate as it is chosen and read. */
export const taxRateWords = (key: string, { percent, nameEn, nameZh }: TaxRateRule): Label =>
  label(`${percent} % ${key} ${nameEn}`, `${percent} % ${key} ${nameZh}`);
