import { type SkipCode, type SwitchCode, skipWords, switchWords } from "@lotline/sampling";
import type { Json, Label, Rec } from "@lotline/schema";
import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import { objectOf } from "../../../graphql/classes.ts";
import { InstantScalar, JsonScalar } from "../../../graphql/scalars.ts";
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
  /** What it did to skip-lot, in words, with the rule, the draw and what they rest on. */
  @Field(() => TitleLabel, { nullable: true }) skipReason!: TitleLabel | null;
  @Field(() => JsonScalar, { nullable: true }) skip!: Json;
}

interface Row extends Omit<SamplingEvent, "by" | "reason" | "skipReason" | "skip"> {
  readonly state: string;
  readonly code: SwitchCode | SkipCode | "RESUMED";
  readonly skip: { readonly code: SkipCode } | null;
  readonly en: string;
  readonly zh: string;
}

const resumedWords: Label = {
  en: "resumed by QA: the supplier has improved (9.4)",
  zh: "由 QA 恢复：供方已改进（9.4）",
};

const allWords: { readonly [C in Row["code"]]: Label } = { ...switchWords, ...skipWords, RESUMED: resumedWords };

@Resolver(() => objectOf("SamplingState"))
export class SamplingStateResolver {
  /** Everything that was counted, newest first. */
  @FieldResolver(() => [SamplingEvent])
  history(@Root() state: Rec<"SamplingState">, @Ctx() request: Request): Promise<SamplingEvent[]> {
    return request.load("sampling history", state.id, async (reader, ids) => {
      const rows = await reader.sql<Row>(
        `select e.id, e.state_id as state, e.at, p.name_en as en, p.name_zh as zh, i.number as inspection, l.number as lot, e.result, e.original,
           e.severity_from as "severityFrom", e.severity_to as "severityTo", e.code, e.causes, e.skip
         from sampling_event e join person p on p.id = e.actor_id left join inspection i on i.id = e.inspection_id left join lot l on l.id = i.lot_id
         where e.state_id = any(?::bigint[]) order by e.state_id, e.id desc`,
        [ids],
      );
      const byState = Map.groupBy(rows, (row) => row.state);
      return ids.map((id) =>
        (byState.get(id) ?? []).map(({ state: _state, code, en, zh, skip, ...row }) => ({
          ...row,
          at: new Date(row.at),
          by: { en, zh },
          reason: allWords[code],
          skip: skip && { ...skip },
          skipReason: skip && skip.code !== code ? skipWords[skip.code] : null,
        })),
      );
    });
  }
}
