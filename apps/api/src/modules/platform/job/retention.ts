/** Jobs that are over are kept for the days that rule data says, and then removed with their rows; what they did is in the trail. */
import type { Tx } from "../../../kernel/tx.ts";

/** Rows removed at a time, so that the command stays short; the next end of a job goes on. */
const rowsAtOnce = 20_000;

const query = `
  with old as (
    select id from (
      select id, sum(total) over (order by id) - total as before from job
      where state not in ('queued', 'running') and ended_at < ?::timestamptz - make_interval(days => ?)
    ) due where before < ${rowsAtOnce}
  ), gone as (delete from job_row where job_id in (select id from old))
  delete from job where id in (select id from old)`;

/** Removes what is due: at the end of a job and at the start of a server. Without the rule nothing is removed. */
export async function removeOldJobs(tx: Tx): Promise<void> {
  // The content of the rule has this form; it was checked when it was written.
  const rule = (await tx.rule("job-retention")).get("default") as { days: number } | undefined;
  if (rule) await tx.sql(query, [tx.now, rule.days]);
}
