/** What a rule says, in the words of both languages, for who reads it. Pure. */
import { calendarWords, type Fields, type Label, label, valueText, valueWords, type WorkingDays } from "@lotline/schema";
import { permitWords, routeKey, routeWords, subjectOf } from "@lotline/schema/approval-routes";
import { type RuleForm, valueAt } from "./form-parts.ts";
import { ruleForms } from "./forms.ts";

const inLines = (parts: readonly Label[]): Label => joined(parts, "\n", "\n");

const joined = (parts: readonly Label[], en: string, zh: string): Label =>
  label(parts.map((part) => part.en).join(en), parts.map((part) => part.zh).join(zh));

const titled = (what: Label, { en, zh }: Label): Label => label(`${what.en}: ${en}`, `${what.zh}：${zh}`);

/** A content in words, one thing to a line where it says many; null where nobody has found any. `today` is the firm's day. */
export function contentWords(ruleName: string, key: string, content: unknown, today: string): Label | null {
  // Contents are checked by the server before they are approved.
  if (ruleName === "working-days") return calendarWords(content as WorkingDays, today);
  if (ruleName === "approval-route") return inLines(routeWords(key, content));
  // A usual rate of the time before rates had rules of their own.
  const percent = ruleName === "purchase-tax" && valueAt(content, "percent");
  if (typeof percent === "string") return label(`${percent} %`, `${percent} %`);
  const form = ruleForms[ruleName];
  return form ? formWords(form, content) : null;
}

function formWords(form: RuleForm, content: unknown): Label {
  const { rows = {}, texts = {}, numbers = {} } = form;
  const lists = Object.entries({ ...numbers, ...texts }).flatMap(([path, what]): Label[] => {
    const value = valueAt(content, path);
    if (!Array.isArray(value) || value.length === 0) return [];
    return [
      titled(
        what,
        joined(
          value.map((one) => label(String(one), String(one))),
          ", ",
          "、",
        ),
      ),
    ];
  });
  const tables = Object.entries(rows).flatMap(([path, { label: what, fields }]): Label[] => {
    const value = valueAt(content, path);
    if (!Array.isArray(value) || value.length === 0) return [];
    return [
      titled(
        what,
        joined(
          value.map((row) => rowWords(fields, row)),
          "; ",
          "；",
        ),
      ),
    ];
  });
  const parts = [...fieldWords(form, content), ...manyWords(form, content), ...lists, ...tables];
  return form.inLines ? inLines(parts) : joined(parts, " · ", " · ");
}

function fieldWords({ fields, empty = {} }: RuleForm, content: unknown): Label[] {
  const lone = Object.keys(fields).length === 1;
  return Object.entries(fields).flatMap(([path, field]): Label[] => {
    const value = valueText(field, valueAt(content, path));
    const silent = empty[path];
    if (value === null && silent) return [silent];
    if (value === null && !lone) return [];
    const words = valueWords(field, value);
    // A text of some length, or the only one, speaks for itself.
    return [field.kind === "text" && (lone || field.multiline) ? words : titled(field.label, words)];
  });
}

function manyWords({ many = {} }: RuleForm, content: unknown): Label[] {
  return Object.entries(many).flatMap(([path, { label: what, of, all, none }]): Label[] => {
    const value = valueAt(content, path);
    if (all && value === all.value) return [all.label];
    if (!Array.isArray(value) || value.length === 0) return none ? [none] : [];
    const chosen = joined(
      value.map((one) => of.values[String(one)] ?? label(String(one), String(one))),
      ", ",
      "、",
    );
    return [path === "" ? chosen : titled(what, chosen)];
  });
}

const rowWords = (fields: Fields, row: unknown): Label =>
  joined(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = valueText(field, valueAt(row, name));
      return value === null ? [] : [valueWords(field, value)];
    }),
    " / ",
    " / ",
  );

/** What a key names, in words. */
export function keyWords(ruleName: string, key: string): Label {
  if (key === "default") return label("everywhere", "通用");
  if (ruleName === "role-permit") {
    const { en, zh } = permitWords(key);
    return en === key ? label(en, zh) : label(`${en} (${key})`, `${zh}（${key}）`);
  }
  if (ruleName === "approval-route") {
    const { site } = routeKey(key);
    const { en, zh } = subjectOf(key)?.label ?? label(key, key);
    return site === undefined ? label(en, zh) : label(`${en}, only at ${site}`, `${zh}（仅 ${site}）`);
  }
  const of = ruleForms[ruleName]?.key;
  return (typeof of === "object" && "values" in of && of.values[key]) || label(key, key);
}
