/** One value of a record as a reader sees it, by the kind of its field. */
import type { Enumeration, Field } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useZone } from "../clock.tsx";
import { refOf, textOf } from "../data/row.ts";
import { formatInstant } from "../format.ts";
import { useWords } from "../lang.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { hasLook } from "../mark/status.ts";
import { Code, Masked, Quantity } from "../mark/Text.tsx";
import { recordPath } from "../path.ts";
import { useMay } from "../session.tsx";
import css from "./value.module.css";

// Few values are evidence, and its words are many.
const JsonRows = lazy(() => import("./JsonRows.tsx"));

interface Props {
  field: Field;
  value: unknown;
  unit?: string | undefined;
  /** In a grid: one line, links not in the tab order. */
  inGrid?: boolean;
}

export function FieldValue({ field, value, unit, inGrid = false }: Props) {
  const { t, say } = useWords();
  const zone = useZone();
  const may = useMay();
  if (field.masked !== undefined && !may(field.masked)) return <Masked />;
  if (value === null || value === undefined || value === "") return <span className={css.none}>{t("word.empty")}</span>;
  switch (field.kind) {
    case "text":
      return field.code ? (
        <Code>{textOf(value)}</Code>
      ) : (
        <span className={field.multiline && !inGrid ? css.lines : undefined}>{textOf(value)}</span>
      );
    case "integer":
      return <Quantity value={textOf(value)} unit={field.unit && say(field.unit)} />;
    case "decimal":
      // Two decimals are money, which is written with both of them.
      return (
        <Quantity
          value={textOf(value)}
          unit={field.unit ? say(field.unit) : unit}
          {...(field.scale === 2 ? { decimals: 2 } : {})}
        />
      );
    case "quantity":
      return <Quantity value={textOf(value)} unit={unit} />;
    case "date":
      return <time dateTime={textOf(value)}>{textOf(value)}</time>;
    case "instant":
      return <time dateTime={textOf(value)}>{formatInstant(textOf(value), zone)}</time>;
    case "flag":
      return <>{value === true ? t("word.yes") : t("word.no")}</>;
    case "choice":
      return <Choice of={field.of} value={textOf(value)} />;
    case "ref":
      return <RefValue target={field.target} value={value} inGrid={inGrid} />;
    case "json":
      if (!inGrid && leaves(value) <= few) return <JsonValue value={value} />;
      return inGrid ? (
        t("timeline.recorded")
      ) : (
        <details className={css.evidence}>
          <summary>{t("do.showAll")}</summary>
          <JsonValue value={value} />
        </details>
      );
  }
}

/** So much evidence is shown at once; more is folded. */
const few = 12;

const leaves = (value: unknown): number =>
  typeof value === "object" && value !== null ? Object.values(value).reduce((sum: number, part) => sum + leaves(part), 0) : 1;

/** Closed lists whose values are verdicts or severities; the same word elsewhere (a place called "blocked") has no glyph. */
const isVerdict = (list: string): boolean => list === "Severity" || list === "InspectionResult" || list.endsWith("State");

function Choice({ of, value }: { of: Enumeration; value: string }) {
  const { say } = useWords();
  const label = of.values[value];
  const word = label ? say(label) : value;
  return isVerdict(of.name) && hasLook(value) ? <StatusWord name={value} label={word} /> : word;
}

function RefValue({ target, value, inGrid }: { target: string; value: unknown; inGrid: boolean }) {
  const { say } = useWords();
  const ref = refOf(value);
  if (!ref) return <>{textOf(value)}</>;
  const name = say(ref.title);
  // Units are known by their symbol, people and sites by name; everything else by its number first.
  if (target === "Unit") return <>{name}</>;
  const byName = target === "Person" || target === "Site";
  // A revision is known by its number; the name of what it revises stands beside it already.
  const nameless = byName || target === "ItemRevision" || name === ref.number;
  return (
    <>
      <Link to={recordPath(target, ref.number)} tabIndex={inGrid ? -1 : undefined} className={inGrid ? css.plain : undefined}>
        {byName ? name : <Code>{ref.number}</Code>}
      </Link>
      {!nameless && <span className={css.name}> {name}</span>}
    </>
  );
}

/** Structured evidence as nested label–value rows. */
export function JsonValue({ value }: { value: unknown }) {
  return (
    <Suspense>
      <JsonRows value={value} />
    </Suspense>
  );
}
