/** Finds the command, reads its options, runs it and writes its answer. */
import { parseArgs } from "node:util";
import type { Label, Language } from "@lotline/schema";
import { AppError } from "../base/error.ts";
import { SetupError } from "../setup-error.ts";
import { type Answer, type Call, type Command, type Surroundings, UsageError } from "./command.ts";
import { commands } from "./commands.ts";
import { helpOf, overview } from "./help.ts";

/** Runs one command line; answers the exit code: 0 success, 1 refused or something found wrong, 2 wrong usage. */
export async function run(argv: readonly string[], around: Surroundings): Promise<number> {
  const language = languageOf(argv, around.env);
  const json = argv.includes("--json");
  try {
    const found = find(argv);
    if (!found || argv.includes("--help")) {
      if (!found && wordsOf(argv).some((word) => word !== "help")) throw unknownCommand(argv);
      await around.out(`${found ? helpOf(found.command, language) : overview(commands, language)}\n`);
      return found || argv.length > 0 ? 0 : 2;
    }
    const call = readCall(found.command, found.rest, { ...around, language, json });
    const answer = await found.command.run(call);
    await write(call, answer);
    return answer.exit ?? 0;
  } catch (error) {
    return tell(error, around, language, json);
  }
}

/** Without options; a language is an option's value, wherever it stands. */
const wordsOf = (argv: readonly string[]): string[] =>
  argv.filter((word, index) => !word.startsWith("-") && argv[index - 1] !== "--lang");

function find(argv: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  const words = wordsOf(argv);
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(" ");
    const command = commands.find((c) => c.name === name);
    if (!command) continue;
    const rest = [...argv];
    for (const word of name.split(" ")) rest.splice(rest.indexOf(word), 1);
    return { command, rest };
  }
  return undefined;
}

function unknownCommand(argv: readonly string[]): UsageError {
  const words = wordsOf(argv).join(" ");
  const area = commands.filter((c) => c.name.startsWith(`${words} `)).map((c) => c.name);
  const known = (area.length > 0 ? area : commands.map((c) => c.name)).join(", ");
  return new UsageError(`There is no command "${words}". Known: ${known}.`, `没有命令“${words}”。可用：${known}。`);
}

function readCall(command: Command, rest: readonly string[], around: Surroundings & { language: Language; json: boolean }): Call {
  const declared = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]));
  const { values, positionals: given } = parsed(rest, declared);
  const isLines = command.lines !== undefined && given.includes("-");
  const positionals = isLines ? given.filter((word) => word !== "-") : given;
  const lang = values.lang;
  if (lang !== undefined && !isLanguage(lang)) throw new UsageError("--lang takes en or zh.", "--lang 只能是 en 或 zh。");
  const takes = command.takes ?? [];
  const names = takes.map((t) => `<${t.name}>`).join(" ");
  if (positionals.length !== takes.length)
    throw takes.length > 0
      ? new UsageError(`${command.name} takes ${names}, and nothing else.`, `${command.name} 须提供 ${names}，且仅此而已。`)
      : new UsageError(`${command.name} takes no "${positionals[0]}".`, `${command.name} 不接受“${positionals[0]}”。`);
  const missing = isLines ? [] : Object.keys(command.options).filter((name) => command.options[name]?.needed && !values[name]);
  if (missing.length > 0) {
    const list = missing.map((name) => `--${name}`).join(", ");
    throw new UsageError(`${command.name} needs ${list}.`, `${command.name} 须提供 ${list}。`);
  }
  return { ...around, arguments: positionals, isLines, options: values, pick: (label: Label) => label[around.language] };
}

type Values = { [name: string]: string | boolean | undefined };

function parsed(
  args: readonly string[],
  declared: { [name: string]: { type: "string" | "boolean" } },
): { values: Values; positionals: string[] } {
  const options = { ...declared, json: { type: "boolean" }, lang: { type: "string" }, help: { type: "boolean" } } as const;
  try {
    // No option may be given several times, so that no value is a list.
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values: values as Values, positionals };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new UsageError(text, `用法错误：${text}`);
  }
}

const isLanguage = (word: unknown): word is Language => word === "en" || word === "zh";

function languageOf(argv: readonly string[], env: Surroundings["env"]): Language {
  const at = argv.findIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const asked = at < 0 ? undefined : argv[at] === "--lang" ? argv[at + 1] : argv[at]?.slice("--lang=".length);
  if (isLanguage(asked)) return asked;
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || "").toLowerCase().startsWith("zh") ? "zh" : "en";
}

async function write(call: Call, answer: Answer): Promise<void> {
  if (!answer.isWritten) await call.out(`${call.json ? JSON.stringify(answer.json) : answer.text}\n`);
}

/** Says what went wrong in words; what nobody expected is told with its origin on standard error. */
async function tell(error: unknown, around: Surroundings, language: Language, json: boolean): Promise<number> {
  const { code, message, exit } = described(error, language);
  if (code === "INTERNAL" && error instanceof Error) around.say(error.stack ?? error.message);
  if (json) await around.out(`${JSON.stringify({ error: { code, message } })}\n`);
  else around.say(message);
  return exit;
}

function described(error: unknown, language: Language): { code: string; message: string; exit: number } {
  if (error instanceof UsageError) return { code: "USAGE", message: error.label[language], exit: 2 };
  if (error instanceof SetupError) return { code: error.code, message: error[language], exit: 1 };
  if (error instanceof AppError) {
    const { reasons, issues } = error.details;
    const texts = [
      ...(reasons ?? []).map((r) => r.text[language]),
      ...(issues ?? []).map((i) => `${i.path}: ${i.text[language]}`),
    ];
    return {
      code: reasons?.[0]?.code ?? issues?.[0]?.code ?? error.code,
      message: texts.join(language === "zh" ? "" : " ") || error.message,
      exit: 1,
    };
  }
  return { code: "INTERNAL", message: error instanceof Error ? error.message : String(error), exit: 1 };
}
