/** Attacks on the append-only tables and on the records. */
import type { FindingKind } from "@lotline/verifier";
import { around, leafOf, old, type Tampering } from "./tampering.ts";

export function ledger(): Tampering[] {
  const table = "gauge_reading";
  const deed = (name: string, sql: string, kind: FindingKind, id: number): Tampering => ({
    name: `ledger: ${name}`,
    area: "ledger",
    sql: around(table, sql),
    expect: { kind, table, id },
  });
  const edit = (name: string, set: string): Tampering => deed(name, `update ${table} set ${set} where id = 3`, "ROW_CHANGED", 3);
  const insert = (id: number, xid: string, at = "now()") =>
    `insert into ${table} (id, gauge_id, value, actor_id, at, leaf, xid) values (${id}, 1, 5, 7, ${at}, '', (${xid})::text::xid8); update ${table} r set leaf = ${leafOf} where id = ${id}`;
  return [
    edit("value changed", "value = 4"),
    edit("value changed in the last digit", "value = value + 0.000001"),
    edit("note changed", "note = 'm'"),
    edit("note removed", "note = null"),
    edit("null inside a value removed", "extra = '{}'"),
    edit("moved to another record", "gauge_id = 2"),
    edit("person changed", "actor_id = 8"),
    edit("command changed", "command_id = null"),
    edit("time changed", "at = at - interval '1 hour'"),
    edit("leaf changed", "leaf = sha256('x')"),
    deed(
      "changed together with its leaf",
      `update ${table} set value = 4 where id = 3; update ${table} r set leaf = ${leafOf} where id = 3`,
      "ROW_CHANGED",
      3,
    ),
    deed("the first deleted", `delete from ${table} where id = 1`, "ROW_MISSING", 1),
    deed("the last sealed one deleted", `delete from ${table} where id = 10`, "ROW_MISSING", 10),
    deed("all deleted", `truncate ${table}`, "ROW_MISSING", 1),
    deed("given another id", `update ${table} set id = 900 where id = 6`, "ROW_MISSING", 6),
    deed(
      "two exchanged",
      `update ${table} set id = -1 where id = 3; update ${table} set id = 3 where id = 4; update ${table} set id = 4 where id = -1`,
      "ROW_CHANGED",
      3,
    ),
    deed("not sealed yet, changed", `update ${table} set value = 12 where id = 11`, "ROW_CHANGED", 11),
    deed("inserted, as if old", insert(900, old), "ROW_UNSEALED", 900),
    deed("inserted before all others", insert(-5, "3"), "ROW_UNSEALED", -5),
    deed("inserted, as if from the future", insert(900, "4000000000"), "ROW_UNSEALED", 900),
    {
      ...deed(
        "inserted with an old date",
        insert(900, "pg_current_xact_id()", "now() - interval '40 days'"),
        "ROW_BACKDATED",
        900,
      ),
      sealAfter: true,
    },
    { name: "ledger: table dropped", area: "ledger", sql: `drop table ${table}`, expect: { kind: "TABLE_MISSING", table } },
    {
      name: "ledger: table replaced by a view",
      area: "ledger",
      sql: `alter table ${table} rename to real_reading; create view ${table} as select * from real_reading; grant select on ${table} to lotline_reader`,
      expect: { kind: "TABLE_MISSING", table },
    },
  ];
}

export function record(): Tampering[] {
  const deed = (name: string, sql: string, kind: FindingKind, id: number): Tampering => ({
    name: `record: ${name}`,
    area: "record",
    sql: around("gauge", sql),
    expect: { kind, table: "gauge", id },
  });
  const edit = (name: string, set: string): Tampering => deed(name, `update gauge set ${set} where id = 2`, "RECORD_CHANGED", 2);
  const lawful = "select set_config('app.actor', '8', false)";
  return [
    edit("value changed", "quantity = 9"),
    edit("value changed in the last digit", "quantity = quantity + 0.000001"),
    edit("name with a look-alike letter", "name = 'Ԍ-2'"),
    edit("empty text for nothing", "note = ''"),
    edit("number with other digits inside a value", `attrs = '{"x": null, "y": 1.0}'`),
    edit("null inside a value removed", "attrs = attrs - 'x'"),
    edit("secret changed", "secret = 's'"),
    edit("secret removed", "secret = null"),
    edit("site changed", "site_id = 2"),
    deed("deleted", "delete from gauge where id = 2", "RECORD_MISSING", 2),
    deed("all deleted", "truncate gauge", "RECORD_MISSING", 1),
    deed("invented", "insert into gauge (id, name) values (900, 'G')", "RECORD_UNKNOWN", 900),
    deed(
      "a deleted one put back",
      "insert into gauge (id, site_id, name, quantity) values (5, 1, 'G-5', 1.5)",
      "RECORD_UNKNOWN",
      5,
    ),
    deed("given another id", "update gauge set id = 900 where id = 2", "RECORD_MISSING", 2),
    {
      name: "record: changed, then hidden under a lawful change",
      area: "record",
      sql: `${around("gauge", "update gauge set quantity = 9 where id = 2")}; ${lawful}; update gauge set note = 'n' where id = 2`,
      expect: { kind: "HISTORY_BROKEN", table: "gauge", id: 2 },
    },
    {
      name: "record: invented, then hidden under a lawful change",
      area: "record",
      sql: `${around("gauge", "insert into gauge (id, name) values (900, 'G')")}; ${lawful}; update gauge set note = 'n' where id = 900`,
      expect: { kind: "HISTORY_BROKEN", table: "gauge", id: 900 },
    },
    {
      name: "record: changed, then lawfully deleted",
      area: "record",
      sql: `${around("gauge", "update gauge set quantity = 9 where id = 2")}; ${lawful}; delete from gauge where id = 2`,
      expect: { kind: "HISTORY_BROKEN", table: "gauge", id: 2 },
    },
  ];
}
