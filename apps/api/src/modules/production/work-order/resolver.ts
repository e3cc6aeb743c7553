import type { Rec } from "@lotline/schema";
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { DecimalScalar } from "../../../graphql/scalars.ts";
import type { Request } from "../../../read/request.ts";
import { FefoProposalInfo, fefo, issuable, proposalInfo } from "../../inventory/index.ts";
import { componentsOf, reconcile } from "./reconciliation.ts";

@ObjectType("WorkOrderReconciliation")
class ReconciliationInfo {
  @Field(() => objectOf("Item"), { nullable: true }) item!: object | null;
  @Field(() => DecimalScalar) quantityPer!: string;
  /** By the bill of materials, for what was made or else for what is ordered. */
  @Field(() => DecimalScalar) planned!: string;
  @Field(() => DecimalScalar) issued!: string;
  /** Issued less planned. */
  @Field(() => DecimalScalar) variance!: string;
}

@Resolver(() => objectOf("WorkOrder"))
export class WorkOrderResolver {
  /** Consumption against the bill of materials, one row per component. */
  @FieldResolver(() => [ReconciliationInfo])
  async reconciliation(@Root() order: Rec<"WorkOrder">, @Ctx() request: Request): Promise<ReconciliationInfo[]> {
    const components = await request.load("work order components", order.id, async (reader, ids) => {
      const found = await componentsOf(
        reader,
        ids.map((id) => ({ id })),
      );
      return ids.map((id) => found.get(id) ?? []);
    });
    return Promise.all(
      components.map(async (component) => {
        const { planned, issued, variance } = reconcile(component);
        const item = await request.row("Item", component.item);
        return {
          item,
          quantityPer: component.quantityPer,
          planned: planned.toFixed(),
          issued: issued.toFixed(),
          variance: variance.toFixed(),
        };
      }),
    );
  }

  /** What to take next for what is still to be issued, first expired first; nothing once the output is reported. */
  @FieldResolver(() => [FefoProposalInfo])
  async toTake(@Root() order: Rec<"WorkOrder">, @Ctx() request: Request): Promise<FefoProposalInfo[]> {
    if (order.state !== "released" && order.state !== "inProcess") return [];
    const reader = await request.reader();
    const components = (await componentsOf(reader, [order])).get(order.id) ?? [];
    const demands = components
      .map((component) => ({ item: component.item, quantity: reconcile(component).variance.negated() }))
      .filter(({ quantity }) => quantity.greaterThan(0))
      .map(({ item, quantity }) => ({ item, quantity: quantity.toFixed() }));
    const proposals = await fefo(reader, { site: order.site, from: issuable, demands });
    return Promise.all(proposals.map((proposal) => proposalInfo(request, proposal)));
  }
}
