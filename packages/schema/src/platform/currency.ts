/** Currencies: the codes of ISO 4217 are a closed list; which of them the company uses, under which name, is rule data (ADR 52). */
import { enumeration } from "../kit/field.ts";
import { type Label, label } from "../kit/label.ts";

// ISO 4217, without those of three or four decimals (amounts are kept with two), funds and metals; the usual ones first.
const codes =
  "CNY EUR USD " +
  "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP COP CRC CUP CVE CZK " +
  "DJF DKK DOP DZD EGP ERN ETB FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR ISK JMD JPY KES KGS KHR " +
  "KMF KPW KRW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB " +
  "PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY " +
  "TTD TWD TZS UAH UGX UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";

// The names of the platform's own tables of languages; none are carried along.
const namesIn = (language: string) => new Intl.DisplayNames([language], { type: "currency" });
const zh = namesIn("zh-Hans");

/** Every currency that may be used at all. In English lists it is known by its code, in Chinese ones by its name. */
export const currency = enumeration(
  "Currency",
  Object.fromEntries(codes.split(" ").map((code) => [code, label(code, zh.of(code) ?? code)])),
);

/** Content of the rule `currency`; its key is the code. */
export interface CurrencyRule {
  readonly nameEn: string;
  readonly nameZh: string;
  /** Decimals to which amounts are rounded: 0 to 2. */
  readonly decimals: number;
  /** Chosen for what is new; what was ordered in it before keeps it. */
  readonly inUse: boolean;
}

export const mostCurrencyDecimals = 2;

/** A currency before the firm has said anything of it: its usual name and decimals, in use. */
export function usualCurrency(code: string): CurrencyRule {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", { style: "currency", currency: code }).resolvedOptions();
  return {
    nameEn: namesIn("en").of(code) ?? code,
    nameZh: zh.of(code) ?? code,
    decimals: Math.min(maximumFractionDigits, mostCurrencyDecimals),
    inUse: true,
  };
}

/** Code and name as they are chosen and read. */
export const currencyWords = (code: string, { nameEn, nameZh }: CurrencyRule): Label =>
  label(`${code} ${nameEn}`, `${code} ${nameZh}`);
