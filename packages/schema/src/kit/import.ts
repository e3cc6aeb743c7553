/** What of a record type a file may bring, and how its columns are told to be which. One for the server and for the screen. Pure. */
import type { Attribute } from "./attribute.ts";
import { attributePath } from "./attribute-path.ts";
import { columnField } from "./column.ts";
import type { Issue } from "./error.ts";
import { type Field, type Fields, givenFields, numberLength } from "./field.ts";
import type { Label } from "./label.ts";
import { type AnyRecord, formPermit, type Lines } from "./record.ts";

/**
 * Master data that an import made by mistake: withdrawn with it, never deleted (REQ-REC-06). The action is the system's own; whether
 * the batch may be undone is decided for the whole of it.
 */
export const withdrawnState = { withdrawn: { en: "Withdrawn", zh: "已撤销" } } as const;
export const withdrawImport = {
  withdrawImport: { label: { en: "Withdraw with its import", zh: "随导入撤销" }, from: ["active"], to: "withdrawn" },
} as const;

/** A field that a column may fill: of the head by its name, of a child row as "lines.item". */
export interface ImportTarget {
  readonly path: string;
  readonly field: Field;
  readonly required: boolean;
  /** The set of child rows it belongs to, or null for the head. */
  readonly set: string | null;
}

/** What a person decided about the columns of a file; remembered for files with the same headers. */
export interface ImportMapping {
  /** By header: the path of a target, or "" for a column that is left out on purpose. A header that is missing is undecided. */
  readonly columns: { readonly [header: string]: string };
  /** One text for all rows, by path, where the file has no such column. */
  readonly fixed: { readonly [path: string]: string };
  /** By path: what a text of the file stands for: the key of a choice, the number of a record, "true" or "false". */
  readonly values: { readonly [path: string]: { readonly [text: string]: string } };
  /** Of a type with child rows: the header whose equal values make rows belong to one record. */
  readonly key: string | null;
}

/** The permit by which records of a type are imported: that of its form. None where a form asks for more than cells can hold. */
export function importPermit(record: AnyRecord): string | undefined {
  const needsJson = givenFields(record.fields as Fields).some(([, field]) => field.kind === "json" && !field.optional);
  // People, roles and rules are made one by one, and looked at.
  return needsJson || record.area === "platform" ? undefined : formPermit(record);
}

/** The sets of child rows that people give. */
export const importSets = (record: AnyRecord): readonly string[] =>
  Object.entries((record.lines ?? {}) as { [set: string]: Lines }).flatMap(([set, { system }]) => (system ? [] : [set]));

/** Every field that a file may fill, in the order of the record file. @param set the child rows that come with it, if any */
export function importTargets(record: AnyRecord, attributes: readonly Attribute[], set: string | null): ImportTarget[] {
  const target = (path: string, field: Field, of: string | null = null): ImportTarget => ({
    path,
    field,
    required: field.optional !== true,
    set: of,
  });
  const head = ["number", "site"].flatMap((name) => {
    const isGiven = name === "site" ? record.site === true : record.number === "entered";
    const field = isGiven ? columnField(record, name) : undefined;
    return field ? [target(name, field.kind === "text" ? { ...field, max: numberLength } : field)] : [];
  });
  const plain = ([, field]: readonly [string, Field]) => field.kind !== "json";
  const own = attributes.filter(({ withdrawn }) => !withdrawn);
  const lines: Fields = (set === null ? undefined : (record.lines as { [set: string]: Lines })[set]?.fields) ?? {};
  return [
    ...head,
    ...givenFields(record.fields as Fields)
      .filter(plain)
      .map(([name, field]) => target(name, field)),
    // A field of some kinds of record only is asked by its record, not by the file.
    ...own.map(({ name, field, kinds }) => target(attributePath(name), kinds === null ? field : { ...field, optional: true })),
    ...givenFields(lines)
      .filter(plain)
      .map(([name, field]) => target(`${set}.${name}`, field, set)),
  ];
}

/** The permit by which records of a type are changed from a file: that of its edit. */
export const changePermit = (record: AnyRecord): string | undefined =>
  record.area === "platform" || !importPermit(record) ? undefined : record.edit?.permit;

