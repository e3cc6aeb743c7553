/** What one column is asked: the operator, and values typed or picked by the kind of field. */

import {
  type Ask,
  type Field,
  type Operator,
  operatorLabels,
  operatorsOf,
  readRelative,
  readValue,
  relativeWords,
  takes,
} from "@lotline/schema";
import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { IconButton } from "../Button.tsx";
import { useOffered } from "../data/choices.ts";
import type { Ref } from "../data/row.ts";
import { RefPicker } from "../field/RefPicker.tsx";
import { usePicked } from "../field/usePicked.ts";
import { useWords } from "../lang.tsx";
import { Code } from "../mark/Text.tsx";
import { isRecordName } from "../path.ts";
import { firstOperator } from "./filter-words.ts";
import css from "./query.module.css";

interface Props {
  field: Field;
  /** What stands; an incomplete one has fewer values than its operator takes. */
  ask: Ask | undefined;
  onChange: (ask: Ask | undefined) => void;
  autoFocus?: boolean;
}

/** The operator beside its values; one that would be the only choice is not shown. */
export default function AskEditor({ field, ask, onChange, autoFocus = false }: Props) {
  const { t, say } = useWords();
  const operators = operatorsOf(field);
  const op = ask?.op ?? firstOperator(field);
  const change = (next: Operator) => {
    // Values that the other operator takes too stay.
    const kept = (ask?.values ?? []).filter((value) => value !== "" && readValue(field, next, value) !== null);
    const wanted = takes(next);
    onChange({ op: next, values: wanted === "many" ? kept : kept.slice(0, wanted) });
  };
  return (
    <div className={css.ask}>
      {operators.length > 1 && (
        <NativeSelect
          aria-label={t("filter.operator", { column: say(field.label) })}
          value={op}
          data={operators.map((value) => ({ value, label: say(operatorLabels[value]) }))}
          onChange={(event) => {
            const next = operators.find((known) => known === event.currentTarget.value);
            if (next) change(next);
          }}
        />
      )}
      <Values
        field={field}
        op={op}
        values={ask?.values ?? []}
        autoFocus={autoFocus}
        onChange={(values) => onChange({ op, values })}
      />
    </div>
  );
}

interface ValuesProps {
  field: Field;
  op: Operator;
  values: readonly string[];
  autoFocus: boolean;
  onChange: (values: readonly string[]) => void;
}

function Values({ field, op, values, autoFocus, onChange }: ValuesProps) {
  const { t, say } = useWords();
  const label = say(field.label);
  if (takes(op) === 0) return null;
  if (op === "rel") return <Relative value={values[0] ?? ""} label={label} onChange={(value) => onChange([value])} />;
  if (field.kind === "choice" || field.kind === "flag")
    return <Listed field={field} label={label} values={values} onChange={onChange} />;
  if (field.kind === "ref")
    return isRecordName(field.target) ? (
      <Refs target={field.target} label={label} values={values} onChange={onChange} autoFocus={autoFocus} />
    ) : null;
  if (takes(op) === 2)
    return (
      <fieldset className={css.range}>
        <legend className={css.legend}>{label}</legend>
        {[0, 1].map((at) => (
          <Typed
            key={at}
            field={field}
            op={op}
            label={t(at === 0 ? "word.from" : "word.to")}
            autoFocus={autoFocus && at === 0}
            value={values[at] ?? ""}
            onChange={(value) => onChange(at === 0 ? [value, values[1] ?? ""] : [values[0] ?? "", value])}
          />
        ))}
      </fieldset>
    );
  return (
    <Typed
      field={field}
      op={op}
      label={label}
      bare
      autoFocus={autoFocus}
      value={values[0] ?? ""}
      onChange={(value) => onChange([value])}
    />
  );
}

/** A value typed as text, number or day; a wrong one stays in the box and is not asked. Full-width digits are read as digits. */
function Typed({
  field,
  op,
  label,
  value,
  onChange,
  autoFocus,
  bare = false,
}: {
  field: Field;
  op: Operator;
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus: boolean;
  bare?: boolean;
}) {
  const [text, setText] = useState(value);
  const wrong = text.trim() !== "" && readValue(field, op, text) === null;
  const isDay = field.kind === "date" || field.kind === "instant";
  return (
    <TextInput
      {...(bare ? { "aria-label": label } : { label })}
      placeholder={isDay ? "2026-08-20" : undefined}
      maxLength={200}
      autoFocus={autoFocus}
      data-autofocus={autoFocus || undefined}
      value={text}
      error={wrong}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(readValue(field, op, event.currentTarget.value) ?? "");
      }}
    />
  );
}

