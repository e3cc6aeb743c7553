/** Choices whose values are rule data: the currencies in use. Read when a box, a filter or an amount of one opens. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import type { ChoiceField, Enumeration, Field, Label } from "@lotline/schema";
import { useMemo } from "react";

export interface RuleChoice {
  readonly key: string;
  readonly label: Label;
  readonly inUse: boolean;
  readonly decimals: number;
}

export const choicesQuery: TypedDocumentNode<{ ruleChoices: readonly RuleChoice[] }, { rule: string }> = gql`
  query RuleChoices($rule: String!) {
    ruleChoices(rule: $rule) {
      key inUse decimals
      label { en zh }
    }
  }
`;

const none: readonly RuleChoice[] = [];

/** What the rule of a name has in force; nothing while it is read, or without a rule. */
export function useRuleChoices(rule: string | undefined): readonly RuleChoice[] {
  const { data } = useQuery(choicesQuery, {
    variables: { rule: rule ?? "" },
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
  const choices = useRuleChoices(field.kind === "choice" ? field.inUse : undefined);
  const keptText = kept.join(" ");
  return useMemo(() => offered(field, choices, keptText.split(" "), all), [field, choices, keptText, all]);
}

/** The field with the values that it offers. */
export function useOfferedField(field: Field, kept: readonly string[]): Field {
  const of = useOffered(field, kept);
  return field.kind === "choice" ? { ...field, of } : field;
}

/** See `useOffered`; pure. */
export function offered(field: Field, choices: readonly RuleChoice[], kept: readonly string[], all: boolean): Enumeration {
  if (field.kind !== "choice") return { name: "", values: {} };
  if (field.inUse === undefined) return field.of;
  const named = new Map(
    choices.filter(({ key, inUse }) => all || inUse || kept.includes(key)).map((one) => [one.key, one.label]),
  );
  return { name: field.of.name, values: Object.fromEntries(shown(field, named, kept)) };
}

const shown = ({ of }: ChoiceField, named: ReadonlyMap<string, Label>, kept: readonly string[]): [string, Label][] =>
  Object.entries<Label>(of.values).flatMap(([key, words]): [string, Label][] => {
    const label = named.get(key) ?? (kept.includes(key) ? words : undefined);
    return label ? [[key, label]] : [];
  });

/** How many decimals amounts in a currency have; two where nothing is known of it. */
export function useCurrencyDecimals(code: string): number {
  return useRuleChoices("currency").find(({ key }) => key === code)?.decimals ?? 2;
}
