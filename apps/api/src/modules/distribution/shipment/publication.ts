/** A device leaves for a market whose database shows the data of its DI: refused or pointed out, as the market's policy says (REQ-TRC-09). */
import { because, type Label, type Rec } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";
import { byRecord, type Finding, reviewRule } from "../../../base/review.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { type Published, publishedFor } from "../../master/index.ts";
import { customersOf } from "../dealing.ts";
import { dealingsOf } from "./gates.ts";
import { packedLines } from "./packed.ts";

/** What the rules say of an item of a shipment, once for each answer. */
interface Said extends Published {
  readonly item: string;
}

type Shipments = readonly Rec<"Shipment">[];

/** By shipment what is not simply good, with the item that it is said of. */
async function saidOf(reader: Reader, shipments: Shipments): Promise<Map<string, Said[]>> {
  const [dealings, lines] = [await dealingsOf(reader, shipments), await packedLines(reader, shipments)];
  const customers = await customersOf(
    reader,
    dealings.map(({ customer }) => customer),
  );
  const asked = dealings.flatMap(({ id, customer, on }) => {
    // Nothing said is home; elsewhere no database of ours asks.
    const market = customers.get(customer)?.market ?? "CN";
    if (market === "OTHER") return [];
    return (lines.get(id) ?? []).map(({ item, itemNumber, deviceClass, madeOn }) => ({
      shipment: id,
      itemNumber,
      goods: { item, deviceClass, market, madeOn: madeOn ?? on, on },
    }));
  });
  const answers = await publishedFor(
    reader,
    asked.map(({ goods }) => goods),
  );
  const open = asked.flatMap(({ shipment, itemNumber }, i) => {
    const answer = answers[i];
    return answer && answer.outcome !== "ok" ? [{ shipment, said: { ...answer, item: itemNumber } }] : [];
  });
  return new Map(
    [...Map.groupBy(open, ({ shipment }) => shipment)].map(([id, of]) => [
      id,
      [...new Map(of.map(({ said }) => [`${said.item} ${JSON.stringify(said.reasons)}`, said])).values()],
    ]),
  );
}

const about = ({ item, record }: Said) =>
  record ? ({ record: "DeviceRecord", number: record } as const) : ({ record: "Item", number: item } as const);

const named = ({ item }: Said, { en, zh }: Label): Label => ({ en: `${item}: ${en}`, zh: `${item}：${zh}` });

/** What the policy of the customer's market does not let through. */
export const diPublished = condition({
  gate: "shipment.ship",
  code: "UDI_NOT_PUBLISHED",
  about: {
    en: "The customer's market holds back no device for its UDI data",
    zh: "客户所在市场未因 UDI 数据阻止任一器械发货",
  },
  record: "Shipment",
  facts: saidOf,
  check: (_shipment, said) =>
    (said ?? [])
      .filter(({ outcome }) => outcome === "block")
      .flatMap((one) =>
        one.reasons.map(({ code, text }) => {
          const { en, zh } = named(one, text);
          const { record, number } = about(one);
          return because(code, en, zh, record, number);
        }),
      ),
});

const finding = (said: Said): Finding[] =>
  said.reasons.map(({ text }) => ({
    key: `${said.item} ${text.en}`,
    title: named(said, text),
    weight: "medium",
    facts: [
      {
        label: said.record ? { en: "Device record", zh: "器械数据记录" } : { en: "Item", zh: "物料" },
        value: { en: about(said).number, zh: about(said).number },
        ok: false,
        ...about(said),
      },
    ],
  }));

/** What the policy only points out: who checks the shipment sees it before signing. */
export const diNotPublished = reviewRule({
  code: "UDI_NOT_PUBLISHED",
  record: "Shipment",
  why: {
    en: "The data of a DI are not published in the customer's market; the policy of that market lets the goods go.",
    zh: "产品标识数据尚未在客户所在市场发布；该市场的策略允许发货。",
  },
  citation: "CN-UDI; REQ-TRC-09",
  find: async (reader, shipments) =>
    byRecord(
      [...(await saidOf(reader, shipments))].flatMap(([id, said]) =>
        said
          .filter(({ outcome }) => outcome === "warn")
          .flatMap(finding)
          .map((one) => ({ id, finding: one })),
      ),
    ),
});
