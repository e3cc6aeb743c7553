/** Units of a serial-tracked lot, scanned one by one or typed as a range; how many they are stands beside them. */
import { readSerials, writeSerials } from "@lotline/schema";
import { useState } from "react";
import { useScanned } from "../../desk/scan/scanned.ts";
import { Button } from "../../kit/Button.tsx";
import field from "../../kit/field/field.module.css";
import { useWords } from "../../kit/lang.tsx";
import { Code } from "../../kit/mark/Text.tsx";
import { ScanInput } from "./ScanInput.tsx";
import css from "./shared.module.css";

interface Props {
  id: string;
  /** What is named so far, as people write it. */
  value: string;
  onChange: (value: string) => void;
  /** How many are proposed, as text. */
  wanted: string;
  unit: string | undefined;
}

export function SerialScan({ id, value, onChange, wanted, unit = "" }: Props) {
  const { t } = useWords();
  const [text, setText] = useState("");
  const [fault, setFault] = useState("");
  const ask = useScanned();
  const read = readSerials(value);
  const named = read.ok ? read.serials : [];
  const add = async () => {
    // A plain serial number needs no server; a symbol is read there.
    const serial = /[\](+=]|\u001d|^01\d{14}/.test(text) ? (await ask(text))?.serial : undefined;
    const next = readSerials(`${value} ${serial ?? text}`);
    if (!next.ok) return setFault(next.piece);
    onChange(writeSerials(next.serials));
    setText("");
    setFault("");
  };
  return (
    <div className={css.units}>
      <label htmlFor={id} className={field.label}>
        {t("serial.scan")}
      </label>
      <ScanInput
        id={id}
        value={text}
        aria-invalid={fault !== "" || undefined}
        aria-describedby={`${id}-said`}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setFault("");
        }}
        onKeyDown={(event) => {
          // A scanner ends with Enter or Tab; both take the unit, and the next one may be scanned.
          if (!text.trim() || (event.key !== "Enter" && (event.key !== "Tab" || event.shiftKey))) return;
          event.preventDefault();
          void add();
        }}
      />
      <p id={`${id}-said`} role="status" className={css.said}>
        {fault ? t("serial.fault", { piece: fault }) : t("serial.named", { n: named.length, wanted: wanted || "–", unit })}{" "}
        {named.length > 0 && (
          <>
            <Code>{writeSerials(named)}</Code>{" "}
            <Button look="quiet" onClick={() => onChange("")}>
              {t("serial.clear")}
            </Button>
          </>
        )}
      </p>
    </div>
  );
}
