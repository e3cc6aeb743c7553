/** At which terminals commands were done, for whoever reads the trail (REQ-ACC-07, ADR 53). */
import { translator } from "@lotline/schema/words";
import type { Reader } from "../base/context.ts";
import type { AtTerminal } from "./timeline-types.ts";

/** By the id of the command; a command without critical input or signature is not among them. */
export async function atTerminals(reader: Reader, commands: readonly string[]): Promise<ReadonlyMap<string, AtTerminal>> {
  if (commands.length === 0) return new Map();
  const rows = await reader.sql<{ command: string; number: string | null; flaggedBy: string | null }>(
    `select command_id as command, terminal_number as number, case when is_flagged then rule_number end as "flaggedBy"
     from terminal_act where command_id = any(?::uuid[])`,
    [commands],
  );
  return new Map(rows.map(({ command, number, flaggedBy }) => [command, { number, flaggedBy }]));
}

/** The same in words, for a cell of a file. */
export function terminalText(at: AtTerminal | null | undefined, lang: "en" | "zh"): string {
  if (!at) return "";
  const t = translator(lang);
  const where = at.number ?? t("terminal.unregistered");
  return at.flaggedBy ? `${where} (${t("terminal.flagged", { rule: at.flaggedBy })})` : where;
}
