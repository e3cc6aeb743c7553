/** What the pages of running the installation ask for. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { healthLevel, healthSubject, Label } from "@lotline/schema";

type None = Record<string, never>;

export interface HealthLine {
  readonly subject: keyof typeof healthSubject.values;
  readonly level: keyof typeof healthLevel.values;
  readonly value: Label;
  readonly limit: Label;
  readonly todo: Label | null;
  readonly node: string | null;
}

export interface Health {
  readonly at: string;
  readonly node: string | null;
  readonly rpoHours: number;
  readonly rtoHours: number;
  readonly drillDays: number;
  readonly lines: readonly HealthLine[];
}

export const healthQuery: TypedDocumentNode<{ health: Health }, None> = gql`
  query health {
    health {
      at node rpoHours rtoHours drillDays
      lines { subject level value { en zh } limit { en zh } todo { en zh } node }
    }
  }
`;

export const testMailMutation: TypedDocumentNode<{ sendTestMail: string }, { commandId: string }> = gql`
  mutation sendTestMail($commandId: ID!) { sendTestMail(commandId: $commandId) }
`;

export const checkChainMutation: TypedDocumentNode<{ checkChain: boolean }, None> = gql`
  mutation checkChain { checkChain }
`;
