/** The help texts, made from the commands' own declarations. */
import type { Label, Language } from "@lotline/schema";
import type { Command } from "./command.ts";

const words = {
  usage: { en: "Usage", zh: "用法" },
  commands: { en: "Commands", zh: "命令" },
  options: { en: "Options", zh: "选项" },
  arguments: { en: "Arguments", zh: "参数" },
  input: { en: "Standard input", zh: "标准输入" },
  everywhere: { en: "With every command", zh: "所有命令通用" },
  more: { en: "`<command> --help` tells more about a command.", zh: "`<命令> --help` 显示该命令的说明。" },
  exit: {
    en: "Exit code: 0 success, 1 refused or something found wrong, 2 wrong usage.",
    zh: "退出码：0 成功，1 被拒绝或发现问题，2 用法错误。",
  },
} as const satisfies { [word: string]: Label };

const everywhere: readonly (readonly [string, Label])[] = [
  ["--json", { en: "One JSON document instead of text.", zh: "输出一个 JSON 文档，而不是文本。" }],
  ["--lang <en|zh>", { en: "The language; otherwise that of the environment (LANG).", zh: "语言；未指定时取自环境变量 LANG。" }],
  ["--help", { en: "This text.", zh: "显示本说明。" }],
];

const program = "npm run -s lotline --";

/** What there is. */
export function overview(commands: readonly Command[], language: Language): string {
  return [
    `${words.usage[language]}: ${program} <command> [options]`,
    section(
      words.commands[language],
      commands.map((command) => [[command.name, ...takes(command)].join(" "), command.about[language]]),
    ),
    shared(language),
    words.more[language],
    words.exit[language],
  ].join("\n\n");
}

/** One command in full. */
export function helpOf(command: Command, language: Language): string {
  const options = Object.entries(command.options);
  const named = (name: string, value: string | undefined): string => `--${name}${value ? ` <${value}>` : ""}`;
  const call = options.map(([name, o]) => (o.needed ? named(name, o.value) : `[${named(name, o.value)}]`));
  return [
    `${words.usage[language]}: ${[program, command.name, ...takes(command), ...call].join(" ")}`,
    command.about[language],
    ...(command.takes
      ? [
          section(
            words.arguments[language],
            command.takes.map((t) => [`<${t.name}>`, t.about[language]]),
          ),
        ]
      : []),
    ...(command.lines ? [section(words.input[language], [["-", command.lines[language]]])] : []),
    ...(options.length > 0
      ? [
          section(
            words.options[language],
            options.map(([name, o]) => [named(name, o.value), o.about[language]]),
          ),
        ]
      : []),
    shared(language),
    ...(command.more ? [command.more[language]] : []),
  ].join("\n\n");
}

const takes = (command: Command): string[] => (command.takes ?? []).map((t) => `<${t.name}>`);

const shared = (language: Language): string =>
  section(
    words.everywhere[language],
    everywhere.map(([name, about]) => [name, about[language]]),
  );

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return [`${title}:`, ...rows.map(([name, about]) => `  ${name.padEnd(width)}${about}`)].join("\n");
}
