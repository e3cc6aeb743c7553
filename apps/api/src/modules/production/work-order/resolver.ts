import type { Rec } from "@lotline/schema";
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { DecimalScalar } from "../../../graphql/scalars.ts";
import type { Request } from "../../../read/request.ts";
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
}
