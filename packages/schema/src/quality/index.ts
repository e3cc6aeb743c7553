import { deviation } from "./deviation.ts";
import { inspection } from "./inspection.ts";
import { nonconformity } from "./nonconformity.ts";
import { retest } from "./retest.ts";
import { samplingState } from "./sampling.ts";

export const quality = {
  Inspection: inspection,
  Nonconformity: nonconformity,
  Deviation: deviation,
  SamplingState: samplingState,
  Retest: retest,
} as const;
