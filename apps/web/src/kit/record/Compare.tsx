/**
 * Two versions or moments of a record side by side, or one of it and one of another record of its type: values, rows, and who changed
 * each when and why. The address holds both ends.
 */
import { useQuery } from "@apollo/client/react";
import { type AnyRecord, type Label, type RecordName, registry, type Search } from "@lotline/schema";
import { operationLabel } from "@lotline/schema/operation";
import { NativeSelect, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Button } from "../Button.tsx";
import { useZone } from "../clock.tsx";
import { useShown } from "../data/attributes.ts";
import { compareDocument, lineSets, versionsDocument } from "../data/documents.ts";
import { failureOf } from "../failure.ts";
import { formatInstant, readZoned } from "../format.ts";
import { useWords } from "../lang.tsx";
import { StatusWord } from "../mark/StatusWord.tsx";
import { Code } from "../mark/Text.tsx";
import { ErrorState, Skeleton } from "../states.tsx";
import { ChangeValue, changedField, useFieldWords } from "./ChangeValue.tsx";
import css from "./compare.module.css";

interface Side {
  readonly exists: boolean;
  readonly number: string | null;
  readonly version: number | null;
  readonly state: string | null;
  readonly at: string | null;
}

interface Value {
  readonly field: string;
  readonly old: string | null;
  readonly new: string | null;
  readonly differs: boolean;
  readonly at: string | null;
  readonly reason: string | null;
  readonly actor: Label | null;
}

interface Comparison {
  readonly from: Side;
  readonly to: Side;
  readonly fields: readonly Value[];
  readonly lines: readonly {
    readonly set: string;
    readonly position: number;
    readonly kind: string;
    readonly fields: readonly Value[];
  }[];
}

/** What an address compares: "v3" or an instant at each end, and the number of another record. */
const endsOf = (search: Search, version: number) => {
  const text = (key: string) => {
    const value: unknown = search[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return { from: text("from") ?? "v1", to: text("to") ?? `v${version}`, with: text("with"), all: text("all") !== undefined };
};

export function CompareView({ name, number, version }: { name: RecordName; number: string; version: number }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const search = useSearch({ from: "/$record/$number" });
  const ends = endsOf(search, version);
  const { data, error, refetch } = useQuery<{ record: { compare: Comparison } | null }>(compareDocument(name), {
    variables: { number, from: ends.from, to: ends.to, with: ends.with },
    fetchPolicy: "no-cache",
  });
  const go = (next: Readonly<Record<string, string | undefined>>) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(
        Object.entries({ ...search, ...next }).filter(([, value]) => value !== undefined && value !== ""),
      ),
    });
  const compared = data?.record?.compare;
  return (
    <section aria-label={t("version.title")}>
      <div className={css.ends}>
        <End name={name} number={number} label={t("version.left")} value={ends.from} onChange={(from) => go({ from })} />
        <End name={name} number={ends.with ?? number} label={t("version.right")} value={ends.to} onChange={(to) => go({ to })} />
        <Other
          key={ends.with}
          value={ends.with ?? ""}
          onChange={(other) => go({ with: other, to: ends.to.startsWith("v") ? "v1" : ends.to })}
        />
        <div className={css.tabs}>
          {([false, true] as const).map((all) => (
            <button
              key={String(all)}
              type="button"
              aria-pressed={ends.all === all}
              onClick={() => go({ all: all ? "1" : undefined })}
            >
              {t(all ? "version.everything" : "version.onlyChanged")}
            </button>
          ))}
        </div>
        <Button onClick={() => void navigate({ to: ".", search: {} })}>{t("version.leave")}</Button>
      </div>
      {error && <ErrorState failure={failureOf(error)} onRetry={() => void refetch().catch(() => undefined)} />}
      {!error && !compared && <Skeleton rows={8} />}
      {compared && <Difference name={name} compared={compared} all={ends.all} />}
    </section>
  );
}

const most = 200;

