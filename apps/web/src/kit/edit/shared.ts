/** What the editors in the cells of a list share with it. */
import type { AnyRecord } from "@lotline/schema";
import { createContext, use } from "react";
import type { Row } from "../data/row.ts";
import type { Value } from "../form/values.ts";

/** One value to be saved. */
export interface Edit {
  readonly row: Row;
  readonly column: string;
  readonly value: Value;
  readonly reason: string | undefined;
}

export interface SharedEdit {
  readonly record: AnyRecord;
  readonly save: (edit: Edit) => void;
}

const Context = createContext<SharedEdit | undefined>(undefined);
export const CellEditProvider = Context;

/** What an editor in a cell needs of its list. */
export function useSharedEdit(): SharedEdit {
  const shared = use(Context);
  if (!shared) throw new Error("a cell editor outside its list");
  return shared;
}
