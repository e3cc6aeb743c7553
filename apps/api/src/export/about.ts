/** What stands at the head of an export: what was asked, by whom, when, and how many rows answered. */
import { type AnyRecord, columnField, type RecordName, readGrouping } from "@lotline/schema";
import { explainFilter } from "@lotline/schema/explain";
import { translator } from "@lotline/schema/words";
import { attributesOf } from "../base/attributes.ts";
import type { Reader } from "../base/context.ts";
import { specOf } from "../base/names.ts";
import { asksAttributes, type Filter, nestedIn } from "../read/filter.ts";
import { namesById } from "../read/rows.ts";
import { wordsOf } from "./table.ts";
import { columnLabels, type View } from "./view.ts";
import type { Zoned } from "./zoned.ts";

export type About = readonly (readonly [label: string, text: string])[];

/** The lines about an export, in its language; the rows were counted in the transaction that reads them. */
export async function aboutView(
  reader: Reader,
  record: RecordName,
  view: View,
  { count, zoned, version }: { readonly count: number; readonly zoned: Zoned; readonly version: string },
): Promise<About> {
  const spec = specOf(record);
  const { lang, search } = view;
  const t = translator(lang);
  const { actor } = reader;
  const who = `${actor.name[lang]} (${actor.login}, ${actor.number})`;
  const told = view.filter ? await filterWords(reader, spec, view.filter, view, zoned) : "";
  return [
    [t("export.about"), `Lotline`],
    [t("export.record"), spec.plural[lang]],
    [t("export.rows"), String(count)],
    [t("export.filter"), told || t("export.filterNone", { name: actor.name[lang] })],
    [t("export.search"), search?.trim() ? t("filter.quoted", { value: search.trim() }) : t("export.searchNone")],
    [t("export.order"), orderWords(spec, view)],
    [t("export.user"), who],
    [t("export.at"), `${zoned.text(reader.now)} ${zoned.offset}`],
    [t("export.zone"), reader.firmZone],
    [t("export.version"), `Lotline ${version}`],
    [t("export.notice"), t("export.safe")],
  ];
}

async function filterWords(reader: Reader, spec: AnyRecord, filter: Filter, { lang }: View, zoned: Zoned): Promise<string> {
  const own = asksAttributes(filter) ? await attributesOf(reader, spec.name) : [];
  const wanted = new Map<string, Set<string>>();
  for (const part of nestedIn(filter))
    for (const [column, value] of Object.entries(part)) {
      const field = columnField(spec, column);
      const ids = field?.kind === "ref" ? (Object(value) as { in?: unknown }).in : undefined;
      if (field?.kind === "ref" && Array.isArray(ids))
        wanted.set(field.target, new Set([...(wanted.get(field.target) ?? []), ...ids.map(String)]));
    }
  const names = new Map<string, Awaited<ReturnType<typeof namesById>>>();
  for (const [target, ids] of wanted) names.set(target, await namesById(reader, target, [...ids]));
  return explainFilter(spec, filter, {
    lang,
    own,
    nameOf: (target, id) => wordsOf(names.get(target)?.get(id), lang) || undefined,
    instant: (iso) => zoned.text(new Date(iso)),
  });
}

function orderWords(spec: AnyRecord, { groups, sort, lang }: View): string {
  const t = translator(lang);
  const { of } = columnLabels(spec, [], lang);
  const keys = sort?.length ? sort : [spec.list.sort];
  return [
    ...groups.map((by) => {
      const { column, period } = readGrouping(by) ?? { column: by };
      return period
        ? t("export.groupPeriod", { label: of(column), period: t(`export.${period}`) })
        : t("export.group", { label: of(column) });
    }),
    ...keys.map((key) => t(key.startsWith("-") ? "export.down" : "export.up", { label: of(key.replace(/^-/, "")) })),
  ].join("; ");
}
