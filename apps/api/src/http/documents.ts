/** The documents that our own pages send, by the SHA-256 of their text; the web build writes them (apps/web/build/known-documents.ts). */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

export interface KnownDocuments {
  has(text: string): boolean;
  readonly size: number;
}

/** The list in this file; an empty one when the pages were not built. A list that does not fit its hashes is a defect of the release. */
export function readKnownDocuments(file: string): KnownDocuments {
  const listed = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { readonly [sha256: string]: string }) : {};
  for (const [sha256, text] of Object.entries(listed))
    if (hashOf(text) !== sha256) throw new Error(`${file}: the document under ${sha256} is another one`);
  return { has: (text) => Object.hasOwn(listed, hashOf(text)), size: Object.keys(listed).length };
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
