import { type Field, type Fields, type Issue, wordIssue } from "@lotline/schema";
import type { Reader } from "../base/context.ts";
import { invalid } from "../base/error.ts";
import { isScoped, tableOf } from "../base/names.ts";

type Given = { readonly [key: string]: unknown };

interface Named {
  readonly path: string;
  readonly target: string;
  readonly id: string;
}

function namedIn(fields: Fields, given: Given, prefix = ""): Named[] {
  return Object.entries(fields).flatMap(([key, field]: [string, Field]) => {
    const id = given[key];
    return field.kind === "ref" && typeof id === "string" && isScoped(field.target)
      ? [{ path: `${prefix}${key}`, target: field.target, id }]
      : [];
  });
}

/**
 * Refuses references to records that the person may not see, of other sites or shown to others only, as to records that do not exist: a foreign key looks past
 * row-level security, so the database alone would take them. One statement for each type
 * whose rows not everybody sees.
 */
export async function requireVisible(
  reader: Reader,
  shape: { readonly fields?: Fields; readonly rows?: { readonly [set: string]: Fields } },
  given: Given,
): Promise<void> {
  const rows = Object.entries(shape.rows ?? {}).flatMap(([set, fields]) => {
    // Validation has made sure that these are rows.
    const all = (given[set] ?? []) as Given[];
    return all.flatMap((row, i) => namedIn(fields, row, `${set}.${i}.`));
  });
  const named = [...namedIn(shape.fields ?? {}, given), ...rows];
  const issues: Issue[] = [];
  for (const target of new Set(named.map((n) => n.target))) {
    const asked = named.filter((n) => n.target === target);
    const seen = new Set(
      (
        await reader.sql<{ id: string }>(`select id from ${tableOf(target)} where id = any(?::bigint[])`, [
          asked.map((n) => n.id),
        ])
      ).map((r) => r.id),
    );
    issues.push(...asked.filter((n) => !seen.has(n.id)).map(({ path }) => ({ path, code: "ref", text: wordIssue("ref") })));
  }
  if (issues.length > 0) throw invalid(...issues);
}
