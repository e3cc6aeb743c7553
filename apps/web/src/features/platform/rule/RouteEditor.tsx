/** An approval route in boxes: its steps one after another, who signs each, how many of them, in what time, and when it is asked. */
import { useQuery } from "@apollo/client/react";
import { choice, type Enumeration, enumeration, type Field, type Fields, integer, label, text } from "@lotline/schema";
import { permitWords, signingPermits, subjectOf } from "@lotline/schema/approval-routes";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { Button, IconButton } from "../../../kit/Button.tsx";
import { FieldInput } from "../../../kit/field/FieldInput.tsx";
import kit from "../../../kit/form/form.module.css";
import { toValue } from "../../../kit/form/values.ts";
import { useWords } from "../../../kit/lang.tsx";
import { held, valueAt, withValue } from "./form-parts.ts";
import { Conditions } from "./RouteConditions.tsx";
import css from "./rule.module.css";
import { settingsQuery } from "./settings.ts";
import { contentWords } from "./words.ts";

interface Props {
  /** The key of the rule: the route, with "@" and a site for that one alone. */
  of: string;
  content: unknown;
  onChange: (content: unknown) => void;
  issue: (path: string) => string | undefined;
}

const titleEn = text(label("Name of the step (English)", "步骤名称（英文）"), { max: 120 });
const titleZh = text(label("Name of the step (Chinese)", "步骤名称（中文）"), { max: 120 });
const needs = integer(label("Signatures needed", "所需签名数"), {
  optional: true,
  min: 1,
  max: 20,
  help: label("Left empty, all of its signers sign.", "留空表示所有签署人均须签署。"),
});
const hours = integer(label("Within", "时限"), { optional: true, min: 1, max: 8760, unit: label("hours", "小时") });

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function RouteEditor({ of, content, onChange, issue }: Props) {
  const { t } = useWords();
  const begun = content ?? { stages: [{}] };
  const stages = listOf(valueAt(begun, "stages"));
  const permits = usePermits(begun);
  const put = (path: string, value: unknown) => onChange(withValue(begun, path, value));
  const subject = subjectOf(of);
  const move = (from: number, to: number) => {
    const next = stages.filter((_, index) => index !== from);
    put("stages", [...next.slice(0, to), stages[from], ...next.slice(to)]);
  };
  if (!subject) return <p className={css.hint}>{t("route.first")}</p>;
  return (
    <div className={css.route}>
      <p className={css.hint}>{t("route.hint")}</p>
      {stages.map((stage, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place; every box shows what the content holds
        <fieldset key={index} className={css.stage}>
          <legend>{t("route.step", { n: index + 1 })}</legend>
          <StageTools
            index={index}
            count={stages.length}
            onMove={(to) => move(index, to)}
            onRemove={() => {
              put(
                "stages",
                stages.filter((_, other) => other !== index),
              );
            }}
          />
          <Stage
            stage={stage}
            permits={permits}
            fields={subject.fields}
            put={(path, value) => put(`stages.${index}.${path}`, value)}
            issue={(path) => issue(`content.stages.${index}.${path}`)}
          />
        </fieldset>
      ))}
      {issue("content.stages") && <p className={kit.error}>{issue("content.stages")}</p>}
      <Button look="quiet" icon={IconPlus} onClick={() => put("stages", [...stages, {}])}>
        {t("route.addStep")}
      </Button>
      <Permits
        title={t("route.copyTo")}
        add={t("route.addCopy")}
        permits={permits}
        value={listOf(valueAt(begun, "copyTo"))}
        onChange={(next) => put("copyTo", next.length > 0 ? next : undefined)}
        error={issue("content.copyTo")}
      />
      <InWords of={of} content={begun} />
    </div>
  );
}

interface ToolsProps {
  index: number;
  count: number;
  onMove: (to: number) => void;
  onRemove: () => void;
}

function StageTools({ index, count, onMove, onRemove }: ToolsProps) {
  const { t } = useWords();
  const n = index + 1;
  return (
    <div className={css.tools}>
      <IconButton icon={IconArrowUp} name={t("route.up", { n })} disabled={index === 0} onClick={() => onMove(index - 1)} />
      <IconButton icon={IconArrowDown} name={t("route.down", { n })} disabled={n === count} onClick={() => onMove(n)} />
      <IconButton icon={IconX} name={t("route.remove", { n })} onClick={onRemove} />
    </div>
  );
}

