import type { Label } from "./label.ts";

/** What every field may say about itself. */
export interface FieldOptions {
  /** Absent values are allowed. */
  readonly optional?: boolean;
  /** A change of a saved value asks for a reason (REQ-REC-04). */
  readonly critical?: boolean;
  /** Set by effects only; never part of an input. */
  readonly system?: boolean;
  /** Given when the record is made, never edited afterwards. */
  readonly fixed?: boolean;
  /** No two records may carry the same value. */
  readonly unique?: boolean;
  /** Not part of what a signature covers: running totals and the like. */
  readonly unsigned?: boolean;
  readonly help?: Label;
  /** Shown only to holders of this permit; for others it is null and named as masked, everywhere (REQ-ACC-10). */
  readonly masked?: string;
}

interface Base extends FieldOptions {
  readonly label: Label;
}

/** A closed list of words with their labels, e.g. severities. */
export interface Enumeration<V extends string = string> {
  readonly name: string;
  readonly values: { readonly [K in V]: Label };
}

export interface TextField extends Base {
  readonly kind: "text";
  readonly max: number;
  readonly multiline?: boolean;
  /** A code: upper case, letters, digits and . _ / - only, shown monospaced. */
  readonly code?: boolean;
}
export interface IntegerField extends Base {
  readonly kind: "integer";
  readonly min: number;
  readonly max: number;
  readonly unit?: Label;
}
export interface DecimalField extends Base {
  readonly kind: "decimal";
  readonly scale: number;
  readonly min?: string;
  readonly max?: string;
  readonly unit?: Label;
  /** A mark or a rate: lists do not add it up. */
  readonly rate?: true;
  /** A choice of the same record that is its unit, e.g. a currency; sums are made for each of them. */
  readonly unitOf?: string;
  /** Chosen among the values of this rule, in force on the day of the head's date field, and no other number (ADR 52). */
  readonly inForce?: { readonly rule: string; readonly on: string };
}
/** numeric(18,6) with the unit of `unitOf` (a reference field of the same record leading to a unit or an item). */
export interface QuantityField extends Base {
  readonly kind: "quantity";
  /** "zero" allows 0, "signed" also negative amounts; otherwise above zero. */
  readonly allow?: "zero" | "signed";
  readonly unitOf?: string;
}
export interface DateField extends Base {
  readonly kind: "date";
}
export interface InstantField extends Base {
  readonly kind: "instant";
}
export interface FlagField extends Base {
  readonly kind: "flag";
}
export interface ChoiceField<V extends string = string> extends Base {
  readonly kind: "choice";
  readonly of: Enumeration<V>;
  /** The rule by whose keys in force the values may be chosen: those that it says are in use (ADR 52). */
  readonly inUse?: string;
}
export interface RefField<T extends string = string> extends Base {
  readonly kind: "ref";
  readonly target: T;
}
export interface JsonField extends Base {
  readonly kind: "json";
}

export type Field =
  | TextField
  | IntegerField
  | DecimalField
  | QuantityField
  | DateField
  | InstantField
  | FlagField
  | ChoiceField
  | RefField
  | JsonField;

export type Fields = { readonly [name: string]: Field };

type Made<F extends Field, O> = F & O;

// The casts keep literal options (optional: true) in the type; the objects are exactly of that shape.
/** Free text, at most `max` characters (200 when not said), NFC, trimmed. */
export const text = <const O extends FieldOptions & { max?: number; multiline?: boolean }>(label: Label, options?: O) =>
  ({ kind: "text", max: 200, label, ...options }) as unknown as Made<TextField, NoInfer<O>>;
/** The most characters of a number that people enter. */
export const numberLength = 40;
/** A code such as a lot number: normalised to ASCII upper case. */
export const code = <const O extends FieldOptions & { max?: number }>(label: Label, options?: O) =>
  ({ kind: "text", code: true, max: 40, label, ...options }) as unknown as Made<TextField, NoInfer<O>>;
