import { type Label, type Role, role as roles } from "@lotline/schema";
import { Arg, Ctx, Field, ObjectType, Query, Resolver } from "type-graphql";
import { refused } from "../../../base/error.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { objectOf, plainFields } from "../../../graphql/classes.ts";
import { InstantScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import type { Request } from "../../../read/request.ts";
import { type HeldRole, type Standing, standingsOf } from "./report.ts";
import { SeparationConflict, shownConflict } from "./simulation-resolver.ts";
import { type Finding, staffingOf } from "./staffing.ts";

@ObjectType("HeldRole", plainFields)
class HeldRoleInfo {
  /** Of its grant. */
  @Field(() => String) number!: string;
  @Field(() => String) role!: string;
  @Field(() => String, { nullable: true }) site!: string | null;
  @Field(() => InstantScalar) since!: Date;
  @Field(() => String, { nullable: true }) until!: string | null;
  /** Null when it was not used within twelve months. */
  @Field(() => InstantScalar, { nullable: true }) lastUsedAt!: Date | null;
}

@ObjectType(plainFields)
class HeldConflictInfo extends SeparationConflict {
  /** The grant that carries the mitigation; null when the conflict has none. */
  @Field(() => String, { nullable: true }) grant!: string | null;
  @Field(() => String, { nullable: true }) mitigation!: string | null;
  @Field(() => String, { nullable: true }) until!: string | null;
  @Field(() => Boolean) isReviewLate!: boolean;
}

@ObjectType()
class SeparationStanding {
  @Field(() => objectOf("Person"), { nullable: true }) person!: object | null;
  @Field(() => Boolean) isAdministrator!: boolean;
  @Field(() => [HeldRoleInfo]) roles!: readonly HeldRole[];
  @Field(() => [HeldConflictInfo]) conflicts!: readonly HeldConflictInfo[];
}

@ObjectType(plainFields)
class SignedReview {
  @Field(() => String) number!: string;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => String) by!: string;
}

@ObjectType()
class SeparationReport {
  @Field(() => InstantScalar) at!: Date;
  @Field(() => [SeparationStanding]) people!: readonly SeparationStanding[];
  /** The access review signed last; null when there was none. */
  @Field(() => SignedReview, { nullable: true }) lastReview!: SignedReview | null;
}

@ObjectType(plainFields)
class StaffingFinding {
  @Field(() => String) rule!: string;
  @Field(() => String) citation!: string;
  @Field(() => String, { nullable: true }) number!: string | null;
  /** nobody, alone or single. */
  @Field(() => String) level!: string;
  @Field(() => TitleLabel) text!: Label;
  @Field(() => TitleLabel, { nullable: true }) compensation!: Label | null;
}

async function mayReadGrants(request: Request): Promise<SqlReader> {
  const reader = await request.reader();
  if (!reader.actor.permits.has("grant.read")) throw refused(permitReason("grant.read"));
  return reader;
}

/** Who may do what, who of them goes against a rule, and which rules the people at hand cannot meet. */
@Resolver()
export class SeparationReportResolver {
  @Query(() => SeparationReport)
  async separationReport(
    @Ctx() request: Request,
    @Arg("role", () => String, { nullable: true }) role?: string,
    @Arg("permit", () => String, { nullable: true }) permit?: string,
    @Arg("conflicting", () => Boolean, { nullable: true }) conflicting?: boolean,
  ): Promise<SeparationReport> {
    const reader = await mayReadGrants(request);
    const known = role && Object.hasOwn(roles.values, role) ? (role as Role) : undefined;
    // A role that does not exist is held by nobody.
    const standings = role && !known ? [] : await standingsOf(reader, { role: known, permit, conflicting });
    const [last] = await reader.sql<{ number: string; at: string; by: string }>(
      `select r.number, s.at, s.printed_name as by from access_review r
       join signature s on s.record_type = 'AccessReview' and s.record_id = r.id
       where r.state = 'signed' and s.meaning = 'REVIEWED' order by s.id desc limit 1`,
    );
    return {
      at: reader.now,
      people: await Promise.all(standings.map((standing) => shownStanding(request, standing))),
      lastReview: last ? { ...last, at: new Date(last.at) } : null,
    };
  }

  @Query(() => [StaffingFinding])
  async minimumStaffing(@Ctx() request: Request): Promise<readonly Finding[]> {
    return staffingOf(await mayReadGrants(request));
  }
}

async function shownStanding(request: Request, { person, isAdministrator, roles: held, conflicts }: Standing) {
  return {
    person: await request.row("Person", person),
    isAdministrator,
    roles: held,
    conflicts: conflicts.map(({ conflict, by, isReviewLate }) => ({
      ...shownConflict(conflict),
      grant: by?.number ?? null,
      mitigation: by?.mitigation ?? null,
      until: by?.until ?? null,
      isReviewLate,
    })),
  };
}
