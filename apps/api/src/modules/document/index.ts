/** Skills and who is qualified for them: the public face of the area. */
import type { Area } from "../../kernel/behaviour.ts";
import { effectivenessShown, notEnded, notOneself, stillAhead, termsInUse } from "./qualification/gates.ts";
import { qualificationBehaviour } from "./qualification/index.ts";
import { QualificationResolver } from "./qualification/resolver.ts";
import { qualificationConsumers } from "./qualification/warning.ts";

export { type Asking, qualificationReasons } from "./qualification/as-of.ts";

export const documentArea: Area = {
  name: "document",
  behaviours: [qualificationBehaviour],
  conditions: [notOneself, termsInUse, effectivenessShown, stillAhead, notEnded],
  consumers: qualificationConsumers,
  resolvers: [QualificationResolver],
};
