import { because, type Reason, type Rec } from "@lotline/schema";
import type { Reader } from "../../base/context.ts";
import { licenceReasons, licencesOf, scopeReasons } from "../master/index.ts";

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
  readonly minRemainingMonths: number | null;
}

export async function customersOf(reader: Reader, ids: readonly string[]): Promise<Map<string, CustomerFact>> {
  const rows = await reader.sql<CustomerFact>(
    `select id, number, state, kind, name_en as "nameEn", name_zh as "nameZh", address, contact, min_remaining_months as "minRemainingMonths"
     from customer where id = any(?::bigint[])`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** By dealing, why its customer is not dealt with. */
export const activeFacts = async (reader: Reader, dealings: readonly Dealing[]): Promise<Map<string, Reason[]>> =>
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
export const consigneeFacts = async (reader: Reader, dealings: readonly Dealing[]): Promise<Map<string, Reason[]>> =>
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

async function perCustomer(
  reader: Reader,
  dealings: readonly Dealing[],
  reasons: (customer: CustomerFact) => Reason[],
): Promise<Map<string, Reason[]>> {
  const customers = await customersOf(
    reader,
    dealings.map((dealing) => dealing.customer),
  );
  return new Map(
    dealings.map((dealing) => {
      const customer = customers.get(dealing.customer);
      return [dealing.id, customer ? reasons(customer) : []];
    }),
  );
}

/** By dealing, licences of a distributor that have lapsed (REQ-GATE-15); a hospital needs none. */
export async function licenceFacts(reader: Reader, dealings: readonly Dealing[]): Promise<Map<string, Reason[]>> {
  const licences = await licencesOf(
    reader,
    "customer",
    dealings.map((dealing) => dealing.customer),
  );
  const customers = await customersOf(
    reader,
    dealings.map((dealing) => dealing.customer),
  );
  return new Map(
    dealings.map(({ id, customer, on }) => [
      id,
      customers.get(customer)?.kind === "distributor" ? licenceReasons(licences.get(customer) ?? [], on) : [],
    ]),
  );
}

type DeviceClass = Rec<"Item">["deviceClass"];

/** By dealing, device classes that a distributor's licence does not cover. */
export async function scopeFacts(
  reader: Reader,
  dealings: readonly Dealing[],
  classes: ReadonlyMap<string, readonly DeviceClass[]>,
): Promise<Map<string, Reason[]>> {
  const licences = await licencesOf(
    reader,
    "customer",
    dealings.map((dealing) => dealing.customer),
  );
  const customers = await customersOf(
    reader,
    dealings.map((dealing) => dealing.customer),
  );
  return new Map(
    dealings.map(({ id, customer, on }) => {
      const known = customers.get(customer);
      if (known?.kind !== "distributor") return [id, []];
      return [
        id,
        [...new Set(classes.get(id) ?? [])].flatMap((deviceClass) =>
          scopeReasons(licences.get(customer) ?? [], known.number, deviceClass, on),
        ),
      ];
    }),
  );
}
