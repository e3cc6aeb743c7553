/** What a reviewer of inspections, retests, nonconformities and deviations is shown as out of the ordinary. */
import type { Label } from "@lotline/schema";
import { dateIn, type Reader } from "../../base/context.ts";
import { byRecord, type Fact, reviewRule } from "../../base/review.ts";

const both = (en: string, zh: string): Label => ({ en, zh });
const same = (text: string): Label => both(text, text);
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

interface Read {
  readonly inspection: string;
  readonly id: string;
  readonly characteristic: number;
  readonly sample: number;
  readonly value: string;
  readonly name_en: string;
  readonly name_zh: string;
  readonly lower: string | null;
  readonly upper: string | null;
  readonly unit: string | null;
  readonly who_en: string;
  readonly who_zh: string;
  readonly equipment: string | null;
  readonly due: string | null;
}

/** Readings that stand (not replaced by another) with their limits, the person and the gauge. */
const readingsSql = (where: string): string =>
  `select r.inspection_id as inspection, r.id, r.characteristic, r.sample, r.value, c.name_en, c.name_zh, c.lower, c.upper, c.unit,
     p.name_en as who_en, p.name_zh as who_zh, e.number as equipment, e.calibration_due_on::text as due
   from reading r join inspection i on i.id = r.inspection_id
   join inspection_plan_characteristic c on c.head_id = i.plan_id and c.position = r.characteristic
   join person p on p.id = r.actor_id left join equipment e on e.id = r.equipment_id
   where ${where} and not exists (select from reading n where n.replaces_id = r.id) order by r.characteristic, r.sample`;

const limits = ({ lower, upper, unit }: Read): string =>
  `${lower !== null && upper !== null ? `${plain(lower)}–${plain(upper)}` : lower !== null ? `≥${plain(lower)}` : upper !== null ? `≤${plain(upper)}` : ""}${unit ? ` ${unit}` : ""}`;

/** What was read against what was asked; an attribute has no limits, its defects are counted. */
const readTitle = (read: Read): Label => {
  const asked = read.lower !== null || read.upper !== null;
  return both(
    `${read.name_en} ${read.value}${asked ? `, limit ${limits(read)}` : ", does not conform"}`,
    `${read.name_zh} ${read.value}${asked ? `，限值 ${limits(read)}` : "，不合格"}`,
  );
};

const plain = (decimal: string): string => (decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal);

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

const readingFacts = (read: Read): Fact[] => [
  {
    label: both("Reading", "实测"),
    value: same(`${read.value}${read.unit ? ` ${read.unit}` : ""}`),
    ok: false,
    ...(isNumber(read.value) ? { scale: { value: read.value, lower: read.lower, upper: read.upper } } : {}),
  },
  ...(read.lower !== null || read.upper !== null ? [{ label: both("Limits", "限值"), value: same(limits(read)) }] : []),
  { label: both("Sample", "样品"), value: same(String(read.sample)) },
  { label: both("Read by", "检验人"), value: both(read.who_en, read.who_zh) },
  ...(read.equipment
    ? [
        {
          label: both("Measured with", "测量设备"),
          value: read.due ? both(`calibrated to ${read.due}`, `校准至 ${read.due}`) : same(read.equipment),
          record: "Equipment" as const,
          number: read.equipment,
        },
      ]
    : []),
];

/** A reading outside its limits that sampling still accepts is decided by nobody unless the reviewer sees it. */
const readingOut = reviewRule({
  code: "READING_OUT",
  record: "Inspection",
  why: both("A reading does not meet its limit.", "有读数超出限值。"),
  citation: "ISO 13485 8.2.6; CN-GMP 100",
  find: async (reader, rows) => {
    const found = await reader.sql<Read>(readingsSql("r.inspection_id = any(?::bigint[]) and not r.conforms"), [ids(rows)]);
    return byRecord(
      found.map((read) => ({
        id: read.inspection,
        finding: {
          key: read.id,
          title: readTitle(read),
          detail: both(`Sample ${read.sample}, ${read.who_en}`, `样品 ${read.sample}，${read.who_zh}`),
          weight: "high" as const,
          facts: readingFacts(read),
        },
      })),
    );
  },
});

