import { wordIssue } from "@lotline/schema";
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import { dateIn } from "../../../base/context.ts";
import { invalid } from "../../../base/error.ts";
import { isKey } from "../../../base/key.ts";
import { objectOf } from "../../../graphql/classes.ts";
import { InstantScalar, instantOf } from "../../../graphql/scalars.ts";
import { ReasonInfo } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";
import { calledIn, standingsAt } from "./as-of.ts";
import { standingReasons } from "./standing.ts";

/** How a person stood with a skill at the moment asked for. */
@ObjectType("QualificationStanding")
class StandingInfo {
  @Field(() => objectOf("Person"), { nullable: true }) person!: object | null;
  @Field(() => objectOf("Skill"), { nullable: true }) skill!: object | null;
  /** qualified, never, notYetValid, expired or revoked. */
  @Field(() => String) state!: string;
  /** The qualification that made it so; null when none had been granted. */
  @Field(() => objectOf("Qualification"), { nullable: true }) by!: object | null;
  /** Why the person could not have done it; empty when qualified. */
  @Field(() => [ReasonInfo]) reasons!: readonly ReasonInfo[];
}

@ObjectType("QualificationStandings")
class StandingsInfo {
  @Field(() => InstantScalar) at!: Date;
  /** The day of the firm that the moment lies in, YYYY-MM-DD. */
  @Field(() => String) on!: string;
  @Field(() => [StandingInfo]) rows!: readonly StandingInfo[];
  /** There are more people than are answered at once; ask about one of them. */
  @Field(() => Boolean) hasMore!: boolean;
}

const mostRows = 1000;

/** Could this person do that at that moment? Who could? (REQ-TRN-03) */
@Resolver()
export class QualificationResolver {
  @Query(() => StandingsInfo)
  async qualificationStandings(
    @Ctx() request: Request,
    @Arg("person", () => ID, { nullable: true }) person?: string,
    @Arg("skill", () => ID, { nullable: true }) skill?: string,
    @Arg("asOf", () => InstantScalar, { nullable: true }) asOf?: string,
  ): Promise<StandingsInfo> {
    const reader = await request.mayRead("Qualification");
    const at = asOf == null ? reader.now : instantOf("asOf", asOf);
    const zone = reader.firmZone;
    const on = dateIn(zone, at);
    if (!person && !skill)
      throw invalid({
        path: "person",
        code: "required",
        text: { en: "Name a person or a skill.", zh: "请指定人员或资质项目。" },
      });
    const bad = Object.entries({ person, skill }).filter(([, key]) => key && !isKey(key));
    if (bad.length > 0) throw invalid(...bad.map(([path]) => ({ path, code: "ref", text: wordIssue("ref") })));
    const found = await standingsAt(reader, { at, on }, { person: person ?? undefined, skill: skill ?? undefined });
    const people = await calledIn(
      reader,
      "person",
      found.map((standing) => standing.person),
    );
    const skills = await calledIn(
      reader,
      "skill",
      found.map((standing) => standing.skill),
    );
    const rows = found.flatMap((standing) => {
      const [of, task] = [people.get(standing.person), skills.get(standing.skill)];
      return of && task
        ? [{ standing, key: `${of.number} ${task.number}`, reasons: standingReasons(of, task, standing, zone) }]
        : [];
    });
    // As their numbers go.
    rows.sort((a, b) => (a.key < b.key ? -1 : 1));
    const shown = rows.slice(0, mostRows).map(async ({ standing, reasons }) => ({
      state: standing.state,
      person: await request.row("Person", standing.person),
      skill: await request.row("Skill", standing.skill),
      by: await request.row("Qualification", standing.by?.id ?? null),
      reasons,
    }));
    return { at, on, rows: await Promise.all(shown), hasMore: rows.length > mostRows };
  }
}
