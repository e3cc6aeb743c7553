/** What labels have of their own: the designer beside its preview, and the page of a job. */
import { type Row, refOf, textOf } from "../../kit/data/row.ts";
import type { RecordFeature } from "../../kit/feature.tsx";
import { useWords } from "../../kit/lang.tsx";
import { Code } from "../../kit/mark/Text.tsx";

/** Its templates are revisions, which the kit lists by itself. */
export const itemLabelFeature: RecordFeature = { related: [{ record: "LabelJob", field: "itemLabel" }] };

export const labelTemplateFeature: RecordFeature = {
  layout: () => import("./TemplateLayout.tsx"),
  form: () => import("./TemplateForm.tsx"),
};

function JobSubtitle({ row }: { row: Row }) {
  const { say } = useWords();
  const label = refOf(row.itemLabel);
  return (
    <>
      {label && (
        <>
          <Code>{label.number}</Code> {say(label.title)}
          {" · "}
        </>
      )}
      <Code>{textOf(row.lotNumber)}</Code>
    </>
  );
}

export const labelJobFeature: RecordFeature = {
  layout: () => import("./JobLayout.tsx"),
  subtitle: JobSubtitle,
};
