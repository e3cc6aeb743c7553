/** Which boxes a scope needs (packages/schema/src/governance). A name that is not here belongs to every scope. */
const scopes: { readonly [name: string]: readonly string[] } = {
  named: ["records"],
  lot: ["lot"],
  genealogy: ["lot"],
  item: ["item"],
  supplier: ["supplier"],
  person: ["person"],
  fromDay: ["period", "person"],
  toDay: ["period", "person"],
};

/** True for a box, or a set of rows, that is asked for under this scope. */
export const fitsScope = (name: string, scope: string): boolean => scopes[name]?.includes(scope) ?? true;
