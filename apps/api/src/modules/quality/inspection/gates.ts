import { because, type Reason, type Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { steady } from "../../../base/sqltext.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { dayAt, inForceKey, inForceOf, siteDays } from "../../master/index.ts";
import { noPlan } from "./index.ts";
import { currentOf, type Inspected, readInspected } from "./readings.ts";

interface OfLot {
  readonly lot: string;
  readonly required: boolean;
  readonly item: string;
  /** Null when the lot has no inspection at all. */
  readonly number: string | null;
  readonly state: Rec<"Inspection">["state"] | null;
  readonly result: Rec<"Inspection">["result"];
  readonly planned: boolean;
  /** The rejection was decided otherwise: accepted as it is, or inspected again and accepted. */
  readonly overcome: boolean;
}

/** The inspections of lots, oldest first; a lot without one has a row that says so. */
async function inspectionsOf(reader: Reader, lots: readonly { id: string }[]): Promise<Map<string, OfLot[]>> {
  const rows = await reader.sql<OfLot>(
    steady(`select l.id as lot, item.inspection_required as required, item.number as item, i.number, i.state, i.result, i.plan_id is not null as planned,
       coalesce(i.result = 'rejected' and (
         exists (select from nonconformity n where n.inspection_id = i.id and n.lot_id = l.id and n.state = 'closed' and n.disposition = 'useAsIs')
         or (exists (select from nonconformity n where n.inspection_id = i.id and n.lot_id = l.id and n.state = 'closed' and n.disposition <> 'useAsIs')
           and exists (select from inspection again where again.lot_id = l.id and again.id > i.id and again.result = 'accepted'))), false) as overcome
     from lot l join item on item.id = l.item_id left join inspection i on i.lot_id = l.id
     where l.id = any(?::bigint[]) order by l.id, i.id`),
    [lots.map((lot) => lot.id)],
  );
  return Map.groupBy(rows, (row) => row.lot);
}

const perInspection = (rows: readonly OfLot[] | undefined, reason: (row: OfLot, number: string) => Reason | null): Reason[] =>
  (rows ?? []).flatMap((row) => (row.number === null ? [] : (reason(row, row.number) ?? [])));

/** Every inspection of the lot is concluded. */
export const inspectionConcluded = condition({
  gate: "lot.release",
  code: "INSPECTION_OPEN",
  about: { en: "Every inspection of the lot is concluded, or skipped by rule", zh: "该批所有检验均已完成或按规则跳批" },
  record: "Lot",
  facts: inspectionsOf,
  check: (_lot, rows) =>
    perInspection(rows, (row, number) => {
      if (row.state === "concluded" || row.state === "skipped") return null;
      if (!row.planned) return noPlan(number, row.item);
      if (row.state === "toVerify")
        return because(
          "INSPECTION_UNVERIFIED",
          `Inspection ${number} waits for its verification by a second person.`,
          `检验 ${number} 待第二人复核。`,
          "Inspection",
          number,
        );
      return because(
        "INSPECTION_OPEN",
        `Inspection ${number} is not concluded.`,
        `检验 ${number} 尚未完成。`,
        "Inspection",
        number,
      );
    }),
});

/** A lot of an inspected item has an inspection. */
export const inspectionPresent = condition({
  gate: "lot.release",
  code: "INSPECTION_MISSING",
  about: { en: "A lot of an inspected item has an inspection", zh: "须检物料的批有检验记录" },
  record: "Lot",
  facts: inspectionsOf,
  check: (_lot, rows) =>
    (rows ?? [])
      .filter((row) => row.required && row.number === null)
      .map((row) =>
        because(
          "INSPECTION_MISSING",
          `${row.item} is inspected before use, and this lot has no inspection.`,
          `${row.item} 须经检验，而该批没有检验记录。`,
          "Item",
          row.item,
        ),
      ),
});

/** No inspection of the lot stands rejected. */
export const inspectionAccepted = condition({
  gate: "lot.release",
  code: "INSPECTION_REJECTED",
  about: { en: "No inspection of the lot stands rejected", zh: "该批没有未处置的不合格检验" },
  record: "Lot",
  facts: inspectionsOf,
  check: (_lot, rows) =>
    perInspection(rows, (row, number) =>
      row.result === "rejected" && !row.overcome
        ? because(
            "INSPECTION_REJECTED",
            `Inspection ${number} rejected the lot.`,
            `检验 ${number} 结论为不合格。`,
            "Inspection",
            number,
          )
        : null,
    ),
});

/** There is a plan to inspect by. */
export const planInForce = condition({
  gate: "inspection.record",
  code: "NO_INSPECTION_PLAN",
  about: { en: "There is a plan to inspect by", zh: "有可执行的检验规程" },
  record: "Inspection",
  facts: async (reader, rows) => {
    const waiting = rows.filter((row) => row.plan === null);
    if (waiting.length === 0) return new Map<string, boolean>();
    const days = await siteDays(
      reader,
      waiting.map((row) => row.site),
    );
    const asked = waiting.map((row) => ({ id: row.id, item: row.item, on: dayAt(days, row.site) }));
    const found = await inForceOf(reader, "InspectionPlan", asked);
    return new Map(asked.map((row) => [row.id, found.has(inForceKey(row.item, row.on))]));
  },
  check: (row, found) => (row.plan !== null || found === true ? [] : [noPlan(row.number)]),
});

const inspected = (reader: Reader, rows: readonly { readonly id: string }[]): Promise<Map<string, Inspected>> =>
  readInspected(
    reader,
    rows.map(({ id }) => id),
  );

/** What failed has its defect code where the plan asks for one. */
export const defectsCoded = condition({
  gate: "inspection.conclude",
  code: "DEFECT_CODE_MISSING",
  about: {
    en: "Each failed reading has its defect code where the plan asks for one",
    zh: "规程要求时，每个不合格读数均有缺陷代码",
  },
  record: "Inspection",
  facts: inspected,
  check: (row, fact) =>
    (fact?.characteristics ?? [])
      .filter((c) => c.isCoded)
      .flatMap((c) => {
        const bare = currentOf(c.readings).filter((reading) => !reading.conforms && !reading.defect);
        const samples = bare.map(({ sample }) => sample);
        const some = samples.length > 10 ? `${samples.slice(0, 10).join(", ")} …` : samples.join(", ");
        return bare.length === 0
          ? []
          : [
              because(
                "DEFECT_CODE_MISSING",
                `${c.position} ${c.nameEn}: sample ${some} failed and has no defect code.`,
                `${c.position} ${c.nameZh}：第 ${some} 件不合格，尚无缺陷代码。`,
                "Inspection",
                row.number,
              ),
            ];
      }),
});

/** Every sample of every characteristic has been read. */
export const readingsComplete = condition({
  gate: "inspection.conclude",
  code: "READINGS_MISSING",
  about: { en: "Every sample of every characteristic has been read", zh: "所有项目的样品均已录入" },
  record: "Inspection",
  facts: inspected,
  check: (row, fact) =>
    (fact?.characteristics ?? []).flatMap((c) => {
      const missing = c.samples - currentOf(c.readings).length;
      return missing === 0
        ? []
        : [
            because(
              "READINGS_MISSING",
              `${c.position} ${c.nameEn}: ${missing} of ${c.samples} samples are not read yet.`,
              `${c.position} ${c.nameZh}：${c.samples} 个样品中还有 ${missing} 个未录入。`,
              "Inspection",
              row.number,
            ),
          ];
    }),
});
