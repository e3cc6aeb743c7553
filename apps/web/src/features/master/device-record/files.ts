/** Files of the databases: fetched as the server makes them, and sent to be read back. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import type { Label } from "@lotline/schema";
import { useState } from "react";
import { type Failure, failureOf, failureOfAnswer } from "../../../kit/failure.ts";
import { saveFile } from "../../../kit/list/export-view.ts";
import { deviceWords } from "./words.ts";

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
const mostText = 80_000;

interface Asked {
  readonly number: string | null;
  readonly format: string;
  readonly text: string;
}

export const readBackQuery: TypedDocumentNode<{ readDeviceFile: ReadBack }, Asked> = gql`
  query deviceFileReadBack($number: String, $format: String!, $text: String!) {
    readDeviceFile(number: $number, format: $format, text: $text) {
      issues { path text { en zh } }
      differences { field label { en zh } ours { en zh } theirs { en zh } }
      values
    }
  }
`;

/** Lets the server read a file: beside the record of this number, or of a device that has none yet. */
export function useReadBack(number: string | null) {
  const client = useApolloClient();
  const [busy, setBusy] = useState(false);
  const [back, setBack] = useState<ReadBack>();
  const [failure, setFailure] = useState<Failure>();
  const read = async (file: File, format: string): Promise<ReadBack | undefined> => {
    setBack(undefined);
    setFailure(undefined);
    if (file.size > mostText * 3) {
      setBack({ issues: [{ path: "", text: deviceWords.tooLarge }], differences: [], values: "{}" });
      return undefined;
    }
    setBusy(true);
    const variables = { number, format, text: await file.text() };
    const answer = await client
      .query({ query: readBackQuery, variables, fetchPolicy: "no-cache" })
      .catch((error: unknown) => setFailure(failureOf(error)));
    setBusy(false);
    if (answer?.data) setBack(answer.data.readDeviceFile);
    return answer?.data?.readDeviceFile;
  };
  return { busy, back, failure, read };
}
