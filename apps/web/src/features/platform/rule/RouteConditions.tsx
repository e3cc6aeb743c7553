/** When a step of a route is asked: a value of the record is one of some, or lies above a limit, of each currency its own. */
import { choice, decimal, type Enumeration, enumeration, type Field, type Fields, type Label, label } from "@lotline/schema";
import { IconPlus, IconX } from "@tabler/icons-react";
import { Button, IconButton } from "../../../kit/Button.tsx";
import { FieldInput } from "../../../kit/field/FieldInput.tsx";
import kit from "../../../kit/form/form.module.css";
import { toValue } from "../../../kit/form/values.ts";
import { useWords } from "../../../kit/lang.tsx";
import { ManyBoxes } from "./ContentEditor.tsx";
import { held, valueAt } from "./form-parts.ts";
import css from "./rule.module.css";

interface Props {
  fields: Fields;
  value: readonly unknown[];
  /** By path among the conditions; an empty one is all of them. */
  put: (path: string, value: unknown) => void;
  issue: (path: string) => string | undefined;
}

export function Conditions({ fields, value, put, issue }: Props) {
  const { t } = useWords();
  const names = enumeration("RouteField", Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.label])));
  const all = (next: readonly unknown[]) => put("", next.length > 0 ? next : null);
  return (
    <div className={css.signers} role="group" aria-label={t("route.when")}>
      <span className={css.hint}>{value.length > 0 ? t("route.when") : t("route.always")}</span>
      {value.map((one, index) => {
        const path = valueAt(one, "field");
        const field = typeof path === "string" ? fields[path] : undefined;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place; every box shows what the content holds
          <div key={index} className={css.condition}>
            <div className={css.signer}>
              <FieldInput
                field={choice(label("Value", "字段"), names)}
                bare
                label={`${t("route.value")} ${index + 1}`}
                value={typeof path === "string" ? path : ""}
                onChange={(next) => put(`${index}`, begunWith(fields, typeof next === "string" ? next : ""))}
              />
              <IconButton
                icon={IconX}
                name={t("route.removeOf", { what: t("route.value"), n: index + 1 })}
                onClick={() => all(value.filter((_, other) => other !== index))}
              />
            </div>
            {field && <Comparison of={one} field={field} fields={fields} put={(at, next) => put(`${index}.${at}`, next)} />}
            {issue(`${index}`) && <p className={kit.error}>{issue(`${index}`)}</p>}
          </div>
        );
      })}
      {issue("") && <p className={kit.error}>{issue("")}</p>}
      <Button look="quiet" icon={IconPlus} onClick={() => all([...value, {}])}>
        {t("route.addWhen")}
      </Button>
    </div>
  );
}

/** A condition begins with the way in which its value is compared. */
function begunWith(fields: Fields, name: string): object {
  const field = fields[name];
  if (field?.kind === "choice" || field?.kind === "flag") return { field: name, in: [] };
  return { field: name, ...(field?.kind === "decimal" && field.unitOf ? { unit: field.unitOf } : {}) };
}

const yesOrNo: Enumeration = enumeration("YesOrNo", { true: label("yes", "是"), false: label("no", "否") });
const above = (of: Label, scale: number): Field => decimal(of, { scale, min: "0" });

interface ComparisonProps {
  of: unknown;
  field: Field;
  fields: Fields;
  put: (path: string, value: unknown) => void;
}

function Comparison({ of, field, fields, put }: ComparisonProps) {
  const { t } = useWords();
  if (field.kind === "choice" || field.kind === "flag") {
    const values = field.kind === "choice" ? field.of : yesOrNo;
    const among = valueAt(of, "in");
    return (
      <ManyBoxes
        many={{ label: label("is one of", "为以下之一"), of: values }}
        value={Array.isArray(among) ? among : []}
        onChange={(next) => put("in", next)}
      />
    );
  }
  const by = fields[String(valueAt(of, "unit"))];
  const units = by?.kind === "choice" ? Object.entries(by.of.values) : [];
  const limits: [string, Field][] =
    units.length > 0
      ? units.map(([unit, { en, zh }]): [string, Field] => [
          `above.${unit}`,
          { ...above(label(`above, in ${en}`, `超过（${zh}）`), 2), optional: true },
        ])
      : [["above", above(label("is above", "超过"), 6)]];
  return (
    <>
      <div className={css.boxes}>
        {limits.map(([path, box]) => (
          <FieldInput
            key={path}
            field={box}
            value={toValue(box, valueAt(of, path))}
            onChange={(next) => put(path, held(box, next))}
          />
        ))}
      </div>
      {units.length > 0 && <span className={css.hint}>{t("route.noLimit")}</span>}
    </>
  );
}
