/** Files of the databases: fetched as the server makes them, and sent to be read back. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label } from "@lotline/schema";
import { failureOfAnswer } from "../../../kit/failure.ts";
import { saveFile } from "../../../kit/list/export-view.ts";

const limitMs = 60_000;

/** Takes the file of a record. @throws the failure that the server answers */
export async function takeFile(number: string, format: string): Promise<void> {
  const response = await fetch(`/device-files/${encodeURIComponent(number)}/${format}`, {
    credentials: "same-origin",
    signal: AbortSignal.timeout(limitMs),
  });
  if (!response.ok) throw failureOfAnswer(await response.json().catch(() => undefined), response.status);
  const told = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  saveFile(await response.blob(), told ? decodeURIComponent(told) : format);
}

export interface ReadBack {
  readonly issues: readonly { readonly path: string; readonly text: Label }[];
  readonly differences: readonly {
    readonly field: string;
    readonly label: Label;
    readonly ours: Label;
    readonly theirs: Label;
  }[];
  /** JSON: what the file says, as the form of a new record takes it. */
  readonly values: string;
}

/** The most characters that the server reads. */
export const mostText = 80_000;

export const readBackQuery: TypedDocumentNode<{ readDeviceFile: ReadBack }, { number: string; format: string; text: string }> =
  gql`
  query deviceFileReadBack($number: String!, $format: String!, $text: String!) {
    readDeviceFile(number: $number, format: $format, text: $text) {
      issues { path text { en zh } }
      differences { field label { en zh } ours { en zh } theirs { en zh } }
      values
    }
  }
`;
