/**
 * The template of a record type: its heads in the person's language, as CSV or as a workbook whose second sheet explains every
 * column. A filled template maps itself: each head is the label of one field.
 */

import { type AnyRecord, type Field, type ImportTarget, type Label, type Language, label } from "@lotline/schema";
import { byteOrderMark, csvLine } from "../../../base/csv.ts";
import { recordNames, specOf, tableOf } from "../../../base/names.ts";
import type { SqlReader } from "../../../base/reader.ts";
import type { Form, FormColumn } from "../../../export/form.ts";
import { offeredField } from "../setting/choices.ts";
import { limits } from "./read/limits.ts";

/** Heads, each once: where two labels are equal the field of the child rows is named by its path. */
function headsOf(targets: readonly ImportTarget[], lang: Language): string[] {
  const labels = targets.map(({ field }) => field.label[lang]);
  return labels.map((of, at) => (labels.indexOf(of) === at ? of : (targets[at]?.path ?? of)));
}

/** The template as CSV with the mark by which Excel knows UTF-8. */
export const templateCsv = (targets: readonly ImportTarget[], lang: Language): string =>
  byteOrderMark + csvLine(headsOf(targets, lang));

const words = {
  about: label("Explanation", "填写说明"),
  column: label("Column", "列"),
  required: label("Required", "必填"),
  kind: label("Type", "类型"),
  unit: label("Unit", "单位"),
  allowed: label("Allowed values", "允许值"),
  example: label("Example", "示例"),
  meaning: label("Meaning", "说明"),
  yes: label("yes", "是"),
  no: label("no", "否"),
  firstRow: label("yes, on the first row of a record", "是（每条记录首行）"),
  ownRow: label("One row for each of: ", "每行一条："),
  together: label("Rows with the same value here make one record and stand together.", "此列值相同的相邻行归为一条记录。"),
} as const;

const kindWords: { readonly [K in Field["kind"]]: Label } = {
  text: label("text", "文本"),
  integer: label("whole number", "整数"),
  decimal: label("number", "数值"),
  quantity: label("quantity", "数量"),
  date: label("date, YYYY-MM-DD", "日期，YYYY-MM-DD"),
  instant: label("moment, YYYY-MM-DDTHH:MM:SSZ", "时间，YYYY-MM-DDTHH:MM:SSZ"),
  flag: label("yes or no", "是/否"),
  choice: label("choice", "选项"),
  ref: label("number of a record", "记录编号"),
  json: label("structure", "结构"),
};

/** A value as people would type it. */
function exampleOf(field: Field, lang: Language, known: readonly string[]): string {
  switch (field.kind) {
    case "text":
      return field.code ? "A-001" : "";
    case "integer":
      return String(Math.max(1, field.min));
    case "decimal":
      return field.min && field.min !== "0" ? field.min : field.scale > 0 ? "1.5" : "1";
    case "quantity":
      return "1.5";
    case "date":
      return "2026-01-31";
    case "instant":
      return "2026-01-31T08:00:00Z";
    case "flag":
      return words.yes[lang];
    case "choice":
      return Object.values(field.of.values)[0]?.[lang] ?? "";
    case "ref":
      return known[0] ?? "";
    case "json":
      return "";
  }
}

/** What a cell may hold, in words. */
function allowedIn(field: Field, lang: Language): string {
  const say = (en: string, zh: string) => (lang === "zh" ? zh : en);
  switch (field.kind) {
    case "text":
      return (
        say(`at most ${field.max} characters`, `不超过 ${field.max} 个字符`) +
        (field.code ? say("; A–Z, 0–9 and . _ / -", "；A–Z、0–9 及 . _ / -") : "")
      );
    case "integer":
      return say(`from ${field.min} to ${field.max}`, `${field.min} 至 ${field.max}`);
    case "decimal": {
      const bounds = [field.min && `≥ ${field.min}`, field.max && `≤ ${field.max}`].filter(Boolean).join(", ");
      return `${say(`at most ${field.scale} decimals`, `最多 ${field.scale} 位小数`)}${bounds && `; ${bounds}`}`;
    }
    case "quantity":
      return field.allow === "signed" ? "" : field.allow === "zero" ? "≥ 0" : "> 0";
    case "flag":
      return `${words.yes[lang]} / ${words.no[lang]}`;
    case "choice":
      return Object.values(field.of.values)
        .map((of) => of[lang])
        .join(" / ");
    case "ref": {
      const target = recordNames.find((name) => name === field.target);
      return target ? say(`an existing ${specOf(target).label.en.toLowerCase()}`, `已有的${specOf(target).label.zh}`) : "";
    }
    default:
      return "";
  }
}

