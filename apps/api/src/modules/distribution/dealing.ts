import { because, type Label, type Reason, type Rec } from "@lotline/schema";
import type { Reader } from "../../base/context.ts";
import { type Condition, condition } from "../../kernel/behaviour.ts";
import {
  licenceReasons,
  licencesOf,
  type Registrable,
  registrationReasons,
  registrationsOf,
  scopeReasons,
} from "../master/index.ts";

/** One sale or delivery as its customer conditions see it. */
export interface Dealing {
  readonly id: string;
  readonly customer: string;
  /** The day it is judged by. */
  readonly on: string;
}

export interface CustomerFact {
  readonly id: string;
  readonly number: string;
  readonly state: Rec<"Customer">["state"];
  readonly kind: Rec<"Customer">["kind"];
  readonly nameEn: string;
  readonly nameZh: string;
  readonly address: string | null;
  readonly contact: string | null;
  readonly market: Rec<"Customer">["market"];
  readonly minRemainingMonths: number | null;
}

export async function customersOf(reader: Reader, ids: readonly string[]): Promise<Map<string, CustomerFact>> {
  const rows = await reader.sql<CustomerFact>(
    `select id, number, state, kind, name_en as "nameEn", name_zh as "nameZh", address, contact, market, min_remaining_months as "minRemainingMonths"
     from customer where id = any(?::bigint[])`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

type Items = ReadonlyMap<string, readonly Registrable[]>;

interface Deal<N extends "SalesOrder" | "Shipment"> {
  readonly gate: string;
  readonly record: N;
  readonly dealings: (reader: Reader, rows: readonly Rec<N>[]) => Promise<readonly Dealing[]>;
  /** The items that are dealt with, by row. */
  readonly items: (reader: Reader, rows: readonly Rec<N>[]) => Promise<Items>;
  /** What is said of the day for which licences must hold. */
  readonly licensed: Label;
  readonly registered: Label;
}

type Facts<N extends "SalesOrder" | "Shipment"> = (
  reader: Reader,
  dealings: readonly Dealing[],
  rows: readonly Rec<N>[],
) => Promise<ReadonlyMap<string, readonly Reason[]>>;

/**
 * What must hold of the customer when goods are sold, and again when they leave: in use, known as consignee (REQ-TRC-05), and as a
 * distributor licensed (REQ-GATE-15) for every class of device.
 */
export function customerConditions<N extends "SalesOrder" | "Shipment">(deal: Deal<N>): readonly Condition[] {
  const holds = (code: string, about: Label, facts: Facts<N>) =>
    condition<N, readonly Reason[]>({
      gate: deal.gate,
      code,
      about,
      record: deal.record,
      facts: async (reader, rows) => facts(reader, await deal.dealings(reader, rows), rows),
      check: (_row, reasons) => reasons ?? [],
    });
  return [
    holds("CUSTOMER_BLOCKED", { en: "The customer is in use", zh: "客户在用" }, activeFacts),
    holds(
      "CONSIGNEE_ADDRESS_MISSING",
      { en: "Address and contact of the consignee are known", zh: "收货方地址和联系人已登记" },
      consigneeFacts,
    ),
    holds("LICENCE_EXPIRED", deal.licensed, licenceFacts),
    holds(
      "SCOPE_NOT_COVERED",
      { en: "A distributor's licence covers the class of every device", zh: "经销商许可范围覆盖每一器械类别" },
      async (reader, dealings, rows) => scopeFacts(reader, dealings, await deal.items(reader, rows)),
    ),
    holds("REGISTRATION_MISSING", deal.registered, async (reader, dealings, rows) =>
      registrationFacts(reader, dealings, await deal.items(reader, rows)),
    ),
  ];
}

/** By dealing, why its customer is not dealt with. */
const activeFacts = async (reader: Reader, dealings: readonly Dealing[]): Promise<Map<string, Reason[]>> =>
  perCustomer(reader, dealings, (customer) =>
    customer.state === "active"
      ? []
      : [
          because(
            "CUSTOMER_BLOCKED",
            `${customer.number} is blocked.`,
            `${customer.number} 已停用。`,
            "Customer",
            customer.number,
          ),
        ],
  );

/** By dealing, what the law wants written down about the consignee and is missing (REQ-TRC-05). */
const consigneeFacts = async (reader: Reader, dealings: readonly Dealing[]): Promise<Map<string, Reason[]>> =>
  perCustomer(reader, dealings, ({ number, address, contact }) => [
    ...(address
      ? []
      : [
          because(
            "CONSIGNEE_ADDRESS_MISSING",
            `${number} has no consignee address.`,
            `${number} 缺少收货地址。`,
            "Customer",
            number,
          ),
        ]),
    ...(contact
      ? []
      : [because("CONSIGNEE_CONTACT_MISSING", `${number} has no contact.`, `${number} 缺少联系人。`, "Customer", number)]),
  ]);

/** By dealing, licences of a distributor that have lapsed (REQ-GATE-15); a hospital needs none. */
async function licenceFacts(reader: Reader, dealings: readonly Dealing[]): Promise<Map<string, Reason[]>> {
  const licences = await licencesOf(reader, "customer", dealings.map(customerOf));
  return perCustomer(reader, dealings, ({ id, kind }, { on }) =>
    kind === "distributor" ? licenceReasons(licences.get(id) ?? [], on) : [],
  );
}

/** By dealing, device classes that a distributor's licence does not cover. */
async function scopeFacts(reader: Reader, dealings: readonly Dealing[], items: Items): Promise<Map<string, Reason[]>> {
  const licences = await licencesOf(reader, "customer", dealings.map(customerOf));
  return perCustomer(reader, dealings, ({ id, kind, number }, dealing) =>
    kind === "distributor"
      ? [...new Set((items.get(dealing.id) ?? []).map(({ deviceClass }) => deviceClass))].flatMap((deviceClass) =>
          scopeReasons(licences.get(id) ?? [], number, deviceClass, dealing.on),
        )
      : [],
  );
}

/** By dealing, devices whose registration is missing or has lapsed (REQ-GATE-15); it binds every customer. */
async function registrationFacts(reader: Reader, dealings: readonly Dealing[], items: Items): Promise<Map<string, Reason[]>> {
  const registrations = await registrationsOf(reader, [...items.values()].flat());
  return new Map(dealings.map(({ id, on }) => [id, registrationReasons(registrations, items.get(id) ?? [], on)]));
}

async function perCustomer(
  reader: Reader,
  dealings: readonly Dealing[],
  reasons: (customer: CustomerFact, dealing: Dealing) => Reason[],
): Promise<Map<string, Reason[]>> {
  const customers = await customersOf(reader, dealings.map(customerOf));
  return new Map(
    dealings.map((dealing) => {
      const customer = customers.get(dealing.customer);
      return [dealing.id, customer ? reasons(customer, dealing) : []];
    }),
  );
}

const customerOf = (dealing: Dealing): string => dealing.customer;
