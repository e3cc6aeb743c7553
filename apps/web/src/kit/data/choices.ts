/** Choices whose values are rule data: the currencies in use. Read when a box, a filter or an amount of one opens. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { type ChoiceField, type Enumeration, type Field, isDate, type Label } from "@lotline/schema";
import { createContext, use, useMemo } from "react";

export interface RuleChoice {
  readonly key: string;
  /** What a field holds that was chosen. */
  readonly value: string;
  readonly label: Label;
  readonly inUse: boolean;
  readonly decimals: number;
}

export const choicesQuery: TypedDocumentNode<{ ruleChoices: readonly RuleChoice[] }, { rule: string; on?: string | undefined }> =
  gql`
  query RuleChoices($rule: String!, $on: String) {
    ruleChoices(rule: $rule, on: $on) {
      key value inUse decimals
      label { en zh }
    }
  }
`;

const none: readonly RuleChoice[] = [];

/** What the rule of a name has in force on a day, today when none is said; nothing while it is read, or without a rule. */
export function useRuleChoices(rule: string | undefined, on?: string): readonly RuleChoice[] {
  const { data } = useQuery(choicesQuery, {
    variables: { rule: rule ?? "", on },
    skip: rule === undefined,
    fetchPolicy: "cache-and-network",
  });
  return data?.ruleChoices ?? none;
}

/**
 * The values that a choice offers: all it is declared with, or of one by rule data those in use, and those `kept`, which stand there.
 * @param all also those not in use any more, for questions about what was made before
 */
export function useOffered(field: Field, kept: readonly string[], all = false): Enumeration {
  const head = use(FormHead);
  const { rule, on } = ruleOf(field);
  const day = on === undefined ? undefined : head[on];
  const choices = useRuleChoices(rule, typeof day === "string" && isDate(day) ? day : undefined);
  const keptText = kept.join(" ");
  return useMemo(() => offered(field, choices, keptText.split(" "), all), [field, choices, keptText, all]);
}

/** The field with the values that it offers. */
export function useOfferedField(field: Field, kept: readonly string[]): Field {
  const of = useOffered(field, kept);
  return field.kind === "choice" ? { ...field, of } : field;
}

/** The values of the form around a box: on which day its choices are in force. */
export const FormHead = createContext<Readonly<Record<string, unknown>>>({});

const ruleOf = (field: Field): { readonly rule?: string | undefined; readonly on?: string } => {
  if (field.kind === "choice") return { rule: field.inUse };
  return (field.kind === "decimal" && field.inForce) || {};
};

/** See `useOffered`; pure. */
export function offered(field: Field, choices: readonly RuleChoice[], kept: readonly string[], all: boolean): Enumeration {
  if (field.kind === "decimal" && field.inForce) return offeredRates(choices, kept);
  if (field.kind !== "choice") return { name: "", values: {} };
  if (field.inUse === undefined) return field.of;
  const named = new Map(
    choices.filter(({ key, inUse }) => all || inUse || kept.includes(key)).map((one) => [one.key, one.label]),
  );
  return { name: field.of.name, values: Object.fromEntries(shown(field, named, kept)) };
}

/** Numbers by rule; one that stands there and is not in force any more is offered as it stands. */
function offeredRates(choices: readonly RuleChoice[], kept: readonly string[]): Enumeration {
  const rates = choices.filter(({ inUse }) => inUse);
  const known = new Map(rates.map(({ value, label }): [string, Label] => [value, label]));
  for (const value of kept) if (value !== "" && !known.has(value)) known.set(value, { en: value, zh: value });
  return { name: "InForce", values: Object.fromEntries(known) };
}

const shown = ({ of }: ChoiceField, named: ReadonlyMap<string, Label>, kept: readonly string[]): [string, Label][] =>
  Object.entries<Label>(Object.keys(of.values).length > 0 ? of.values : Object.fromEntries(named)).flatMap(
    ([key, words]): [string, Label][] => {
      const label = named.get(key) ?? (kept.includes(key) ? words : undefined);
      return label ? [[key, label]] : [];
    },
  );

/** How many decimals amounts in a currency have; two where nothing is known of it. */
export function useCurrencyDecimals(code: string): number {
  return useRuleChoices("currency").find(({ key }) => key === code)?.decimals ?? 2;
}
