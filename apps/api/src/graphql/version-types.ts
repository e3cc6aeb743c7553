import { Field, Int, ObjectType } from "type-graphql";
import { plainFields } from "./classes.ts";
import { InstantScalar } from "./scalars.ts";
import { TitleLabel } from "./shared-types.ts";

/** A version of a record and the act that made it. */
@ObjectType(plainFields)
export class RecordVersion {
  @Field(() => Int) version!: number;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => TitleLabel, { nullable: true }) actor!: TitleLabel | null;
  @Field(() => String, { nullable: true }) operation!: string | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => String, { nullable: true }) state!: string | null;
}

/** One end of a comparison. */
@ObjectType(plainFields)
export class ComparedSide {
  @Field(() => Boolean) exists!: boolean;
  @Field(() => String, { nullable: true }) number!: string | null;
  @Field(() => Int, { nullable: true }) version!: number | null;
  @Field(() => String, { nullable: true }) state!: string | null;
  /** When this version was written. */
  @Field(() => InstantScalar, { nullable: true }) at!: Date | null;
}

/** One value at both ends; when it differs, who changed it last, when and why. */
@ObjectType(plainFields)
export class ComparedField {
  @Field(() => String) field!: string;
  @Field(() => String, { nullable: true }) old!: string | null;
  @Field(() => String, { nullable: true }) new!: string | null;
  @Field(() => Boolean) differs!: boolean;
  @Field(() => TitleLabel, { nullable: true }) actor!: TitleLabel | null;
  @Field(() => InstantScalar, { nullable: true }) at!: Date | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
}

/** One child row at both ends. */
@ObjectType(plainFields)
export class ComparedLine {
  @Field(() => String) set!: string;
  @Field(() => Int) position!: number;
  /** added, removed, changed or same. */
  @Field(() => String) kind!: string;
  @Field(() => [ComparedField]) fields!: readonly ComparedField[];
}

@ObjectType(plainFields)
export class Comparison {
  @Field(() => ComparedSide) from!: ComparedSide;
  @Field(() => ComparedSide) to!: ComparedSide;
  @Field(() => [ComparedField]) fields!: readonly ComparedField[];
  @Field(() => [ComparedLine]) lines!: readonly ComparedLine[];
}