function Listed({
  field,
  label,
  values,
  onChange,
}: {
  field: Extract<Field, { kind: "choice" | "flag" }>;
  label: string;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}) {
  const { t, say } = useWords();
  const of = useOffered(field, values, true);
  const options: (readonly [string, string])[] =
    field.kind === "flag"
      ? [
          ["true", t("word.yes")],
          ["false", t("word.no")],
        ]
      : Object.entries(of.values).map(([value, words]) => [value, say(words)]);
  return (
    <fieldset className={css.checks}>
      <legend className={css.legend}>{label}</legend>
      {options.map(([value, word]) => (
        <Checkbox
          key={value}
          label={word}
          checked={values.includes(value)}
          onChange={(event) => {
            const others = field.kind === "flag" ? [] : values.filter((other) => other !== value);
            onChange(event.currentTarget.checked ? [...others, value] : others);
          }}
        />
      ))}
    </fieldset>
  );
}

const spans = [
  "today",
  "yesterday",
  "thisWeek",
  "lastWeek",
  "thisMonth",
  "lastMonth",
  "thisQuarter",
  "lastQuarter",
  "thisYear",
  "lastYear",
  "nextWeek",
  "nextMonth",
  "past",
  "future",
] as const;
const counted = /^(last|next)(\d{1,3})([dwm])$/;

/** A span told from today: one of the usual ones, or the last or next so many days, weeks or months. */
function Relative({ value, label, onChange }: { value: string; label: string; onChange: (value: string) => void }) {
  const { t, say } = useWords();
  const [, side = "", count = "", unit = "d"] = counted.exec(value) ?? [];
  const [number, setNumber] = useState(count);
  const send = (way: string, of: string, units: string) => {
    const text = `${way}${Number(of.normalize("NFKC"))}${units}`;
    onChange(readRelative(text) ? text : "");
  };
  return (
    <div className={css.relative}>
      <NativeSelect
        aria-label={t("filter.span", { column: label })}
        value={side || value}
        data={[
          { value: "", label: t("filter.pick") },
          { value: "last", label: t("filter.last") },
          { value: "next", label: t("filter.next") },
          ...spans.map((span) => ({ value: span, label: say(relativeWords(span)) })),
        ]}
        onChange={(event) => {
          const picked = event.currentTarget.value;
          if (picked !== "last" && picked !== "next") return onChange(picked);
          setNumber(number || "30");
          send(picked, number || "30", unit);
        }}
      />
      {side && (
        <>
          <TextInput
            aria-label={t("filter.count")}
            inputMode="numeric"
            maxLength={3}
            value={number}
            error={readRelative(`last${Number(number.normalize("NFKC"))}d`) === null}
            onChange={(event) => {
              setNumber(event.currentTarget.value);
              // A number that cannot be read keeps the span before it, so that the box stays open for it to be put right.
              const text = `${side}${Number(event.currentTarget.value.normalize("NFKC"))}${unit}`;
              if (readRelative(text)) onChange(text);
            }}
          />
          <NativeSelect
            aria-label={t("filter.unit")}
            value={unit}
            data={(["d", "w", "m"] as const).map((of) => ({ value: of, label: t(`filter.unit.${of}`) }))}
            onChange={(event) => send(side, count, event.currentTarget.value)}
          />
        </>
      )}
    </div>
  );
}

function Refs({
  target,
  label,
  values,
  onChange,
  autoFocus,
}: {
  target: Parameters<typeof usePicked>[0];
  label: string;
  values: readonly string[];
  onChange: (ids: readonly string[]) => void;
  autoFocus: boolean;
}) {
  const { t, say } = useWords();
  const picked = usePicked(target, values);
  const add = (ref: Ref | null) => {
    if (ref && !values.includes(ref.id)) onChange([...values, ref.id]);
  };
  return (
    <div>
      <RefPicker target={target} label={label} value={null} onChange={add} autoFocus={autoFocus} />
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
