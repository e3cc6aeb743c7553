/**
 * What was staged goes after the days that rule data says: rows of imports that are over, and of files that nobody went on with,
 * which are given up then. The import itself stays with its file's hash, so that the same file is still known, and with it
 * `import_source` and `import_event`, where every record says what it came from (ADR 41).
 */
import { consumer } from "../../../kernel/behaviour.ts";

export const purgeConsumer = consumer({
  name: "platform.purge-imports",
  message: "day.begun",
  handle: async (tx) => {
    // The content of the rule has this form; it was checked when it was written. Without the rule nothing is removed.
    const rule = (await tx.rule("import-retention")).get("default") as { days: number } | undefined;
    if (!rule) return;
    await tx.sql(
      `update import_batch set state = 'discarded', problem = null, ended_at = ?
       where state in ('uploaded', 'mapped', 'checked') and coalesce(touched_at, created_at) < ?::timestamptz - make_interval(days => ?)`,
      [tx.now, tx.now, rule.days],
    );
    const over = await tx.sql<{ id: string }>(
      `select id from import_batch b where exists (select from import_row r where r.batch_id = b.id)
         and (state = 'discarded' or state in ('committed', 'undone') and ended_at < ?::timestamptz - make_interval(days => ?))
       order by id`,
      [tx.now, rule.days],
    );
    // One import at a time: each statement stays short.
    for (const { id } of over) await tx.sql("delete from import_row where batch_id = ?", [id]);
  },
});