/** What a file that changes records may fill: the number, by which they are found, and every field of the head that can be edited. */
export function changeTargets(record: AnyRecord, attributes: readonly Attribute[]): ImportTarget[] {
  const number = columnField(record, "number");
  return [
    ...(number ? [{ path: "number", field: number, required: true, set: null }] : []),
    ...importTargets(record, attributes, null)
      .filter(({ path, field }) => path !== "number" && path !== "site" && field.fixed !== true)
      .map((target) => ({ ...target, required: false })),
  ];
}

const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s()[\]_\-.:*"']/g, "");

/** The fields by which rows are told to belong to one record, the surest first: its number, a unique text, what it revises. */
export const keyPaths = (record: Pick<AnyRecord, "revisionOf">, targets: readonly ImportTarget[]): readonly string[] =>
  targets.flatMap(({ path, set, field }) =>
    set === null && (path === "number" || path === record.revisionOf || (field.kind === "text" && field.unique)) ? path : [],
  );

/**
 * A first proposal: headers that are labels in either language or names of fields. What is not certain stays undecided.
 */
export function suggestMapping(
  record: Pick<AnyRecord, "revisionOf">,
  targets: readonly ImportTarget[],
  headers: readonly string[],
): ImportMapping {
  const taken = new Set<string>();
  const columns: { [header: string]: string } = {};
  for (const header of headers) {
    const wanted = folded(header);
    const found = targets.filter(
      ({ path, field }) =>
        !taken.has(path) &&
        [path, path.split(".").at(-1) ?? "", field.label.en, field.label.zh].some((word) => folded(word) === wanted),
    );
    const [first] = found;
    if (!first || (found.length > 1 && found.every(({ set }) => set === first.set))) continue;
    taken.add(first.path);
    columns[header] = first.path;
  }
  const header = keyPaths(record, targets).flatMap((path) => headers.find((one) => columns[one] === path) ?? [])[0];
  const hasRows = targets.some(({ set }) => set !== null);
  return { columns, fixed: {}, values: {}, key: (hasRows && header) || null };
}

/** What is still to decide before rows can be read; every fault at once, each with its column or field as path. */
export function mappingFaults(
  targets: readonly ImportTarget[],
  set: string | null,
  headers: readonly string[],
  { columns, fixed, key }: ImportMapping,
): Issue[] {
  const known = new Map(targets.map((target) => [target.path, target]));
  const used = new Map<string, string>();
  const issues: Issue[] = [];
  const fault = (path: string, code: string, text: Label) => issues.push({ path, code, text });
  for (const header of headers) {
    const path = columns[header];
    if (path === undefined)
      fault(header, "UNMAPPED_COLUMN", {
        en: `Column “${header}” is neither mapped nor left out.`,
        zh: `列“${header}”既未对应字段，也未标为不导入。`,
      });
    else if (path !== "" && !known.has(path))
      fault(header, "UNKNOWN_FIELD", {
        en: `Column “${header}”: there is no field ${path}.`,
        zh: `列“${header}”：没有字段 ${path}。`,
      });
    else if (path !== "" && (used.has(path) || fixed[path]))
      fault(header, "MAPPED_TWICE", {
        en: `“${known.get(path)?.field.label.en}” is filled twice, by “${used.get(path) ?? "one value for all rows"}” and by “${header}”.`,
        zh: `“${known.get(path)?.field.label.zh}”被“${used.get(path) ?? "统一值"}”和“${header}”重复对应。`,
      });
    else if (path) used.set(path, header);
  }
  for (const path of Object.keys(fixed))
    if (!known.has(path)) fault(path, "UNKNOWN_FIELD", { en: `There is no field ${path}.`, zh: `没有字段 ${path}。` });
  for (const { path, field, required } of targets)
    if (required && !used.has(path) && !fixed[path])
      fault(path, "REQUIRED_UNMAPPED", {
        en: `“${field.label.en}” is required: map a column to it, or give one value for all rows.`,
        zh: `“${field.label.zh}”为必填：请对应一列，或填写统一值。`,
      });
  if (set !== null && (key === null || !headers.includes(key)))
    fault("key", "KEY_MISSING", {
      en: "Choose the column whose equal values make rows belong to one record.",
      zh: "请选择按其相同值将多行归为一条记录的列。",
    });
  return issues;
}
