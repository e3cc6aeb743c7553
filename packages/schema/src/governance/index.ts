import { inspectionCopy } from "./inspection-copy.ts";
import { legalHold } from "./legal-hold.ts";
import { retentionDecision } from "./retention-decision.ts";

export { copyLanguage, copyScope } from "./inspection-copy.ts";
export { legalHoldScope } from "./legal-hold.ts";

export const governance = {
  InspectionCopy: inspectionCopy,
  LegalHold: legalHold,
  RetentionDecision: retentionDecision,
} as const;
