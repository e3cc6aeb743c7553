/** What the firm has set: each rule with the version in force, who approved it, and what is to come. */
import { isDate, type Label } from "@lotline/schema";
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import { refused } from "../../../base/error.ts";
import { plainFields } from "../../../graphql/classes.ts";
import { InstantScalar, JsonScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import type { Request } from "../../../read/request.ts";
import { choicesOf, type RuleChoice } from "./choices.ts";
import { type NumberPreview, previewOf } from "./number-pattern.ts";
import { type Setting, settingsOf } from "./settings.ts";

@ObjectType(plainFields)
class ComingRule {
  @Field(() => String) number!: string;
  /** draft: waits for approval · approved: in force from its day on. */
  @Field(() => String) state!: string;
  @Field(() => String) validFrom!: string;
}

@ObjectType(plainFields)
class RuleSetting {
  @Field(() => String) ruleName!: string;
  @Field(() => String) key!: string;
  /** Null where no version is in force yet. */
  @Field(() => String, { nullable: true }) number!: string | null;
  @Field(() => JsonScalar, { nullable: true }) content!: unknown;
  @Field(() => String, { nullable: true }) validFrom!: string | null;
  @Field(() => String, { nullable: true }) citation!: string | null;
  /** Null for what the product brought and nobody changed. */
  @Field(() => TitleLabel, { nullable: true }) approvedBy!: Label | null;
  @Field(() => InstantScalar, { nullable: true }) approvedAt!: Date | null;
  @Field(() => [ComingRule]) coming!: readonly ComingRule[];
}

@ObjectType(plainFields)
class RuleChoiceInfo {
  @Field(() => String) key!: string;
  /** What a field holds that was chosen. */
  @Field(() => String) value!: string;
  @Field(() => TitleLabel) label!: Label;
  /** False: it stands on what was made before, and is not chosen any more. */
  @Field(() => Boolean) inUse!: boolean;
  @Field(() => Int) decimals!: number;
}

@ObjectType()
class NumberPreviewInfo {
  /** One for each site where the pattern names the site. */
  @Field(() => [String]) next!: readonly string[];
  @Field(() => [TitleLabel]) faults!: readonly Label[];
}

@Resolver()
export class SettingResolver {
  /** Every rule with its key, or those of the names asked for. */
  @Query(() => [RuleSetting])
  async ruleSettings(
    @Ctx() request: Request,
    @Arg("names", () => [String], { nullable: true }) names?: readonly string[],
  ): Promise<readonly Setting[]> {
    const reader = await request.reader();
    if (!reader.actor.permits.has("rule.read")) throw refused(permitReason("rule.read"));
    return settingsOf(reader, names);
  }

  /** The values of a choice that is rule data, e.g. the currencies; none for any other rule. */
  @Query(() => [RuleChoiceInfo])
  async ruleChoices(
    @Ctx() request: Request,
    @Arg("rule", () => String) rule: string,
    @Arg("on", () => String, { nullable: true }) on?: string,
  ): Promise<readonly RuleChoice[]> {
    return choicesOf(await request.reader(), rule, on && isDate(on) ? on : undefined);
  }

  /** Which numbers a pattern would give next, and what speaks against it; nothing is taken. */
  @Query(() => NumberPreviewInfo)
  async numberPreview(
    @Ctx() request: Request,
    @Arg("record", () => String) record: string,
    @Arg("pattern", () => String) pattern: string,
  ): Promise<NumberPreview> {
    const reader = await request.reader();
    if (!reader.actor.permits.has("rule.propose")) throw refused(permitReason("rule.propose"));
    return previewOf(reader, record, pattern.slice(0, 200));
  }
}
