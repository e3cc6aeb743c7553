/** Choices whose values are rule data: which of them may be chosen now, under which name (ADR 52). */
import { type CurrencyRule, currencyWords, type Field, type Label, type TaxRateRule, taxRateWords } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";

export interface RuleChoice {
  readonly key: string;
  /** What a field holds that was chosen: the code of a currency, the percent of a tax rate. */
  readonly value: string;
  readonly label: Label;
  /** False: it stands on what was made before, and is not chosen any more. */
  readonly inUse: boolean;
  /** Decimals of amounts in it. */
  readonly decimals: number;
}

// The contents were checked when they were written.
const readers: { readonly [rule: string]: (key: string, content: unknown) => RuleChoice } = {
  currency: (key, content) => {
    const rule = content as CurrencyRule;
    return { key, value: key, label: currencyWords(key, rule), inUse: rule.inUse, decimals: rule.decimals };
  },
  "tax-rate": (key, content) => {
    const rule = content as TaxRateRule;
    return { key, value: rule.percent, label: taxRateWords(key, rule), inUse: rule.inUse, decimals: 2 };
  },
};

/** Everything that a rule of this name has in force on a day, today when none is said; nothing for a rule that is no choice. */
export async function choicesOf(reader: Reader, rule: string, on?: string): Promise<RuleChoice[]> {
  const read = Object.hasOwn(readers, rule) ? readers[rule] : undefined;
  if (!read) return [];
  return [...(await reader.rule(rule, on))].map(([key, content]) => read(key, content)).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A field as it is filled today: a choice by rule data offers what is in use, any other one what it is declared with. */
export async function offeredField<F extends Field>(reader: Reader, field: F): Promise<F> {
  if (field.kind !== "choice" || field.inUse === undefined) return field;
  const inUse = new Set((await choicesOf(reader, field.inUse)).filter((one) => one.inUse).map(({ key }) => key));
  const values = Object.entries(field.of.values).filter(([key]) => inUse.has(key));
  return { ...field, of: { ...field.of, values: Object.fromEntries(values) } };
}
