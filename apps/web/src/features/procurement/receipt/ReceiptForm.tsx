/** The form of a receipt: each scan of a package fills a line; what a code does not say is typed. */
import { useEffect } from "react";
import { useNow, useZone } from "../../../kit/clock.tsx";
import { FormField } from "../../../kit/form/FormField.tsx";
import kit from "../../../kit/form/form.module.css";
import { FormLines } from "../../../kit/form/RecordForm.tsx";
import type { RecordFormProps } from "../../../kit/form/types.ts";
import { formFields } from "../../../kit/form/values.ts";
import { inZone } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { FailureText } from "../../../kit/states.tsx";
import { ScanInput } from "../../shared/ScanInput.tsx";
import css from "./receipt.module.css";
import { useScannedLines } from "./useScannedLines.ts";

export default function ReceiptForm({ form }: RecordFormProps) {
  useToday(form);
  return (
    <>
      <ScanBox form={form} />
      <div className={kit.fields}>
        {formFields(form.record, form.mode).map(([name]) => (
          <div key={name}>
            <FormField form={form} name={name} refFilter={name === "purchaseOrder" ? { state: ["approved"] } : {}} />
          </div>
        ))}
      </div>
      <FormLines form={form} set="lines" />
    </>
  );
}

/** Goods are mostly received on the day on which they are typed. */
function useToday({ mode, state, set }: RecordFormProps["form"]): void {
  const [now, zone] = [useNow(60_000), useZone()];
  const today = inZone(now, zone)?.date;
  const isEmpty = mode === "create" && state.values.receivedOn === "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form opens; an emptied box stays empty
  useEffect(() => {
    if (isEmpty && today) set("receivedOn", today);
  }, []);
}

function ScanBox({ form }: RecordFormProps) {
  const { t, say } = useWords();
  const scan = useScannedLines(form);
  return (
    <section className={css.scan} aria-label={t("receipt.scan")}>
      <ScanInput
        ref={scan.box}
        aria-label={t("receipt.scan")}
        placeholder={t("receipt.scanHint")}
        maxLength={300}
        value={scan.text}
        // biome-ignore lint/a11y/noAutofocus: the form is opened to scan
        autoFocus={form.mode === "create"}
        onChange={(event) => scan.type(event.currentTarget.value)}
        onKeyDown={(event) => {
          // A scanner ends with Enter or Tab; neither sends the form.
          if (event.key !== "Enter" && (event.key !== "Tab" || event.shiftKey || !scan.text.trim())) return;
          event.preventDefault();
          void scan.read();
        }}
      />
      <div role="status" className={css.said}>
        {scan.said.map((line) => (
          <p key={line.en} data-look={scan.filled ? "ok" : "no"}>
            {say(line)}
          </p>
        ))}
      </div>
      {scan.failure && <FailureText failure={scan.failure} />}
    </section>
  );
}
