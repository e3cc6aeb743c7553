import { because, type Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { blockedReasons, dayAt, siteDays, sourceReasons, unitReasons } from "../../master/index.ts";

interface Asked {
  readonly requisition: string;
  readonly number: string;
  readonly state: Rec<"Item">["state"];
  readonly source: Rec<"Item">["source"];
  readonly unit: { readonly symbol: string; readonly decimals: number };
}

const askedItems = async (reader: Reader, requisitions: readonly { id: string }[]): Promise<Map<string, Asked>> => {
  const rows = await reader.sql<Asked>(
    `select r.id as requisition, i.number, i.state, i.source, json_build_object('symbol', u.symbol, 'decimals', u.decimals) as unit
     from requisition r join item i on i.id = r.item_id join unit u on u.id = i.unit_id where r.id = any(?::bigint[])`,
    [requisitions.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.requisition, row]));
};

/** What is asked for is in use and bought, in an amount that its unit knows. */
export const requisitionItem = condition({
  gate: "requisition.submit",
  code: "ITEM_NOT_BOUGHT",
  about: { en: "The item is in use and bought, the amount fits its unit", zh: "物料在用且为外购，数量符合单位规定" },
  record: "Requisition",
  facts: askedItems,
  check: (requisition, item) =>
    item
      ? [
          ...blockedReasons(item.number, item.state),
          ...sourceReasons(item.number, item.source, "bought"),
          ...unitReasons(requisition.quantity, item.unit, item.number),
        ]
      : [],
});

/** Nothing is needed on a day that has passed. */
export const requisitionDay = condition({
  gate: "requisition.submit",
  code: "NEEDED_IN_PAST",
  about: { en: "The day on which it is needed has not passed", zh: "需求日期未过" },
  record: "Requisition",
  facts: async (reader, requisitions) => {
    const days = await siteDays(
      reader,
      requisitions.map(({ site }) => site),
    );
    return new Map(requisitions.map(({ id, site }) => [id, dayAt(days, site)]));
  },
  check: (requisition, today) =>
    today !== undefined && requisition.neededOn < today
      ? [
          because(
            "NEEDED_IN_PAST",
            `${requisition.neededOn} has passed; please say when it is needed now.`,
            `需求日期 ${requisition.neededOn} 已过，请更新。`,
            "Requisition",
            requisition.number,
          ),
        ]
      : [],
});
