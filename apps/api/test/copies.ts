/** Copies of a record under new numbers, made past the app: what a list needs to be long. */
import type { Demo } from "./demo.ts";

// By database: a worker keeps this module for all its files.
const copies = new WeakMap<object, number>();

/** SQL expressions by column; `n` counts the copies from 1 and `t` is the row that is copied, the first of its table. */
export async function copyRows(
  demo: Pick<Demo, "sql">,
  table: string,
  count: number,
  changes: { readonly [column: string]: string } = {},
): Promise<void> {
  const columns = (
    await demo.sql<{ name: string }>(
      "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> 'id'",
      [table],
    )
  ).map((c) => c.name);
  const turn = (copies.get(demo) ?? 0) + 1;
  copies.set(demo, turn);
  const value = (c: string) =>
    changes[c] ??
    (c === "number" ? `'COPY-${turn}-' || n` : c === "created_at" ? "t.created_at + n * interval '1 second'" : `t.${c}`);
  await demo.sql("select set_config('app.actor', '1', false), set_config('app.operation', 'copy', false)");
  await demo.sql(
    `insert into ${table} (${columns.join(", ")}) select ${columns.map(value).join(", ")} from (select * from ${table} order by id limit 1) t, generate_series(1, ${count}) n`,
  );
}
