import { labelJob } from "./job.ts";
import { itemLabel, labelTemplate } from "./template.ts";

export { labelPlaceholders, labelText } from "./template.ts";

export const label = { ItemLabel: itemLabel, LabelTemplate: labelTemplate, LabelJob: labelJob } as const;
