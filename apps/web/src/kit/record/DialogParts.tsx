/** What every dialog of an action has: its progress and failure, and the box for a reason. */
import { useId } from "react";
import { useWords } from "../lang.tsx";
import { FailureText } from "../states.tsx";
import css from "./dialog.module.css";
import type { Act } from "./useAct.ts";

/** What is going on with the command, or what became of it. */
export function Progress({ act, label }: { act: Act; label: string }) {
  const { t } = useWords();
  return (
    <>
      <div role="status" className={css.status}>
        {act.checking && t("action.checking", { action: label })}
      </div>
      <div role="alert" className={css.alert}>
        {act.unknown && !act.busy
          ? t("action.unknown", { action: label })
          : act.failure && act.failure.kind !== "invalid" && <FailureText failure={act.failure} />}
      </div>
    </>
  );
}

interface ReasonProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  autoFocus?: boolean;
}

/** The reason of an action: at least ten characters, kept with the record. */
export function ReasonBox({ value, onChange, error, autoFocus = false }: ReasonProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className={css.label}>
        {t("action.reason")}
      </label>
      <textarea
        id={id}
        className={css.reason}
        rows={2}
        maxLength={1000}
        placeholder={t("action.reasonHint")}
        value={value}
        data-autofocus={autoFocus || undefined}
        // biome-ignore lint/a11y/noAutofocus: the first box of a dialog that the person has just opened
        autoFocus={autoFocus}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {error && (
        <p id={`${id}-error`} className={css.error}>
          {error}
        </p>
      )}
    </div>
  );
}
