import { absence } from "./absence.ts";
import { accessReview } from "./access-review.ts";
import { delegation } from "./delegation.ts";
import { identityLink } from "./identity-link.ts";
import { person } from "./person.ts";
import { roleGrant } from "./role-grant.ts";
import { rule } from "./rule.ts";
import { defaultView, savedView } from "./saved-view.ts";

export { accessDecision } from "./access-review.ts";
export { type AttachmentKind, attachmentKind, isAttachmentKind } from "./attachment.ts";
export { type Permit, permits } from "./permits.ts";
export { type Role, role } from "./roles.ts";
export { ruleMeanings } from "./rule-meanings.ts";
export { audience } from "./saved-view.ts";
export {
  administrators,
  compensations,
  type ExclusiveRoles,
  isNeverOverridden,
  separationNumber,
  shippedExclusiveRoles,
} from "./separation.ts";
export { type ShippedRule, shippedRules } from "./shipped-rules.ts";
export { type ShippedView, shippedViews } from "./shipped-views.ts";

export const platform = {
  Person: person,
  IdentityLink: identityLink,
  RoleGrant: roleGrant,
  Delegation: delegation,
  Absence: absence,
  Rule: rule,
  SavedView: savedView,
  DefaultView: defaultView,
  AccessReview: accessReview,
} as const;
