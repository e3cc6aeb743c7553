/** An old or new value of the audit trail, in words where its field has them; the trail keeps texts. */
import { type AnyRecord, columnField, type Field, type Fields, isAttributePath } from "@lotline/schema";
import { useZone } from "../clock.tsx";
import { lineSets } from "../data/documents.ts";
import { JsonValue } from "../field/FieldValue.tsx";
import { usePicked } from "../field/usePicked.ts";
import { formatDecimal, formatInstant } from "../format.ts";
import { useWords } from "../lang.tsx";
import { Masked } from "../mark/Text.tsx";
import { isRecordName } from "../path.ts";
import { useMay } from "../session.tsx";
import css from "./timeline.module.css";

/** The field a change speaks of: a head field, the state, an attribute (the record then comes with them), or one of a child row. */
export function changedField(
  record: AnyRecord,
  path: string,
): { field: Field | undefined; set: string | undefined; name: string } {
  const [first = "", second] = path.split(".");
  if (isAttributePath(path)) return { field: columnField(record, path), set: undefined, name: second ?? path };
  if (second === undefined) return { field: columnField(record, first), set: undefined, name: first };
  const fields: Fields | undefined = lineSets(record).find(([set]) => set === first)?.[1].fields;
  return { field: fields?.[second], set: first, name: second };
}

/** The words of a changed field: its label, with that of its rows before it. */
export function useFieldWords(): (record: AnyRecord, path: string) => string {
  const { say } = useWords();
  return (record, path) => {
    const { field, set, name } = changedField(record, path);
    const label = field ? say(field.label) : name;
    const lines = set === undefined ? undefined : lineSets(record).find(([key]) => key === set)?.[1];
    return lines ? `${say(lines.label)} · ${label}` : label;
  };
}

export function ChangeValue({ field, value }: { field: Field | undefined; value: string | null }) {
  const { t, say } = useWords();
  const zone = useZone();
  const may = useMay();
  if (field?.masked !== undefined && !may(field.masked)) return <Masked />;
  if (value === null || value === "") return <>{t("timeline.nothing")}</>;
  switch (field?.kind) {
    case "choice": {
      const label = field.of.values[value];
      return <>{label ? say(label) : value}</>;
    }
    case "integer":
    case "decimal":
    case "quantity":
      return <>{formatDecimal(value.includes(".") ? value.replace(/\.?0+$/, "") : value)}</>;
    case "instant":
      return <>{formatInstant(value, zone)}</>;
    case "flag":
      return <>{value === "true" ? t("word.yes") : t("word.no")}</>;
    case "json":
      return <Recorded text={value} />;
    case "ref":
      return isRecordName(field.target) ? <Named target={field.target} id={value} /> : value;
    default:
      return <>{value.length > 300 ? `${value.slice(0, 300)}…` : value}</>;
  }
}

/** Structured evidence: that it was recorded, and what, once opened. */
function Recorded({ text }: { text: string }) {
  const { t } = useWords();
  return (
    <details className={css.recorded}>
      <summary>{t("timeline.recorded")}</summary>
      <JsonValue value={readJson(text)} />
    </details>
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function Named({ target, id }: { target: Parameters<typeof usePicked>[0]; id: string }) {
  const { say } = useWords();
  const ref = usePicked(target, [id]).get(id);
  return <>{ref ? (target === "Person" || target === "Unit" ? say(ref.title) : ref.number) : "…"}</>;
}
