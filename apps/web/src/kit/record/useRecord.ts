/**
 * Reads one record for its page: anew at each opening, when the window is looked at again, and after each command.
 * @param ahead shows at once what was read ahead, and reads it anew behind that
 */
import { useQuery } from "@apollo/client/react";
import type { RecordName } from "@lotline/schema";
import { useEffect, useMemo } from "react";
import { oneDocument } from "../data/documents.ts";
import { type Row, rowIn } from "../data/row.ts";
import { type Failure, failureOf } from "../failure.ts";
import { useFeature } from "../feature.tsx";
import type { LoadedRecord } from "./types.ts";

export interface ReadRecord {
  /** Undefined while it is being read, null when there is none. */
  readonly row: LoadedRecord | null | undefined;
  readonly failure: Failure | undefined;
  readonly again: () => void;
}

// The document asks for exactly these fields, all of them non-null in the schema.
const isLoaded = (value: Row | undefined): value is LoadedRecord =>
  value !== undefined &&
  typeof value.number === "string" &&
  typeof value.version === "number" &&
  Array.isArray(value.actions) &&
  Array.isArray(value.timeline) &&
  Array.isArray(value.comments) &&
  Array.isArray(value.links) &&
  Array.isArray(value.attachments);

const staleMs = 5000;

export function useRecord(name: RecordName, number: string, ahead = false): ReadRecord {
  const { select = "" } = useFeature(name);
  const { data, error, refetch } = useQuery<{ record: unknown }>(oneDocument(name, select), {
    variables: { number },
    fetchPolicy: ahead ? "cache-and-network" : "network-only",
    nextFetchPolicy: "network-only",
  });
  // What may be done depends on other people's acts too, so it is asked for again when somebody looks again.
  useEffect(() => {
    let last = Date.now();
    const onFocus = () => {
      if (document.visibilityState !== "visible" || Date.now() - last < staleMs) return;
      last = Date.now();
      void refetch().catch(() => undefined);
    };
    document.addEventListener("visibilitychange", onFocus);
    return () => document.removeEventListener("visibilitychange", onFocus);
  }, [refetch]);
  const row = useMemo(() => {
    const read = rowIn(data?.record);
    return data === undefined ? undefined : isLoaded(read) ? read : null;
  }, [data]);
  return { row, failure: error ? failureOf(error) : undefined, again: () => void refetch().catch(() => undefined) };
}
