/** What a condition is set with: check boxes, a span of days, yes or no, or records picked by number or name. */

import { type Field, isDate, normaliseDate } from "@lotline/schema";
import { Checkbox, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { Button, IconButton } from "../Button.tsx";
import type { Ref } from "../data/row.ts";
import { RefPicker } from "../field/RefPicker.tsx";
import { usePicked } from "../field/usePicked.ts";
import { useWords } from "../lang.tsx";
import { Code } from "../mark/Text.tsx";
import { isRecordName } from "../path.ts";
import css from "./query.module.css";
import type { Condition } from "./view.ts";

interface Props {
  field: Field;
  condition: Condition | undefined;
  onChange: (condition: Condition | undefined) => void;
  onDone: () => void;
}

export function FilterEditor({ field, condition, onChange, onDone }: Props) {
  const { t } = useWords();
  return (
    <div className={css.editor}>
      <Editor field={field} condition={condition} onChange={onChange} />
      <div className={css.editorFoot}>
        <Button look="quiet" onClick={() => onChange(undefined)}>
          {t("do.clear")}
        </Button>
        <Button onClick={onDone}>{t("do.close")}</Button>
      </div>
    </div>
  );
}

const inOf = (values: readonly string[]): Condition | undefined => (values.length > 0 ? { kind: "in", values } : undefined);

function Editor({ field, condition, onChange }: Omit<Props, "onDone">) {
  const { t, say } = useWords();
  const values = condition?.kind === "in" ? condition.values : [];
  switch (field.kind) {
    case "choice":
      return (
        <fieldset className={css.checks}>
          <legend className={css.legend}>{say(field.label)}</legend>
          {Object.entries(field.of.values).map(([value, label]) => (
            <Checkbox
              key={value}
              label={say(label)}
              checked={values.includes(value)}
              onChange={(event) =>
                onChange(inOf(event.currentTarget.checked ? [...values, value] : values.filter((other) => other !== value)))
              }
            />
          ))}
        </fieldset>
      );
    case "flag":
      return (
        <fieldset className={css.checks}>
          <legend className={css.legend}>{say(field.label)}</legend>
          {[true, false].map((value) => (
            <Checkbox
              key={String(value)}
              label={value ? t("word.yes") : t("word.no")}
              checked={condition?.kind === "flag" && condition.value === value}
              onChange={(event) => onChange(event.currentTarget.checked ? { kind: "flag", value } : undefined)}
            />
          ))}
        </fieldset>
      );
    case "ref":
      return isRecordName(field.target) ? (
        <Refs target={field.target} label={say(field.label)} values={values} onChange={(next) => onChange(inOf(next))} />
      ) : null;
    default:
      return <Range label={say(field.label)} condition={condition} onChange={onChange} />;
  }
}

function Range({ label, condition, onChange }: Pick<Props, "condition" | "onChange"> & { label: string }) {
  const { t } = useWords();
  const span = condition?.kind === "range" ? condition : { from: "", to: "" };
  return (
    <fieldset className={css.range}>
      <legend className={css.legend}>{label}</legend>
      {(["from", "to"] as const).map((end) => (
        <DayInput
          key={end}
          autoFocus={end === "from"}
          label={t(end === "from" ? "word.from" : "word.to")}
          value={span[end]}
          onChange={(day) => {
            const next = { kind: "range", from: span.from, to: span.to, [end]: day } as const;
            onChange(next.from || next.to ? next : undefined);
          }}
        />
      ))}
    </fieldset>
  );
}

/** A day typed as 2026-08-20; a wrong one stays in the box and is not applied. */
function DayInput({
  label,
  value,
  onChange,
  autoFocus,
}: {
  label: string;
  value: string;
  onChange: (day: string) => void;
  autoFocus: boolean;
}) {
  const [text, setText] = useState(value);
  const clean = normaliseDate(text);
  return (
    <TextInput
      label={label}
      placeholder="2026-08-20"
      autoFocus={autoFocus}
      value={text}
      error={clean !== "" && !isDate(clean)}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const day = normaliseDate(event.currentTarget.value);
        if (day === "" || isDate(day)) onChange(day);
      }}
    />
  );
}

function Refs({
  target,
  label,
  values,
  onChange,
}: {
  target: Parameters<typeof usePicked>[0];
  label: string;
  values: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  const { t, say } = useWords();
  const picked = usePicked(target, values);
  const add = (ref: Ref | null) => {
    if (ref && !values.includes(ref.id)) onChange([...values, ref.id]);
  };
  return (
    <div>
      <RefPicker target={target} label={label} value={null} onChange={add} autoFocus />
      <ul className={css.picked}>
        {values.map((id) => {
          const ref = picked.get(id);
          return (
            <li key={id}>
              <Code>{ref?.number ?? "…"}</Code> <span className={css.title}>{ref && say(ref.title)}</span>
              <IconButton
                icon={IconX}
                name={`${t("do.remove")} ${ref?.number ?? id}`}
                onClick={() => onChange(values.filter((other) => other !== id))}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