interface Replaced {
  readonly inspection: string;
  readonly id: string;
  readonly old_value: string;
  readonly old_conforms: boolean;
  readonly value: string;
  readonly conforms: boolean;
  readonly name_en: string;
  readonly name_zh: string;
  readonly who_en: string;
  readonly who_zh: string;
  readonly retest: string | null;
  readonly why: string | null;
}

/** A value that was read anew; fail to pass weighs most (REQ-REC-12). */
const readAnew = reviewRule({
  code: "READ_ANEW",
  record: "Inspection",
  why: both("A reading was replaced by a later one.", "读数被后来的读数取代。"),
  citation: "PI 041-1 §9.8; FDA OOS guidance",
  find: async (reader, rows) => {
    const found = await reader.sql<Replaced>(
      `select r.inspection_id as inspection, r.id, o.value as old_value, o.conforms as old_conforms, r.value, r.conforms,
         c.name_en, c.name_zh, p.name_en as who_en, p.name_zh as who_zh, t.number as retest, t.why
       from reading r join reading o on o.id = r.replaces_id join inspection i on i.id = r.inspection_id
       join inspection_plan_characteristic c on c.head_id = i.plan_id and c.position = r.characteristic
       join person p on p.id = r.actor_id left join retest t on t.id = r.retest_id
       where r.inspection_id = any(?::bigint[]) order by r.id`,
      [ids(rows)],
    );
    return byRecord(
      found.map((read) => ({
        id: read.inspection,
        finding: {
          key: read.id,
          title: both(
            `${read.name_en}: ${read.old_value} → ${read.value}${!read.old_conforms && read.conforms ? ", fail to pass" : ""}`,
            `${read.name_zh}：${read.old_value} → ${read.value}${!read.old_conforms && read.conforms ? "，由不合格变为合格" : ""}`,
          ),
          detail: both(read.why ?? read.who_en, read.why ?? read.who_zh),
          weight: !read.old_conforms && read.conforms ? ("high" as const) : ("medium" as const),
          facts: [
            { label: both("Before", "原读数"), value: same(read.old_value), ok: read.old_conforms },
            { label: both("After", "现读数"), value: same(read.value), ok: read.conforms },
            { label: both("Read by", "检验人"), value: both(read.who_en, read.who_zh) },
            ...(read.retest
              ? [{ label: both("Retest", "复测"), value: same(read.retest), record: "Retest" as const, number: read.retest }]
              : []),
          ],
        },
      })),
    );
  },
});

/** The first result of what is asked to be tested again. */
const firstResult = reviewRule({
  code: "FIRST_RESULT",
  record: "Retest",
  why: both("The result that is to be tested again did not conform.", "申请复测的首次结果不合格。"),
  citation: "FDA OOS guidance; REQ-GATE-12",
  find: async (reader, rows) => {
    const found = await reader.sql<Read & { readonly retest: string }>(
      readingsSql(
        `exists (select from retest t where t.id = any(?::bigint[]) and t.inspection_id = r.inspection_id and t.characteristic = r.characteristic
           and (t.sample is null or t.sample = r.sample)) and not r.conforms`,
      ),
      [ids(rows)],
    );
    return byRecord(
      rows.flatMap(({ id, inspection, characteristic, sample }) =>
        found
          .filter(
            (read) =>
              read.inspection === inspection &&
              read.characteristic === characteristic &&
              (sample === null || sample === read.sample),
          )
          .map((read) => ({
            id,
            finding: {
              key: read.id,
              title: readTitle(read),
              weight: "medium" as const,
              facts: readingFacts(read),
            },
          })),
      ),
    );
  },
});

const dayOf = ({ firmZone }: Reader, at: string): string => dateIn(firmZone, new Date(at));