interface StageProps {
  stage: unknown;
  permits: Enumeration;
  fields: Fields;
  /** By path in the step. */
  put: (path: string, value: unknown) => void;
  issue: (path: string) => string | undefined;
}

function Stage({ stage, permits, fields, put, issue }: StageProps) {
  const { t } = useWords();
  const box = (path: string, field: Field) => (
    <FieldInput
      field={field}
      value={toValue(field, valueAt(stage, path))}
      onChange={(value) => put(path, held(field, value))}
      error={issue(path)}
    />
  );
  return (
    <>
      <div className={css.boxes}>
        {box("title.en", titleEn)}
        {box("title.zh", titleZh)}
      </div>
      <Permits
        title={t("route.signers")}
        add={t("route.addSigner")}
        permits={permits}
        value={listOf(valueAt(stage, "permits"))}
        onChange={(next) => put("permits", next)}
        error={issue("permits")}
      />
      <div className={css.boxes}>
        {box("needs", needs)}
        {box("hours", hours)}
        {box("escalateTo", choice(label("When overdue, also told", "逾期时另行通知"), permits, { optional: true }))}
      </div>
      <Conditions
        fields={fields}
        value={listOf(valueAt(stage, "when"))}
        put={(path, value) => put(path === "" ? "when" : `when.${path}`, value)}
        issue={(path) => issue(path === "" ? "when" : `when.${path}`)}
      />
    </>
  );
}

/** What stands in the boxes as it will be read; nothing while a step is not named yet. */
function InWords({ of, content }: { of: string; content: unknown }) {
  const { t, say } = useWords();
  const isNamed = listOf(valueAt(content, "stages")).every(
    (stage) => valueAt(stage, "title.en") && valueAt(stage, "title.zh") && listOf(valueAt(stage, "permits")).length > 0,
  );
  const words = isNamed ? contentWords("approval-route", of, content, "") : null;
  return (
    words && (
      <section className={css.words} aria-label={t("rule.inWords")}>
        <p>{say(words)}</p>
      </section>
    )
  );
}

/** Permits to choose from, each with who holds it today: those that sign something, and what the route names already. */
function usePermits(content: unknown): Enumeration {
  const { data } = useQuery(settingsQuery, { variables: { names: ["role-permit"] } });
  const holders = new Map(data?.ruleSettings.map((one) => [one.key, contentWords("role-permit", one.key, one.content, "")]));
  const named = listOf(valueAt(content, "stages")).flatMap((stage) => [
    ...listOf(valueAt(stage, "permits")),
    valueAt(stage, "escalateTo"),
  ]);
  const chosen = [...named, ...listOf(valueAt(content, "copyTo"))].filter((one) => typeof one === "string" && one !== "");
  const all = [...new Set([...signingPermits, ...chosen.map(String)])].map((permit) => {
    const [what, who] = [permitWords(permit), holders.get(permit)];
    return [permit, who ? label(`${what.en} (${who.en})`, `${what.zh}（${who.zh}）`) : what] as const;
  });
  return enumeration("RoutePermit", Object.fromEntries(all.sort(([, a], [, b]) => (a.en < b.en ? -1 : 1))));
}

interface PermitsProps {
  title: string;
  add: string;
  permits: Enumeration;
  value: readonly unknown[];
  onChange: (value: readonly unknown[]) => void;
  error: string | undefined;
}

/** Several permits; one that stands twice asks two people who hold it. */
function Permits({ title, add, permits, value, onChange, error }: PermitsProps) {
  const { t } = useWords();
  return (
    <div className={css.signers} role="group" aria-label={title}>
      <span className={css.hint}>{title}</span>
      {value.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same permit may stand twice
        <div key={index} className={css.signer}>
          <FieldInput
            field={choice(label(title, title), permits)}
            bare
            label={`${title} ${index + 1}`}
            value={typeof one === "string" ? one : ""}
            onChange={(next) => onChange(value.map((old, other) => (other === index ? next : old)))}
          />
          <IconButton
            icon={IconX}
            name={t("route.removeOf", { what: title, n: index + 1 })}
            onClick={() => onChange(value.filter((_, other) => other !== index))}
          />
        </div>
      ))}
      {error && <p className={kit.error}>{error}</p>}
      <Button look="quiet" icon={IconPlus} onClick={() => onChange([...value, ""])}>
        {add}
      </Button>
    </div>
  );
}
