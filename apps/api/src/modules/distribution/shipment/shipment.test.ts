import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acts, ask, type Company, countOfEverything, expires, grant, openCompany, usableLot } from "../../../../test/company.ts";
import { confirmSale, finishedLot, pickShipment, saleTo, shipmentOf, shipShipment } from "../../../../test/delivery.ts";
import { publishedDevice } from "../../../../test/device.ts";
import { refusalOf } from "../../../../test/house.ts";
import type { Handled } from "../../../seed/hands.ts";

let company: Company;
let set: Handled;
beforeAll(async () => {
  company = await openCompany();
  await publishedDevice(company);
  const raw = await usableLot(company, "SUP-01", "RM-201", "R201-2607", "1200");
  const pouch = await usableLot(company, "SUP-05", "PK-301", "P301-1", "24000");
  set = await make("IS2607A", "10000", raw, pouch, "500", "10200");
  await company.at("2026-08-10 09:00");
});
afterAll(() => company.close());

const make = (lotNumber: string, quantity: string, raw: Handled, pouch: Handled, kilograms: string, pouches: string) =>
  finishedLot(company, { lotNumber, quantity, raw, pouch, kilograms, pouches });

const sale = (customer: string, quantity: string, more: object = {}) =>
  saleTo(company, customer, quantity, { orderedOn: "2026-08-10", ...more });
const confirm = (order: Handled) => confirmSale(company, order);
const packed = (order: Handled, quantity: string, more: object = {}) =>
  shipmentOf(company, order, [{ lot: set.id, quantity, ...more }]);
const pick = (shipment: Handled) => pickShipment(company, shipment);
const ship = (shipment: Handled, login?: string) => shipShipment(company, shipment, login);

/** What of the sets stands where, by the type of place. */
const standing = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (
      await company.sql<{ type: string; quantity: string }>(
        "select p.type, sum(m.quantity) as quantity from movement m join location p on p.id = m.location_id where m.lot_id = $1 and p.type in ('storage', 'customer', 'transit') group by 1",
        [set.id],
      )
    ).map((row) => [row.type, row.quantity]),
  );

/** Refused, and nothing changed. */
async function refusedWith(work: () => Promise<unknown>): Promise<string[]> {
  const before = await countOfEverything(company);
  const codes = await refusalOf(work());
  expect(await countOfEverything(company)).toEqual(before);
  return codes;
}

describe("US-10 whom we may deliver", () => {
  it("[REQ-GATE-15] a distributor whose licence lapsed on the day before is refused, on its last day not", async () => {
    const lastDay = await sale("C-02", "400", { orderedOn: "2026-08-11" });
    expect((await confirm(lastDay)).state).toBe("confirmed");
    const late = await sale("C-02", "400", { orderedOn: "2026-08-12" });
    expect(await refusedWith(() => confirm(late))).toEqual(["LICENCE_EXPIRED"]);
  });

  it("[REQ-GATE-15] a distributor for class II gets no class III device", async () => {
    const order = await sale("C-03", "400");
    expect(await refusedWith(() => confirm(order))).toEqual(["SCOPE_NOT_COVERED"]);
  });

  it("[REQ-TRC-05] a consignee without address or contact is refused", async () => {
    await (await company.as("luoan")).create("Customer", { number: "C-08", nameEn: "x", nameZh: "x", kind: "hospital" });
    const order = await sale("C-08", "400");
    expect(await refusedWith(() => confirm(order))).toEqual(["CONSIGNEE_ADDRESS_MISSING", "CONSIGNEE_CONTACT_MISSING"]);
  });

  it("[REQ-GATE-18] names a blocked customer, an item that is not sold and half pieces at once; an order needs lines", async () => {
    const customer = { id: await company.id("Customer", "C-01") };
    const order = await sale("C-01", "1", { lines: [{ item: await company.id("Item", "RM-205"), quantity: "1.5" }] });
    await acts(company, "fangyi", "Customer", customer, "block", {}, "Bills not paid");
    expect(await refusedWith(() => confirm(order))).toEqual(["CUSTOMER_BLOCKED", "ITEM_NOT_SOLD", "QUANTITY_DECIMALS"]);
    await acts(company, "fangyi", "Customer", customer, "unblock", {}, "Bills are paid");
    const empty = await sale("C-01", "1", { lines: [] });
    expect(await refusedWith(() => confirm(empty))).toEqual(["LINES_MISSING"]);
  });
});

