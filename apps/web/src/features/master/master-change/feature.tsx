/** What changes of master data have of their own: the page, and the record they are about below its head. */
import { type Label, registry } from "@lotline/schema";
import { type Row, textOf } from "../../../kit/data/row.ts";
import type { RecordFeature } from "../../../kit/feature.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { Code } from "../../../kit/mark/Text.tsx";

function ChangedRecord({ row }: { row: Row }) {
  const { say } = useWords();
  const types: Readonly<Record<string, Label>> = registry.MasterChange.fields.recordType.of.values;
  const label = types[textOf(row.recordType)];
  return (
    <>
      {label && say(label)} <Code>{textOf(row.recordNumber)}</Code>
    </>
  );
}

export const masterChangeFeature: RecordFeature = {
  layout: () => import("./MasterChangeLayout.tsx"),
  subtitle: ChangedRecord,
};
