/** What the server draws of a label. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Reason } from "@lotline/schema";

export interface LabelPreview {
  readonly svg: string | null;
  readonly udi: string | null;
  readonly expiresOn: string | null;
  readonly storage: string | null;
  readonly symbols: readonly {
    readonly kind: string;
    readonly text: string;
    readonly read: string | null;
    readonly isSame: boolean;
  }[];
  readonly reasons: readonly Reason[];
}

export const labelOfJobQuery: TypedDocumentNode<
  { labelJob: { readonly id: string; readonly preview: LabelPreview } | null },
  { number: string; label: number }
> = gql`
  query labelOfJob($number: String!, $label: Int!) {
    labelJob(number: $number) {
      id
      preview(label: $label) { svg udi expiresOn storage symbols { kind text read isSame } reasons { code text { en zh } record number } }
    }
  }
`;

export const labelOfTemplateQuery: TypedDocumentNode<
  { labelTemplate: { readonly id: string; readonly preview: LabelPreview } | null },
  { number: string }
> = gql`
  query labelOfTemplate($number: String!) {
    labelTemplate(number: $number) {
      id
      preview { svg udi expiresOn storage symbols { kind text read isSame } reasons { code text { en zh } record number } }
    }
  }
`;

export const labelInFormQuery: TypedDocumentNode<{ labelPreview: LabelPreview }, { itemLabel: string; content: string }> = gql`
  query labelInForm($itemLabel: ID!, $content: String!) {
    labelPreview(itemLabel: $itemLabel, content: $content) {
      svg udi expiresOn storage symbols { kind text read isSame } reasons { code text { en zh } record number }
    }
  }
`;
