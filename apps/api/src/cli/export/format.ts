/**
 * An exported trail: JSON Lines. First the seals, then events and signatures, the manifest last.
 *
 *   {"kind":"seal","head":{…},"sources":[{"table","rows","ids"}…],"leaves":"<hex, 32 bytes per row, in the order of the sources>"}
 *   {"kind":"event","leaf":"<hex>","row":{…}}      {"kind":"signature","leaf":"<hex>","row":{…}}
 *   {"kind":"manifest", …Manifest}
 *
 * What stands after `"row":` up to the last brace of the line is the row's canonical text, byte for byte: SHA-256 of a zero byte
 * and that text is the leaf. A seal's leaves give its root by RFC 6962; head and manifest are signed with Ed25519.
 */

export interface Manifest {
  readonly format: "lotline-export/1";
  readonly version: string;
  readonly madeAt: string;
  /** Domain time, from included, to excluded; null without a bound. */
  readonly from: string | null;
  readonly to: string | null;
  readonly counts: Counts;
  /** SHA-256 of all lines before the manifest, line ends included. */
  readonly sha256: string;
  readonly keyId: string;
  readonly publicKeys: readonly string[];
  /** Ed25519 of `manifestPayload`, base64. */
  readonly signature: string;
}

export interface Counts {
  readonly seals: number;
  readonly events: number;
  readonly signatures: number;
}

/** What the manifest's signature covers. */
export const manifestPayload = ({
  format,
  from,
  to,
  madeAt,
  counts,
  sha256,
}: Omit<Manifest, "version" | "keyId" | "publicKeys" | "signature">): string =>
  JSON.stringify({
    lotline: "export/1",
    format,
    from,
    to,
    madeAt,
    seals: counts.seals,
    events: counts.events,
    signatures: counts.signatures,
    sha256,
  });

export type RowKind = "event" | "signature";

/** A row's line; `canonical` is JSON already and goes in as it is. */
export const rowLine = (kind: RowKind, leaf: string, canonical: string): string =>
  `{"kind":"${kind}","leaf":"${leaf}","row":${canonical}}`;

const rowPattern = /^\{"kind":"(event|signature)","leaf":"([0-9a-f]{64})","row":(\{.*\})\}$/s;

/** The parts of a row's line; undefined for any other line. */
export function rowOf(line: string): { kind: RowKind; leaf: string; canonical: string } | undefined {
  const [, kind, leaf, canonical] = rowPattern.exec(line) ?? [];
  return (kind === "event" || kind === "signature") && leaf && canonical ? { kind, leaf, canonical } : undefined;
}
