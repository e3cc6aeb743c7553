/** When a step of a route is asked: a value of the record is one of some, or lies above a limit, of each currency its own. */
import { choice, decimal, type Enumeration, enumeration, type Field, type Fields, type Label, label } from "@lotline/schema";
import { withoutLimit } from "@lotline/schema/approval-routes";
import { IconPlus, IconX } from "@tabler/icons-react";
import { Button, IconButton } from "../../../kit/Button.tsx";
import { useOffered, useRuleChoices } from "../../../kit/data/choices.ts";
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
  const by = fields[String(valueAt(of, "unit"))];
  const limitsNow = valueAt(of, "above");
  const given = typeof limitsNow === "object" && limitsNow !== null ? Object.keys(limitsNow) : [];
  const units = Object.entries(useOffered(by ?? field, given).values);
  const among = valueAt(of, "in");
  const chosen = Array.isArray(among) ? among.map(String) : [];
  const values = useOffered(field, chosen);
  if (field.kind === "choice" || field.kind === "flag") {
    const many = { label: label("is one of", "为以下之一"), of: field.kind === "choice" ? values : yesOrNo };
    return <ManyBoxes many={many} value={chosen} onChange={(next) => put("in", next)} />;
  }
  const limits: [string, Field][] =
    units.length > 0
      ? units.map(([unit, { en, zh }]): [string, Field] => [
          `above.${unit}`,
          { ...above(label(`above, in ${en}`, `超过（${zh}）`), 2), optional: true },
        ])
      : [["above", above(label("is above", "超过"), 6)]];
  const without = units.map(([unit]) => unit).filter((unit) => !given.includes(unit));
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
      {without.length > 0 && <span className={css.hint}>{t("route.withoutLimit", { units: without.join(", ") })}</span>}
    </>
  );
}

/** Which currencies in use a route has no limit for: the reader learns that the step is always asked then. */
export function WithoutLimit({ content }: { content: unknown }) {
  const { t } = useWords();
  const units = useRuleChoices("currency").flatMap(({ key, inUse }) => (inUse ? [key] : []));
  const without = withoutLimit(content, units);
  return without.length > 0 ? <p className={css.hint}>{t("route.withoutLimit", { units: without.join(", ") })}</p> : null;
}