function unitOf(target: ImportTarget, targets: readonly ImportTarget[], lang: Language): string {
  const { field, set } = target;
  if ("unit" in field && field.unit) return field.unit[lang];
  const by = "unitOf" in field ? field.unitOf : undefined;
  const of = by && targets.find(({ path }) => path === (set === null ? by : `${set}.${by}`) || path === by);
  if (!of) return "";
  return lang === "zh" ? `按“${of.field.label.zh}”` : `by “${of.field.label.en}”`;
}

/** Above so many records a list in a cell is no help. */
const mostOffered = 200;

/** The numbers of records that the person may name, where they are few. */
async function knownNumbers(reader: SqlReader, targets: readonly ImportTarget[]): Promise<Map<string, string[]>> {
  const wanted = new Set(targets.flatMap(({ field }) => (field.kind === "ref" ? field.target : [])));
  const known = new Map<string, string[]>();
  for (const name of recordNames) {
    if (!wanted.has(name) || !reader.actor.permits.has(specOf(name).read)) continue;
    // What was withdrawn with its import has a number that nobody can enter.
    const rows = await reader.sql<{ number: string }>(
      `select number from ${tableOf(name)} where strpos(number, '~') = 0 order by number limit ${mostOffered + 1}`,
    );
    if (rows.length <= mostOffered)
      known.set(
        name,
        rows.map(({ number }) => number),
      );
  }
  return known;
}

/** The template as a form: what its cells offer, and every column explained. @param key the path by which rows belong together */
export async function templateForm(
  reader: SqlReader,
  spec: AnyRecord,
  declared: readonly ImportTarget[],
  { lang, lineSet, key }: { readonly lang: Language; readonly lineSet: Label | null; readonly key: string | null },
): Promise<Form> {
  const known = await knownNumbers(reader, declared);
  const targets = await Promise.all(declared.map(async (one) => ({ ...one, field: await offeredField(reader, one.field) })));
  const heads = headsOf(targets, lang);
  const numbersOf = (field: Field) => (field.kind === "ref" ? (known.get(field.target) ?? []) : []);
  const columns = targets.map(({ field, required }, at): FormColumn => {
    const choices = field.kind === "choice" ? Object.values<Label>(field.of.values).map((of) => of[lang]) : [];
    const flags = field.kind === "flag" ? [words.yes[lang], words.no[lang]] : [];
    return {
      head: `${heads[at]}${required ? " *" : ""}`,
      numeric: ["integer", "decimal", "quantity"].includes(field.kind),
      offers: [...choices, ...flags, ...numbersOf(field)],
      only: field.kind !== "ref",
    };
  });
  const rows = targets.map((target, at) => {
    const { field, required, set, path } = target;
    const needed = lineSet !== null && set === null ? words.firstRow[lang] : words.yes[lang];
    const meaning = [
      field.help?.[lang],
      path === key && lineSet ? words.together[lang] : undefined,
      set !== null && lineSet ? `${words.ownRow[lang]}${lineSet[lang]}` : undefined,
    ];
    return [
      ...[columns[at]?.head ?? "", required ? needed : "", kindWords[field.kind][lang], unitOf(target, targets, lang)],
      ...[allowedIn(field, lang), exampleOf(field, lang, numbersOf(field)), meaning.filter(Boolean).join(" ")],
    ];
  });
  const { column, required, kind, unit, allowed, example, meaning, about } = words;
  return {
    name: spec.plural[lang],
    columns,
    rows: limits.rows,
    aboutName: about[lang],
    about: [[column, required, kind, unit, allowed, example, meaning].map((of) => of[lang]), ...rows],
  };
}
