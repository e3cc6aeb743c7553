/** The words of a record's child rows, by the names of the record file. */
import { type Label, type RecordName, registry } from "@lotline/schema";
import { lineSets } from "../../kit/data/documents.ts";

export interface LineWords {
  readonly title: Label;
  readonly of: (field: string) => Label;
}

/** The words of the child rows called `lines`, or as said. */
export function lineWords(name: RecordName, called = "lines"): LineWords {
  const lines = lineSets(registry[name]).find(([set]) => set === called)?.[1];
  if (!lines) throw new Error(`${name} has no ${called}`);
  return {
    title: lines.label,
    of: (field) => {
      const label = lines.fields[field]?.label;
      if (!label) throw new Error(`the ${called} of ${name} have no ${field}`);
      return label;
    },
  };
}
