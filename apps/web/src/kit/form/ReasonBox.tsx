/** The reason of an action or of a change of a critical value: usual ones to pick, or one's own, at least ten characters (REQ-REC-04). */
import { type ReactNode, useId } from "react";
import { useWords } from "../lang.tsx";
import css from "./reason.module.css";

const usual = ["edit.usual.typo", "edit.usual.source", "edit.usual.review", "edit.usual.master"] as const;

interface Props {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  /** What the reason is asked for; "Reason" when not said. */
  label?: ReactNode;
  /** Offers the usual reasons of a change of data. */
  ofChange?: boolean;
  onLeave?: () => void;
  autoFocus?: boolean;
}

export function ReasonBox({ value, onChange, error, label, ofChange = false, onLeave, autoFocus = false }: Props) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className={css.box}>
      <label htmlFor={id} className={css.label}>
        {label ?? t("action.reason")}
      </label>
      {ofChange && (
        <select
          className={css.usual}
          aria-label={t("edit.reasonUsual")}
          value={usual.find((word) => t(word) === value) ?? ""}
          onChange={(event) => onChange(event.currentTarget.selectedOptions[0]?.text ?? "")}
        >
          <option value="" disabled>
            {t("edit.reasonUsual")}…
          </option>
          {usual.map((word) => (
            <option key={word} value={word}>
              {t(word)}
            </option>
          ))}
        </select>
      )}
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
        onBlur={onLeave}
      />
      {error && (
        <p id={`${id}-error`} className={css.error}>
          {error}
        </p>
      )}
    </div>
  );
}
