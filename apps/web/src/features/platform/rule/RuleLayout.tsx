/** The page of a rule: its content in words, a calendar as a year, above its fields. */
import type { WorkingDays } from "@lotline/schema";
import { useNow, useZone } from "../../../kit/clock.tsx";
import { textOf } from "../../../kit/data/row.ts";
import { inZone } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { DefaultBody } from "../../../kit/record/RecordBody.tsx";
import type { RecordLayoutProps } from "../../../kit/record/types.ts";
import { Logo } from "./LogoChoice.tsx";
import { PrintPreview } from "./PrintPreview.tsx";
import { WithoutLimit } from "./RouteConditions.tsx";
import css from "./rule.module.css";
import { contentWords } from "./words.ts";
import { useYear, Year, YearTools } from "./Year.tsx";

export default function RuleLayout(props: RecordLayoutProps) {
  const { t, say } = useWords();
  const today = inZone(useNow(), useZone())?.date ?? "";
  const { ruleName, content } = props.row;
  const words = contentWords(textOf(ruleName), textOf(props.row.key), content, today);
  return (
    <>
      {words && (
        <section className={css.words} aria-label={t("rule.inWords")}>
          <p>{say(words)}</p>
          {textOf(ruleName) === "approval-route" && <WithoutLimit content={content} />}
        </section>
      )}
      {textOf(ruleName) === "working-days" && <ShownYear calendar={content as WorkingDays} />}
      {textOf(ruleName) === "letterhead" && <Logo row={props.row} />}
      {(textOf(ruleName) === "letterhead" || textOf(ruleName) === "print-form") && <PrintPreview row={props.row} />}
      <DefaultBody {...props} without={words ? ["content"] : []} />
    </>
  );
}

function ShownYear({ calendar }: { calendar: WorkingDays }) {
  const [year, setYear] = useYear();
  return (
    <section className={css.content}>
      <YearTools year={year} onYear={setYear} calendar={calendar} />
      <Year year={year} calendar={calendar} />
    </section>
  );
}
