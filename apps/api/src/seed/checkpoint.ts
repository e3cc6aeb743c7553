/**
 * Checkpoints of the demo company: what the snapshot held at an earlier moment of the story, kept as the difference from its end.
 * Most of a company's rows never change, so a checkpoint is which of the end's rows were there, and the few that were different.
 */
import { text } from "node:stream/consumers";
import type { Client } from "pg";
import { type CopiedTable, rowsOf } from "../database/table-copy.ts";

/** The rows of each table as COPY text, in key order. */
export type Content = ReadonlyMap<string, readonly string[]>;

export interface TableThen {
  /** Runs of rows of the end that were there already: from, count. */
  readonly kept: readonly (readonly [number, number])[];
  /** Rows that were different or went later. */
  readonly own: readonly string[];
}

/** One checkpoint: domain time, and each table that differs from an empty one. */
export interface Then {
  readonly at: string;
  readonly tables: { readonly [table: string]: TableThen };
}

const linesOf = (copied: string): string[] => (copied === "" ? [] : copied.replace(/\n$/, "").split("\n"));

/** Reads all tables of a database at one moment. */
export async function contentOf(client: Client, tables: readonly CopiedTable[]): Promise<Content> {
  const content = new Map<string, readonly string[]>();
  for (const table of tables) content.set(table.name, linesOf(await text(rowsOf(client, table, "key order"))));
  return content;
}

/** What a content was, told by the end's. Order within a table is not kept: a load does not need it. */
export function differenceOf(at: string, then: Content, end: Content): Then {
  const tables: { [table: string]: TableThen } = {};
  for (const [name, lines] of then) {
    if (lines.length === 0) continue;
    const left = new Set(lines);
    const kept: [number, number][] = [];
    for (const [index, line] of (end.get(name) ?? []).entries()) {
      if (!left.delete(line)) continue;
      const last = kept.at(-1);
      if (last && last[0] + last[1] === index) last[1] += 1;
      else kept.push([index, 1]);
    }
    tables[name] = { kept, own: [...left] };
  }
  return { at, tables };
}

/** The COPY text of a table at a checkpoint, made from that of the end. */
export function tableAt(then: TableThen | undefined, end: string): { readonly copied: string; readonly rows: number } {
  if (!then) return { copied: "", rows: 0 };
  const lines = linesOf(end);
  const all = [...then.kept.flatMap(([from, count]) => lines.slice(from, from + count)), ...then.own];
  return { copied: all.map((line) => `${line}\n`).join(""), rows: all.length };
}
