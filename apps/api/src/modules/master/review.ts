/** What an approver of suppliers and of changed master data is shown as out of the ordinary. */
import { addDays, type Label } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { dateIn } from "../../base/context.ts";
import { specOf } from "../../base/names.ts";
import { byRecord, reviewRule } from "../../base/review.ts";
import { type Covered, isAbout, type LicenceFact, licencesOf } from "./licence/reasons.ts";

const both = (en: string, zh: string): Label => ({ en, zh });
const same = (text: string): Label => both(text, text);
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const soonDays = 90;

/** Licences about an item that end soon and that none of their kind follows without a gap, or has followed by today. */
function endingOf(all: readonly LicenceFact[], item: Covered | undefined, today: string): LicenceFact[] {
  const about = all.filter((one) => one.state !== "withdrawn" && (!item || isAbout(one, item)));
  return about.filter(({ kind, validTo }) => {
    const next = addDays(validTo, 1);
    return (
      validTo <= addDays(today, soonDays) &&
      !about.some((one) => one.kind === kind && one.validTo > validTo && one.validFrom <= (next > today ? next : today))
    );
  });
}

/** A licence of the supplier for the item that has lapsed or lapses soon. */
const licenceEnds = reviewRule({
  code: "LICENCE_ENDS",
  record: "SupplierItem",
  why: both(`A licence of the supplier has lapsed or ends within ${soonDays} days.`, `供应商证照已过期或 ${soonDays} 天内到期。`),
  citation: "CN-DIST; REQ-GATE-15",
  find: async (reader, rows) => {
    // What somebody may not see, no exception tells him.
    if (!reader.actor.permits.has(specOf("Licence").read)) return new Map();
    const today = dateIn(reader.firmZone, reader.now);
    const licences = await licencesOf(
      reader,
      "supplier",
      rows.map(({ supplier }) => supplier),
    );
    const items = await reader.sql<Covered>(
      `select id, number, item_class as "itemClass" from item where id = any(?::bigint[])`,
      [rows.map(({ item }) => item)],
    );
    const found = rows.flatMap((row) =>
      endingOf(
        licences.get(row.supplier) ?? [],
        items.find(({ id }) => id === row.item),
        today,
      ).map((licence) => ({ id: row.id, ...licence })),
    );
    return byRecord(
      found.map(({ id, number, validTo: end }) => ({
        id,
        finding: {
          key: number,
          title:
            end < today
              ? both(`Licence ${number} lapsed on ${end}`, `证照 ${number} 已于 ${end} 到期`)
              : both(`Licence ${number} ends on ${end}`, `证照 ${number} 将于 ${end} 到期`),
          weight: end < today ? ("high" as const) : ("medium" as const),
          facts: [{ label: both("Licence", "证照"), value: same(end), ok: false, record: "Licence" as const, number }],
        },
      })),
    );
  },
});

/** A score below the limit of the rule `supplier-score`. */
const scoreLow = reviewRule({
  code: "SCORE_LOW",
  record: "SupplierItem",
  why: both("The supplier's score for the item is below the limit.", "供应商绩效评分低于限值。"),
  citation: "ISO 13485 7.4.1; REQ-SUP-02",
  find: async (reader, rows) => {
    // The content of this rule is checked when the rule is approved.
    const rule = (await reader.rule("supplier-score")).get("default") as { readonly limit: string } | undefined;
    if (!rule) return new Map();
    return byRecord(
      rows.flatMap(({ id, score }) =>
        score !== null && new Decimal(score).lt(rule.limit)
          ? [
              {
                id,
                finding: {
                  key: "score",
                  title: both(
                    `Score ${new Decimal(score).toString()}, limit ${rule.limit}`,
                    `评分 ${new Decimal(score).toString()}，限值 ${rule.limit}`,
                  ),
                  weight: "high" as const,
                  facts: [
                    {
                      label: both("Score", "评分"),
                      value: same(new Decimal(score).toString()),
                      ok: false,
                      scale: { value: score, lower: rule.limit, upper: null },
                    },
                  ],
                },
              },
            ]
          : [],
      ),
    );
  },
});

/** How many lots on hand a change of an item or unit touches: what stands on the shelf was made under the old value. */
const stockTouched = reviewRule({
  code: "STOCK_TOUCHED",
  record: "MasterChange",
  why: both("Lots on hand were received or made under the old value.", "现有库存批是按原值接收或生产的。"),
  citation: "ISO 13485 7.3.10; REQ-QEV-06",
  find: async (reader, rows) => {
    const items = rows.filter(({ recordType }) => recordType === "Item");
    if (items.length === 0) return new Map();
    const found = await reader.sql<{ id: string; item: string; lots: number }>(
      `select c.id, i.number as item, count(distinct l.id)::int as lots from master_change c join item i on i.id = c.record_id::bigint
       join lot l on l.item_id = i.id join balance b on b.lot_id = l.id and b.quantity > 0
       where c.id = any(?::bigint[]) group by c.id, i.number`,
      [ids(items)],
    );
    return byRecord(
      found.map(({ id, item, lots }) => ({
        id,
        finding: {
          key: item,
          title: both(`${lots} ${lots === 1 ? "lot" : "lots"} of ${item} on hand`, `${item} 现有 ${lots} 批在库`),
          weight: "medium" as const,
          facts: [{ label: both("Item", "物料"), value: same(item), record: "Item" as const, number: item }],
        },
      })),
    );
  },
});

/** Another change of the same record is open: one of them will be refused as out of date. */
const changesCross = reviewRule({
  code: "CHANGES_CROSS",
  record: "MasterChange",
  why: both("Another change of the same record waits too.", "同一记录另有变更待审批。"),
  citation: "internal",
  find: async (reader, rows) => {
    const found = await reader.sql<{ id: string; other: string }>(
      `select c.id, o.number as other from master_change c join master_change o on o.record_type = c.record_type and o.record_id = c.record_id
         and o.id <> c.id and o.state = 'proposed' where c.id = any(?::bigint[]) order by o.number`,
      [ids(rows)],
    );
    return byRecord(
      found.map(({ id, other }) => ({
        id,
        finding: {
          key: other,
          title: both(`${other} changes it too`, `${other} 也在变更该记录`),
          weight: "medium" as const,
          facts: [
            { label: both("Other change", "另一变更"), value: same(other), record: "MasterChange" as const, number: other },
          ],
        },
      })),
    );
  },
});

export const masterReviews = [licenceEnds, scoreLow, stockTouched, changesCross];
