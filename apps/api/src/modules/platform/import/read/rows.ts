/** CSV for other areas that read files of a known layout: the same reader, its refusal as an issue. */
import type { Issue } from "@lotline/schema";
import { linesOf } from "./csv.ts";
import { FileRefusal } from "./refusal.ts";
import type { TableRow } from "./table.ts";
import { refusalIssue } from "./words.ts";

/** The lines of a text with commas between its cells, or why it cannot be read. */
export function csvRows(text: string): { readonly rows: readonly TableRow[] } | { readonly issue: Issue } {
  try {
    return { rows: linesOf(text, ",") };
  } catch (error) {
    if (error instanceof FileRefusal) return { issue: refusalIssue(error) };
    throw error;
  }
}
