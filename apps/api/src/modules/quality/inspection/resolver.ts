import type { Rec } from "@lotline/schema";
import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { DecimalScalar, InstantScalar } from "../../../graphql/scalars.ts";
import { ReasonInfo, TitleLabel } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";
import { dayAt, type EquipmentFact, equipmentAt, equipmentReasons, inForceKey, inForceOf, siteDays } from "../../master/index.ts";
import { offeredDefects } from "./defects.ts";
import { defectsOf, judgeCharacteristic, limitsText } from "./judge.ts";
import { currentOf, type Inspected, readInspected } from "./readings.ts";

@ObjectType("ReadingOrigin")
class OriginInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
}

@ObjectType("InspectionDefect")
class DefectInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) title!: TitleLabel;
  /** critical, major or minor. */
  @Field(() => String) severity!: string;
}

/** A code that may be given; of one kind of characteristic only when it says so. */
@ObjectType("OfferedDefect")
class OfferedInfo extends DefectInfo {
  @Field(() => String, { nullable: true }) kind!: string | null;
}

@ObjectType("InspectionReading")
class ReadingInfo {
  @Field(() => ID) id!: string;
  @Field(() => Int) sample!: number;
  @Field(() => String) value!: string;
  @Field(() => Boolean) conforms!: boolean;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => TitleLabel) by!: TitleLabel;
  @Field(() => Boolean) replaced!: boolean;
  /** Replaced within its round; without it, an approved retest stands in its place. */
  @Field(() => Boolean) corrected!: boolean;
  @Field(() => OriginInfo, { nullable: true }) equipment!: OriginInfo | null;
  @Field(() => DefectInfo, { nullable: true }) defect!: DefectInfo | null;
  @Field(() => ID, { nullable: true }) retest!: string | null;
}

@ObjectType("InspectionRetest")
class RetestInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => String) why!: string;
  /** The one sample it was approved for; null for all. */
  @Field(() => Int, { nullable: true }) sample!: number | null;
}

/** A piece of equipment of a type that the plan asks for; with the reasons for which it may not measure today. */
@ObjectType("InspectionInstrument")
class InstrumentInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) title!: TitleLabel;
  @Field(() => String) type!: string;
  /** The last good day of its calibration, YYYY-MM-DD. */
  @Field(() => String, { nullable: true }) dueOn!: string | null;
  @Field(() => [ReasonInfo]) reasons!: readonly ReasonInfo[];
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
  /** halfUp or halfEven. */
  @Field(() => String) rounding!: string;
  /** The type of equipment it is measured with. */
  @Field(() => String, { nullable: true }) instrument!: string | null;
  @Field(() => Boolean) isVerified!: boolean;
  @Field(() => Boolean) isDestructive!: boolean;
  /** Each failed reading needs its defect code. */
  @Field(() => Boolean) isCoded!: boolean;
  @Field(() => [RetestInfo]) retests!: readonly RetestInfo[];
  /** Asked for and not decided yet. */
  @Field(() => RetestInfo, { nullable: true }) waiting!: RetestInfo | null;
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

const titled = <D extends { readonly en: string; readonly zh: string }>({ en, zh, ...defect }: D) => ({
  ...defect,
  title: { en, zh },
});

const infoOf = ({ characteristics }: Inspected): CharacteristicInfo[] =>
  characteristics.map(({ samples, readings, retests, ...c }) => {
    const current = currentOf(readings);
    const whole = { ...c, samples };
    return {
      ...c,
      rounding: c.rounding ?? "halfUp",
      retests: [...retests],
      sampleSize: samples,
      limits: limitsText(whole),
      readings: readings.map(({ defect, ...reading }) => ({ ...reading, defect: defect && titled(defect) })),
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

  /** The defect codes that may be given, the last used on this item first; none once the readings are signed. */
  @FieldResolver(() => [OfferedInfo])
  defectCodes(@Root() inspection: Rec<"Inspection">, @Ctx() request: Request): Promise<OfferedInfo[]> {
    return request.load("offered defects", inspection.id, async (reader, ids) => {
      const found = await offeredDefects(reader, ids);
      return ids.map((id) => (found.get(id) ?? []).map(titled));
    });
  }

  /** The plan in force today when it is not the one frozen with a running inspection (REQ-GATE-10); null else. */
  @FieldResolver(() => OriginInfo, { nullable: true })
  planInForce(@Root() inspection: Rec<"Inspection">, @Ctx() request: Request): Promise<OriginInfo | null> {
    return request.load("plan in force", inspection.id, async (reader, ids) => {
      const rows = await reader.sql<{ id: string; item: string; site: string; plan: string | null; state: string }>(
        "select id, item_id as item, site_id as site, plan_id as plan, state from inspection where id = any(?::bigint[])",
        [ids],
      );
      const running = rows.filter((row) => row.state !== "concluded" && row.state !== "skipped" && row.plan !== null);
      const days = await siteDays(
        reader,
        running.map((row) => row.site),
      );
      const asked = running.map((row) => ({ ...row, on: dayAt(days, row.site) }));
      const found = asked.length === 0 ? new Map() : await inForceOf(reader, "InspectionPlan", asked);
      return ids.map((id) => {
        const row = asked.find((one) => one.id === id);
        const plan = row && found.get(inForceKey(row.item, row.on));
        return plan && plan.id !== row.plan ? { id: plan.id, number: plan.number } : null;
      });
    });
  }

  /** What its characteristics may be measured with at its site, also what may not be used, with the reason (REQ-GATE-07). */
  @FieldResolver(() => [InstrumentInfo])
  instruments(@Root() inspection: Rec<"Inspection">, @Ctx() request: Request): Promise<InstrumentInfo[]> {
    return request.load("inspection instruments", inspection.id, async (reader, ids) => {
      const found = await readInspected(reader, ids);
      const sites = await reader.sql<{ id: string; site: string }>(
        "select id, site_id as site from inspection where id = any(?::bigint[])",
        [ids],
      );
      const typesOf = (id: string) => (found.get(id)?.characteristics ?? []).flatMap(({ instrument }) => instrument ?? []);
      const asked = [...new Set(ids.flatMap(typesOf))];
      const known = asked.length === 0 ? [] : await equipmentAt(reader, [...new Set(sites.map(({ site }) => site))], asked);
      return ids.map((id) => {
        const site = sites.find((row) => row.id === id)?.site;
        const types = typesOf(id);
        return instrumentsOf(known.filter((fact) => fact.site === site && types.includes(fact.type)));
      });
    });
  }
}

const instrumentsOf = (facts: readonly EquipmentFact[]): InstrumentInfo[] =>
  facts.map((fact) => ({
    id: fact.id,
    number: fact.number,
    title: { en: fact.nameEn, zh: fact.nameZh },
    type: fact.type,
    dueOn: fact.dueOn,
    reasons: [...equipmentReasons(fact)],
  }));
