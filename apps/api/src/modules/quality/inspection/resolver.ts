import type { Rec } from "@lotline/schema";
import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { DecimalScalar, InstantScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";
import { defectsOf, judgeCharacteristic, limitsText } from "./judge.ts";
import { currentOf, type Inspected, readInspected } from "./readings.ts";

@ObjectType("InspectionReading")
class ReadingInfo {
  @Field(() => ID) id!: string;
  @Field(() => Int) sample!: number;
  @Field(() => String) value!: string;
  @Field(() => Boolean) conforms!: boolean;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => TitleLabel) by!: TitleLabel;
  @Field(() => Boolean) replaced!: boolean;
}

@ObjectType("InspectionCharacteristic")
class CharacteristicInfo {
  @Field(() => Int) position!: number;
  @Field(() => String) nameEn!: string;
  @Field(() => String) nameZh!: string;
  @Field(() => String) kind!: string;
  @Field(() => DecimalScalar, { nullable: true }) lower!: string | null;
  @Field(() => DecimalScalar, { nullable: true }) upper!: string | null;
  @Field(() => String, { nullable: true }) unit!: string | null;
  @Field(() => Int) decimals!: number;
  /** The limits as people write them. */
  @Field(() => String) limits!: string;
  /** How many samples are read in this inspection. */
  @Field(() => Int) sampleSize!: number;
  @Field(() => Int) acceptUpTo!: number;
  @Field(() => [ReadingInfo]) readings!: readonly ReadingInfo[];
  @Field(() => Int) defects!: number;
  /** accepted or rejected; null as long as samples are missing. */
  @Field(() => String, { nullable: true }) judged!: string | null;
}

const infoOf = ({ characteristics }: Inspected): CharacteristicInfo[] =>
  characteristics.map(({ samples, readings, ...c }) => {
    const current = currentOf(readings);
    const whole = { ...c, samples };
    return {
      ...c,
      sampleSize: samples,
      limits: limitsText(whole),
      readings: [...readings],
      defects: defectsOf(whole, current),
      judged: judgeCharacteristic(whole, current),
    };
  });

@Resolver(() => objectOf("Inspection"))
export class InspectionResolver {
  @FieldResolver(() => [CharacteristicInfo])
  characteristics(@Root() inspection: Rec<"Inspection">, @Ctx() request: Request): Promise<CharacteristicInfo[]> {
    return request.load("inspection characteristics", inspection.id, async (reader, ids) => {
      const found = await readInspected(reader, ids);
      return ids.map((id) => infoOf(found.get(id) ?? { characteristics: [] }));
    });
  }
}
