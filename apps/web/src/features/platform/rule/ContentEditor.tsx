/** The content of a rule in boxes, by the form of its rule. */
import type { Field, Fields } from "@lotline/schema";
import { useState } from "react";
import { FieldInput } from "../../../kit/field/FieldInput.tsx";
import kit from "../../../kit/form/form.module.css";
import { LinesEditor } from "../../../kit/form/LinesEditor.tsx";
import { type FormRow, filledRows, givenRows, toValue } from "../../../kit/form/values.ts";
import { useWords } from "../../../kit/lang.tsx";
import { held, type Many, type RuleForm, readList, shownList, typedInto, valueAt } from "./form-parts.ts";
import css from "./rule.module.css";

interface Props {
  of: RuleForm;
  content: unknown;
  onChange: (content: unknown) => void;
  issue: (path: string) => string | undefined;
}

export function ContentEditor({ of, content, onChange, issue }: Props) {
  const { say } = useWords();
  const begun = content ?? (of.isList ? [] : {});
  const put = (path: string, value: unknown) => onChange(typedInto(of, begun, path, value));
  return (
    <>
      <div className={css.boxes}>
        {Object.entries(of.fields).map(([path, field]) => (
          <div key={path} data-wide={(field.kind === "text" && field.multiline) || undefined}>
            <FieldInput
              field={field}
              value={toValue(field, valueAt(begun, path))}
              onChange={(value) => put(path, held(field, value))}
              error={issue(`content.${path}`)}
            />
          </div>
        ))}
        {Object.entries(of.numbers ?? {}).map(([path, label]) => (
          <Listed key={path} label={say(label)} value={valueAt(begun, path)} onChange={(value) => put(path, value)} ofNumbers />
        ))}
        {Object.entries(of.texts ?? {}).map(([path, label]) => (
          <Listed key={path} label={say(label)} value={valueAt(begun, path)} onChange={(value) => put(path, value)} />
        ))}
      </div>
      {Object.entries(of.many ?? {}).map(([path, many]) => (
        <ManyBoxes key={path} many={many} value={valueAt(begun, path)} onChange={(value) => put(path, value)} />
      ))}
      {Object.entries(of.rows ?? {}).map(([path, { label, fields }]) => (
        <Rows
          key={path}
          path={path}
          label={say(label)}
          fields={fields}
          value={valueAt(begun, path)}
          onChange={(value) => put(path, value)}
          issue={issue}
        />
      ))}
    </>
  );
}

interface PartProps {
  value: unknown;
  onChange: (value: unknown) => void;
}

/** Of many lists each is folded, and tells what it holds. */
export function ManyBoxes(props: PartProps & { many: Many }) {
  const { say } = useWords();
  const { label, of, folded } = props.many;
  if (!folded) return <Boxes {...props} />;
  const chosen = Array.isArray(props.value) ? props.value.map((one) => say(of.values[String(one)] ?? { en: one, zh: one })) : [];
  return (
    <details className={css.folded}>
      <summary>
        {say(label)} <span className={css.hint}>{chosen.length > 0 ? chosen.join(" · ") : "–"}</span>
      </summary>
      <Boxes {...props} />
    </details>
  );
}

function Boxes({ many: { label, of, all, optional }, value, onChange }: PartProps & { many: Many }) {
  const { say } = useWords();
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const isAll = all !== undefined && value === all.value;
  const tick = (one: string, on: boolean) => {
    const next = Object.keys(of.values).filter((other) => (other === one ? on : chosen.includes(other)));
    onChange(optional && next.length === 0 ? null : next);
  };
  return (
    <fieldset className={css.many}>
      <legend>{say(label)}</legend>
      {all && (
        <label>
          <input type="checkbox" checked={isAll} onChange={(event) => onChange(event.currentTarget.checked ? all.value : [])} />
          {say(all.label)}
        </label>
      )}
      {Object.entries(of.values).map(([one, words]) => (
        <label key={one}>
          <input
            type="checkbox"
            disabled={isAll}
            checked={chosen.includes(one)}
            onChange={(event) => tick(one, event.currentTarget.checked)}
          />
          {say(words)}
        </label>
      ))}
    </fieldset>
  );
}

/** A list with commas between its members. */
function Listed({ label, value, onChange, ofNumbers = false }: PartProps & { label: string; ofNumbers?: boolean }) {
  const [typed, setTyped] = useState(shownList(value));
  const field: Field = { kind: "text", max: 500, label: { en: label, zh: label } };
  return (
    <FieldInput
      field={field}
      value={typed}
      onChange={(next) => {
        const text = typeof next === "string" ? next : "";
        setTyped(text);
        onChange(readList(text, ofNumbers));
      }}
    />
  );
}

function Rows({
  path,
  label,
  fields,
  value,
  onChange,
  issue,
}: PartProps & { path: string; label: string; fields: Fields; issue: Props["issue"] }) {
  const [rows, setRows] = useState<readonly FormRow[]>(() => givenRows(fields, value));
  const change = (next: readonly FormRow[]) => {
    setRows(next);
    onChange(
      filledRows(next).map((row) =>
        Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, held(field, row.values[name] ?? null)])),
      ),
    );
  };
  const position = (key: string) => filledRows(rows).findIndex((row) => row.key === key);
  const found = (key: string): string | undefined => {
    const [, row = "", name] = key.split(".");
    return name === undefined ? issue(`content.${path}`) : issue(`content.${path}.${position(row)}.${name}`);
  };
  return (
    <div className={kit.lines}>
      <LinesEditor
        set={path}
        label={label}
        fields={fields}
        rows={rows}
        onChange={change}
        issue={found}
        onLeave={() => undefined}
      />
    </div>
  );
}
