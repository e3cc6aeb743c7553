/** Scanning back: every label that is scanned is held against the job; another one stops it at once. */
import { type SubmitEvent, useId, useRef, useState } from "react";
import { Button } from "../../kit/Button.tsx";
import field from "../../kit/field/field.module.css";
import { formatDecimal } from "../../kit/format.ts";
import { useKeys } from "../../kit/keys.tsx";
import { useWords } from "../../kit/lang.tsx";
import { StatusGlyph } from "../../kit/mark/StatusGlyph.tsx";
import { Progress } from "../../kit/record/DialogParts.tsx";
import type { LoadedRecord } from "../../kit/record/types.ts";
import { useAct } from "../../kit/record/useAct.ts";
import { FailureText } from "../../kit/states.tsx";
import { ScanInput } from "../shared/ScanInput.tsx";
import css from "./label.module.css";

export function ScanPanel({ row, again }: { readonly row: LoadedRecord; readonly again: () => void }) {
  const { t } = useWords("label");
  const id = useId();
  const act = useAct("LabelJob", row, "scanBack");
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  // How many had been right before the last scan: one more says that it was right too; a wrong one ends this panel.
  const [before, setBefore] = useState<number>();
  const good = Number(row.scannedGood ?? 0);
  useKeys([{ key: "j", label: t("lbl.scan"), run: () => box.current?.focus() }]);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    // What stands in the box: the scanner's Enter may come before the page has drawn its text.
    const scanned = box.current?.value.trim() ?? "";
    if (scanned === "" || act.busy) return;
    if (await act.send({ input: { scanned } })) {
      setBefore(good);
      setText("");
      box.current?.focus();
    }
    again();
  };
  return (
    <form className={css.panel} onSubmit={submit} noValidate aria-labelledby={id}>
      <div className={css.head}>
        <h2 id={id}>{t("lbl.scan")}</h2>
        <span>{t("lbl.scanNote", { n: formatDecimal(String(good)) })}</span>
      </div>
      <div className={css.boxes}>
        <div className={css.scan}>
          <label htmlFor={`${id}-s`} className={field.label}>
            {t("lbl.udi")}
          </label>
          <ScanInput
            id={`${id}-s`}
            ref={box}
            data-scan="whole"
            maxLength={300}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <Button type="submit" busy={act.busy}>
          {act.unknown ? t("do.check") : t("lbl.doScan")}
        </Button>
      </div>
      {act.failure && <FailureText failure={act.failure} />}
      <p className={css.said} role="status">
        {before !== undefined && good > before && (
          <>
            <StatusGlyph name="tick" tone="ok" size={13} /> {t("lbl.scanGood")}
          </>
        )}
      </p>
      <Progress act={act} label={t("lbl.scan")} />
    </form>
  );
}
