/** Checks an exported trail by itself, without any database: every row against its leaf, every seal, the manifest. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import {
  checkSignature,
  leafHash,
  MerkleTree,
  type SealSource,
  type SignedHead,
  sealHash,
  sealPayload,
  sourcesHash,
} from "@lotline/verifier";
import { type Manifest, manifestPayload, rowOf } from "./format.ts";

export interface ExportFinding {
  readonly kind:
    | "EXPORT_CHANGED"
    | "EXPORT_INCOMPLETE"
    | "KEY_UNKNOWN"
    | "KEY_REVOKED"
    | "SEAL_CHANGED"
    | "SEAL_LEAVES"
    | "ROW_CHANGED";
  readonly table: string;
  readonly id: number | null;
  readonly sequence: number | null;
  readonly at: string | null;
  readonly message: string;
}

export interface ExportResult {
  readonly ok: boolean;
  readonly events: number;
  readonly seals: number;
  readonly signatures: number;
  /** Rows younger than the last seal when the file was written. */
  readonly unsealed: number;
  readonly first: ExportFinding | null;
}

interface SealLine {
  readonly kind: "seal";
  readonly head: SignedHead;
  readonly sources: readonly SealSource[];
  readonly leaves: string;
}

/** Reads the file once. `publicKeys` are the keys that the reader trusts; without any, those in the file are taken. */
export async function checkExport(file: string, publicKeys: readonly string[]): Promise<ExportResult> {
  const check = new Check(publicKeys);
  for await (const line of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY }))
    check.line(line);
  return check.result();
}

class Check {
  readonly #keys: readonly string[];
  readonly #hash = createHash("sha256");
  readonly #sealed = new Set<string>();
  readonly #counts = { seal: 0, event: 0, signature: 0 };
  /** Keys come last in the file, so heads wait for them. */
  readonly #heads: SignedHead[] = [];
  #unsealed = 0;
  #manifest: Manifest | undefined;
  #first: ExportFinding | null = null;

  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  line(text: string): void {
    if (this.#manifest) {
      this.#add("EXPORT_CHANGED", "export", {}, "Something stands behind the manifest.");
      return;
    }
    const row = rowOf(text);
    if (row) this.#row(row.kind, row.leaf, row.canonical);
    else {
      const parsed = parsedLine(text);
      if (parsed?.kind === "manifest") {
        this.#manifest = parsed;
        return;
      }
      if (parsed?.kind === "seal") this.#seal(parsed);
      else this.#add("EXPORT_CHANGED", "export", {}, "A line is not one of an export.");
    }
    this.#hash.update(`${text}\n`);
  }

  result(): ExportResult {
    const m = this.#manifest;
    if (!m) this.#add("EXPORT_INCOMPLETE", "export", {}, "The manifest at the end is missing.");
    else this.#checkManifest(m);
    const { seal: seals, event: events, signature: signatures } = this.#counts;
    return { ok: this.#first === null, events, seals, signatures, unsealed: this.#unsealed, first: this.#first };
  }

  #row(kind: "event" | "signature", leaf: string, canonical: string): void {
    this.#counts[kind]++;
    if (!this.#sealed.has(leaf)) this.#unsealed++;
    if (leafHash(canonical) === leaf) return;
    const id = Number(/"id":\s*(\d+)/.exec(canonical)?.[1] ?? 0);
    this.#add(
      "ROW_CHANGED",
      kind === "event" ? "audit.event" : kind,
      { id },
      `Row ${id} does not give its leaf hash: it was changed.`,
    );
  }

  #seal({ head, sources, leaves }: SealLine): void {
    this.#counts.seal++;
    this.#heads.push(head);
    const sequence = Number(head.sequence);
    const tree = new MerkleTree();
    for (let start = 0; start < leaves.length; start += 64) {
      const leaf = leaves.slice(start, start + 64);
      this.#sealed.add(leaf);
      tree.add(Buffer.from(leaf, "hex"));
    }
    if (tree.root() !== head.root || sourcesHash(sources) !== head.sourcesHash)
      this.#add(
        "SEAL_LEAVES",
        "audit.seal",
        { sequence, at: head.at },
        `What is listed under seal ${sequence} does not give its signed root.`,
      );
  }

  #checkManifest(m: Manifest): void {
    const known = this.#keys.length > 0 ? this.#keys : m.publicKeys;
    for (const head of this.#heads) {
      const place = { sequence: Number(head.sequence), at: head.at };
      const signed = checkSignature(known, head.keyId, sealPayload(head), head.signature, head.at);
      if (signed === "unknown")
        this.#add("KEY_UNKNOWN", "audit.seal", place, `Seal ${head.sequence} was signed with an unknown key: ${head.keyId}.`);
      else if (signed === "altered" || sealHash(head) !== head.hash)
        this.#add("SEAL_CHANGED", "audit.seal", place, `Seal ${head.sequence} was changed after it was signed.`);
      else if (signed === "revoked")
        this.#add(
          "KEY_REVOKED",
          "audit.seal",
          place,
          `Seal ${head.sequence} was signed after its key was revoked: ${head.keyId}.`,
        );
    }
    const signed = checkSignature(known, m.keyId, manifestPayload(m), m.signature, m.madeAt);
    if (signed === "unknown") this.#add("KEY_UNKNOWN", "export", {}, `The manifest was signed with an unknown key: ${m.keyId}.`);
    else if (signed === "revoked")
      this.#add("KEY_REVOKED", "export", {}, `The manifest was signed after its key was revoked: ${m.keyId}.`);
    else if (signed === "altered") this.#add("EXPORT_CHANGED", "export", {}, "The manifest was changed after it was signed.");
    if (m.sha256 !== this.#hash.digest("hex"))
      this.#add("EXPORT_CHANGED", "export", {}, "The lines are not those the manifest was made for.");
  }

  #add(
    kind: ExportFinding["kind"],
    table: string,
    place: { id?: number; sequence?: number; at?: string },
    message: string,
  ): void {
    this.#first ??= { kind, table, id: place.id ?? null, sequence: place.sequence ?? null, at: place.at ?? null, message };
  }
}

function parsedLine(text: string): SealLine | (Manifest & { kind: "manifest" }) | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isLine =
      typeof parsed === "object" && parsed !== null && "kind" in parsed && (parsed.kind === "seal" || parsed.kind === "manifest");
    // What its members say is held against hashes and signatures.
    return isLine ? (parsed as SealLine | (Manifest & { kind: "manifest" })) : undefined;
  } catch {
    return undefined;
  }
}
