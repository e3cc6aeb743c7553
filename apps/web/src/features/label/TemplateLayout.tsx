/** The page of a label template: the label drawn with an example of its item, and its parts. */
import { useQuery } from "@apollo/client/react";
import { useId } from "react";
import { failureOf } from "../../kit/failure.ts";
import { useWords } from "../../kit/lang.tsx";
import { DefaultBody } from "../../kit/record/RecordBody.tsx";
import type { RecordLayoutProps } from "../../kit/record/types.ts";
import { FailureText } from "../../kit/states.tsx";
import { LabelPicture, StandsAgainst, SymbolsRead } from "./LabelPicture.tsx";
import css from "./label.module.css";
import { labelOfTemplateQuery } from "./preview.ts";

export default function TemplateLayout(props: RecordLayoutProps) {
  const { row } = props;
  const { t } = useWords("label");
  const id = useId();
  const { data, previousData, error } = useQuery(labelOfTemplateQuery, {
    variables: { number: row.number },
    fetchPolicy: "network-only",
  });
  const preview = (data ?? previousData)?.labelTemplate?.preview;
  return (
    <>
      <section className={css.panel} aria-labelledby={id}>
        <div className={css.head}>
          <h2 id={id}>{t("lbl.preview")}</h2>
          <span>{t("lbl.example")}</span>
        </div>
        {error && <FailureText failure={failureOf(error)} />}
        {preview && (
          <>
            <LabelPicture preview={preview} name={row.number} />
            <SymbolsRead preview={preview} />
            {row.state === "draft" && <StandsAgainst preview={preview} />}
          </>
        )}
      </section>
      <DefaultBody {...props} />
    </>
  );
}
