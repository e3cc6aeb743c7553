import { absence } from "./absence.ts";
import { accessReview } from "./access-review.ts";
import { delegation } from "./delegation.ts";
import { emergencyAccess } from "./emergency-access.ts";
import { identityLink } from "./identity-link.ts";
import { inspectorAccess } from "./inspector-access.ts";
import { mailMessage } from "./mail-message.ts";
import { maintenanceRun } from "./maintenance-run.ts";
import { person } from "./person.ts";
import { roleGrant } from "./role-grant.ts";
import { rule } from "./rule.ts";
import { defaultView, savedView } from "./saved-view.ts";
import { signingKey } from "./signing-key.ts";
import { systemAlert } from "./system-alert.ts";
import { terminal } from "./terminal.ts";

export { accessDecision } from "./access-review.ts";
export { type AttachmentKind, attachmentKind, isAttachmentKind } from "./attachment.ts";
export * from "./calendar.ts";
export * from "./currency.ts";
export { emergencyCause, emergencyConclusion, emergencyEnding } from "./emergency-access.ts";
export { inspectedArea } from "./inspector-access.ts";
export { mailKind, mailLanguage } from "./mail-message.ts";
export { maintenanceKind } from "./maintenance-run.ts";
export * from "./number-pattern.ts";
export { type Permit, permits } from "./permits.ts";
export * from "./print-form.ts";
export {
  legalMinima,
  minimumWords,
  type RetentionMinimum,
  type RetentionMoment,
  type RetentionYears,
  retentionClass,
  retentionMoments,
} from "./retention.ts";
export { type Role, role } from "./roles.ts";
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
export { healthLevel, healthSubject } from "./system-alert.ts";
export * from "./tax-rate.ts";
export type { DiTrigger, UdiApplicability, UdiPublication } from "./udi-rules.ts";

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
  MailMessage: mailMessage,
  MaintenanceRun: maintenanceRun,
  SigningKey: signingKey,
  SystemAlert: systemAlert,
  EmergencyAccess: emergencyAccess,
  InspectorAccess: inspectorAccess,
  Terminal: terminal,
} as const;