/** A whole number within bounds (0 … 2,000,000,000 when not said). */
export const integer = <const O extends FieldOptions & { min?: number; max?: number; unit?: Label }>(label: Label, options?: O) =>
  ({ kind: "integer", min: 0, max: 2_000_000_000, label, ...options }) as unknown as Made<IntegerField, NoInfer<O>>;
/** A decimal kept as text, at most `scale` decimals (6 when not said). */
export const decimal = <const O extends FieldOptions & Partial<Omit<DecimalField, "kind" | "label">>>(
  label: Label,
  options?: O,
) => ({ kind: "decimal", scale: 6, label, ...options }) as unknown as Made<DecimalField, NoInfer<O>>;
/** An amount of material: numeric(18,6), always with a unit. */
export const quantity = <const O extends FieldOptions & { allow?: "zero" | "signed"; unitOf?: string }>(
  label: Label,
  options?: O,
) => ({ kind: "quantity", label, ...options }) as unknown as Made<QuantityField, NoInfer<O>>;
/** A calendar date in the site's zone, YYYY-MM-DD. */
export const date = <const O extends FieldOptions>(label: Label, options?: O) =>
  ({ kind: "date", label, ...options }) as unknown as Made<DateField, NoInfer<O>>;
/** A moment, UTC, milliseconds. */
export const instant = <const O extends FieldOptions>(label: Label, options?: O) =>
  ({ kind: "instant", label, ...options }) as unknown as Made<InstantField, NoInfer<O>>;
export const flag = <const O extends FieldOptions>(label: Label, options?: O) =>
  ({ kind: "flag", label, ...options }) as unknown as Made<FlagField, NoInfer<O>>;
export const choice = <const V extends string, const O extends FieldOptions & { inUse?: string }>(
  label: Label,
  of: Enumeration<V>,
  options?: O,
) => ({ kind: "choice", of, label, ...options }) as unknown as Made<ChoiceField<NoInfer<V>>, NoInfer<O>>;
/** A reference to one record of another type; whether the target exists is checked when the registry is defined. */
export const ref = <const T extends string, const O extends FieldOptions>(label: Label, target: T, options?: O) =>
  ({ kind: "ref", target, label, ...options }) as unknown as Made<RefField<NoInfer<T>>, NoInfer<O>>;
/** Structured evidence written by effects. */
export const json = <const O extends FieldOptions>(label: Label, options?: O) =>
  ({ kind: "json", label, ...options }) as unknown as Made<JsonField, NoInfer<O>>;

/** A closed list; its labels live with it. */
export const enumeration = <const V extends string>(name: string, values: { readonly [K in V]: Label }): Enumeration<V> => ({
  name,
  values,
});

/** The key of a record, typed by its target. At run time a decimal string. */
export type Id<T extends string = string> = string & { readonly __of?: T };

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The value a field has on the server. */
export type ValueOf<F> = F extends { kind: "integer" }
  ? number
  : F extends { kind: "flag" }
    ? boolean
    : F extends { kind: "instant" }
      ? Date
      : F extends { kind: "choice"; of: Enumeration<infer V> }
        ? V
        : F extends { kind: "ref"; target: infer T extends string }
          ? Id<T>
          : F extends { kind: "json" }
            ? Json
            : string;

type OptionalKeys<F> = { [K in keyof F]: F[K] extends { optional: true } ? K : never }[keyof F];
type Flat<T> = { [K in keyof T]: T[K] };

/** All fields with their values; optional ones may be null. */
export type ValuesOf<F> = Flat<{ [K in keyof F]: F[K] extends { optional: true } ? ValueOf<F[K]> | null : ValueOf<F[K]> }>;
/** What is given when a row is made: optional fields may be left out. */
export type GivenOf<F> = Flat<
  { [K in Exclude<keyof F, OptionalKeys<F>>]: ValueOf<F[K]> } & { [K in OptionalKeys<F>]?: ValueOf<F[K]> | null }
>;

/** Fields a person may give: not those that effects write. */
export const givenFields = (fields: Fields): [string, Field][] => Object.entries(fields).filter(([, field]) => !field.system);
