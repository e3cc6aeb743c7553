/** The head of a seal: what is hashed, chained, signed and written to the file outside the database. */
import { sha256 } from "./hash.ts";

export interface SealHead {
  readonly sequence: string;
  readonly epoch: string;
  /** The transactions whose rows it covers: from this one, up to but without the next. */
  readonly fromXid: string;
  readonly toXid: string;
  /** The server's real clock, ISO 8601 with milliseconds, UTC. */
  readonly at: string;
  readonly rows: string;
  readonly sourcesHash: string;
  readonly root: string;
  /** Hash of the seal before it; null in the first one. */
  readonly previous: string | null;
  readonly keyId: string;
}

/** A head with its hash and signature: one line of the exported file. */
export interface SignedHead extends SealHead {
  readonly hash: string;
  readonly signature: string;
}

/** Which rows of a table a seal covers; ids as PostgreSQL writes an int8multirange: {[1,5),[7,9)}. */
export interface SealSource {
  readonly table: string;
  readonly rows: string;
  readonly ids: string;
}

/** The signed text: JSON with the members in this very order. */
export function sealPayload(head: SealHead): string {
  const { sequence, epoch, fromXid, toXid, at, rows, sourcesHash, root, previous, keyId } = head;
  return JSON.stringify({ lotline: "seal/1", sequence, epoch, fromXid, toXid, at, rows, sourcesHash, root, previous, keyId });
}

/** The hash of a head, in hex: the next seal's `previous`. */
export const sealHash = (head: SealHead): string => sha256(sealPayload(head));

/** The hash of what the seal covers, in the order of the leaves: tables by name, rows by id. */
export const sourcesHash = (sources: readonly SealSource[]): string =>
  sha256(JSON.stringify(sources.map((source) => [source.table, source.rows, source.ids])));
