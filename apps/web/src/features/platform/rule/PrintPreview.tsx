/** A letterhead or form tried out on a real record, before anybody approves it. */
import { type RecordName, registry } from "@lotline/schema";
import { useState } from "react";
import { type Ref, type Row, textOf } from "../../../kit/data/row.ts";
import { RefPicker } from "../../../kit/field/RefPicker.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { isRecordName, printPath } from "../../../kit/path.ts";
import { useMay } from "../../../kit/session.tsx";
import { printed } from "./forms.ts";
import css from "./rule.module.css";

export function PrintPreview({ row }: { row: Row }) {
  const { t, say } = useWords();
  const may = useMay();
  const [of, setOf] = useState<Ref | null>(null);
  const key = textOf(row.key);
  const target: RecordName | undefined = [key, ...printed].filter(isRecordName).find((name) => printed.includes(name));
  if (!target || !may(registry[target].read)) return null;
  return (
    <section className={css.content} aria-label={t("print.preview")}>
      <h2>{t("print.preview")}</h2>
      <div className={css.boxes}>
        <RefPicker target={target} label={say(registry[target].label)} value={of} onChange={setOf} />
      </div>
      {of && (
        <a href={`${printPath(target, of.number)}?with=${encodeURIComponent(textOf(row.number))}`} download>
          {t("print.open", { number: of.number })}
        </a>
      )}
    </section>
  );
}
