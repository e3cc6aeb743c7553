/** The currency of an order: one that the company uses when it is chosen; an order keeps its own (ADR 52). */
import type { CurrencyRule, Issue } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";

const currenciesOf = async (reader: Reader): Promise<ReadonlyMap<string, CurrencyRule>> =>
  // The contents were checked when they were written.
  (await reader.rule("currency")) as ReadonlyMap<string, CurrencyRule>;

/** Why a currency may not be chosen today: no rule says anything of it, or it is not in use any more. */
export async function currencyIssues(reader: Reader, code: string): Promise<Issue[]> {
  const rule = (await currenciesOf(reader)).get(code);
  if (rule?.inUse) return [];
  return [
    {
      path: "currency",
      code: "CURRENCY_NOT_IN_USE",
      text: rule
        ? {
            en: `${code} ${rule.nameEn} is not in use any more.`,
            zh: `${code} ${rule.nameZh}已停用。`,
          }
        : {
            en: `${code} is not a currency of the company; a rule “currency” must be in force first.`,
            zh: `${code} 不是企业使用的币种；须先有生效的币种规则。`,
          },
    },
  ];
}

/** The decimals to which amounts in a currency are rounded; two where no rule is in force. */
export const decimalsOf = async (reader: Reader, code: string): Promise<number> =>
  (await currenciesOf(reader)).get(code)?.decimals ?? 2;