interface EndProps {
  name: RecordName;
  number: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** One end: a version from the list, or a moment. */
function End({ name, number, label, value, onChange }: EndProps) {
  const { t, say } = useWords();
  const zone = useZone();
  const { data } = useQuery<{
    record: { versions: readonly { version: number; at: string; actor: Label | null; operation: string | null }[] } | null;
  }>(versionsDocument(name), { variables: { number }, fetchPolicy: "no-cache" });
  const versions = data?.record?.versions ?? [];
  const isMoment = !value.startsWith("v");
  const [text, setText] = useState(isMoment ? formatInstant(value, zone) : "");
  const moment = readZoned(text, zone);
  const known = versions.some(({ version }) => `v${version}` === value);
  return (
    <div className={css.end}>
      <NativeSelect
        label={label}
        value={isMoment ? "" : value}
        onChange={(event) => {
          const next = event.currentTarget.value;
          onChange(next === "" ? (versions[0]?.at ?? new Date().toISOString()) : next);
        }}
        data={[
          ...(isMoment || known ? [] : [{ value, label: value }]),
          ...versions.slice(0, most).map(({ version, at, actor, operation }) => {
            const label = operationLabel(operation, name);
            const who = actor ? say(actor) : t("timeline.system");
            return {
              value: `v${version}`,
              label: `${t("version.option", { n: version, time: formatInstant(at, zone), who })}${label ? ` · ${say(label)}` : ""}`,
            };
          }),
          { value: "", label: t("record.asOfAt") },
        ]}
      />
      {isMoment && (
        <TextInput
          aria-label={`${label}: ${t("record.asOfAt")}`}
          placeholder="2026-07-15 12:00"
          value={text}
          error={text !== "" && moment === undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={() => moment && moment !== value && onChange(moment)}
          onKeyDown={(event) => event.key === "Enter" && moment && onChange(moment)}
        />
      )}
    </div>
  );
}

/** The number of another record of the type; empty for this one. */
function Other({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useWords();
  const [text, setText] = useState(value);
  const done = () => text.trim() !== value && onChange(text.trim());
  return (
    <TextInput
      label={t("version.other")}
      placeholder={t("version.this")}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => event.key === "Enter" && done()}
    />
  );
}

function Difference({ name, compared, all }: { name: RecordName; compared: Comparison; all: boolean }) {
  const { t, say } = useWords();
  const record: AnyRecord = registry[name];
  const differing = (values: readonly Value[]) => values.filter((value) => value.differs).length;
  // A row that came or went is one difference, whatever it holds.
  const rows = compared.lines.map(({ kind, fields }) => (kind === "changed" ? differing(fields) : kind === "same" ? 0 : 1));
  const count = rows.reduce((sum, n) => sum + n, differing(compared.fields));
  const fields = compared.fields.filter((value) => all || value.differs);
  return (
    <>
      <p role="status" className={css.count}>
        {count > 0 ? t("version.differs", { n: count }) : t("version.none")}
      </p>
      <Table label={t("record.fields")} compared={compared} first={t("version.field")}>
        {fields.map((value) => (
          <Line key={value.field} name={name} value={value} />
        ))}
      </Table>
      {lineSets(record).map(([set, { label }]) => {
        const lines = compared.lines.filter((line) => line.set === set && (all || line.kind !== "same"));
        return lines.length === 0 ? null : (
          <Table key={set} label={say(label)} compared={compared} first={say(label)}>
            {lines.map((line) => (
              <Rows key={line.position} name={name} line={line} all={all} />
            ))}
          </Table>
        );
      })}
    </>
  );
}

function Table({
  label,
  first,
  compared,
  children,
}: {
  label: string;
  first: string;
  compared: Comparison;
  children: ReactNode;
}) {
  const { t } = useWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, by keyboard too
    <div className={css.scroll} tabIndex={0} role="group" aria-label={label}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">
              <SideHead side={compared.from} />
            </th>
            <th scope="col">
              <SideHead side={compared.to} />
            </th>
            <th scope="col">{t("version.by")}</th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function SideHead({ side }: { side: Side }) {
  const { t } = useWords();
  const zone = useZone();
  if (!side.exists) return <>{t("version.missing")}</>;
  return (
    <>
      <Code>{side.number}</Code> {side.version !== null && t("word.version", { n: side.version })}{" "}
      <span>{formatInstant(side.at, zone)}</span>
    </>
  );
}

function Rows({ name, line, all }: { name: RecordName; line: Comparison["lines"][number]; all: boolean }) {
  const { t } = useWords();
  const kind = { added: "version.added", removed: "version.removed", changed: "version.changed", same: "version.same" } as const;
  const word = kind[line.kind as keyof typeof kind];
  const fields = line.fields.filter((value) => (all ? (value.old ?? value.new) !== null : value.differs));
  return (
    <>
      <tr>
        <th scope="rowgroup" colSpan={4} className={css.row}>
          {t("version.row")} {line.position} · {word && t(word)}
        </th>
      </tr>
      {fields.map((value) => (
        <Line key={value.field} name={name} value={{ ...value, field: `${line.set}.${value.field}` }} />
      ))}
    </>
  );
}

/** One value at both ends, and who changed it last. */
function Line({ name, value }: { name: RecordName; value: Value }) {
  const { t, say } = useWords();
  const zone = useZone();
  const words = useFieldWords();
  const record = useShown(name);
  const { field, name: short, set } = changedField(record, value.field);
  const shown = (text: string | null) => {
    const state = value.field === "state" && text !== null ? record.states?.[text] : undefined;
    if (state && text !== null) return <StatusWord name={text} record={name} label={say(state)} size={12} />;
    return text === null ? t("word.empty") : <ChangeValue field={field} value={text} />;
  };
  const label =
    value.field === "state"
      ? t("word.status")
      : set === undefined
        ? words(record, value.field)
        : field
          ? say(field.label)
          : short;
  return (
    <tr data-differs={value.differs || undefined}>
      <th scope="row">{label}</th>
      <td>{value.differs ? <del>{shown(value.old)}</del> : shown(value.old)}</td>
      <td>{value.differs ? <ins>{shown(value.new)}</ins> : shown(value.new)}</td>
      <td className={css.who}>
        {value.actor && say(value.actor)}
        {value.at && ` · ${formatInstant(value.at, zone)}`}
        {value.reason && ` · ${t("timeline.reason", { reason: value.reason })}`}
      </td>
    </tr>
  );
}
