/** Records as the API sends them to screens that do not know their type: checked reading instead of trust. */
import { type Field, type Fields, flatAttributes, type Label } from "@lotline/schema";

/** A record, a child row or a reference in an answer. */
export interface Row {
  readonly id: string;
  readonly [name: string]: unknown;
}

/** A reference in an answer. */
export interface Ref {
  readonly id: string;
  readonly number: string;
  readonly title: Label;
  /** The symbol of the unit the referred item is counted in. */
  readonly unit?: string;
  /** The class of an item; it decides which own fields what refers to it has. */
  readonly itemClass?: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A record with its attributes as members of its own, so that they are fields like the others. */
export function rowIn(value: unknown): Row | undefined {
  const flat = flatAttributes(value);
  return isRow(flat) ? flat : undefined;
}

/** True for anything with an id. */
export function isRow(value: unknown): value is Row {
  return isObject(value) && typeof value.id === "string";
}

/** The value as a label, if it is one. */
export function labelOf(value: unknown): Label | undefined {
  return isObject(value) && typeof value.en === "string" && typeof value.zh === "string"
    ? { en: value.en, zh: value.zh }
    : undefined;
}

/** The value as a reference, if it is one; a unit may stand below it (item) or below its item (lot). */
export function refOf(value: unknown): Ref | undefined {
  if (!isRow(value)) return undefined;
  const number = textOf(value.number);
  const unit = isObject(value.unit)
    ? value.unit
    : isObject(value.item) && isObject(value.item.unit)
      ? value.item.unit
      : undefined;
  // A picked record is a reference already and carries the symbol itself.
  const symbol = unit ? textOf(unit.symbol) : textOf(value.unit);
  return {
    id: value.id,
    number,
    title: labelOf(value.title) ?? { en: number, zh: number },
    ...(symbol ? { unit: symbol } : {}),
    ...(typeof value.itemClass === "string" ? { itemClass: value.itemClass } : {}),
  };
}

/** A scalar as text; "" for nothing. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** The child rows of a set. */
export function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** The reference that leads to the unit of a quantity: named by the field, or the item or lot of the same row. */
export function unitRefOf(field: Field, fields: Fields): string | undefined {
  if (field.kind !== "quantity") return undefined;
  if (field.unitOf) return field.unitOf;
  return ["item", "lot", "component"].find((name) => fields[name]?.kind === "ref");
}

/** The unit of a quantity in its row, if the row carries it. */
export function unitIn(field: Field, fields: Fields, row: Readonly<Record<string, unknown>>): { unit?: string } {
  const name = unitRefOf(field, fields);
  const ref = name === undefined ? undefined : refOf(row[name]);
  const target = name === undefined ? undefined : fields[name];
  if (!ref) return {};
  // A reference straight to a unit: its own name is the symbol.
  if (target?.kind === "ref" && target.target === "Unit") return { unit: ref.title.en };
  return ref.unit ? { unit: ref.unit } : {};
}

/**
 * Fields to show, with the English and the Chinese name of a thing as one: the one in the language of the screen, called
 * "Name". Where both are wanted (forms, the record page) the caller does not ask for this.
 */
export function foldNames(names: readonly string[], lang: "en" | "zh"): string[] {
  const other = lang === "en" ? "Zh" : "En";
  const mine = lang === "en" ? "En" : "Zh";
  return names.filter((name) => !(name.endsWith(other) && names.includes(name.slice(0, -2) + mine)));
}
