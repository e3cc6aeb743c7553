/** Labels: templates by revision, jobs with their checks and counts, drawing and reading back: the public face of the area. */
import type { Area } from "../../kernel/behaviour.ts";
import { labelReady, labelsReconciled, templateComplete } from "./gates.ts";
import { labelJobBehaviour } from "./job/index.ts";
import { LabelJobResolver, LabelResolver, LabelTemplateResolver, LotLabels } from "./resolver.ts";
import { labelTemplateBehaviour } from "./template/index.ts";

export { labelRoutes } from "./routes.ts";

export const labelArea: Area = {
  name: "label",
  behaviours: [labelTemplateBehaviour, labelJobBehaviour],
  conditions: [templateComplete, labelReady, labelsReconciled],
  resolvers: [LabelResolver, LabelTemplateResolver, LabelJobResolver, LotLabels],
};
