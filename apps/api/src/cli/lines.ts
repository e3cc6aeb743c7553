/** Questions that come line by line on standard input; one JSON line answers each, a bad one too. */
import type { Answer, Call } from "./command.ts";

/** Answers every line as it comes; what is written is collected, so that a hundred thousand lines take seconds. */
export async function answerLines(call: Call, answer: (line: string) => object): Promise<Answer> {
  let rest = "";
  for await (const piece of call.input()) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    await write(call, lines, answer);
  }
  if (rest !== "") await write(call, [rest], answer);
  return { json: null, text: "", isWritten: true };
}

async function write(call: Call, lines: readonly string[], answer: (line: string) => object): Promise<void> {
  // A line is kept as it is: a HIBC code may end with a space. Only the mark of Unicode and of Windows are no part of it.
  const answers = lines.map((line) => `${JSON.stringify(answer(line.replace(/^\ufeff|\r$/g, "")))}\n`);
  if (answers.length > 0) await call.out(answers.join(""));
}

/** What is said of a line that should be JSON and is not. */
export const notJson = (call: Call): { readonly code: string; readonly message: string } => ({
  code: "NOT_JSON",
  message: call.pick({ en: "The line is not JSON.", zh: "该行不是 JSON。" }),
});
