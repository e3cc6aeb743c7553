import { Field, ObjectType } from "type-graphql";
import { DecimalScalar } from "../../../graphql/scalars.ts";
import { type ByType, type Totals, typeOrder } from "./totals.ts";

@ObjectType()
export class QuantityByType {
  @Field(() => String) type!: string;
  @Field(() => DecimalScalar) quantity!: string;
}

/** made = onHand + inTransit + shipped + consumed + scrapped + sampled + regrouped + unaccounted. */
@ObjectType()
export class StockTotals {
  @Field(() => DecimalScalar) made!: string;
  @Field(() => DecimalScalar) regrouped!: string;
  @Field(() => DecimalScalar) onHand!: string;
  @Field(() => DecimalScalar) inTransit!: string;
  @Field(() => DecimalScalar) shipped!: string;
  @Field(() => DecimalScalar) consumed!: string;
  @Field(() => DecimalScalar) scrapped!: string;
  @Field(() => DecimalScalar) sampled!: string;
  @Field(() => DecimalScalar) unaccounted!: string;
  @Field(() => [QuantityByType]) byType!: QuantityByType[];
}

/** Totals as the interface tells them: decimals as text, types in the order in which a person follows them. */
export const totalsInfo = (totals: Totals, byType: ByType): StockTotals => ({
  made: totals.made.toFixed(),
  regrouped: totals.regrouped.toFixed(),
  onHand: totals.onHand.toFixed(),
  inTransit: totals.inTransit.toFixed(),
  shipped: totals.shipped.toFixed(),
  consumed: totals.consumed.toFixed(),
  scrapped: totals.scrapped.toFixed(),
  sampled: totals.sampled.toFixed(),
  unaccounted: totals.unaccounted.toFixed(),
  byType: typeOrder.flatMap((type) => {
    const quantity = byType.get(type);
    return quantity && !quantity.isZero() ? [{ type, quantity: quantity.toFixed() }] : [];
  }),
});
