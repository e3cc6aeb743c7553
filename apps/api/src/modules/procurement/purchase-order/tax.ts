/** The tax rate of an order line: one in force on the day of the order, or the usual one of that day (ADR 52). */
import type { Issue, TaxRateRule, UsualTaxRule } from "@lotline/schema";
import { Decimal } from "decimal.js";
import type { Reader } from "../../../base/context.ts";

export interface TaxRates {
  readonly on: string;
  /** Percents that may be chosen, the lowest first. */
  readonly known: readonly Decimal[];
  /** The percent of a line that names none; null where the firm names no rate in force. */
  readonly usual: string | null;
}

/** The rates in force on a day. */
export async function taxRatesOn(reader: Reader, on: string): Promise<TaxRates> {
  // The contents were checked when they were written.
  const rates = (await reader.rule("tax-rate", on)) as ReadonlyMap<string, TaxRateRule>;
  const usual = (await reader.rule("purchase-tax", on)).get("default") as UsualTaxRule | undefined;
  const named = usual && "rate" in usual ? rates.get(usual.rate) : undefined;
  return {
    on,
    known: [...rates.values()]
      .filter(({ inUse }) => inUse)
      .map(({ percent }) => new Decimal(percent))
      .sort((a, b) => a.comparedTo(b)),
    usual: usual && "percent" in usual ? usual.percent : named?.inUse ? named.percent : null,
  };
}

/** Why lines cannot be taxed as they say: every one of them whose rate is not in force on the day of the order. */
export function taxIssues(
  { on, known, usual }: TaxRates,
  lines: readonly { readonly taxRate?: string | null | undefined }[],
): Issue[] {
  return lines.flatMap(({ taxRate }, index): Issue[] => {
    const percent = taxRate ?? usual;
    const path = `lines.${index}.taxRate`;
    if (percent === null)
      return [
        {
          path,
          code: "TAX_RATE_MISSING",
          text: {
            en: `No usual tax rate is in force on ${on}; please choose one.`,
            zh: `${on} 没有生效的默认税率，请选择税率。`,
          },
        },
      ];
    if (known.some((one) => one.equals(percent))) return [];
    const offered = known.map((one) => `${one} %`);
    return [
      {
        path,
        code: "TAX_RATE_NOT_IN_FORCE",
        text: {
          en: `${new Decimal(percent)} % is no tax rate in force on ${on}; there are ${offered.join(", ") || "none"}.`,
          zh: `${on} 没有 ${new Decimal(percent)} % 的有效税率；可选：${offered.join("、") || "无"}。`,
        },
      },
    ];
  });
}
