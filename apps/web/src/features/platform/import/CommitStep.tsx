/** The last step: all of it or nothing, and the way back while nobody has built on it. */
import { registry } from "@lotline/schema";
import { useState } from "react";
import { Button, ButtonLink } from "../../../kit/Button.tsx";
import { ReasonBox } from "../../../kit/form/ReasonBox.tsx";
import { useWords } from "../../../kit/lang.tsx";
import { isRecordName, listPath } from "../../../kit/path.ts";
import css from "./import.module.css";
import { commitImportDocument, isAtWork, undoImportDocument } from "./imports.ts";
import { Progress } from "./Progress.tsx";
import type { StepProps } from "./Wizard.tsx";

export function CommitStep(props: StepProps) {
  const { t, say } = useWords("import");
  const { batch, busy, order } = props;
  const plural = isRecordName(batch.record) ? say(registry[batch.record].plural) : batch.record;
  const isChange = batch.mode === "change";
  const n = (isChange ? batch.ok : batch.records).toLocaleString("en");
  const [reason, setReason] = useState("");
  if (isAtWork(batch.state)) return <Progress batch={batch} />;
  if (batch.state === "checked")
    return (
      <>
        <p>{t(isChange ? "import.commitChangeText" : "import.commitText")}</p>
        <p>
          {isChange
            ? t("import.commitChangeUndo")
            : batch.undoable
              ? t("import.commitUndo")
              : t("import.commitNoUndo", { record: plural })}
        </p>
        {isChange && <ReasonBox value={reason} onChange={setReason} error={undefined} />}
        <div className={css.buttons}>
          <Button
            look="primary"
            busy={busy}
            disabled={isChange && [...reason.trim()].length < 10}
            onClick={() => void order([commitImportDocument, isChange ? { reason } : {}])}
          >
            {t(isChange ? "import.commitChanges" : "import.commit", { n })}
          </Button>
        </div>
      </>
    );
  return (
    <>
      <p className={css.counts} role="status">
        {batch.state === "undone"
          ? t(isChange ? "import.restored" : "import.undone")
          : t(isChange ? "import.changed" : "import.committed", { n })}
      </p>
      <div className={css.buttons}>
        <ButtonLink to={listPath(batch.record)}>{t("import.open")}</ButtonLink>
      </div>
      {batch.state === "committed" && batch.undoable && <Undo {...props} />}
    </>
  );
}

function Undo({ batch, busy, order }: StepProps) {
  const { t } = useWords("import");
  const [reason, setReason] = useState("");
  return (
    <section className={css.undo} aria-label={t("import.undo")}>
      <h2>{t("import.undo")}</h2>
      <p>{t(batch.mode === "change" ? "import.commitChangeUndo" : "import.undoText")}</p>
      <ReasonBox value={reason} onChange={setReason} error={undefined} />
      <div className={css.buttons}>
        <Button
          look="danger"
          busy={busy}
          disabled={[...reason.trim()].length < 10}
          onClick={() => void order([undoImportDocument, { reason }])}
        >
          {t("import.undo")}
        </Button>
      </div>
    </section>
  );
}
