/** How their licences stand, beside every supplier and customer, and how one stands by itself. */
import type { Label, Rec } from "@lotline/schema";
import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { DateScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";
import { copiesOf } from "./columns.ts";
import type { Holder } from "./reasons.ts";
import { type Standing, standingsOf, validitiesOf } from "./standing.ts";

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

@Resolver(() => objectOf("Licence"))
export class LicenceValidity {
  @FieldResolver(() => LicenceStanding)
  validity(@Root() { id }: Rec<"Licence">, @Ctx() request: Request): Promise<Standing> {
    return request.load<Standing>("licence validity", id, async (reader, ids) => found(await validitiesOf(reader, ids), ids));
  }

  /** attached or missing. */
  @FieldResolver(() => TitleLabel)
  copy(@Root() { id }: Rec<"Licence">, @Ctx() request: Request): Promise<Label> {
    return request.load<Label>("licence copy", id, async (reader, ids) => found(await copiesOf(reader, ids), ids));
  }
}

function found<T>(all: ReadonlyMap<string, T>, ids: readonly string[]): T[] {
  return ids.map((id) => {
    const one = all.get(id);
    if (one === undefined) throw new Error(`licence ${id} is gone`);
    return one;
  });
}
