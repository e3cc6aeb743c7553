/** What every dialog of an action has: its progress and failure. */
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
