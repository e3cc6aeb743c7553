import type { Area } from "../../kernel/behaviour.ts";
import type { Kernel } from "../../kernel/command.ts";
import { absenceBehaviour } from "./absence.ts";
import { AccountResolver, SigningCodeResolver } from "./account-resolver.ts";
import { AttributeResolver, attributeKindStays } from "./attribute.ts";
import { CommentResolver } from "./comment-resolver.ts";
import { ConfigurationResolver } from "./configuration.ts";
import { platformConsumers } from "./consumers.ts";
import { delegationBehaviour, delegationFits } from "./delegation.ts";
import { emergencyBehaviour, emergencyConditions, emergencyConsumers } from "./emergency/access.ts";
import { underEmergency } from "./emergency/acts.ts";
import { EmergencyResolver } from "./emergency/resolver.ts";
import { FirstStartResolver } from "./first-start-resolver.ts";
import { HealthResolver } from "./health/resolver.ts";
import { identityLinkBehaviour } from "./identity/link.ts";
import { MeansResolver } from "./identity/means.ts";
import { PasskeyResolver } from "./identity/passkey-resolver.ts";
import { ProviderResolver } from "./identity/provider-resolver.ts";
import { importChangeHistory, importHistory } from "./import/history.ts";
import { purgeConsumer } from "./import/purge.ts";
import { ImportResolver } from "./import/resolver.ts";
import { importWorker, resumeImports } from "./import/turn.ts";
import { inspectorBehaviour, inspectorConfirmed, inspectorConsumer } from "./inspection/access.ts";
import { InspectionResolver } from "./inspection/resolver.ts";
import { JobResolver } from "./job/resolver.ts";
import { jobWorker, resumeJobs } from "./job/turn.ts";
import { keyBehaviour, keyColumns, SigningKeyResolver } from "./key/key.ts";
import { mailHourConsumer } from "./mail/queue.ts";
import { MailResolver, mailBehaviour } from "./mail/resolver.ts";
import { NoticeResolver } from "./notice-resolver.ts";
import { awayConsumer, decidedConsumer, overdueConsumer } from "./overdue.ts";
import { personBehaviour } from "./person.ts";
import { SessionResolver, SigningResolver, WorkResolver } from "./resolver.ts";
import { ReviewQualityResolver } from "./review/quality-resolver.ts";
import { ReviewResolver } from "./review/resolver.ts";
import { everyRecordRules } from "./review/rules.ts";
import { outsideShift } from "./review/shift-rule.ts";
import { roleGrantBehaviour } from "./role-grant.ts";
import { ruleBehaviour, ruleColumns } from "./rule.ts";
import { defaultViewBehaviour, savedViewBehaviour } from "./saved-view.ts";
import { SecondFactorResolver } from "./second-factor-resolver.ts";
import { accessReviewBehaviour, accessReviewDecided } from "./separation/access-review.ts";
import { grantColumns, RoleGrantResolver } from "./separation/columns.ts";
import { grantConditions } from "./separation/grant.ts";
import { SeparationReportResolver } from "./separation/report-resolver.ts";
import { RoleSimulationResolver } from "./separation/simulation-resolver.ts";
import { SessionsResolver } from "./sessions-resolver.ts";
import { IdentityResolver } from "./setting/identity-resolver.ts";
import { numberPatternFree } from "./setting/number-pattern.ts";
import { SettingResolver } from "./setting/resolver.ts";
import { SetupResolver } from "./setup/resolver.ts";
import { goLiveReady } from "./setup/steps.ts";
import { StatementResolver } from "./statement-resolver.ts";
import { offTerminal } from "./terminal/acts.ts";
import { TerminalResolver } from "./terminal/resolver.ts";
import { terminalBehaviour, terminalColumns } from "./terminal/terminal.ts";
import { TodoResolver } from "./todo-resolver.ts";
import { TrailProofResolver } from "./trail-proof.ts";
import { TrailResolver } from "./trail-resolver.ts";