describe("US-10 picked by one, checked by another", () => {
  it("[REQ-TRC-05] ships in two parts: the consignee is kept as it was, stock and order say what left", async () => {
    const order = await sale("C-01", "2000");
    expect(await refusalOf(packed(order, "1"))).toEqual(["ORDER_NOT_CONFIRMED"]);
    await confirm(order);
    const first = await packed(order, "1600");
    await pick(first);
    await ship(first);
    expect(
      await company.sql(
        "select s.state, s.consignee, c.number, s.shipped_at from shipment s join customer c on c.id = s.customer_id where s.id = $1",
        [first.id],
      ),
    ).toEqual([
      {
        state: "shipped",
        consignee: "C-01 C-01; Hospital Road 3; Ms Gu",
        number: "C-01",
        shipped_at: new Date("2026-08-10T01:00:00Z"),
      },
    ]);
    const orderNow = async () =>
      company.sql(
        "select o.state, l.quantity_shipped from sales_order o join sales_order_line l on l.head_id = o.id where o.id = $1",
        [order.id],
      );
    expect(await orderNow()).toEqual([{ state: "confirmed", quantity_shipped: "1600.000000" }]);
    expect(
      await refusedWith(() => acts(company, "fangyi", "SalesOrder", order, "cancel", {}, "The customer changed his mind")),
    ).toEqual(["ALREADY_SHIPPED"]);
    const second = await packed(order, "400.5");
    expect(await refusedWith(() => pick(second))).toEqual(["ABOVE_ORDERED", "QUANTITY_DECIMALS"]);
    await (await company.as("dingkai")).edit(
      "Shipment",
      second,
      { lines: [{ lot: set.id, from: await company.id("Location", "S1"), quantity: "400" }] },
      "Five boxes less one were asked",
    );
    await pick(second);
    await ship(second);
    expect(await orderNow()).toEqual([{ state: "shipped", quantity_shipped: "2000.000000" }]);
    expect(await standing()).toEqual({ transit: "2000.000000", storage: "8000.000000" });
  });

  it("[REQ-TRC-05] what left is in transit until its arrival is confirmed, on a day between the two", async () => {
    const order = await sale("C-01", "400");
    await confirm(order);
    const shipment = await packed(order, "400");
    await pick(shipment);
    await ship(shipment);
    const before = await standing();
    const arrived = (deliveredOn: string) =>
      acts(company, "fangyi", "Shipment", shipment, "deliver", { deliveredOn, proofOfDelivery: "Signed by Ms Gu" });
    expect(await refusedWith(() => arrived("2026-08-09"))).toEqual(["deliveredOn:range"]);
    expect(await refusedWith(() => arrived("2026-08-11"))).toEqual(["deliveredOn:range"]);
    expect((await arrived("2026-08-10")).state).toBe("delivered");
    expect(await standing()).toEqual({
      transit: `${Number(before.transit) - 400}.000000`,
      customer: "400.000000",
      storage: before.storage,
    });
    expect(await company.sql("select delivered_on::text, proof_of_delivery from shipment where id = $1", [shipment.id])).toEqual([
      { delivered_on: "2026-08-10", proof_of_delivery: "Signed by Ms Gu" },
    ]);
  });

  it("[REQ-GATE-09] the picker cannot check his own picking", async () => {
    await grant(company, "dingkai", "SALES");
    const order = await sale("C-01", "400");
    await confirm(order);
    const shipment = await packed(order, "400");
    await pick(shipment);
    expect(await refusedWith(() => ship(shipment, "dingkai"))).toEqual(["SOD_SELF", "SOD_SELF"]);
    expect((await ship(shipment)).state).toBe("shipped");
  });

  it("[REQ-GATE-02] a lot that went on hold after picking does not leave", async () => {
    const order = await sale("C-01", "400");
    await confirm(order);
    const shipment = await packed(order, "400");
    await pick(shipment);
    await acts(company, "linjing", "Lot", set, "placeHold", { kind: "investigation", explanation: "Complaint under way" });
    expect(await refusedWith(() => ship(shipment))).toEqual(["LOT_ON_HOLD"]);
    const other = await packed(order, "400");
    expect(await refusedWith(() => pick(other))).toEqual(["LOT_ON_HOLD"]);
    const [hold] = await company.sql<{ id: string }>("select id from hold where state = 'active'");
    await acts(company, "songwei", "Hold", { id: hold?.id ?? "" }, "lift", {}, "The complaint was about another lot");
    expect((await ship(shipment)).state).toBe("shipped");
  });

  it("[REQ-GATE-19] what keeps shorter than the customer asks is refused, on the last good day not", async () => {
    const order = await sale("C-01", "800");
    await confirm(order);
    const shipment = await packed(order, "400");
    // IS2607A expires on 2029-07-05; 18 months before that, counted from the delivery, is 2028-01-06.
    await company.at("2028-01-07 09:00");
    expect(await refusedWith(() => pick(shipment))).toEqual(["SHELF_LIFE_TOO_SHORT"]);
    await company.at("2028-01-06 09:00");
    expect((await pick(shipment)).state).toBe("picked");
    await company.at("2026-08-10 09:00");
  });

  it("refuses what is not ordered, does not stand there, an empty shipment", async () => {
    const order = await sale("C-01", "9000");
    await confirm(order);
    const raw = await (await company.as("gaolang")).find("Lot", "R201-2607");
    const wrong = await packed(order, "1", { lot: raw.id });
    expect(await refusedWith(() => pick(wrong))).toEqual(["NOT_ORDERED"]);
    const much = await packed(order, "8500");
    expect(await refusedWith(() => pick(much))).toEqual(["STOCK_SHORT"]);
    const empty = await (await company.as("dingkai")).create("Shipment", {
      site: await company.id("Site", "SZ1"),
      salesOrder: order.id,
      lines: [],
    });
    expect(await refusedWith(() => pick(empty))).toEqual(["LINES_MISSING"]);
  });

  it("[REQ-TRC-01] units of a serial-tracked item are named when they are picked, as many as the line says and of its lot", async () => {
    const tracked = (yes: boolean) =>
      company.sql(
        "with actor as (select set_config('app.actor', '1', false)) update item set serial_tracked = $1 from actor where number = 'FG-IS100'",
        [yes],
      );
    const order = await sale("C-01", "4");
    await confirm(order);
    const nameless = await packed(order, "2");
    const wrong = await packed(order, "2", { serials: "IP-1…2" });
    const few = await packed(order, "2", { serials: "IP-1" });
    await tracked(true);
    expect(await refusedWith(() => pick(nameless))).toEqual(["SERIALS_REQUIRED"]);
    expect(await refusedWith(() => pick(wrong))).toEqual(["SERIAL_UNKNOWN"]);
    expect(await refusedWith(() => pick(few))).toEqual(["SERIALS_COUNT"]);
    await tracked(false);
    expect(await refusedWith(() => pick(wrong))).toEqual(["SERIALS_NOT_TRACKED"]);
    expect((await pick(nameless)).state).toBe("picked");
  });

  it("[REQ-GATE-15] a licence or a customer that lapsed after the order stops the shipment", async () => {
    const order = await sale("C-02", "400");
    await confirm(order);
    const shipment = await packed(order, "400");
    await pick(shipment);
    await company.at("2026-08-12 09:00");
    expect(await refusedWith(() => ship(shipment))).toEqual(["LICENCE_EXPIRED"]);
    await company.at("2026-08-11 23:30");
    await acts(company, "fangyi", "Customer", { id: await company.id("Customer", "C-02") }, "block", {}, "Bills not paid");
    expect(await refusedWith(() => ship(shipment))).toEqual(["CUSTOMER_BLOCKED"]);
    await company.at("2026-08-10 09:00");
  });

  it("[REQ-TRC-05] a consignee who lost the address, a scope that was narrowed, an order cancelled: refused at the door", async () => {
    const customer = await (await company.as("luoan")).create("Customer", {
      number: "C-09",
      nameEn: "x",
      nameZh: "x",
      kind: "distributor",
      address: "x",
      contact: "x",
    });
    const licence = await (await company.as("mengfei")).create("Licence", {
      customer: customer.id,
      kind: "distribution",
      licenceNumber: "9",
      scopeClass: "III",
      validFrom: "2021-08-12",
      validTo: "2028-12-31",
    });
    const order = await sale("C-09", "400");
    await confirm(order);
    const shipment = await packed(order, "400");
    await (await company.as("luoan")).edit("Customer", customer, { address: null, contact: null });
    await (await company.as("mengfei")).edit("Licence", licence, { scopeClass: "II" }, "The authority narrowed the scope");
    expect(await refusedWith(() => pick(shipment))).toEqual([
      "CONSIGNEE_ADDRESS_MISSING",
      "CONSIGNEE_CONTACT_MISSING",
      "SCOPE_NOT_COVERED",
    ]);
    await (await company.as("luoan")).edit("Customer", customer, { address: "y", contact: "y" });
    await (await company.as("mengfei")).edit("Licence", licence, { scopeClass: "III" }, "The authority widened it again");
    await acts(company, "fangyi", "SalesOrder", order, "cancel", {}, "The customer changed his mind");
    expect(await refusedWith(() => pick(shipment))).toEqual(["ORDER_NOT_CONFIRMED"]);
  });
});

