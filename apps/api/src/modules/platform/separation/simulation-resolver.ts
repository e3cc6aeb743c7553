import { dutyLabels, isNeverOverridden, type Label, type Role, role as roles } from "@lotline/schema";
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { refused } from "../../../base/error.ts";
import { isKey } from "../../../base/key.ts";
import { plainFields } from "../../../graphql/classes.ts";
import { InstantScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import type { Request } from "../../../read/request.ts";
import { type Conflict, readSeparation } from "./conflicts.ts";
import { conflictsWith, mitigationLimits, rolesHeld } from "./grant.ts";
import { violationsOf } from "./violations.ts";

/** A separation rule that a person meets with two roles. */
@ObjectType(plainFields)
export class SeparationConflict {
  /** Its number in compliance.md §C; "" where the record file itself separates the duties. */
  @Field(() => String) rule!: string;
  /** roles or duties. */
  @Field(() => String) kind!: string;
  /** No mitigation lets the role be given. */
  @Field(() => Boolean) isRefused!: boolean;
  /** Nothing overrides the rule where the second duty is to be done. */
  @Field(() => Boolean) isStrict!: boolean;
  @Field(() => TitleLabel) text!: Label;
  @Field(() => String) citation!: string;
  /** The record of the rule; null where the record file itself separates. */
  @Field(() => String, { nullable: true }) number!: string | null;
}

/** A record on which the person has played one of two duties, and the other too or it is open. */
@ObjectType(plainFields)
class SeparationViolation {
  @Field(() => String) record!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) duty!: Label;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => TitleLabel) other!: Label;
  /** Null while the other duty is open. */
  @Field(() => InstantScalar, { nullable: true }) otherAt!: Date | null;
  @Field(() => [String]) rules!: readonly string[];
}

/** What would follow from giving a role to a person, before it is given (US-15). */
@ObjectType()
class RoleSimulation {
  @Field(() => [String]) held!: readonly string[];
  @Field(() => [SeparationConflict]) conflicts!: readonly SeparationConflict[];
  @Field(() => [SeparationViolation]) violations!: readonly SeparationViolation[];
  @Field(() => Boolean) hasMoreViolations!: boolean;
  /** A rule forbids the grant whatever is written on it. */
  @Field(() => Boolean) isRefused!: boolean;
  @Field(() => Boolean) needsMitigation!: boolean;
  /** The longest that a grant against a rule lasts, days. */
  @Field(() => Int) maxDays!: number;
}

export const shownConflict = ({ rule, kind, isRefused, text, citation, number }: Conflict): SeparationConflict => ({
  rule,
  kind,
  isRefused,
  isStrict: rule === "" || isNeverOverridden(rule),
  text,
  citation,
  number,
});

/** Roles tried on before they are given. */
@Resolver()
export class RoleSimulationResolver {
  /**
   * Conflicts of a role with those that the person holds or is proposed for, by the function that the grant itself asks, and the
   * past violations that they would have made. Numbers of records are told to whoever may read grants, within their sites: the
   * decision rests on them; the records themselves open for those who may read them. The grant given as `without` is left out.
   */
  @Query(() => RoleSimulation)
  async roleSimulation(
    @Ctx() request: Request,
    @Arg("person", () => ID) person: string,
    @Arg("role", () => String) role: string,
    @Arg("without", () => ID, { nullable: true }) without?: string,
  ): Promise<RoleSimulation> {
    const reader = await request.reader();
    if (!reader.actor.permits.has("grant.read")) throw refused(permitReason("grant.read"));
    const { maxDays } = await mitigationLimits(reader);
    if (!isKey(person) || !Object.hasOwn(roles.values, role))
      return {
        held: [],
        conflicts: [],
        violations: [],
        hasMoreViolations: false,
        isRefused: false,
        needsMitigation: false,
        maxDays,
      };
    const others = without !== undefined && without !== null && isKey(without) ? [without] : [];
    const held = (await rolesHeld(reader, [person], { proposed: true, without: others }))(person);
    const separation = await readSeparation(reader);
    // It is one of the roles: asked above.
    const conflicts = conflictsWith(separation, held, role as Role);
    const { rows, hasMore } = await violationsOf(reader, separation, person, conflicts);
    return {
      held: [...new Set([...held.granted, ...held.lent])],
      conflicts: conflicts.map(shownConflict),
      violations: rows.map(({ duty, other, ...row }) => ({ ...row, duty: dutyLabels[duty], other: dutyLabels[other] })),
      hasMoreViolations: hasMore,
      isRefused: conflicts.some(({ isRefused }) => isRefused),
      needsMitigation: conflicts.some(({ isRefused }) => !isRefused),
      maxDays,
    };
  }
}
