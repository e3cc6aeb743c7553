/** Sends a file to be read. The last one is held, so that another sheet of it is read without choosing it again. */
import type { RecordName } from "@lotline/schema";
import { commandId } from "../../../kit/command.ts";
import { type Failure, failureOfAnswer } from "../../../kit/failure.ts";

/** How the file is to be read; empty is as it is found. */
export interface Reading {
  readonly lines: string;
  readonly encoding: string;
  readonly sheet: string;
  /** "change" where the file changes records that exist. */
  readonly mode: string;
}

interface Held {
  readonly batch: string;
  readonly file: File;
  readonly reading: Reading;
}

let held: Held | undefined;

/** The file of an import, if it is the one that was sent last from this page. */
export const heldFile = (batch: string): Held | undefined => (held?.batch === batch ? held : undefined);

/** @returns the id of the import, or why the file is not read */
export async function sendFile(record: RecordName, file: File, reading: Reading): Promise<{ id: string } | { failure: Failure }> {
  const query = new URLSearchParams({ record, name: file.name, commandId: commandId() });
  for (const [name, value] of Object.entries(reading)) if (value) query.set(name, value);
  try {
    const response = await fetch(`/imports?${query}`, { method: "PUT", body: file, credentials: "same-origin" });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) return { failure: failureOfAnswer(body, response.status) };
    // The route answers the id of the import.
    const id = String(Reflect.get(Object(body), "id"));
    held = { batch: id, file, reading };
    return { id };
  } catch (error) {
    return { failure: { kind: "unreachable", message: String(error) } };
  }
}
