/** What a role would bring to a person, before it is given: each conflict with its rule, each past violation with its record. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { type Label, registry, role as roles } from "@lotline/schema";
import { Link } from "@tanstack/react-router";
import { useZone } from "../../../kit/clock.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { formatInstant } from "../../../kit/format.ts";
import { useWords } from "../../../kit/lang.tsx";
import { StatusGlyph } from "../../../kit/mark/StatusGlyph.tsx";
import { Code } from "../../../kit/mark/Text.tsx";
import { isRecordName, recordPath } from "../../../kit/path.ts";
import panel from "../../../kit/reasons.module.css";
import { useMay } from "../../../kit/session.tsx";
import { FailureText } from "../../../kit/states.tsx";
import css from "./simulation.module.css";

export interface Conflict {
  readonly rule: string;
  readonly isRefused: boolean;
  readonly isStrict: boolean;
  readonly text: Label;
  readonly citation: string;
  readonly number: string | null;
}

interface Violation {
  readonly record: string;
  readonly number: string;
  readonly duty: Label;
  readonly at: string;
  readonly other: Label;
  readonly otherAt: string | null;
  readonly rules: readonly string[];
}

interface Simulated {
  readonly held: readonly string[];
  readonly conflicts: readonly Conflict[];
  readonly violations: readonly Violation[];
  readonly hasMoreViolations: boolean;
  readonly isRefused: boolean;
  readonly needsMitigation: boolean;
  readonly maxDays: number;
}

export const conflictSelect = "rule isRefused isStrict text { en zh } citation number";

export const simulationQuery: TypedDocumentNode<
  { roleSimulation: Simulated },
  { person: string; role: string; without: string | undefined }
> = gql`
  query roleSimulation($person: ID!, $role: String!, $without: ID) {
    roleSimulation(person: $person, role: $role, without: $without) {
      held conflicts { ${conflictSelect} }
      violations { record number duty { en zh } at other { en zh } otherAt rules }
      hasMoreViolations isRefused needsMitigation maxDays
    }
  }
`;

/** `without`: the grant that is looked at, which is no role held beside it. */
export function Simulation({ person, role, without }: { person: string; role: string; without?: string | undefined }) {
  const { t } = useWords();
  const { data, error } = useQuery(simulationQuery, { variables: { person, role, without }, fetchPolicy: "network-only" });
  if (error) return <FailureText failure={failureOf(error)} />;
  if (!data) return null;
  const { conflicts, violations, hasMoreViolations } = data.roleSimulation;
  return (
    <section
      className={`${panel.panel} ${css.panel}`}
      data-clear={conflicts.length === 0 || undefined}
      aria-label={t("sod.simulation")}
    >
      <header className={panel.head}>
        <h2>{t("sod.simulation")}</h2>
        <span className={panel.note}>
          {t("sod.conflicts", { n: conflicts.length })} ·{" "}
          {t(hasMoreViolations ? "sod.moreViolations" : "sod.violations", { n: violations.length })}
        </span>
      </header>
      <Said of={data.roleSimulation} />
    </section>
  );
}

function Said({ of: { held, conflicts, violations, isRefused, maxDays } }: { of: Simulated }) {
  const { t, say } = useWords();
  const names: Readonly<Record<string, Label>> = roles.values;
  const listed = held.map((code) => (names[code] ? say(names[code]) : code)).join(t("word.comma"));
  if (conflicts.length === 0) return <p className={css.line}>{t("sod.noConflict", { roles: listed || t("sod.noRoles") })}</p>;
  return (
    <>
      <ul className={panel.list}>
        {conflicts.map((conflict) => (
          <li key={`${conflict.rule} ${conflict.text.en}`} className={panel.reason}>
            <ConflictText conflict={conflict} />
          </li>
        ))}
        {violations.map((violation) => (
          <li key={`${violation.record} ${violation.number}`} className={panel.reason}>
            <ViolationText violation={violation} />
          </li>
        ))}
      </ul>
      <p className={css.line} data-strong>
        {isRefused ? t("sod.refused") : t("sod.needs", { n: maxDays })}
      </p>
      <p className={css.line}>{t("sod.enforced")}</p>
    </>
  );
}

/** The conflict as a sentence, with its rule and where that comes from. */
export function ConflictText({ conflict: { isRefused, isStrict, text, citation, number } }: { conflict: Conflict }) {
  const { t, say } = useWords();
  const may = useMay();
  return (
    <>
      <StatusGlyph name={isRefused ? "padlock" : "triangleAlert"} tone={isRefused ? "no" : "wait"} />
      <span className={panel.text}>
        {say(text)}{" "}
        <span className={css.source}>
          {citation}
          {isStrict && ` · ${t("sod.strict")}`}
        </span>
      </span>
      {number && may(registry.Rule.read) && (
        <Link to={recordPath("Rule", number)}>
          <Code>{number}</Code>
        </Link>
      )}
    </>
  );
}

function ViolationText({ violation: { record, number, duty, at, other, otherAt, rules } }: { violation: Violation }) {
  const { t, say } = useWords();
  const zone = useZone();
  const may = useMay();
  const name = isRecordName(record) ? record : undefined;
  const code = <Code>{number}</Code>;
  const words = { duty: say(duty), at: formatInstant(at, zone), other: say(other), otherAt: formatInstant(otherAt, zone) };
  return (
    <>
      <StatusGlyph name="squareReturn" tone="no" />
      <span className={panel.text}>
        {name && say(registry[name].label)}{" "}
        {name && may(registry[name].read) ? <Link to={recordPath(name, number)}>{code}</Link> : code}{" "}
        {t(otherAt === null ? "sod.open" : "sod.both", words)}{" "}
        <span className={css.source}>
          {rules.some(Boolean) ? t("sod.rules", { rules: rules.filter(Boolean).join(t("word.comma")) }) : t("sod.record")}
        </span>
      </span>
    </>
  );
}
