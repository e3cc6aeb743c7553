import { type AnyRecord, type Fields, type Lines, type RecordName, registry } from "@lotline/schema";

/** camelCase or PascalCase to snake_case. */
export const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

export const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The specification of a record by its name; unknown names are programmer errors or hostile input. */
export const specOf = (name: string): AnyRecord => {
  const spec = Object.hasOwn(registry, name) ? (registry as { [name: string]: AnyRecord })[name] : undefined;
  if (!spec) throw new Error(`unknown record type ${name}`);
  return spec;
};

export const recordNames = Object.keys(registry) as RecordName[];

export const tableOf = (name: string): string => snake(name);

/** lines → purchase_order_line, components → bom_component. */
export const lineTableOf = (name: string, set: string): string => `${snake(name)}_${snake(set).replace(/s$/, "")}`;

/** The column of a field: references end in _id. */
export const columnOf = (fields: Fields, field: string): string =>
  fields[field]?.kind === "ref" ? `${snake(field)}_id` : snake(field);

export const lineSets = (spec: AnyRecord): [string, Lines][] => Object.entries((spec.lines ?? {}) as { [set: string]: Lines });

export const hasStates = (spec: AnyRecord): boolean => Object.keys(spec.states ?? {}).length > 0;

/** Whether the records of a type belong to a site. */
export const hasSite = (name: string): boolean => specOf(name).site === true;

/** True when not everybody who may read such records sees each of them: rows of a site, rows with an audience. */
export const isScoped = (name: string): boolean => specOf(name).site === true || Object.hasOwn(specOf(name).fields, "audience");
