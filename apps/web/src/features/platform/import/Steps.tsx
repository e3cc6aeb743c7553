/** The five steps, which one it is at, and the way back to those that may be done again. */
import { useWords } from "../../../kit/lang.tsx";
import css from "./import.module.css";
import { type Step, steps } from "./imports.ts";

interface Props {
  at: Step;
  /** Steps that may be opened now. */
  open?: readonly Step[];
  onOpen?: (step: Step) => void;
}

export function Steps({ at, open = [], onOpen }: Props) {
  const { t } = useWords("import");
  return (
    <ol className={css.steps} aria-label={t("import.steps")}>
      {steps.map((step, index) => (
        <li key={step} aria-current={step === at ? "step" : undefined} data-done={steps.indexOf(at) > index || undefined}>
          {open.includes(step) && step !== at ? (
            <button type="button" onClick={() => onOpen?.(step)}>
              <span>{index + 1}</span> {t(`import.step.${step}`)}
            </button>
          ) : (
            <>
              <span>{index + 1}</span> {t(`import.step.${step}`)}
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
