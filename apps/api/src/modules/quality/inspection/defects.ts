import { because, type Reason, type Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import type { Characteristic } from "./judge.ts";
import type { Defect, Reading } from "./readings.ts";

export interface DefectFact {
  readonly id: string;
  readonly number: string;
  readonly state: Rec<"DefectCode">["state"];
  readonly kind: Rec<"DefectCode">["kind"];
}

/** What is known of defect codes that were named. */
export async function defectsNamed(reader: Reader, ids: readonly string[]): Promise<Map<string, DefectFact>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.sql<DefectFact>("select id, number, state, kind from defect_code where id = any(?::bigint[])", [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Why a code may not be given to a reading of a characteristic; an empty list means it may. */
export function defectReasons({ number, state, kind }: DefectFact, characteristic: Characteristic): Reason[] {
  const name = {
    en: `${characteristic.position} ${characteristic.nameEn}`,
    zh: `${characteristic.position} ${characteristic.nameZh}`,
  };
  return [
    ...(state === "active"
      ? []
      : [
          because("DEFECT_WITHDRAWN", `Defect code ${number} is withdrawn.`, `缺陷代码 ${number} 已停用。`, "DefectCode", number),
        ]),
    ...(kind === null || kind === characteristic.kind
      ? []
      : [
          because(
            "DEFECT_KIND",
            `Defect code ${number} is not for ${name.en}, which is ${characteristic.kind === "variable" ? "measured" : "looked at"}.`,
            `缺陷代码 ${number} 不适用于 ${name.zh}（${characteristic.kind === "variable" ? "计量" : "计数"}项目）。`,
            "DefectCode",
            number,
          ),
        ]),
  ];
}

/** It stands in the record as it is; a type, because an interface is no JSON. */
export type CodedDefects = {
  readonly code: string;
  readonly severity: Defect["severity"];
  readonly defects: number;
};

/** How many defects each code has among readings, most of them first. */
export function defectsByCode(kind: Characteristic["kind"], readings: readonly Reading[]): CodedDefects[] {
  const coded = readings.flatMap(({ conforms, defect, value }) => (conforms || !defect ? [] : [{ defect, value }]));
  return [...Map.groupBy(coded, ({ defect }) => defect.number).values()]
    .flatMap((of) => {
      const [first] = of;
      const defects = of.reduce((sum, { value }) => sum + (kind === "variable" || value === "NG" ? 1 : Number(value)), 0);
      return first ? [{ code: first.defect.number, severity: first.defect.severity, defects }] : [];
    })
    .sort((a, b) => b.defects - a.defects || a.code.localeCompare(b.code));
}

export interface OfferedDefect extends Omit<Defect, "en" | "zh"> {
  readonly inspection: string;
  readonly en: string;
  readonly zh: string;
  readonly kind: Rec<"DefectCode">["kind"];
}

/** The codes in use, for inspections that are still read: those last given on their items come first. */
export async function offeredDefects(reader: Reader, inspections: readonly string[]): Promise<Map<string, OfferedDefect[]>> {
  const rows = await reader.sql<OfferedDefect>(
    `with asked as (select id, item_id from inspection where id = any(?::bigint[]) and state in ('open', 'started')),
       near as (select a.id as asked, n.id from asked a cross join lateral
         (select i.id from inspection i where i.item_id = a.item_id order by i.id desc limit 20) n),
       given as (select near.asked, r.defect_id, max(r.id) as last from near join reading r on r.inspection_id = near.id where r.defect_id is not null group by 1, 2)
     select a.id as inspection, d.id, d.number, d.name_en as en, d.name_zh as zh, d.severity, d.kind
     from asked a join defect_code d on d.state = 'active'
       left join given on given.asked = a.id and given.defect_id = d.id
     order by a.id, given.last desc nulls last, d.number`,
    [inspections],
  );
  return Map.groupBy(rows, ({ inspection }) => inspection);
}