export { answer } from "./answer.ts";
export { changePassword, confirmReset, issuePassword, mustChangePassword, oneTimePassword, resetPassword } from "./credential.ts";
export { storedFile } from "./files.ts";
export { createOperations, type Operations } from "./health/operations.ts";
export { recordRun } from "./health/runs.ts";
export { Provider } from "./identity/provider.ts";
export { csvRows } from "./import/read/rows.ts";
export { importRoutes } from "./import/routes.ts";
export { jobRoutes } from "./job/routes.ts";
export { keyWorkers, registerKeys } from "./key/carry-out.ts";
export { mailWorker } from "./mail/delivery.ts";
export { createMailer } from "./mail/mailer.ts";
export { notify } from "./notice.ts";
export { hashSecret, passwordFault } from "./password.ts";
export { prove } from "./prove.ts";
export { SearchHit, searchRecords } from "./search.ts";
export { resetFactor } from "./second-factor.ts";
export { loadOrCreateBox, secretBox } from "./secret-box.ts";
export { endSession, openSession, recordRefusal, secure, sessionOf, tokenHash } from "./session.ts";
export { sessionRoutes } from "./session-routes.ts";
export { signIn } from "./sign-in.ts";
export { acceptStatement, readStatement } from "./statement.ts";
export { takenAway } from "./taken.ts";
export { daysUntil, dueWarnings, type Ending, reached, warningDays } from "./warning.ts";
export { type Installation, WebRequest } from "./web-request.ts";

/** Lets jobs and imports go on that a server left when it was killed; at start, before the relay. */
export async function resumeLongWork(kernel: Kernel): Promise<void> {
  await resumeJobs(kernel);
  await resumeImports(kernel);
}

export const platformArea: Area = {
  name: "platform",
  behaviours: [
    accessReviewBehaviour,
    personBehaviour,
    identityLinkBehaviour,
    roleGrantBehaviour,
    delegationBehaviour,
    absenceBehaviour,
    ruleBehaviour,
    savedViewBehaviour,
    defaultViewBehaviour,
    emergencyBehaviour,
    inspectorBehaviour,
    keyBehaviour,
    mailBehaviour,
    terminalBehaviour,
  ],
  conditions: [
    attributeKindStays,
    numberPatternFree,
    delegationFits,
    ...grantConditions,
    accessReviewDecided,
    ...emergencyConditions,
    inspectorConfirmed,
    goLiveReady,
  ],
  columns: [...ruleColumns, ...grantColumns, ...keyColumns, ...terminalColumns],
  consumers: [
    ...platformConsumers,
    ...emergencyConsumers,
    inspectorConsumer,
    overdueConsumer,
    decidedConsumer,
    awayConsumer,
    jobWorker,
    importWorker,
    purgeConsumer,
    mailHourConsumer,
  ],
  history: [importHistory, importChangeHistory],
  reviews: [...everyRecordRules, outsideShift, underEmergency, offTerminal],
  resolvers: [
    AccountResolver,
    AttributeResolver,
    CommentResolver,
    FirstStartResolver,
    HealthResolver,
    EmergencyResolver,
    IdentityResolver,
    ConfigurationResolver,
    ImportResolver,
    InspectionResolver,
    JobResolver,
    MailResolver,
    NoticeResolver,
    MeansResolver,
    PasskeyResolver,
    ProviderResolver,
    ReviewQualityResolver,
    ReviewResolver,
    RoleGrantResolver,
    RoleSimulationResolver,
    SecondFactorResolver,
    SeparationReportResolver,
    SessionResolver,
    SessionsResolver,
    SetupResolver,
    SigningCodeResolver,
    SigningKeyResolver,
    SigningResolver,
    SettingResolver,
    StatementResolver,
    TerminalResolver,
    TodoResolver,
    TrailProofResolver,
    TrailResolver,
    WorkResolver,
  ],
};
