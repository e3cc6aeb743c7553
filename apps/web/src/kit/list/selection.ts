/** Which records of a list are selected: some by their id, or all that match but some. Bulk actions are told exactly this. */

export type Selection =
  | { readonly kind: "some"; readonly ids: ReadonlySet<string> }
  /** Every record that the filter of the list matches, also those not read yet. */
  | { readonly kind: "all"; readonly except: ReadonlySet<string> };

export const nothingSelected: Selection = { kind: "some", ids: new Set() };
export const allSelected: Selection = { kind: "all", except: new Set() };

export const isSelected = (selection: Selection, id: string): boolean =>
  selection.kind === "some" ? selection.ids.has(id) : !selection.except.has(id);

/** Selects these records, or takes them out. */
export function select(selection: Selection, ids: readonly string[], selected: boolean): Selection {
  if (selection.kind === "all") return { kind: "all", except: change(selection.except, ids, !selected) };
  return { kind: "some", ids: change(selection.ids, ids, selected) };
}

const change = (before: ReadonlySet<string>, ids: readonly string[], add: boolean): ReadonlySet<string> =>
  new Set(add ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id)));

/** How many are selected; undefined when all are and their number is not known. */
export function selectedCount(selection: Selection, total: number | undefined): number | undefined {
  if (selection.kind === "some") return selection.ids.size;
  return total === undefined ? undefined : Math.max(0, total - selection.except.size);
}

/** Whether all, some or none of these are selected: the three states of the check box above them. */
export function selectedOf(selection: Selection, ids: readonly string[]): "all" | "some" | "none" {
  const count = ids.filter((id) => isSelected(selection, id)).length;
  return count === 0 ? "none" : count === ids.length ? "all" : "some";
}
