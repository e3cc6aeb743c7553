// biome-ignore-all lint/suspicious/noExplicitAny: the ORM's property union is closed to computed objects
import { type AnyRecord, type Field, type Fields, registry } from "@lotline/schema";
import { BigIntType, DecimalType, EntitySchema } from "@mikro-orm/core";
import { columnOf, hasStates, lineSets, lineTableOf, recordNames, snake, specOf, tableOf } from "../base/names.ts";

/** A class per record and per set of child rows, made at start; the ORM needs them, modules never see them. */
const classes = new Map<string, new () => object>();

export const entityClass = (name: string): (new () => object) => {
  const known = classes.get(name);
  if (known) return known;
  const made = { [name]: class {} }[name] as new () => object;
  classes.set(name, made);
  return made;
};

export const lineEntity = (name: string, set: string): string => `${name}.${set}`;

const quote = (values: string[]): string => values.map((v) => `'${v.replaceAll("'", "''")}'`).join(", ");

function property(name: string, field: Field): any {
  const common = { fieldName: snake(name), nullable: field.optional === true };
  switch (field.kind) {
    case "text":
      return { ...common, type: "string", columnType: "text" };
    case "integer":
      return { ...common, type: "number", columnType: "int" };
    case "decimal":
      return { ...common, type: new DecimalType("string"), columnType: `numeric(18,${field.scale})` };
    case "quantity":
      return { ...common, type: new DecimalType("string"), columnType: "numeric(18,6)" };
    case "date":
      return { ...common, type: "date", columnType: "date" };
    case "instant":
      return { ...common, type: "Date", columnType: "timestamptz(3)" };
    case "flag":
      return { ...common, type: "boolean", columnType: "boolean", nullable: false, default: false };
    case "choice":
      return { ...common, type: "string", columnType: "text" };
    case "json":
      return { ...common, type: "json", columnType: "jsonb" };
    case "ref":
      return reference(`${snake(name)}_id`, field.target, field.optional === true);
  }
}

// mapToPk: a reference is its target's id; nothing is loaded by touching a property.
const reference = (fieldName: string, target: string, nullable = false): any => ({
  kind: "m:1",
  entity: () => entityClass(target),
  mapToPk: true,
  fieldName,
  nullable,
  deleteRule: "no action",
  updateRule: "no action",
});

const properties = (fields: Fields): any =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, property(name, field)]));

/** The database's last line: what a field promises also holds for whoever writes past the kernel. */
function checks(table: string, fields: Fields): any[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const column = columnOf(fields, name);
    const check = (expression: string) => [{ name: `${table}_${column}_check`.slice(0, 63), expression }];
    if (field.kind === "choice") return check(`${column} in (${quote(Object.keys(field.of.values))})`);
    if (field.kind === "text") return check(`length(${column}) <= ${field.max}`);
    if (field.kind === "integer") return check(`(${column} >= ${field.min}) and (${column} <= ${field.max})`);
    if (field.kind === "quantity" && field.allow !== "signed") return check(`${column} ${field.allow === "zero" ? ">=" : ">"} 0`);
    return [];
  });
}

const identity = { type: new BigIntType("string"), primary: true, generated: "by default as identity" };

const head = (spec: AnyRecord): any => ({
  id: identity,
  number: { type: "string", columnType: "text" },
  ...(hasStates(spec) ? { state: { type: "string", columnType: "text" } } : {}),
  version: { type: "number", columnType: "int", default: 1 },
  createdAt: { type: "Date", fieldName: "created_at", columnType: "timestamptz(3)", defaultRaw: "domain_now()" },
  createdBy: reference("created_by_id", "Person"),
  retainUntil: { type: "date", fieldName: "retain_until", columnType: "date", nullable: true },
  ...(spec.site ? { site: reference("site_id", "Site") } : {}),
  ...(spec.attributes ? { attributes: { type: "json", columnType: "jsonb", defaultRaw: "'{}'" } } : {}),
});

function indexes(spec: AnyRecord, table: string): any[] {
  const sorts = [...new Set(["createdAt", ...(spec.list.sorts ?? []), spec.list.sort.replace(/^-/, "")])].filter(
    (c) => c !== "number",
  );
  const column = (c: string) => (c === "createdAt" ? "created_at" : columnOf(spec.fields, c));
  const searched = [...new Set(["number", ...spec.list.search])].map((c) => `${column(c)} gin_trgm_ops`);
  return [
    ...sorts.map((c) => ({
      name: `${table}_${column(c)}_sort`,
      expression: `create index "${table}_${column(c)}_sort" on "${table}" (${column(c)}, id)`,
    })),
    ...(spec.attributes
      ? [
          {
            name: `${table}_attributes`,
            expression: `create index "${table}_attributes" on "${table}" using gin (attributes jsonb_path_ops)`,
          },
        ]
      : []),
    { name: `${table}_search`, expression: `create index "${table}_search" on "${table}" using gin (${searched.join(", ")})` },
  ];
}

function uniques(spec: AnyRecord, table: string): any[] {
  const fields = Object.entries(spec.fields as Fields).filter(([, f]) => f.unique);
  return [
    { name: `${table}_number_unique`, properties: ["number"] },
    ...fields.map(([name]) => ({ name: `${table}_${snake(name)}_unique`, properties: [name] })),
    ...(spec.revisionOf ? [{ name: `${table}_revision_unique`, properties: [spec.revisionOf, "revision"] }] : []),
  ];
}

function recordSchema(name: string): EntitySchema<any, any, any>[] {
  const spec = specOf(name);
  const table = tableOf(name);
  const states = Object.keys(spec.states ?? {});
  const main = new EntitySchema<any>({
    class: entityClass(name),
    tableName: table,
    properties: { ...head(spec), ...properties(spec.fields) },
    checks: [
      ...(states.length > 0 ? [{ name: `${table}_state_check`, expression: `state in (${quote(states)})` }] : []),
      ...(spec.attributes ? [{ name: `${table}_attributes_check`, expression: "jsonb_typeof(attributes) = 'object'" }] : []),
      ...checks(table, spec.fields),
    ],
    indexes: indexes(spec, table),
    uniques: uniques(spec, table),
  });
  return [main, ...lineSets(spec).map(([set, lines]) => lineSchema(name, set, lines.fields))];
}

function lineSchema(name: string, set: string, fields: Fields): EntitySchema<any, any, any> {
  const table = lineTableOf(name, set);
  return new EntitySchema<any>({
    class: entityClass(lineEntity(name, set)),
    tableName: table,
    properties: {
      id: identity,
      head: reference("head_id", name),
      position: { type: "number", columnType: "int" },
      ...properties(fields),
    },
    checks: checks(table, fields),
  });
}

/** Entities of every record of the registry, with their child rows. */
export const recordEntities = (): EntitySchema<any, any, any>[] => recordNames.flatMap(recordSchema);

/** Columns of a hand-made table (ledgers, technical tables), in the words of record fields. */
export function tableSchema(
  name: string,
  fields: Fields,
  extra: { [property: string]: any } = {},
  options: any = {},
): EntitySchema<any, any, any> {
  return new EntitySchema<any>({
    class: entityClass(name),
    tableName: snake(name),
    properties: { ...(extra.id ? {} : { id: identity }), ...properties(fields), ...extra },
    checks: [...checks(snake(name), fields), ...(options.checks ?? [])],
    indexes: options.indexes ?? [],
    uniques: options.uniques ?? [],
  });
}

export const knownRecord = (name: string): boolean => Object.hasOwn(registry, name);
