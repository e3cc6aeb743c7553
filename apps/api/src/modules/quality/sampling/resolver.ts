import { type SwitchCode, switchWords } from "@lotline/sampling";
import type { Label, Rec } from "@lotline/schema";
import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { InstantScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";

@ObjectType()
class SamplingEvent {
  @Field(() => ID) id!: string;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => TitleLabel) by!: TitleLabel;
  /** The inspection whose conclusion this was; none when QA resumed. */
  @Field(() => String, { nullable: true }) inspection!: string | null;
  @Field(() => String, { nullable: true }) lot!: string | null;
  @Field(() => String, { nullable: true }) result!: string | null;
  @Field(() => Boolean) original!: boolean;
  @Field(() => String) severityFrom!: string;
  @Field(() => String) severityTo!: string;
  /** Why it switched or stays, in words. */
  @Field(() => TitleLabel) reason!: TitleLabel;
  /** The inspections that caused a switch. */
  @Field(() => [String]) causes!: readonly string[];
}

interface Row extends Omit<SamplingEvent, "by" | "reason"> {
  readonly state: string;
  readonly code: SwitchCode | "RESUMED";
  readonly en: string;
  readonly zh: string;
}

const resumedWords: Label = {
  en: "resumed by QA: the supplier has improved (9.4)",
  zh: "由 QA 恢复：供方已改进（9.4）",
};

const wordsOf = (code: Row["code"]): Label => (code === "RESUMED" ? resumedWords : switchWords[code]);

@Resolver(() => objectOf("SamplingState"))
export class SamplingStateResolver {
  /** Everything that was counted, newest first. */
  @FieldResolver(() => [SamplingEvent])
  history(@Root() state: Rec<"SamplingState">, @Ctx() request: Request): Promise<SamplingEvent[]> {
    return request.load("sampling history", state.id, async (reader, ids) => {
      const rows = await reader.sql<Row>(
        `select e.id, e.state_id as state, e.at, p.name_en as en, p.name_zh as zh, i.number as inspection, l.number as lot, e.result, e.original,
           e.severity_from as "severityFrom", e.severity_to as "severityTo", e.code, e.causes
         from sampling_event e join person p on p.id = e.actor_id left join inspection i on i.id = e.inspection_id left join lot l on l.id = i.lot_id
         where e.state_id = any(?::bigint[]) order by e.state_id, e.id desc`,
        [ids],
      );
      const byState = Map.groupBy(rows, (row) => row.state);
      return ids.map((id) =>
        (byState.get(id) ?? []).map(({ state: _state, code, en, zh, ...row }) => ({
          ...row,
          at: new Date(row.at),
          by: { en, zh },
          reason: wordsOf(code),
        })),
      );
    });
  }
}
