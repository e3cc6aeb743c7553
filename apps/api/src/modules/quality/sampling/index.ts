import { behaviour } from "../../../kernel/behaviour.ts";
import { resumePair } from "./switch.ts";

/** Sampling severities: the system switches them with each concluded inspection; QA resumes what was discontinued. */
export const samplingStateBehaviour = behaviour({
  record: "SamplingState",
  actions: { resume: { effect: resumePair } },
});
