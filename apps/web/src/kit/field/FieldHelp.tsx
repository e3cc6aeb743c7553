/** "?" beside a field: its own help, and what its rules say. F1 opens and closes it from the box. */
import { type Field, type Label, registry } from "@lotline/schema";
import { type KeyboardEvent, useId, useState } from "react";
import { useWords } from "../lang.tsx";
import { Hidden } from "../mark/Text.tsx";
import { isRecordName } from "../path.ts";
import css from "./field.module.css";
import { ruleWords } from "./rules.ts";

/** State of the help of one field: the button beside its label, the text below its box, the key. */
export function useFieldHelp(field: Field | undefined, label: string) {
  const { t } = useWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  const toggle = () => setOpen((before) => !before);
  return {
    /** For the element around the box. */
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "F1" || !field) return;
      event.preventDefault();
      event.stopPropagation();
      toggle();
    },
    button: field && (
      // Not a stop of Tab: F1 opens it from the box, and a form keeps one stop for each field.
      <button
        type="button"
        tabIndex={-1}
        className={css.help}
        aria-expanded={open}
        aria-controls={id}
        title={`${t("help.field", { label })} (F1)`}
        onClick={toggle}
      >
        <span aria-hidden>?</span>
        <Hidden>{t("help.field", { label })}</Hidden>
      </button>
    ),
    text: field && open && <HelpText id={id} field={field} help={field.help} />,
  };
}

function HelpText({ id, field, help }: { id: string; field: Field; help: Label | undefined }) {
  const { say, t } = useWords();
  const target = field.kind === "ref" && isRecordName(field.target) ? say(registry[field.target].label) : "";
  return (
    <div id={id} role="note" className={css.helpText}>
      {help && <p>{say(help)}</p>}
      <ul>
        {ruleWords(field).map((rule) => (
          <li key={rule.word}>{rule.word === "rule.ref" ? t("rule.ref", { label: target }) : rule.say(t)}</li>
        ))}
      </ul>
    </div>
  );
}
