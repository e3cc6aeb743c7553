import { because, type Reason, type Rec, registry } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { dateIn, type Reader } from "../../../base/context.ts";

type EquipmentType = Rec<"Equipment">["type"];

/** What is asked of a piece of equipment before it measures. */
export interface EquipmentFact {
  readonly id: string;
  readonly number: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly type: EquipmentType;
  readonly state: Rec<"Equipment">["state"];
  readonly site: string;
  readonly rangeFrom: string | null;
  readonly rangeTo: string | null;
  readonly rangeUnit: string | null;
  readonly dueOn: string | null;
  /** Its due date is missing although it has a calibration interval. */
  readonly isCalibrated: boolean;
  /** Today where it stands. */
  readonly today: string;
}

const select = `select e.id, e.number, e.name_en as "nameEn", e.name_zh as "nameZh", e.type, e.state, e.site_id as site,
  e.range_from as "rangeFrom", e.range_to as "rangeTo", e.range_unit as "rangeUnit", e.calibration_due_on::text as "dueOn",
  (e.calibration_months is null or e.calibration_due_on is not null) as "isCalibrated", s.zone
  from equipment e join site s on s.id = e.site_id`;

type Row = Omit<EquipmentFact, "today"> & { readonly zone: string };

const factsOf = (reader: Reader, rows: readonly Row[]): EquipmentFact[] =>
  rows.map(({ zone, ...row }) => ({ ...row, today: dateIn(zone, reader.now) }));

/** Pieces of equipment by id, in one statement. */
export async function equipmentOf(reader: Reader, ids: readonly string[]): Promise<Map<string, EquipmentFact>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.sql<Row>(`${select} where e.id = any(?::bigint[])`, [ids]);
  return new Map(factsOf(reader, rows).map((fact) => [fact.id, fact]));
}

/** All equipment of some types at some sites, by number; also what may not be used, so that the reason can be shown. */
export async function equipmentAt(
  reader: Reader,
  sites: readonly string[],
  types: readonly EquipmentType[],
): Promise<readonly EquipmentFact[]> {
  return factsOf(
    reader,
    await reader.sql<Row>(`${select} where e.site_id = any(?::bigint[]) and e.type = any(?::text[]) order by e.number`, [
      sites,
      types,
    ]),
  );
}

const notInUse = {
  toApprove: { code: "EQUIPMENT_NOT_APPROVED", en: "not approved for use", zh: "待批准" },
  outOfService: { code: "EQUIPMENT_OUT", en: "out of service", zh: "已停用" },
  locked: { code: "EQUIPMENT_LOCKED", en: "locked", zh: "已锁定" },
} as const;
const types = registry.Equipment.fields.type.of.values;

/**
 * Why a piece of equipment may not measure today: all reasons at once (REQ-GATE-07). The due date is the last good day, until
 * 24:00 in the zone of its site.
 */
export function equipmentReasons(fact: EquipmentFact, wanted?: { type: EquipmentType | null; site: string }): Reason[] {
  const reason = (code: string, en: string, zh: string) =>
    because(code, `${fact.number}: ${en}`, `${fact.number}：${zh}`, "Equipment", fact.number);
  const stopped = fact.state === "inUse" ? null : notInUse[fact.state];
  return [
    ...(stopped ? [reason(stopped.code, `it is ${stopped.en}.`, `该设备${stopped.zh}。`)] : []),
    ...(fact.isCalibrated ? [] : [reason("EQUIPMENT_DUE", "it has never been calibrated.", "从未校准。")]),
    ...(fact.dueOn !== null && fact.dueOn < fact.today
      ? [reason("EQUIPMENT_DUE", `its calibration was due ${fact.dueOn}.`, `校准已于 ${fact.dueOn} 到期。`)]
      : []),
    ...(wanted?.type && wanted.type !== fact.type
      ? [
          reason(
            "EQUIPMENT_TYPE",
            `this is measured with: ${types[wanted.type].en.toLowerCase()}.`,
            `该项目须使用${types[wanted.type].zh}测量。`,
          ),
        ]
      : []),
    ...(wanted && wanted.site !== fact.site
      ? [reason("EQUIPMENT_ELSEWHERE", "it stands at another site.", "该设备属于其他场所。")]
      : []),
  ];
}

/** Why a value cannot have been measured with it: it lies outside the range. */
export function rangeReasons(fact: EquipmentFact, value: string, unit: string | null): Reason[] {
  if (fact.rangeUnit === null || fact.rangeUnit !== unit) return [];
  const read = new Decimal(value);
  const outside =
    (fact.rangeFrom !== null && read.lessThan(fact.rangeFrom)) || (fact.rangeTo !== null && read.greaterThan(fact.rangeTo));
  const range = `${fact.rangeFrom === null ? "" : new Decimal(fact.rangeFrom).toString()}–${fact.rangeTo === null ? "" : new Decimal(fact.rangeTo).toString()} ${fact.rangeUnit}`;
  return outside
    ? [
        because(
          "EQUIPMENT_RANGE",
          `${fact.number} measures ${range}; ${value} lies outside.`,
          `${fact.number} 量程为 ${range}，${value} 超出量程。`,
          "Equipment",
          fact.number,
        ),
      ]
    : [];
}
