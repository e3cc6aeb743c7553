/** Every way to falsify the evidence that the verifier is tried on. */
import type { Anchors } from "../audit-case.ts";
import { heads, seal, signature, structure } from "./proofs.ts";
import { ledger, record } from "./rows.ts";
import type { Tampering } from "./tampering.ts";
import { trail } from "./trail.ts";

/** All of them. */
export const tamperings = (anchors: Anchors): Tampering[] => [
  ...trail(anchors),
  ...ledger(),
  ...record(),
  ...seal(),
  ...signature(),
  ...heads(),
  ...structure(),
];
