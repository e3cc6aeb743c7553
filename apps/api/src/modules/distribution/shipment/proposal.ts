import type { Rec } from "@lotline/schema";
import { Decimal } from "decimal.js";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Reader } from "../../../base/context.ts";
import { objectOf } from "../../../graphql/classes.ts";
import type { Request } from "../../../read/request.ts";
import { FefoProposalInfo, fefo, proposalInfo, shippable } from "../../inventory/index.ts";
import { dayAt, lastGoodDay, siteDays } from "../../master/index.ts";
import { customersOf } from "../dealing.ts";
import { ordersOf } from "./packed.ts";

/** What is packed and has not left is spoken for. */
export const packedReservation = `select p.lot_id, p.from_id as location_id, p.quantity, 'Shipment' as record_type, p.head_id as record_id
  from shipment_line p join shipment s on s.id = p.head_id where s.state in ('draft', 'picked')`;

/** How a shipment that leaves today asks for stock: dispatch first, and as long to live as its customer wants (REQ-GATE-19). */
export async function askOf(reader: Reader, shipment: Rec<"Shipment">) {
  const order = (await ordersOf(reader, [shipment])).get(shipment.id);
  const customer = order && (await customersOf(reader, [order.customer])).get(order.customer);
  const today = dayAt(await siteDays(reader, [shipment.site]), shipment.site);
  const months = customer?.minRemainingMonths ?? null;
  return {
    site: shipment.site,
    from: [...shippable].reverse(),
    goodOn: months === null ? today : lastGoodDay(today, months),
    except: { record: "Shipment", id: shipment.id },
  };
}

@Resolver(() => objectOf("Shipment"))
export class ShipmentResolver {
  /** Which lots to pack for what its order has open, first expired first; nothing once it is picked. */
  @FieldResolver(() => [FefoProposalInfo])
  async proposal(@Root() shipment: Rec<"Shipment">, @Ctx() request: Request): Promise<FefoProposalInfo[]> {
    if (shipment.state !== "draft") return [];
    const reader = await request.reader();
    const order = (await ordersOf(reader, [shipment])).get(shipment.id);
    const { goodOn, ...ask } = await askOf(reader, shipment);
    const demands = [...(order?.items ?? [])]
      .map(([item, { ordered, shipped }]) => ({ item, goodOn, quantity: new Decimal(ordered).minus(shipped) }))
      .filter(({ quantity }) => quantity.greaterThan(0))
      .map((demand) => ({ ...demand, quantity: demand.quantity.toFixed() }));
    const proposals = await fefo(reader, { ...ask, demands });
    return Promise.all(proposals.map((proposal) => proposalInfo(request, proposal)));
  }
}
