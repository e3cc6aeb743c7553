/** Makes inputs that pass validation for any record and action, from what stands in the database. */
import type { ActionInput } from "@lotline/schema";
import { approvedFields, type Field, type Fields, givenFields, type RecordName } from "@lotline/schema";
import { hasStates, lineSets, specOf, tableOf } from "../src/base/names.ts";
import type { Target } from "./browser.ts";
import type { Demo } from "./demo.ts";

export class Sampler {
  readonly #demo: Demo;
  #count = 0;

  constructor(demo: Demo) {
    this.#demo = demo;
  }

  /** A value that fits the field; references lead to the newest record of their type. */
  async value(name: string, field: Field): Promise<unknown> {
    switch (field.kind) {
      case "text":
        if (name === "login") return `sample.${++this.#count}`;
        if (name === "zone") return "Asia/Shanghai";
        if (name === "ruleName") return "retention";
        if (name === "recordType") return "Item";
        // The view of a list; what lives somewhere has a shorter one.
        if (name === "address" && field.max > 1000) return "state=active";
        return `S${++this.#count}`.slice(0, field.max);
      case "integer":
        return String(Math.max(field.min, 1));
      case "decimal":
      case "quantity":
        // One of a rule's values, or the usual one where none is given.
        if (field.kind === "decimal" && field.inForce) return null;
        return field.kind === "decimal" && field.min !== undefined ? String(Math.max(1, Number(field.min))) : "1";
      case "date":
        // What has happened lies before the demo's today.
        if (name === "foundOn" || name === "calibratedOn") return "2026-08-19";
        return "2026-09-01";
      case "instant":
        return "2026-09-01T00:00:00Z";
      case "flag":
        return true;
      case "choice":
        if (name === "audienceRole") return null;
        if (field.of.name === "SharedAudience") return "everyone";
        return field.inUse ? this.#inUse(field.inUse) : Object.keys(field.of.values)[0];
      case "json":
        return { years: 5 };
      case "ref":
        // A default without a view is the record's own one; the newest view may be voided by then.
        if (field.target === "SavedView") return null;
        return this.newest(field.target as RecordName);
    }
  }

  /** The first key of a rule that says it is in use. */
  async #inUse(ruleName: string): Promise<string | undefined> {
    const [rule] = await this.#demo.sql<{ key: string }>(
      "select key from rule where rule_name = $1 and state = 'approved' and (content ->> 'inUse')::boolean order by key limit 1",
      [ruleName],
    );
    return rule?.key;
  }

  async newest(record: RecordName): Promise<string> {
    const [row] = await this.#demo.sql<{ id: string }>(`select id from ${tableOf(record)} order by id desc limit 1`);
    return row?.id ?? "1";
  }

  async values(fields: readonly [string, Field][]): Promise<{ [name: string]: unknown }> {
    const made: { [name: string]: unknown } = {};
    for (const [name, field] of fields) made[name] = await this.value(name, field);
    return made;
  }

  async createInput(record: RecordName): Promise<{ [name: string]: unknown }> {
    const spec = specOf(record);
    const made = await this.values(givenFields(spec.fields));
    if (spec.number === "entered") made.number = `SAMPLE-${++this.#count}`;
    if (spec.site) made.site = (await this.#demo.sql<{ id: string }>("select id from site order by id limit 1"))[0]?.id;
    for (const [set, lines] of lineSets(spec)) if (!lines.system) made[set] = [await this.values(givenFields(lines.fields))];
    return record === "MasterChange" ? { ...made, ...(await this.#change()) } : made;
  }

  /** A change of an item whose name nobody has proposed to change. */
  async #change(): Promise<{ [name: string]: unknown }> {
    const [item] = await this.#demo.sql<{ id: string; version: number }>(
      `select id, version from item i where state = 'active' and not exists (select 1 from master_change c
         where c.record_type = 'Item' and c.record_id = i.id::text and c.state = 'proposed') order by id desc limit 1`,
    );
    const values = [{ field: "nameEn", after: `S${++this.#count}` }];
    return { recordType: "Item", recordId: item?.id, recordVersion: item?.version, why: "a long enough reason", values };
  }

  /** A change of the first field that is text, or null when an edit of this record changes no text. */
  async editInput(record: RecordName): Promise<{ [name: string]: unknown } | null> {
    const found = givenFields(specOf(record).fields).find(
      ([name, field]) =>
        !field.fixed && (field.kind === "text" || field.kind === "date") && approvedFields(specOf(record), [name]).length === 0,
    );
    return found ? { [found[0]]: found[1].kind === "date" ? "2026-10-15" : await this.value(...found) } : null;
  }

  async actionInput(input: ActionInput | undefined): Promise<{ [name: string]: unknown }> {
    const made = await this.values(Object.entries(input?.fields ?? {}));
    for (const [set, fields] of Object.entries(input?.rows ?? {}) as [string, Fields][])
      made[set] = [await this.values(Object.entries(fields))];
    return made;
  }

  /** A record of the type, in one of the states when they are given. */
  async target(record: RecordName, states?: readonly string[]): Promise<Target | null> {
    const [first] = await this.targets(record, states, 1);
    return first ?? null;
  }

  targets(record: RecordName, states: readonly string[] | undefined, limit: number): Promise<Target[]> {
    const among = states && hasStates(specOf(record)) ? "where state = any($1)" : "where $1::text[] is not null or true";
    return this.#demo.sql<Target>(`select id, version from ${tableOf(record)} ${among} order by id desc limit ${limit}`, [
      states ?? [],
    ]);
  }

  /** Puts a record of the type into a state, past the app: a copy of the newest one, without its rows. */
  async stage(record: RecordName, state: string): Promise<void> {
    const table = tableOf(record);
    const columns = await this.#demo.sql<{ name: string }>(
      "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> 'id'",
      [table],
    );
    const value = ({ name }: { name: string }) =>
      ["number", "legacy_number"].includes(name) ? `'STAGE-${++this.#count}'` : name === "state" ? "$1" : name;
    await this.#demo.sql("select set_config('app.actor', '1', false)");
    await this.#demo.sql(
      `insert into ${table} (${columns.map((c) => c.name).join(", ")}) select ${columns.map(value).join(", ")} from ${table} order by id desc limit 1`,
      [state],
    );
  }

  /** How much of everything there is that a refused act may not add to. */
  async everything(): Promise<object> {
    const [row] = await this.#demo.sql<object>(
      `select (select count(*) from audit.event) as events, (select count(*) from movement) as movements, (select count(*) from reading) as readings,
         (select count(*) from duty) as duties, (select count(*) from signature) as signatures, (select count(*) from outbox) as messages,
         (select count(*) from command_log) as commands, (select count(*) from signature_intent) as intents, (select sum(last_value) from number_series) as numbers`,
    );
    return row ?? {};
  }
}
