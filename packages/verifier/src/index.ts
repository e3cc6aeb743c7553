/** The independent verifier: recomputes seals, trail, ledgers, records and signatures from the database's own text. */
export { canonicalJson, withoutNulls } from "./canonical.ts";
export { type CopyFinding, type CopyResult, type CopySource, type CopyWord, checkCopy } from "./copy/check.ts";
export { type CopiedFile, type CopyManifest, copyPaths, type FileKind, type ManifestSignature } from "./copy/format.ts";
export { verifierPage, verifierProgram } from "./copy/shipped.ts";
export { zipSource } from "./copy/zip.ts";
export type { Finding, FindingKind } from "./finding.ts";
export { keyIdOf, leafHash, MerkleTree, sha256 } from "./hash.ts";
export { IdRanges } from "./ids.ts";
export { checkSignature, type PublicKeys, revokedFrom, withRevocation } from "./keys.ts";
export { type SealHead, type SealSource, type SignedHead, sealHash, sealPayload, sourcesHash } from "./seal-head.ts";
export { type SignatureVerdict, verifySignature } from "./signature.ts";
export { type SignatureRow, signaturePayload } from "./signature-text.ts";
export { type VerifyOptions, type VerifyResult, verify } from "./verify.ts";
