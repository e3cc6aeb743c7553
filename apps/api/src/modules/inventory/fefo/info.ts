import { Field, ID, Int, ObjectType } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { DecimalScalar } from "../../../graphql/scalars.ts";
import type { Request } from "../../../read/request.ts";
import type { Proposal } from "./fefo.ts";

@ObjectType("FefoPick")
class FefoPickInfo {
  @Field(() => ID) id!: string;
  @Field(() => objectOf("Lot"), { nullable: true }) lot!: object | null;
  @Field(() => objectOf("Location"), { nullable: true }) location!: object | null;
  @Field(() => DecimalScalar) quantity!: string;
}

@ObjectType("FefoObstacle")
class FefoObstacleInfo {
  /** One of `fefoObstacle`. */
  @Field(() => String) why!: string;
  @Field(() => DecimalScalar) quantity!: string;
  @Field(() => Int) lots!: number;
  @Field(() => [String]) numbers!: readonly string[];
}

/** Which lots cover a demand, first expired first. */
@ObjectType("FefoProposal")
export class FefoProposalInfo {
  @Field(() => objectOf("Item"), { nullable: true }) item!: object | null;
  @Field(() => DecimalScalar) wanted!: string;
  @Field(() => DecimalScalar) short!: string;
  @Field(() => [FefoPickInfo]) picks!: readonly FefoPickInfo[];
  @Field(() => [FefoObstacleInfo]) obstacles!: readonly FefoObstacleInfo[];
}

/** A proposal with the records it names; rows of one request are read together. */
export async function proposalInfo(request: Request, proposal: Proposal): Promise<FefoProposalInfo> {
  const picks = proposal.picks.map(async ({ lot, location, quantity }) => ({
    id: `${lot} ${location}`,
    lot: await request.row("Lot", lot),
    location: await request.row("Location", location),
    quantity,
  }));
  return { ...proposal, item: await request.row("Item", proposal.item), picks: await Promise.all(picks) };
}
