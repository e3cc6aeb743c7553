import type { Area } from "../../kernel/behaviour.ts";
import { AttributeResolver, attributeKindStays } from "./attribute.ts";
import { JobResolver } from "./job/resolver.ts";
import { jobWorker } from "./job/turn.ts";
import { NoticeResolver } from "./notice-resolver.ts";
import { personBehaviour } from "./person.ts";
import { SessionResolver, SigningResolver, WorkResolver } from "./resolver.ts";
import { roleGrantBehaviour } from "./role-grant.ts";
import { ruleBehaviour } from "./rule.ts";
import { defaultViewBehaviour, savedViewBehaviour } from "./saved-view.ts";
import { StatementResolver } from "./statement-resolver.ts";

export { answer } from "./answer.ts";
export { changePassword, confirmReset, issuePassword, mustChangePassword, oneTimePassword, resetPassword } from "./credential.ts";
export { jobRoutes } from "./job/routes.ts";
export { resumeJobs } from "./job/turn.ts";
export { notify } from "./notice.ts";
export { hashSecret, passwordFault } from "./password.ts";
export { prove } from "./prove.ts";
export { endSession, openSession, recordRefusal, secure, sessionOf, signIn } from "./session.ts";
export { acceptStatement, readStatement } from "./statement.ts";
export { type Installation, WebRequest } from "./web-request.ts";

export const platformArea: Area = {
  name: "platform",
  behaviours: [personBehaviour, roleGrantBehaviour, ruleBehaviour, savedViewBehaviour, defaultViewBehaviour],
  conditions: [attributeKindStays],
  consumers: [jobWorker],
  resolvers: [AttributeResolver, JobResolver, NoticeResolver, SessionResolver, SigningResolver, StatementResolver, WorkResolver],
};
