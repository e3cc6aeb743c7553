import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, type Company, countOfEverything, expires, openCompany, usableLot } from "../../../../test/company.ts";
import { confirmSale, finishedLot, pickShipment, saleTo, shipmentOf, shipShipment } from "../../../../test/delivery.ts";
import { approvedDevice, sentTo, shownBy } from "../../../../test/device.ts";
import { factLines, foundBy, said } from "../../../../test/findings.ts";
import { reasonsOf } from "../../../../test/house.ts";
import { type Served, serve } from "../../../../test/served.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
let early: Handled;
let late: Handled;
let served: Served;
beforeAll(async () => {
  company = await openCompany();
  served = await serve(company.kernel);
  const raw = await usableLot(company, "SUP-01", "RM-201", "R201-2607", "1200");
  const pouch = await usableLot(company, "SUP-05", "PK-301", "P301-1", "24000");
  const made = { quantity: "1000", raw, pouch, kilograms: "50", pouches: "1020" };
  early = await finishedLot(company, { ...made, lotNumber: "IS2607A" });
  await company.at("2026-07-20 08:00");
  late = await finishedLot(company, { ...made, lotNumber: "IS2607B", madeOn: "2026-07-20" });
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await company?.close();
});

const packedFor = async (customer: string, ...lots: readonly Handled[]): Promise<Handled> => {
  const order = await saleTo(company, customer, "20");
  await confirmSale(company, order);
  return shipmentOf(
    company,
    order,
    lots.map(({ id }) => ({ lot: id, quantity: "4" })),
  );
};

/** The reasons of a refusal that changed nothing: code, both languages, the record that they lead to. */
async function refusedFor(work: () => Promise<unknown>): Promise<(string | undefined)[][]> {
  const before = await countOfEverything(company);
  const reasons = await reasonsOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return reasons.map(({ code, text, record, number }) => [code, text.en, text.zh, record, number]);
}

const intent = `mutation ($id: ID!, $version: Int!) {
  intent: signatureIntent(record: "Shipment", id: $id, version: $version, action: "ship") { summary { text { en zh } ok } } }`;

/** What of the ceremony's summary is not simply good, as the checker sees it at the screen. */
async function summaryOf(shipment: Handled): Promise<unknown[]> {
  const [row] = await company.sql<{ version: number }>("select version from shipment where id = $1", [shipment.id]);
  const heard = await served.ask(
    intent,
    { id: shipment.id, version: row?.version },
    await served.cookieOf((await company.as("fangyi")).ctx.personId),
  );
  const { summary } = (heard.data as { intent: { summary: { ok: boolean }[] } }).intent;
  expect(summary.length).toBeGreaterThan(0);
  return summary.filter(({ ok }) => !ok);
}

const market = async (value: string | null) =>
  company.sql(
    "with actor as (select set_config('app.actor', '1', false)) update customer set market = $1 from actor where number = 'C-01'",
    [value],
  );

const of = (record: Handled) => record.number ?? "";

