/** What stands at the head of an export: what was asked, by whom, when, and how many rows answered. */
import {
  type AnyRecord,
  columnField,
  filterWords,
  type Label,
  label,
  normaliseText,
  type Period,
  type RecordName,
  readGrouping,
} from "@lotline/schema";
import { attributesOf } from "../base/attributes.ts";
import type { Reader } from "../base/context.ts";
import { specOf } from "../base/names.ts";
import { asksAttributes, type Filter, nestedIn } from "../read/filter.ts";
import { namesById } from "../read/rows.ts";
import { wordsOf } from "./table.ts";
import { columnLabel, type View } from "./view.ts";
import type { Zoned } from "./zoned.ts";

export type About = readonly (readonly [label: string, text: string])[];

/** The name of the sheet that says what an export is. */
export const aboutTitle = label("About this export", "导出说明");

const words = {
  record: label("Records", "记录类型"),
  rows: label("Rows", "行数"),
  filter: label("Filter", "筛选条件"),
  noFilter: label("none", "无"),
  search: label("Search", "搜索"),
  order: label("Order", "排序"),
  user: label("Exported by", "导出人"),
  at: label("Exported at", "导出时间"),
  zone: label("Time zone", "时区"),
  version: label("Program", "程序"),
  notice: label("Notice", "说明"),
  scope: label(
    "The rows that the person named above may see, as they stood at the time named above.",
    "内容为上述导出人有权查看的记录在上述时间的状态。",
  ),
  copy: label("Copy for inspection {number}", "检查用副本 {number}"),
  safe: label(
    "Where a spreadsheet would take a text for a formula, an apostrophe (') stands before it.",
    "可能被电子表格当作公式的文字，前面加有撇号（'）。",
  ),
};
const periodWords: { readonly [P in Period]: Label } = {
  day: label("day", "日"),
  week: label("week", "周"),
  month: label("month", "月"),
  quarter: label("quarter", "季度"),
  year: label("year", "年"),
};

/** The lines about an export, in its language; the rows were counted in the transaction that reads them. */
export async function aboutView(
  reader: Reader,
  record: RecordName,
  view: View,
  { count, zoned, version }: { readonly count: number; readonly zoned: Zoned; readonly version: string },
): Promise<About> {
  const spec = specOf(record);
  const { lang } = view;
  const { actor } = reader;
  const search = normaliseText(view.search ?? "");
  const line = (name: keyof typeof words, text: string) => [words[name][lang], text] as const;
  return [
    [aboutTitle[lang], "Lotline"],
    line("record", spec.plural[lang]),
    line("rows", String(count)),
    line("filter", (view.filter && (await told(reader, spec, view.filter, view, zoned))) ?? words.noFilter[lang]),
    line("search", search === "" ? words.noFilter[lang] : search),
    line("order", orderWords(spec, view)),
    line("user", `${actor.name[lang]} (${actor.login}, ${actor.number})`),
    line("at", `${zoned.text(reader.now)} ${zoned.offset}`),
    line("zone", `${reader.firmZone} (${zoned.offset})`),
    line("version", `Lotline ${version}`),
    line("notice", words.scope[lang]),
    line("notice", words.safe[lang]),
    ...(actor.inspection ? [line("notice", words.copy[lang].replace("{number}", actor.inspection.number))] : []),
  ];
}

async function told(reader: Reader, spec: AnyRecord, filter: Filter, { lang }: View, zoned: Zoned): Promise<string | undefined> {
  const wanted = new Map<string, string[]>();
  for (const [column, value] of nestedIn(filter).flatMap((part) => Object.entries(part))) {
    const field = columnField(spec, column);
    const ids: unknown = field?.kind === "ref" ? Reflect.get(Object(value), "in") : undefined;
    if (field?.kind === "ref" && Array.isArray(ids))
      wanted.set(field.target, [...(wanted.get(field.target) ?? []), ...ids.map(String)]);
  }
  const names = new Map<string, Awaited<ReturnType<typeof namesById>>>();
  for (const [target, ids] of wanted) names.set(target, await namesById(reader, target, [...new Set(ids)]));
  return filterWords(spec, filter, {
    own: asksAttributes(filter) ? await attributesOf(reader, spec.name) : [],
    nameOf: (target, id) => wordsOf(names.get(target)?.get(id), lang) || id,
    instant: (iso) => zoned.text(new Date(iso)),
  })?.[lang];
}

function orderWords(spec: AnyRecord, { groups, sort, lang }: View): string {
  const keys = sort?.length ? sort : [spec.list.sort];
  const all: Label[] = [
    ...groups.map((by) => {
      const { column, period } = readGrouping(by) ?? { column: by };
      const of = columnLabel(spec, [], column, lang);
      const group = period ? label(`${periodWords[period].en} of ${of}`, `${of}（${periodWords[period].zh}）`) : label(of, of);
      return label(`grouped by ${group.en}`, `按${group.zh}分组`);
    }),
    ...keys.map((key) => {
      const of = columnLabel(spec, [], key.replace(/^-/, ""), lang);
      return key.startsWith("-") ? label(`${of}, descending`, `${of}降序`) : label(`${of}, ascending`, `${of}升序`);
    }),
  ];
  return all.map((one) => one[lang]).join(lang === "en" ? "; " : "；");
}
