import { answerGs1, type Decoded, type Gs1Question, linters, type Problem, parse, UdiError, wordsOf } from "@lotline/udi";
import type { Call, Command } from "./command.ts";
import { answerLines, notJson } from "./lines.ts";

/** All three read standard input, with or without "-". */
const lineByLine = { en: "The lines, as without it.", zh: "逐行读取（默认）。" };

/** Reads UDIs of any agency; needs no database. */
export const udiParse: Command = {
  name: "udi parse",
  about: {
    en: "Reads UDIs from standard input, one a line ({GS} is the separator); one JSON line answers each. Needs no database.",
    zh: "从标准输入逐行读取 UDI（{GS} 表示分隔符），逐行输出一个 JSON 结果；无需数据库。",
  },
  lines: lineByLine,
  options: {},
  run: async (call) =>
    answerLines(call, (line) => {
      try {
        return { ok: true, ...spoken(call, parse(line)) };
      } catch (error) {
        if (error instanceof UdiError) return { ok: false, error: told(call, error.problems[0]) };
        throw error;
      }
    }),
};

const spoken = (call: Call, { agency, di, pi, elements, canonical, digitalLink, warnings }: Decoded) => ({
  agency,
  di,
  lot: pi.lot,
  serial: pi.serial,
  expiresOn: pi.expiresOn,
  manufacturedOn: pi.manufacturedOn,
  quantity: pi.quantity,
  elements: elements.map(({ ai, value }) => [ai, value]),
  canonical,
  digitalLink,
  warnings: warnings.map((warning) => told(call, warning)),
});

const told = (call: Call, found: Problem) => ({
  code: found.code,
  message: call.pick(wordsOf(found)),
  position: found.position,
});

/** Answers cases of the GS1 Syntax Engine's own tests; needs no database. */
export const udiGs1: Command = {
  name: "udi gs1",
  about: {
    en: "Answers cases in the shape of the GS1 Syntax Engine's tests (id, kind, input, options …), one JSON object a line. Needs no database.",
    zh: "按 GS1 语法引擎测试用例的格式（id、kind、input、options……）逐行回答 JSON 对象；无需数据库。",
  },
  lines: lineByLine,
  options: {},
  run: async (call) =>
    answerLines(call, (line) => {
      const asked = objectOf(line);
      if (!asked) return { id: null, ok: false, output: null, error: notJson(call) };
      const id = asked.id ?? null;
      if (typeof asked.kind !== "string" || typeof asked.input !== "string") {
        return { id, ok: false, output: null, error: lacking(call, "kind, input") };
      }
      try {
        const { ok, output, error } = answerGs1(asked as unknown as Gs1Question);
        return error === null ? { id, ok, output } : { id, ok, output, error };
      } catch (error) {
        if (error instanceof RangeError)
          return { id, ok: false, output: null, error: { code: "UNKNOWN_KIND", message: error.message } };
        throw error;
      }
    }),
};

/** Looks at one component by one of GS1's linters; needs no database. */
export const udiLint: Command = {
  name: "udi lint",
  about: {
    en: "Looks at a value by one of GS1's linters: one JSON object a line with linter and input. Needs no database.",
    zh: "用 GS1 的校验规则检查数据：每行一个 JSON 对象（linter、input）；无需数据库。",
  },
  lines: lineByLine,
  options: {},
  run: async (call) =>
    answerLines(call, (line) => {
      const asked = objectOf(line);
      if (!asked) return { ok: false, error: notJson(call) };
      const { linter: name, input } = asked;
      if (typeof name !== "string" || typeof input !== "string") return { ok: false, error: lacking(call, "linter, input") };
      const linter = linters.get(name);
      if (!linter) {
        const message = call.pick({ en: `There is no linter "${name}".`, zh: `没有校验规则“${name}”。` });
        return { ok: false, error: { code: "UNKNOWN_LINTER", message } };
      }
      const found = linter(input);
      return { ok: found === null, error: found?.code ?? null };
    }),
};

/** The object of a line; null when it is none. */
function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const lacking = (call: Call, fields: string) => ({
  code: "FIELD_MISSING",
  message: call.pick({ en: `The object needs these as text: ${fields}.`, zh: `对象须含文本字段：${fields}。` }),
});
