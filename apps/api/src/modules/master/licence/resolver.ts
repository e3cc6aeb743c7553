/** How their licences stand, beside every supplier and customer. */
import type { Label, Rec } from "@lotline/schema";
import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { DateScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";
import type { Holder } from "./reasons.ts";
import { type Standing, standingsOf } from "./standing.ts";

@ObjectType()
class LicenceStanding {
  /** none, valid, expiring or lapsed. */
  @Field(() => String) state!: string;
  @Field(() => DateScalar, { nullable: true }) lastDay!: string | null;
  @Field(() => Int, { nullable: true }) withinDays!: number | null;
  @Field(() => TitleLabel) label!: Label;
}

const standing = (request: Request, holder: Holder, id: string): Promise<Standing | null> =>
  request.load<Standing | null>(`${holder} licences`, id, async (reader, ids) => {
    const found = await standingsOf(reader, holder, ids);
    return ids.map((one) => found.get(one) ?? null);
  });

@Resolver(() => objectOf("Supplier"))
export class SupplierLicences {
  @FieldResolver(() => LicenceStanding, { nullable: true })
  licences(@Root() { id }: Rec<"Supplier">, @Ctx() request: Request): Promise<Standing | null> {
    return standing(request, "supplier", id);
  }
}

@Resolver(() => objectOf("Customer"))
export class CustomerLicences {
  @FieldResolver(() => LicenceStanding, { nullable: true })
  licences(@Root() { id }: Rec<"Customer">, @Ctx() request: Request): Promise<Standing | null> {
    return standing(request, "customer", id);
  }
}