describe("packing by first expired, first out", () => {
  it("[REQ-GATE-19] passes over what keeps too short for the customer, counts what others packed, and asks a reason for a later lot", async () => {
    const keeper = await company.as("gaolang");
    const [raw, pouch] = [await keeper.find("Lot", "R201-2607"), await keeper.find("Lot", "P301-1")];
    const sooner = await make("IS2605A", "300", raw, pouch, "15", "306");
    const tooShort = await make("IS2604A", "50", raw, pouch, "2.5", "51");
    const plenty = await make("IS2606A", "1000", raw, pouch, "50", "1020");
    await expires(company, sooner, "2028-06-30");
    await expires(company, tooShort, "2027-12-31");
    const order = await confirm(await sale("C-01", "500"));
    const other = await packed(order, "20", { lot: sooner.id });
    const shipment = await packed(order, "400", { lot: plenty.id });
    const proposal = async () =>
      (await ask(
        company,
        "dingkai",
        `{ shipment(id: "${shipment.id}") { proposal { wanted short picks { lot { number } quantity } obstacles { why quantity numbers } } } }`,
      )) as { shipment: { proposal: object[] } };
    expect((await proposal()).shipment.proposal).toEqual([
      {
        wanted: "500",
        short: "0",
        picks: [
          { lot: { number: "IS2605A" }, quantity: "280" },
          { lot: { number: "IS2606A" }, quantity: "220" },
        ],
        obstacles: [
          // What the stories above have packed and not sent stands there too.
          expect.objectContaining({ why: "reserved", numbers: expect.arrayContaining(["IS2605A"]) }),
          { why: "tooShort", quantity: "50", numbers: ["IS2604A"] },
        ],
      },
    ]);
    const before = await countOfEverything(company);
    expect(await refusalOf(pick(shipment))).toEqual(["FEFO_NOT_FIRST"]);
    expect(await countOfEverything(company)).toEqual(before);
    const fefoReason = "The hospital asked for the lot of its last order";
    await acts(company, "dingkai", "Shipment", shipment, "pick", { fefoReason });
    const reasons = await company.sql(
      "select fefo_reason as reason from shipment where id = any($1::bigint[]) order by id desc",
      [[shipment.id, other.id]],
    );
    expect(reasons).toEqual([{ reason: fefoReason }, { reason: null }]);
  });
});