describe("REQ-TRC-09 a device leaves when the customer's market shows the data of its DI", () => {
  let device: Handled;

  it("[REQ-TRC-09] without a device record it is refused once, however many lots there are", async () => {
    const shipment = await packedFor("C-01", early, late);
    expect(await refusedFor(() => pickShipment(company, shipment))).toEqual([
      [
        "UDI_NOT_PUBLISHED",
        "FG-IS100: China (NMPA): the data of the DI are “not submitted”; made from 2022-06-01 on they must be published (CN-2).",
        "FG-IS100：中国（NMPA）：产品标识数据状态为“未提交”；2022-06-01 起生产的须已发布（CN-2）。",
        "Item",
        "FG-IS100",
      ],
    ]);
  });

  it("[REQ-TRC-09] an approved record that was not submitted refuses with its number, beside all other reasons", async () => {
    await company.at("2026-07-21 08:00");
    device = await approvedDevice(company, "09521234000013", {}, "2026-07-21");
    const shipment = await packedFor("C-01", early);
    await expires(company, early, "2026-12-31");
    expect(
      (await refusedFor(() => pickShipment(company, shipment))).map(([code, , , record, number]) => [code, record, number]),
    ).toEqual([
      ["SHELF_LIFE_TOO_SHORT", "Lot", "IS2607A"],
      ["UDI_NOT_PUBLISHED", "DeviceRecord", of(device)],
    ]);
    await expires(company, early, "2029-07-05");
  });

  it("[REQ-TRC-09] submitted: it may leave, and who checks it is told before signing; published: nothing is said", async () => {
    await sentTo(company, device, "CN", "2026-07-21");
    const shipment = await packedFor("C-01", early);
    expect((await pickShipment(company, shipment)).state).toBe("picked");
    const title = {
      en: "FG-IS100: China (NMPA): the data of the DI are “submitted”; made from 2022-06-01 on they must be published (CN-2).",
      zh: "FG-IS100：中国（NMPA）：产品标识数据状态为“已提交”；2022-06-01 起生产的须已发布（CN-2）。",
    };
    const found = await foundBy("UDI_NOT_PUBLISHED", company, "fangyi", "Shipment", shipment);
    expect(found.map(said)).toEqual([[title.en, title.zh, "medium"]]);
    expect(found.flatMap(factLines)).toEqual([
      `Device record ${of(device)} · 器械数据记录 ${of(device)} · not ok · DeviceRecord ${of(device)}`,
    ]);
    expect(await summaryOf(shipment)).toEqual([{ text: title, ok: false }]);
    await shownBy(company, device, "CN", "2026-07-21");
    expect(await foundBy("UDI_NOT_PUBLISHED", company, "fangyi", "Shipment", shipment)).toEqual([]);
    expect(await summaryOf(shipment)).toEqual([]);
    expect((await shipShipment(company, shipment)).state).toBe("shipped");
  });

  it("[REQ-TRC-09] each market has its own database; elsewhere none asks", async () => {
    const shipment = await packedFor("C-01", early);
    const codes = async () =>
      (await refusedFor(() => pickShipment(company, shipment))).map(([code, en]) => [code, en?.split(";")[0]]);
    const asks = (name: string) => [["UDI_NOT_PUBLISHED", `FG-IS100: ${name}: the data of the DI are “not submitted”`]];
    await market("US");
    expect(await codes()).toEqual(asks("United States (GUDID)"));
    await market("EU");
    expect(await codes()).toEqual(asks("European Union (EUDAMED)"));
    await market("OTHER");
    expect((await pickShipment(company, shipment)).state).toBe("picked");
    // What was picked is asked again at the door.
    await market("EU");
    expect((await refusedFor(() => shipShipment(company, shipment))).map(([code]) => code)).toEqual(["UDI_NOT_PUBLISHED"]);
    await market("CN");
    expect((await shipShipment(company, shipment)).state).toBe("shipped");
    await market(null);
  });

  it("[REQ-TRC-09] goods of before the day of the rule need nothing; of goods whose day is not known today counts", async () => {
    const made = (day: string | null) =>
      company.sql(
        "with actor as (select set_config('app.actor', '1', false)) update lot set made_on = $1 from actor where id = $2",
        [day, early.id],
      );
    await market("EU");
    const shipment = await packedFor("C-01", early);
    await made("2026-05-27");
    expect((await pickShipment(company, shipment)).state).toBe("picked");
    await made(null);
    expect((await refusedFor(() => shipShipment(company, shipment))).map(([code]) => code)).toEqual(["UDI_NOT_PUBLISHED"]);
    await made("2026-07-06");
    await market(null);
  });

  it("[REQ-TRC-09] a changed record of the same DI stops old and new goods until it is published again", async () => {
    await company.at("2026-07-22 08:00");
    const changed = await approvedDevice(
      company,
      "09521234000013",
      {
        revision: "B",
        changeReason: "other brand",
        tradeName: "Fine",
        newDi: "no",
        newDiReason: "Only the brand name, nothing of the device",
      },
      "2026-07-22",
    );
    const shipment = await packedFor("C-01", early, late);
    expect(await refusedFor(() => pickShipment(company, shipment))).toEqual([
      [
        "UDI_NOT_PUBLISHED",
        "FG-IS100: China (NMPA): the data of the DI are “changed since”; made from 2022-06-01 on they must be published (CN-2).",
        "FG-IS100：中国（NMPA）：产品标识数据状态为“发布后已变更”；2022-06-01 起生产的须已发布（CN-2）。",
        "DeviceRecord",
        of(changed),
      ],
    ]);
    await sentTo(company, changed, "CN", "2026-07-22");
    await shownBy(company, changed, "CN", "2026-07-22");
    const fefoReason = "Both lots are asked for";
    expect((await acts(company, "dingkai", "Shipment", shipment, "pick", { fefoReason })).state).toBe("picked");
  });

  it("[REQ-TRC-09] a new DI holds back what is made under it, not what carries the old one", async () => {
    await company.at("2026-07-23 08:00");
    await company.sql(
      "with actor as (select set_config('app.actor', '1', false)) update lot set made_on = '2026-07-23' from actor where id = $1",
      [late.id],
    );
    const next = await approvedDevice(
      company,
      "09521234000020",
      {
        revision: "C",
        changeReason: "new model",
        modelSpec: "IS-100 B",
        newDi: "yes",
        newDiReason: "Another model under the same item",
      },
      "2026-07-23",
    );
    const [old, fresh] = [await packedFor("C-01", early), await packedFor("C-01", late)];
    expect((await pickShipment(company, old)).state).toBe("picked");
    expect(
      (await refusedFor(() => pickShipment(company, fresh))).map(([code, , , record, number]) => [code, record, number]),
    ).toEqual([["UDI_NOT_PUBLISHED", "DeviceRecord", of(next)]]);
  });
});
