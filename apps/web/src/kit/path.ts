/** The one address of each record: /lot/R201-2607. */
import { type RecordName, registry, slugOf } from "@lotline/schema";

/** True for the name of a record type of the registry. */
export function isRecordName(name: string): name is RecordName {
  return Object.hasOwn(registry, name);
}

const bySlug = new Map<string, RecordName>(
  Object.keys(registry)
    .filter(isRecordName)
    .map((name) => [slugOf(name), name]),
);

/** The record type of a part of an address. */
export function recordOfSlug(slug: string): RecordName | undefined {
  return bySlug.get(slug);
}

/** The list of a record type. */
export function listPath(name: string): `/${string}` {
  return `/${slugOf(name)}`;
}

/** The page of one record. */
export function recordPath(name: string, number: string): `/${string}` {
  return `/${slugOf(name)}/${encodeURIComponent(number)}`;
}

/** Its print, a PDF made anew each time. */
export function printPath(name: string, number: string): `/${string}` {
  return `/print/${slugOf(name)}/${encodeURIComponent(number)}.pdf`;
}

/** Its form. */
export function editPath(name: string, number: string): `/${string}` {
  return `/${slugOf(name)}/${encodeURIComponent(number)}/edit`;
}

/** The form of a new record. */
export function newPath(name: string): `/${string}` {
  return `/${slugOf(name)}/new`;
}
