/** The person's terminal: secrets are asked without showing them, the question goes to standard error. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { openDatabase } from "../database/open.ts";
import type { Surroundings } from "./command.ts";

/** Asks for a secret; null when nobody sits at a terminal. */
async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  process.stderr.write(`${question}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise<string | null>((resolve) => {
      lines.once("line", resolve);
      lines.once("close", () => resolve(null));
      // Raw mode keeps Ctrl-C from the terminal's own handling.
      lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
    });
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

function out(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}

/** Letters of more than one byte are put together again. */
const input = (): AsyncIterable<string> => process.stdin.setEncoding("utf8");

/** The real surroundings of the program. */
export const terminal: Surroundings = {
  env: process.env,
  out,
  say: (text) => void process.stderr.write(`${text}\n`),
  ask,
  input,
  openDatabase,
};
