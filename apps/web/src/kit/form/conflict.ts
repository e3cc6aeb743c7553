/** What two people made of one record: pure, for the form, for the grid and for its tests. */
import type { AnyRecord, Field, Label } from "@lotline/schema";
import type { Row } from "../data/row.ts";
import { changedNames, type FormState, filledRows, firstState, formFields, formSets, fromValue, type Value } from "./values.ts";

/** One field, or one set of child rows, that somebody changed. */
export interface ConflictRow {
  readonly name: string;
  readonly label: Label;
  /** Undefined for child rows, which are compared as a whole and shown by their number. */
  readonly field: Field | undefined;
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
  /** Both changed it, to different values: the person must say which one holds. */
  readonly both: boolean;
  readonly changedByMe: boolean;
}

/** @param mine what the person typed; @param base what it began from; @param theirs what is saved now */
export function conflictRows(record: AnyRecord, mine: FormState, base: Row | object, theirs: Row): ConflictRow[] {
  const [was, now] = [firstState(record, "edit", { ...base }), firstState(record, "edit", theirs)];
  const byMe = new Set(changedNames(record, "edit", mine, was));
  const byThem = new Set(changedNames(record, "edit", now, was));
  const differs = new Set(changedNames(record, "edit", mine, now));
  const marks = (name: string) => ({
    both: byMe.has(name) && byThem.has(name) && differs.has(name),
    changedByMe: byMe.has(name),
  });
  const isIn = (name: string) => byMe.has(name) || byThem.has(name);
  const shown = (field: Field, value: Value | undefined) => (field.kind === "ref" ? value : fromValue(field, value));
  return [
    ...formFields(record, "edit")
      .filter(([name]) => isIn(name))
      .map(([name, field]) => ({
        name,
        label: field.label,
        field,
        base: shown(field, was.values[name]),
        theirs: shown(field, now.values[name]),
        mine: shown(field, mine.values[name]),
        ...marks(name),
      })),
    ...formSets(record, "edit")
      .filter(([set]) => isIn(set))
      .map(([set]) => {
        const count = (state: FormState) => filledRows(state.lines[set] ?? []).length;
        const label: Label = record.lines?.[set]?.label ?? record.label;
        return { name: set, label, field: undefined, base: count(was), theirs: count(now), mine: count(mine), ...marks(set) };
      }),
  ];
}

/** What the person keeps of their own when each field that both changed has been decided. */
export const keptOf = (rows: readonly ConflictRow[], choice: Readonly<Record<string, "mine" | "theirs">>): string[] =>
  rows.filter(({ name, both, changedByMe }) => changedByMe && (!both || choice[name] === "mine")).map(({ name }) => name);
