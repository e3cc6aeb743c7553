import { deviation } from "./deviation.ts";
import { inspection } from "./inspection.ts";
import { nonconformity } from "./nonconformity.ts";

export const quality = { Inspection: inspection, Nonconformity: nonconformity, Deviation: deviation } as const;
