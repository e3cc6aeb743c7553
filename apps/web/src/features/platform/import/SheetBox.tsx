/** Which sheet of the workbook is read; another one is read by sending the file once more. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Failure } from "../../../kit/failure.ts";
import { useWords } from "../../../kit/lang.tsx";
import { isRecordName } from "../../../kit/path.ts";
import { FailureText } from "../../../kit/states.tsx";
import css from "./import.module.css";
import { discardImportDocument } from "./imports.ts";
import { heldFile, sendFile } from "./send.ts";
import type { StepProps } from "./Wizard.tsx";

export function SheetBox({ batch, order }: StepProps) {
  const { t } = useWords("import");
  const navigate = useNavigate();
  const [failure, setFailure] = useState<Failure>();
  const held = heldFile(batch.id);
  const { record } = batch;
  if (!held || batch.reading.sheets.length < 2 || !isRecordName(record)) return null;
  const read = async (sheet: string) => {
    setFailure(undefined);
    const sent = await sendFile(record, held.file, { ...held.reading, sheet });
    if ("failure" in sent) return setFailure(sent.failure);
    await order([discardImportDocument, {}]);
    await navigate({ to: "/import", search: { batch: sent.id } });
  };
  return (
    <>
      <label className={css.box}>
        {t("import.sheet")}
        <select
          className={css.control}
          value={batch.reading.sheet ?? ""}
          onChange={(event) => void read(event.currentTarget.value)}
        >
          {batch.reading.sheets.map((sheet) => (
            <option key={sheet}>{sheet}</option>
          ))}
        </select>
      </label>
      {failure && (
        <div role="alert" className={css.alert}>
          <FailureText failure={failure} />
        </div>
      )}
    </>
  );
}
