/** The form of a rule: what it decides in words, its content in boxes; it begins with what is in force. */
import { useQuery } from "@apollo/client/react";
import type { Enumeration, Label, WorkingDays } from "@lotline/schema";
import { routeKey, routeSubjects } from "@lotline/schema/approval-routes";
import { useEffect, useRef } from "react";
import { textOf } from "../../../kit/data/row.ts";
import { FieldInput } from "../../../kit/field/FieldInput.tsx";
import { FormField } from "../../../kit/form/FormField.tsx";
import kit from "../../../kit/form/form.module.css";
import type { FormApi, RecordFormProps } from "../../../kit/form/types.ts";
import { useWords } from "../../../kit/lang.tsx";
import { useSession } from "../../../kit/session.tsx";
import { CalendarEditor } from "./CalendarEditor.tsx";
import { ContentEditor } from "./ContentEditor.tsx";
import { valueAt, withValue } from "./form-parts.ts";
import { beginningOf, keyKindOf, ownEditors, ruleForms, ruleNames } from "./forms.ts";
import { LogoChoice } from "./LogoChoice.tsx";
import Meaning from "./Meaning.tsx";
import { NumberPreview } from "./NumberPreview.tsx";
import { RouteEditor } from "./RouteEditor.tsx";
import css from "./rule.module.css";
import { settingsQuery } from "./settings.ts";
import { keyWords } from "./words.ts";

export default function RuleForm({ form }: RecordFormProps) {
  const { t, say } = useWords();
  const { row, state } = form;
  const ruleName = textOf(row?.ruleName ?? state.values.ruleName);
  const isPlain = keyKindOf(ruleName) === "default";
  const key = isPlain ? "default" : textOf(row?.key ?? state.values.key);
  const { content, begun } = useContent(form, ruleName, key);
  const issue = (path: string) => {
    const found = form.issue(path);
    return found && say(found);
  };
  const put = (next: unknown) => form.set("content", JSON.stringify(next));
  const known = ruleForms[ruleName];
  return (
    <>
      <div className={kit.fields}>
        {form.mode === "create" && (
          <>
            <FieldInput
              field={{ kind: "choice", of: ruleNames, label: form.record.fields.ruleName?.label ?? { en: "Rule", zh: "规则" } }}
              value={ruleName}
              onChange={(next) => {
                form.set("ruleName", next);
                form.set("key", "");
              }}
              onLeave={() => form.leave("ruleName")}
              error={issue("ruleName")}
              autoFocus={ruleName === ""}
            />
            <KeyBox form={form} ruleName={ruleName} value={key} />
          </>
        )}
        <FormField form={form} name="validFrom" />
        <FormField form={form} name="citation" />
      </div>
      {ruleName !== "" && (
        <section className={css.content} aria-label={t("rule.content")}>
          <h2>
            <Meaning row={{ id: "", ruleName }} />
          </h2>
          {ruleName === "working-days" ? (
            // The server has the last word on what a calendar looks like; an empty one begins as Monday to Friday.
            <CalendarEditor
              key={begun}
              calendar={(content as WorkingDays | null) ?? { weekdays: [1, 2, 3, 4, 5] }}
              onChange={put}
            />
          ) : ruleName === "approval-route" ? (
            <RouteEditor of={key} content={content} onChange={put} issue={issue} />
          ) : known ? (
            <ContentEditor key={begun} of={known} content={content} onChange={put} issue={issue} />
          ) : (
            <FormField form={form} name="content" />
          )}
          {ruleName === "letterhead" && (
            <LogoChoice
              row={row}
              value={valueAt(content, "logo")}
              onChange={(logo) => put(withValue(content ?? {}, "logo", logo))}
            />
          )}
          {ruleName === "number-pattern" && <NumberPreview record={key} pattern={textOf(valueAt(content, "pattern"))} />}
          {(known || ruleName in ownEditors) && issue("content") && <p className={kit.error}>{issue("content")}</p>}
        </section>
      )}
    </>
  );
}

