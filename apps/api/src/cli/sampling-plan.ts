import { readQuestion, type SamplePlan, SamplingError, samplePlan, stepsText, stepText } from "@lotline/sampling";
import { invalid } from "../base/error.ts";
import { type Answer, type Call, type Command, needed, textOf } from "./command.ts";
import { answerLines, notJson } from "./lines.ts";

/** Which sample the standard asks for; needs no database. */
export const samplingPlan: Command = {
  name: "sampling plan",
  about: {
    en: "The single sampling plan for a lot, with every step of the way; needs no database.",
    zh: "给出一批产品的一次抽样方案及每一步依据；无需数据库。",
  },
  lines: {
    en: "One JSON object a line with standard, lotSize, level, aql, severity; one JSON line answers each.",
    zh: "每行一个 JSON 对象（standard、lotSize、level、aql、severity）；逐行输出一个 JSON 结果。",
  },
  options: {
    standard: {
      type: "string",
      value: "key",
      needed: true,
      about: { en: "iso-2859-1, gbt-2828.1, z1.4 or mil-std-105e.", zh: "iso-2859-1、gbt-2828.1、z1.4 或 mil-std-105e。" },
    },
    "lot-size": { type: "string", value: "units", needed: true, about: { en: "Units in the lot.", zh: "批量（件）。" } },
    level: {
      type: "string",
      value: "level",
      needed: true,
      about: { en: "S-1 to S-4, I, II or III.", zh: "S-1 至 S-4、I、II 或 III。" },
    },
    aql: {
      type: "string",
      value: "aql",
      needed: true,
      about: { en: "A value of the standard: 0.010 to 1000.", zh: "标准所列的值：0.010 至 1000。" },
    },
    severity: {
      type: "string",
      value: "severity",
      about: { en: "normal (as when none is given), tightened or reduced.", zh: "normal（默认）、tightened 或 reduced。" },
    },
  },
  run: async (call) => (call.isLines ? answerLines(call, (line) => lineAnswer(call, line)) : answerOne(call)),
};

function answerOne(call: Call): Answer {
  const question = {
    standard: needed(call, "standard"),
    lotSize: needed(call, "lot-size"),
    level: needed(call, "level"),
    aql: needed(call, "aql"),
    severity: textOf(call, "severity"),
  };
  try {
    const plan = samplePlan(readQuestion(question));
    return { json: answerOf(call, plan), text: call.pick(stepsText(plan.steps)) };
  } catch (error) {
    if (error instanceof SamplingError) throw invalid({ path: error.field, code: error.code, text: error.text });
    throw error;
  }
}

const answerOf = (call: Call, { codeLetter, sampleSize, accept, reject, inspectAll, steps }: SamplePlan) => ({
  codeLetter,
  sampleSize,
  accept,
  reject,
  inspectAll,
  steps: steps.map((step) => call.pick(stepText(step))),
});

function lineAnswer(call: Call, line: string): object {
  try {
    return answerOf(call, samplePlan(readQuestion(JSON.parse(line))));
  } catch (error) {
    if (error instanceof SamplingError) return { error: { code: error.code, message: call.pick(error.text) } };
    if (error instanceof SyntaxError) return { error: notJson(call) };
    throw error;
  }
}
