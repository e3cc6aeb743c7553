import "reflect-metadata";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { plainFields } from "./classes.ts";
import { InstantScalar } from "./scalars.ts";

@ObjectType(plainFields)
export class TitleLabel {
  @Field(() => String) en!: string;
  @Field(() => String) zh!: string;
}

/** Why something may not happen, with the record that clears it. */
@ObjectType("Reason", plainFields)
export class ReasonInfo {
  @Field(() => String) code!: string;
  @Field(() => TitleLabel) text!: TitleLabel;
  @Field(() => String, { nullable: true }) record?: string;
  @Field(() => String, { nullable: true }) number?: string;
}

@ObjectType(plainFields)
export class ActionVerdict {
  @Field(() => String) name!: string;
  @Field(() => Boolean) allowed!: boolean;
  @Field(() => [ReasonInfo]) reasons!: ReasonInfo[];
}

export const actionsField = () => [ActionVerdict];

@InputType()
export class SignatureInput {
  @Field(() => ID) intent!: string;
  @Field(() => String, { nullable: true }) userName?: string;
  @Field(() => String, { nullable: true }) password?: string;
  @Field(() => String, { nullable: true }) code?: string;
  @Field(() => String, { nullable: true }) oneTimeCode?: string;
  @Field(() => String, { nullable: true }) passkey?: string;
  @Field(() => Boolean, { nullable: true }) provider?: boolean;
}

@ObjectType(plainFields)
export class FieldChange {
  @Field(() => String) field!: string;
  @Field(() => String, { nullable: true }) old?: string | null;
  @Field(() => String, { nullable: true }) new?: string | null;
  /** The values are not shown to the person. */
  @Field(() => Boolean) masked!: boolean;
}

@ObjectType(plainFields)
export class SignatureStamp {
  @Field(() => ID) id!: string;
  @Field(() => String) meaning!: string;
  @Field(() => String) statement!: string;
  @Field(() => String) printedName!: string;
  @Field(() => String) jobTitle!: string;
  /** In whose place it was given, as printed then. */
  @Field(() => String, { nullable: true }) onBehalfOf?: string | null;
  @Field(() => Int) version!: number;
  @Field(() => String) contentHash!: string;
  @Field(() => InstantScalar) signedAt!: Date;
  @Field(() => String) zone!: string;
  @Field(() => String, { nullable: true }) reason?: string | null;
  @Field(() => String) components!: string;
  /** VALID, RECORD_CHANGED, SIGNATURE_ALTERED, KEY_UNKNOWN or KEY_REVOKED. */
  @Field(() => String) verdict!: string;
}

@ObjectType(plainFields)
export class LinkInfo {
  @Field(() => String) kind!: string;
  @Field(() => String) record!: string;
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => Boolean) outgoing!: boolean;
}

@ObjectType(plainFields)
export class AttachmentInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  /** What it is, where somebody said. */
  @Field(() => String, { nullable: true }) kind?: string | null;
  @Field(() => String) mediaType!: string;
  @Field(() => Int) size!: number;
  @Field(() => String) sha256!: string;
  /** The file it takes the place of. */
  @Field(() => ID, { nullable: true }) replaces?: string | null;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => TitleLabel, { nullable: true }) by?: TitleLabel | null;
}