function read(value: unknown): unknown {
  const text = textOf(value);
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * A new version begins with the one in force. It is put into the form with the first thing that the person says, so that a form that
 * was only looked at leaves no draft. @returns what stands in the boxes, and a key that changes when they begin anew
 */
function useContent(form: FormApi, ruleName: string, key: string): { readonly content: unknown; readonly begun: string } {
  const filled = useRef("");
  const { data } = useQuery(settingsQuery, {
    variables: { names: [ruleName] },
    skip: form.mode === "edit" || ruleName === "",
    fetchPolicy: "network-only",
  });
  const settingOf = (of: string) => data?.ruleSettings.find((one) => one.ruleName === ruleName && one.key === of);
  // A route of one site begins as that of the firm.
  const setting = settingOf(key) ?? (keyKindOf(ruleName) === "route" ? settingOf(routeKey(key).route) : undefined);
  const inForce = form.mode === "edit" ? undefined : (setting?.content ?? beginningOf(ruleName, key));
  const next = inForce === undefined || inForce === null ? "" : JSON.stringify(inForce, null, 2);
  const text = textOf(form.state.values.content);
  const isUntouched = form.mode === "create" && (text === "" || text === filled.current);
  const says = textOf(form.state.values.validFrom) !== "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the choice of rule and key, not each key stroke
  useEffect(() => {
    if (says && key === "default" && textOf(form.state.values.key) === "") form.set("key", key);
    if (!isUntouched || !says || next === text) return;
    filled.current = next;
    form.set("content", next);
  }, [next, says, isUntouched, key]);
  return { content: read(isUntouched ? next : text), begun: `${ruleName} ${key} ${form.mode === "create" ? next : ""}` };
}

function KeyBox({ form, ruleName, value }: { form: FormApi; ruleName: string; value: string }) {
  const { t, say } = useWords();
  const { session } = useSession();
  const kind = keyKindOf(ruleName);
  const label =
    typeof kind === "object" && "name" in kind && kind.name.endsWith("Record")
      ? { en: "Type of record", zh: "记录类型" }
      : (form.record.fields.key?.label ?? { en: "Key", zh: "键" });
  const issue = form.issue("key");
  if (kind === "default")
    return (
      <p className={css.key}>
        <span>{say(label)}</span> {t("rule.everywhere")}
      </p>
    );
  const of = choicesOf(kind, value, session.sites);
  const said =
    kind === "site"
      ? { en: "Site", zh: "场所" }
      : kind === "route"
        ? { en: "What is approved", zh: "审批对象" }
        : typeof kind === "object" && "label" in kind
          ? kind.label
          : label;
  return (
    <FieldInput
      field={of ? { kind: "choice", of, label: said } : { kind: "text", max: 120, label: said }}
      value={value}
      onChange={(next) => form.set("key", next)}
      onLeave={() => form.leave("key")}
      error={issue && say(issue)}
    />
  );
}

const everywhere = { default: { en: "All sites without one of their own", zh: "未单独设置的所有场所" } };

/** What may be chosen as the key; undefined where it is a word of the firm's own. */
function choicesOf(
  kind: ReturnType<typeof keyKindOf>,
  value: string,
  sites: readonly { readonly number: string; readonly title: Label }[],
): Enumeration | undefined {
  if (typeof kind === "object") return "values" in kind ? kind : undefined;
  const names = Object.fromEntries(sites.map(({ number, title }) => [number, title]));
  const values: Readonly<Record<string, Label>> =
    kind === "route"
      ? Object.fromEntries(
          Object.keys(routeSubjects)
            .flatMap((route) => [route, ...sites.map(({ number }) => `${route}@${number}`)])
            .map((key) => [key, keyWords("approval-route", key)]),
        )
      : { ...everywhere, ...names };
  // A site that the person does not see is named by its code.
  return { name: "RuleKey", values: value && !values[value] ? { ...values, [value]: { en: value, zh: value } } : values };
}
