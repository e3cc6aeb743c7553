/** How far the server is with an import. */
import bulk from "../../../kit/bulk/bulk.module.css";
import { useWords } from "../../../kit/lang.tsx";
import type { ImportProgress } from "./imports.ts";

const words = { committing: "import.committing", undoing: "import.undoing" } as const satisfies Record<string, string>;

export function Progress({ batch }: { batch: ImportProgress }) {
  const { t } = useWords("import");
  const { state, phase, done, total, records } = batch;
  const word =
    state === "committing" || state === "undoing"
      ? words[state]
      : phase === "rehearse"
        ? ("import.rehearsing" as const)
        : ("import.validating" as const);
  const of = word === "import.validating" ? total : records;
  // What is rehearsed is told by the line it has come to.
  const all = word === "import.rehearsing" ? Math.max(total + 1, 1) : Math.max(of, 1);
  const part = Math.min(100, (100 * done) / all);
  const now = Math.min(done, of);
  return (
    <div className={bulk.progress}>
      <div
        className={bulk.bar}
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(part)}
        aria-label={t("import.step.check")}
      >
        <span data-part="ok" style={{ width: `${part}%` }} />
      </div>
      <p className={bulk.counts}>{t(word, { done: now.toLocaleString("en"), total: of.toLocaleString("en") })}</p>
    </div>
  );
}
