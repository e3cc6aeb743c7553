/** The command line in process, on a database of the test's own and a data directory of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../src/cli/run.ts";
import type { DatabaseUrls } from "../src/database/urls.ts";

export interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly said: string;
  /** The document on standard output; a test reads what it expects of it. */
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with exact values.
  readonly json: any;
}

export interface CommandLine extends Disposable {
  readonly dataDir: string;
  /** Runs `lotline <words>`; environment variables and pieces of standard input may be given in addition. */
  call(words: readonly string[], env?: Record<string, string>, input?: readonly string[]): Promise<Outcome>;
}

/**
 * Without a database, opening one fails the test: commands that need no data must not start one. `apart` are the
 * databases, one after the other, of commands that ask for one in another data directory.
 */
export function commandLine(urls?: DatabaseUrls, apart: readonly DatabaseUrls[] = []): CommandLine {
  const dataDir = mkdtempSync(join(tmpdir(), "lotline-cli-"));
  const waiting = [...apart];
  const openDatabase = async (config: { dataDir: string }) => {
    const other = config.dataDir === dataDir ? undefined : waiting.shift();
    if (other) return { urls: other, stop: async () => undefined };
    if (!urls) throw new Error("a database was opened");
    return { urls, stop: async () => undefined };
  };
  return {
    dataDir,
    call: async (words, env = {}, input = []) => {
      let out = "";
      let said = "";
      const exit = await run(words, {
        env: {
          LOTLINE_DATA_DIR: dataDir,
          DATABASE_URL: urls ? "postgres://test:test@127.0.0.1/test" : undefined,
          INIT_CWD: dataDir,
          DEMO: "0",
          ...env,
        },
        out: async (text) => {
          out += text;
        },
        say: (text) => {
          said += `${text}\n`;
        },
        ask: async () => null,
        input: async function* () {
          yield* input;
        },
        openDatabase,
      });
      return { exit, out, said, json: words.includes("--json") && !words.includes("-") ? JSON.parse(out) : null };
    },
    [Symbol.dispose]: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
