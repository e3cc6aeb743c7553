/** The independent verifier: recomputes seals, trail, ledgers, records and signatures from the database's own text. */
export { canonicalJson, withoutNulls } from "./canonical.ts";
export type { Finding, FindingKind } from "./finding.ts";
export { keyIdOf, leafHash, MerkleTree, sha256 } from "./hash.ts";
export { IdRanges } from "./ids.ts";
export { checkSignature, type PublicKeys, revokedFrom, withRevocation } from "./keys.ts";
export { type SealHead, type SealSource, type SignedHead, sealHash, sealPayload, sourcesHash } from "./seal-head.ts";
export { type SignatureRow, type SignatureVerdict, signaturePayload, verifySignature } from "./signature.ts";
export { type VerifyOptions, type VerifyResult, verify } from "./verify.ts";