/** The same item and supplier had others in the last 90 days. */
const repeated = reviewRule({
  code: "NCR_REPEATED",
  record: "Nonconformity",
  why: both("The same item and supplier had another nonconformity within 90 days.", "同一物料及供应商 90 天内另有不合格。"),
  citation: "ISO 13485 8.4; REQ-QEV-07",
  find: async (reader, rows) => {
    const found = await reader.sql<{ id: string; other: string; description: string; at: string }>(
      `select n.id, o.number as other, o.description, o.created_at as at from nonconformity n
       join nonconformity o on o.item_id = n.item_id and o.supplier_id is not distinct from n.supplier_id and o.id <> n.id and o.state <> 'voided'
         and o.created_at between n.created_at - interval '90 days' and n.created_at
       where n.id = any(?::bigint[]) order by o.id desc`,
      [ids(rows)],
    );
    return byRecord(
      found.map(({ id, other, description, at }) => ({
        id,
        finding: {
          key: other,
          title: both(`Before it: ${other}, ${dayOf(reader, at)}`, `此前：${other}，${dayOf(reader, at)}`),
          detail: same(description),
          weight: "medium" as const,
          facts: [{ label: both("Earlier", "此前"), value: same(description), record: "Nonconformity" as const, number: other }],
        },
      })),
    );
  },
});

/** What of the lot has left before the nonconformity was decided. */
async function alreadyOut(reader: Reader, lots: readonly { id: string; lot: string }[]) {
  const found = await reader.sql<{ lot: string; shipped: string; used: string; unit: string | null }>(
    `select l.id as lot, coalesce(sum(-m.quantity) filter (where k.kind = 'ship'), 0)::text as shipped,
       coalesce(sum(-m.quantity) filter (where k.kind = 'issue'), 0)::text as used, u.symbol as unit
     from lot l join item i on i.id = l.item_id left join unit u on u.id = i.unit_id
     join movement m on m.lot_id = l.id join posting k on k.id = m.posting_id
     where l.id = any(?::bigint[]) and m.quantity < 0 and k.kind in ('ship', 'issue') group by l.id, u.symbol`,
    [lots.map(({ lot }) => lot)],
  );
  return lots.flatMap(({ id, lot }) => found.filter((row) => row.lot === lot).map((row) => ({ id, ...row })));
}

/** Says what has left; what has not is not spoken of. */
function leftTitle(ways: readonly (readonly [en: string, zh: string, quantity: string])[], unit: string | null): Label {
  const some = ways.filter(([, , quantity]) => Number(quantity) > 0);
  const of = (word: 0 | 1) => some.map((way) => [way[word], plain(way[2]), ...(unit ? [unit] : [])].join(" "));
  return both(`Left stock: ${of(0).join(", ")}`, `已出库：${of(1).join("，")}`);
}

/** Part of the lot has been used or shipped: what is decided here does not stop there. */
const partlyOut = reviewRule({
  code: "LOT_PARTLY_OUT",
  record: "Nonconformity",
  why: both("Part of the lot has left stock.", "该批已有部分出库。"),
  citation: "ISO 13485 8.3.3",
  find: async (reader, rows) => {
    const found = await alreadyOut(
      reader,
      rows.map(({ id, lot }) => ({ id, lot })),
    );
    return byRecord(
      found.map(({ id, shipped, used, unit }) => ({
        id,
        finding: {
          key: "out",
          title: leftTitle(
            [
              ["used", "耗用", used],
              ["shipped", "发货", shipped],
            ],
            unit,
          ),
          weight: Number(shipped) > 0 ? ("high" as const) : ("medium" as const),
        },
      })),
    );
  },
});

/** Lots that a deviation concerns and that were released or shipped already. */
const lotsReleased = reviewRule({
  code: "LOT_RELEASED_BEFORE",
  record: "Deviation",
  why: both("A lot it concerns was released before it was reported.", "涉及的批在报告前已放行。"),
  citation: "ISO 13485 8.3.3; REQ-QEV-01",
  find: async (reader, rows) => {
    const found = await reader.sql<{ id: string; lot: string }>(
      `select d.head_id as id, l.number as lot from deviation_lot d join lot l on l.id = d.lot_id
       where d.head_id = any(?::bigint[]) and l.state = 'released' order by l.number`,
      [ids(rows)],
    );
    return byRecord(
      found.map(({ id, lot }) => ({
        id,
        finding: {
          key: lot,
          title: both(`Lot ${lot} is released`, `批 ${lot} 已放行`),
          weight: "high" as const,
          facts: [{ label: both("Lot", "批"), value: same(lot), record: "Lot" as const, number: lot }],
        },
      })),
    );
  },
});

export const qualityReviews = [readingOut, readAnew, firstResult, repeated, partlyOut, lotsReleased];
