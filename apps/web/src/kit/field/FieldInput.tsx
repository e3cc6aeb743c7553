/** The box for one value, by the kind of its field. Numbers stand at the right with their unit inside; errors are words below. */

import { type Field, valueText } from "@lotline/schema";
import { Checkbox } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { type ReactNode, useId, useRef } from "react";
import { useOffered } from "../data/choices.ts";
import type { Ref } from "../data/row.ts";
import { normalise, type Value } from "../form/values.ts";
import { useWords } from "../lang.tsx";
import { isRecordName } from "../path.ts";
import { useFieldHelp } from "./FieldHelp.tsx";
import css from "./field.module.css";
import { RefPicker } from "./RefPicker.tsx";

interface Props {
  field: Field;
  value: Value;
  onChange: (value: Value) => void;
  onLeave?: () => void;
  error?: string | undefined;
  unit?: string | undefined;
  /** In a table the label is only spoken. */
  bare?: boolean;
  /** The spoken label in a table: "Line 2, Quantity". */
  label?: string;
  autoFocus?: boolean;
  refFilter?: Readonly<Record<string, unknown>> | undefined;
}

export function FieldInput(props: Props) {
  const { field, value, onChange, onLeave, error, bare = false, autoFocus = false } = props;
  const { say } = useWords();
  const id = useId();
  const label = props.label ?? say(field.label);
  if (field.kind === "ref") {
    return isRecordName(field.target) ? (
      // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that the focus has left the box inside
      <div onBlur={onLeave}>
        <RefPicker
          target={field.target}
          label={label}
          value={isRef(value) ? value : null}
          onChange={onChange}
          filter={props.refFilter}
          error={error}
          field={field}
          optional={field.optional ?? false}
          bare={bare}
          autoFocus={autoFocus}
        />
      </div>
    ) : null;
  }
  if (field.kind === "flag") {
    return (
      <div className={bare ? undefined : css.flag}>
        <Checkbox
          label={bare ? undefined : label}
          aria-label={bare ? label : undefined}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
          error={error}
          autoFocus={autoFocus}
        />
      </div>
    );
  }
  return (
    <Labelled id={id} field={field} label={label} error={error} bare={bare}>
      <Box {...props} id={id} text={typeof value === "string" ? value : ""} label={label} />
    </Labelled>
  );
}

const isRef = (value: Value): value is Ref => typeof value === "object" && value !== null;

interface LabelledProps {
  id: string;
  field: Field;
  label: string;
  error: string | undefined;
  bare: boolean;
  children: ReactNode;
}

function Labelled({ id, field, label, error, bare, children }: LabelledProps) {
  const { t } = useWords();
  const help = useFieldHelp(field, label);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears the key for help of the box inside
    <div className={css.field} onKeyDown={help.onKeyDown}>
      {!bare && (
        <div className={css.label}>
          <label htmlFor={id}>
            {label} {field.optional && <span className={css.optional}>{t("word.optional")}</span>}
          </label>{" "}
          {help.button}
        </div>
      )}
      <div className={css.box}>{children}</div>
      {help.text}
      {error && (
        <p id={`${id}-error`} className={css.error}>
          {error}
        </p>
      )}
    </div>
  );
}

function Box({
  field,
  text,
  onChange,
  onLeave,
  error,
  unit,
  bare = false,
  label,
  id,
  autoFocus = false,
}: Props & { id: string; text: string; label: string }) {
  const { say } = useWords();
  const shared = {
    id,
    className: css.input,
    "data-scan": field.kind,
    "data-error": error ? true : undefined,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error ? `${id}-error` : undefined,
    "aria-label": bare ? label : undefined,
    "aria-required": !field.optional || undefined,
    autoFocus,
    autoComplete: "off",
    spellCheck: false,
  } as const;
  const leave = () => {
    const clean = normalise(field, text);
    if (clean !== text) onChange(clean);
    onLeave?.();
  };
  if (field.kind === "choice" || (field.kind === "decimal" && field.inForce))
    return <Chosen shared={shared} field={field} text={text} onChange={onChange} onLeave={onLeave} />;
  if (field.kind === "json" || (field.kind === "text" && field.multiline)) {
    return (
      <textarea
        {...shared}
        data-code={field.kind === "json" || undefined}
        rows={field.kind === "json" ? 8 : 3}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={leave}
      />
    );
  }
  if (field.kind === "date") return <DateBox shared={shared} text={text} onChange={onChange} onLeave={leave} />;
  const isNumber = field.kind === "integer" || field.kind === "decimal" || field.kind === "quantity";
  const inside = unit ?? ("unit" in field && field.unit ? say(field.unit) : undefined);
  return (
    <>
      <input
        {...shared}
        inputMode={isNumber ? "decimal" : undefined}
        data-right={isNumber || undefined}
        data-code={(field.kind === "text" && field.code) || undefined}
        style={inside ? { paddingInlineEnd: `${inside.length * 0.7 + 1.2}em` } : undefined}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={leave}
      />
      {inside && <span className={css.unit}>{inside}</span>}
    </>
  );
}

interface ChosenProps {
  shared: Readonly<Record<string, unknown>>;
  field: Field;
  text: string;
  onChange: (value: string) => void;
  onLeave: (() => void) | undefined;
}

/** One of what the field offers today; what stands there already is offered as well. */
function Chosen({ shared, field, text, onChange, onLeave }: ChosenProps) {
  const { say } = useWords();
  const value = valueText(field, text) ?? "";
  const of = useOffered(field, [value]);
  return (
    <select {...shared} value={value} onChange={(event) => onChange(event.currentTarget.value)} onBlur={onLeave}>
      <option value="">–</option>
      {Object.entries(of.values).map(([one, words]) => (
        <option key={one} value={one}>
          {say(words)}
        </option>
      ))}
    </select>
  );
}

interface DateBoxProps {
  shared: Readonly<Record<string, unknown>>;
  text: string;
  onChange: (value: string) => void;
  onLeave: () => void;
}

/** A date is typed; the browser's calendar helps who wants it. The box itself always reads YYYY-MM-DD, whatever the browser's language. */
function DateBox({ shared, text, onChange, onLeave }: DateBoxProps) {
  const native = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        {...shared}
        inputMode="numeric"
        placeholder="2026-08-20"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onLeave}
      />
      <button type="button" tabIndex={-1} aria-hidden className={css.calendar} onClick={() => native.current?.showPicker()}>
        <IconCalendar size={15} stroke={1.6} />
      </button>
      <input
        ref={native}
        type="date"
        tabIndex={-1}
        aria-hidden
        className={css.native}
        value={/^\d{4}-\d\d-\d\d$/.test(text) ? text : ""}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </>
  );
}
