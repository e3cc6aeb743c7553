import { inspection } from "./inspection.ts";
import { nonconformity } from "./nonconformity.ts";

export const quality = { Inspection: inspection, Nonconformity: nonconformity } as const;
