/** Each record against its trail: one change continues the other, and the last image is the row itself. */
import type { ClientBase } from "pg";
import { withoutNulls } from "./canonical.ts";
import { type Catalogue, literal, type Table } from "./catalogue.ts";
import { Cursor } from "./cursor.ts";
import type { Findings } from "./finding.ts";
import { RowText } from "./row-text.ts";
import { isoSql } from "./seals.ts";

/** What the trail says last of a record. */
interface Last {
  readonly id: number;
  readonly at: string | null;
  /** Null when the record was deleted. */
  readonly image: string | null;
}

/** Compares all audited tables with the trail; answers the number of records. */
export async function checkRecords(client: ClientBase, catalogue: Catalogue, findings: Findings): Promise<number> {
  let records = 0;
  for (const name of catalogue.audited) {
    const table = catalogue.tables.get(name);
    if (table) records += await checkTable(client, table, findings);
  }
  return records;
}

async function checkTable(client: ClientBase, table: Table, findings: Findings): Promise<number> {
  const text = new RowText(table, { veils: true });
  const rows = new Cursor(client, `select this.id, ${text.select} from ${table.sql} this order by this.id`);
  let records = 0;
  let row = await rows.next();
  const unknown = (id: number): void =>
    findings.add(
      "RECORD_UNKNOWN",
      table.name,
      { id },
      `Record ${id} of ${table.name} is there, but the trail has nothing of it: it was written around the audit.`,
    );
  for await (const last of lastImages(client, table, findings)) {
    for (; row && Number(row[0]) < last.id; row = await rows.next()) {
      records++;
      unknown(Number(row[0]));
    }
    const isThere = row !== undefined && Number(row[0]) === last.id;
    if (isThere || last.image !== null) records++;
    compare(table, last, isThere && row ? text.write(row, 1, true) : null, findings);
    if (isThere) row = await rows.next();
  }
  for (; row; row = await rows.next()) {
    records++;
    unknown(Number(row[0]));
  }
  return records;
}

function compare(table: Table, last: Last, present: string | null, findings: Findings): void {
  if (present === last.image) return;
  const place = { id: last.id, at: last.at };
  if (present === null) {
    findings.add(
      "RECORD_MISSING",
      table.name,
      place,
      `Record ${last.id} of ${table.name} is missing, but the trail knows of no deletion.`,
    );
  } else if (last.image === null) {
    findings.add(
      "RECORD_UNKNOWN",
      table.name,
      place,
      `Record ${last.id} of ${table.name} is there, although the trail says it was deleted.`,
    );
  } else if (withoutNulls(present) !== withoutNulls(last.image)) {
    findings.add(
      "RECORD_CHANGED",
      table.name,
      place,
      `Record ${last.id} of ${table.name} was changed around the audit: it differs from its last image in the trail.`,
    );
  }
}

/**
 * The last image of every record the trail knows, by id. On the way it checks that each change starts from where the one before
 * ended: an edit around the audit shows here even when a lawful change has been written over it since.
 */
async function* lastImages(client: ClientBase, table: Table, findings: Findings): AsyncGenerator<Last> {
  // Only what needs a closer look leaves the server: unequal texts may differ by columns added later, which are null.
  const events = new Cursor(
    client,
    `select e.row_id, e.id, ${isoSql("e.at")}, e.is_last::text, case when e.is_last then e.new::text end,
       case when e.before is distinct from e.earlier then coalesce(e.before, '-') end, coalesce(e.earlier, '-')
     from (
       select row_id, id, at, new, lead(id) over w is null as is_last,
         case kind when 'insert' then null when 'update' then (new || old)::text else old::text end as before,
         (lag(new) over w)::text as earlier
       from audit.event where table_name = ${literal(table.name)}
       window w as (partition by row_id order by id)
     ) e
     where e.is_last or e.before is distinct from e.earlier
     order by e.row_id, e.id`,
  );
  for (let event = await events.next(); event; event = await events.next()) {
    const [rowId, eventId, at, isLast, image, before, earlier] = event;
    if (
      before !== null &&
      before !== undefined &&
      earlier !== null &&
      earlier !== undefined &&
      withoutNulls(before) !== withoutNulls(earlier)
    ) {
      findings.add(
        "HISTORY_BROKEN",
        table.name,
        { id: Number(rowId), at: at ?? null },
        `Record ${rowId} of ${table.name} was changed around the audit before event ${eventId}: its old values are not those the trail knows.`,
      );
    }
    if (isLast === "true") yield { id: Number(rowId), at: at ?? null, image: image ?? null };
  }
}
