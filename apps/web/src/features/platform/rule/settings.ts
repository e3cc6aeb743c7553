/** What the firm has set, as the server tells it. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label } from "@lotline/schema";

export interface Setting {
  readonly ruleName: string;
  readonly key: string;
  readonly number: string | null;
  readonly content: unknown;
  readonly validFrom: string | null;
  readonly citation: string | null;
  readonly approvedBy: Label | null;
  readonly approvedAt: string | null;
  readonly coming: readonly { readonly number: string; readonly state: string; readonly validFrom: string }[];
}

export const settingsQuery: TypedDocumentNode<{ ruleSettings: readonly Setting[] }, { names?: readonly string[] | undefined }> =
  gql`
  query ruleSettings($names: [String!]) {
    ruleSettings(names: $names) {
      ruleName key number content validFrom citation
      approvedBy { en zh }
      approvedAt
      coming { number state validFrom }
    }
  }
`;
