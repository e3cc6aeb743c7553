/** The format of an inspection copy: what its manifest says, and where things stand in it. */
import type { SignedHead } from "../seal-head.ts";

/** What a file is: it decides which word a changed byte gets. */
export type FileKind = "record" | "page" | "print" | "signatures" | "trail" | "attachment" | "verifier" | "index";

export interface CopiedFile {
  readonly path: string;
  readonly bytes: number;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  readonly kind: FileKind;
}

interface Words {
  readonly en: string;
  readonly zh: string;
}

export interface CopyManifest {
  readonly format: "lotline-copy/1";
  readonly number: string;
  /** The version of the product that made it. */
  readonly product: string;
  /** ISO 8601, UTC; `zone` is the firm's. */
  readonly madeAt: string;
  readonly expiresAt: string;
  readonly zone: string;
  readonly madeBy: Words;
  readonly recipient: string;
  readonly purpose: string;
  readonly scope: Words;
  readonly leftOut: readonly Words[];
  readonly counts: {
    readonly records: number;
    readonly signatures: number;
    readonly entries: number;
    readonly attachments: number;
  };
  /** The newest seal of the trail when it was made: up to here nothing can have been changed unseen since. */
  readonly seal: SignedHead | null;
  readonly keyId: string;
  readonly files: readonly CopiedFile[];
}

/** What stands beside the manifest: the server's Ed25519 signature of its very bytes, and the keys that have ever signed there. */
export interface ManifestSignature {
  readonly keyId: string;
  /** Base64. */
  readonly signature: string;
  /** SPKI PEM. */
  readonly publicKeys: readonly string[];
}

export const copyPaths = { manifest: "manifest.json", signature: "manifest.sig.json" } as const;
