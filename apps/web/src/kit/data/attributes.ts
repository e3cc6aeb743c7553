/** The own fields of a record as the rules in force define them: read when a screen of such a record opens. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import {
  type AnyRecord,
  type Attribute,
  attributePath,
  kindSource,
  openAttributes,
  type RecordName,
  registry,
  shownRecord,
} from "@lotline/schema";
import type { readAttribute } from "@lotline/schema/attribute";
import { useEffect, useMemo, useState } from "react";
import { type Failure, failureOf } from "../failure.ts";
import { textOf } from "./row.ts";

interface Definition {
  readonly name: string;
  readonly options: readonly { readonly value: string; readonly en: string; readonly zh: string }[];
}

export const definitions: TypedDocumentNode<{ attributes: readonly Definition[] }, { record: string }> = gql`
  query Attributes($record: String!) {
    attributes(record: $record) {
      name labelEn labelZh kind unit required min max maxLength itemKinds order withdrawn
      options { value en zh }
    }
  }
`;

export interface ReadAttributes {
  readonly attributes: readonly Attribute[];
  readonly loading: boolean;
  readonly failure: Failure | undefined;
  readonly again: () => void;
}

const none: readonly Attribute[] = [];

export function useAttributes(name: RecordName): ReadAttributes {
  const record: AnyRecord = registry[name];
  const { data, error, refetch } = useQuery(definitions, {
    variables: { record: name },
    skip: !record.attributes,
    fetchPolicy: "cache-and-network",
  });
  const read = useReader(data !== undefined);
  const attributes = useMemo(
    () => (read ? (data?.attributes.map((definition) => attributeOf(read, definition)) ?? none) : none),
    [data, read],
  );
  return {
    attributes,
    loading: record.attributes !== undefined && !(data && read) && !error,
    failure: error && !data ? failureOf(error) : undefined,
    again: () => void refetch().catch(() => undefined),
  };
}

type Reader = typeof readAttribute;
// Definitions are read by the validation of both sides, which is loaded once there are any.
let reader: Reader | undefined;

function useReader(wanted: boolean): Reader | undefined {
  const [, setLoaded] = useState(reader !== undefined);
  const [lost, setLost] = useState<unknown>();
  useEffect(() => {
    if (!wanted || reader) return;
    import("@lotline/schema/attribute").then((module) => {
      reader = module.readAttribute;
      setLoaded(true);
    }, setLost);
  }, [wanted]);
  // As any part of a page that cannot be loaded: the page's error boundary says so.
  if (lost !== undefined) throw lost;
  return reader;
}

// A definition is the content of its rule, with its name; what the cache adds is taken off.
function attributeOf(read: Reader, { name, options, ...rest }: Definition): Attribute {
  const content = Object.entries(rest).filter(([member]) => member !== "__typename");
  return read(name, {
    ...Object.fromEntries(content),
    options: options.map(({ value, en, zh }) => ({ value, en, zh })),
  });
}

/** The record with all its attributes as fields, for what is shown: those withdrawn say so. */
export function useShown(name: RecordName): AnyRecord {
  const { attributes } = useAttributes(name);
  return useMemo(() => shownRecord(registry[name], attributes), [name, attributes]);
}

type Values = Readonly<Record<string, unknown>>;

/** The attributes a row may be given, by its kind as it stands in the row or is typed just now. */
export function openFor(record: AnyRecord, attributes: readonly Attribute[], row: Values): readonly Attribute[] {
  const source = kindSource(record, registry);
  const value = source && row[source.field];
  const kind = source?.target && isObject(value) ? value[source.inner] : value;
  return openAttributes(attributes, textOf(kind) || null);
}

/** The attributes to show of a row, by their names among its fields: those it may have, and all it has a value of. */
export function ownNames(record: AnyRecord, attributes: readonly Attribute[], row: Values): string[] {
  const open = openFor(record, attributes, row);
  return attributes
    .filter((a) => open.includes(a) || (row[attributePath(a.name)] ?? null) !== null)
    .map((a) => attributePath(a.name));
}

const isObject = (value: unknown): value is Values => typeof value === "object" && value !== null;
