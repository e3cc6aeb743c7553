import { describe, expect, it } from "vitest";
import { type Component, firstBefore, type Offered, propose } from "./order-row.ts";

const title = { en: "x", zh: "x" };
const item = { id: "7", number: "RM-201", title, serialTracked: false, unit: { symbol: "kg" } };
const component: Component = { item, quantityPer: "0.0118", planned: "177", issued: "100.15", variance: "-76.85" };
const place = (id: string, type: string, quantity: string) => ({ type, quantity, location: { id, number: id, title } });
const lot = (balances: Offered["balances"], of = item): Offered => ({
  id: "1",
  expiresOn: null,
  number: "R201-2607",
  item: of,
  usable: { usable: true, reasons: [] },
  balances,
});

describe("what is proposed to issue", () => {
  it("is the rest the order needs, as far as the fullest place has it", () => {
    expect(propose([component], lot([place("A", "storage", "126"), place("Q", "quarantine", "900")]))).toMatchObject({
      open: "76.85",
      quantity: "76.85",
    });
    expect(propose([component], lot([place("A", "storage", "20"), place("B", "production", "50.5")]))).toMatchObject({
      quantity: "50.5",
      places: [{ id: "B" }, { id: "A" }],
    });
  });
  it("is nothing when the need is met or the item is not on the bill", () => {
    expect(propose([{ ...component, issued: "180" }], lot([place("A", "storage", "20")]))).toMatchObject({
      open: "0",
      quantity: "",
    });
    expect(propose([component], lot([place("A", "storage", "20")], { ...item, id: "8" }))).toMatchObject({
      open: undefined,
      quantity: "",
    });
    expect(propose([component], lot([]))).toMatchObject({ places: [], quantity: "0" });
  });
});

describe("what goes before a scanned lot", () => {
  const toTake = [{ id: "p", item, picks: [{ id: "1", lot: { id: "2", number: "R206-2606", expiresOn: "2027-01-31" } }] }];
  const expires = (expiresOn: string | null): Offered => ({ ...lot([]), expiresOn });

  it("[REQ-GATE-19] is the first proposed lot when it expires earlier, and nothing otherwise", () => {
    expect(firstBefore(toTake, expires("2027-02-28"))).toEqual({ number: "R206-2606", expiresOn: "2027-01-31" });
    expect(firstBefore(toTake, expires(null))).toEqual({ number: "R206-2606", expiresOn: "2027-01-31" });
    expect(firstBefore(toTake, expires("2027-01-31"))).toBeUndefined();
    expect(firstBefore([], expires("2027-02-28"))).toBeUndefined();
  });
});
