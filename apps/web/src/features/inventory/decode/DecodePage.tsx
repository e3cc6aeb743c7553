/** Takes any code apart: every element, every rule that is broken with its place, and what the code means here (REQ-TRC-06). */

import { fill } from "@lotline/schema/words/translate";
import { type Agency, agencies, examine } from "@lotline/udi";
import { useDeferredValue, useId, useRef, useState } from "react";
import { Button } from "../../../kit/Button.tsx";
import field from "../../../kit/field/field.module.css";
import { useWords } from "../../../kit/lang.tsx";
import boxes from "../../../kit/record/filter-boxes.module.css";
import { EmptyState } from "../../../kit/states.tsx";
import { Apart } from "./Apart.tsx";
import css from "./decode.module.css";
import { PictureButton } from "./PictureButton.tsx";
import { words } from "./words.ts";

const agencyNames: Readonly<Record<Agency, string>> = {
  GS1: "GS1",
  HIBCC: "HIBCC",
  ICCBBA: "ICCBBA",
  "ZIIOT-MA": "MA (ZIIOT)",
  AHM: "AHM",
};

/** The separator that no eye sees, written out. */
const visible = (text: string): string => text.replaceAll("\x1d", "{GS}");

export default function DecodePage() {
  const { say } = useWords();
  const [text, setText] = useState("");
  const [agency, setAgency] = useState<Agency>();
  const code = useDeferredValue(text.trim());
  const box = useRef<HTMLTextAreaElement>(null);
  const ids = { code: useId(), hint: useId() };
  return (
    <div className={boxes.page}>
      <header className={boxes.head}>
        <h1>{say(words.title)}</h1>
        <p>{say(words.intro)}</p>
        <div className={css.code}>
          <label className={field.label} htmlFor={ids.code}>
            {say(words.code)}
          </label>
          <textarea
            id={ids.code}
            ref={box}
            className={field.input}
            data-code
            data-scan="whole"
            rows={3}
            aria-describedby={ids.hint}
            autoComplete="off"
            spellCheck={false}
            // biome-ignore lint/a11y/noAutofocus: the page is this one box, and a scanner writes where the cursor is
            autoFocus
            value={text}
            onChange={(event) => setText(visible(event.currentTarget.value))}
          />
          <p id={ids.hint} className={css.hint}>
            {fill(say(words.codeHint), { gs: "{GS}" })}
          </p>
        </div>
        <div className={css.acts}>
          <AgencyChoice value={agency} onChange={setAgency} />
          <Button
            disabled={text === ""}
            onClick={() => {
              setText("");
              box.current?.focus();
            }}
          >
            {say(words.clear)}
          </Button>
          <PictureButton onCode={(found) => setText(visible(found))} />
        </div>
      </header>
      {code === "" ? (
        <EmptyState title={say(words.empty)} hint={say(words.emptyHint)} />
      ) : (
        <Apart code={code} of={examine(code, agency ? { agency } : {})} name={agencyNames} />
      )}
    </div>
  );
}

/** Codes of AHM have no form of their own; a person may name the agency of any other, too. */
function AgencyChoice({ value, onChange }: { value: Agency | undefined; onChange: (agency: Agency | undefined) => void }) {
  const { say } = useWords();
  const id = useId();
  return (
    <div className={css.agency}>
      <label className={field.label} htmlFor={id}>
        {say(words.agency)}
      </label>
      <select
        id={id}
        className={field.input}
        value={value ?? ""}
        onChange={(event) => onChange(agencies.find((one) => one === event.currentTarget.value))}
      >
        <option value="">{say(words.byForm)}</option>
        {agencies.map((one) => (
          <option key={one} value={one}>
            {agencyNames[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
