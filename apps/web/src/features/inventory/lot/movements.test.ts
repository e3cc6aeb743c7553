import { describe, expect, it } from "vitest";
import type { Movement } from "./lot-row.ts";
import { atCustomers, postingsOf } from "./movements.ts";

const title = { en: "x", zh: "x" };
const place = (number: string, type: string) => ({ id: number, number, title, type });
const line = (id: string, posting: string, kind: string, quantity: string, type: string, customer?: string): Movement => ({
  id,
  posting,
  kind,
  quantity,
  remark: null,
  reversedBy: null,
  at: "2026-08-12T06:25:00.000Z",
  record: "Shipment",
  number: "SH-1",
  person: null,
  location: place(type, type),
  customer: customer
    ? {
        id: customer,
        number: customer,
        title,
      }
    : null,
});

const ledger = [
  line("12", "6", "deliver", "300", "customer", "C-03"),
  line("11", "6", "deliver", "-300", "transit", "C-03"),
  line("10", "5", "ship", "700", "transit", "C-03"),
  line("9", "5", "ship", "-700", "storage"),
  line("8", "4", "return", "-500", "customer", "C-01"),
  line("7", "4", "return", "500", "quarantine"),
  line("6", "3", "ship", "300", "transit", "C-02"),
  line("5", "3", "ship", "-300", "storage"),
  line("4", "2", "ship", "2000", "customer", "C-01"),
  line("3", "2", "ship", "-2000", "storage"),
  line("2", "1", "output", "5000", "quarantine"),
  line("1", "1", "output", "-5000", "output"),
];

describe("the ledger of a lot", () => {
  it("is read as one line per posting, from a place to a place", () => {
    expect(postingsOf(ledger).map(({ from, to, quantity }) => [from[0]?.number, to[0]?.number, quantity])).toEqual([
      ["transit", "C-03", "300"],
      ["storage", "C-03", "700"],
      ["C-01", "quarantine", "500"],
      ["storage", "C-02", "300"],
      ["storage", "C-01", "2000"],
      ["output", "quarantine", "5000"],
    ]);
  });
  it("says who has how much, returns taken off", () => {
    expect(atCustomers(ledger).map(({ customer, delivered, inTransit }) => [customer.number, delivered, inTransit])).toEqual([
      ["C-01", "1500", "0"],
      ["C-02", "0", "300"],
      ["C-03", "300", "400"],
    ]);
  });
});
