import { Field, ID, Int, ObjectType } from "type-graphql";
import { plainFields } from "./classes.ts";
import { CommentEvent } from "./comments.ts";
import { DecimalScalar, InstantScalar } from "./scalars.ts";
import { AttachmentInfo, FieldChange, LinkInfo, SignatureStamp, TitleLabel } from "./shared-types.ts";

/** What moved or was held: one posting of the stock ledger, or a hold placed or lifted. */
@ObjectType(plainFields)
export class TimelineMove {
  @Field(() => ID) id!: string;
  @Field(() => TitleLabel) label!: TitleLabel;
  /** The document it was done by. */
  @Field(() => String) record!: string;
  @Field(() => String) number!: string;
  @Field(() => String, { nullable: true }) lot?: string | null;
  @Field(() => DecimalScalar, { nullable: true }) quantity?: string | null;
  @Field(() => String, { nullable: true }) unit?: string | null;
  @Field(() => String, { nullable: true }) from?: string | null;
  @Field(() => String, { nullable: true }) to?: string | null;
  @Field(() => String, { nullable: true }) remark?: string | null;
}

/** Where critical input or a signature was made: at which terminal; none where the device is not registered (REQ-ACC-07). */
@ObjectType(plainFields)
export class AtTerminal {
  @Field(() => String, { nullable: true }) number!: string | null;
  /** The limit that was not met, and let it through with a flag. */
  @Field(() => String, { nullable: true }) flaggedBy!: string | null;
}

/** One act of one person on a record: everything that one command did to it and around it. */
@ObjectType(plainFields)
export class TimelineEntry {
  @Field(() => ID) id!: string;
  /** Where it stands in the order, to ask for what comes after it. */
  @Field(() => String) cursor!: string;
  @Field(() => InstantScalar) at!: Date;
  /** created, signature, change, comment, file, move or link: the foremost of what it holds. */
  @Field(() => String) kind!: string;
  @Field(() => TitleLabel, { nullable: true }) actor?: TitleLabel | null;
  @Field(() => String, { nullable: true }) role?: string | null;
  @Field(() => String, { nullable: true }) operation?: string | null;
  @Field(() => String, { nullable: true }) reason?: string | null;
  @Field(() => String, { nullable: true }) source?: string | null;
  /** The number of the emergency access under which it was done. */
  @Field(() => String, { nullable: true }) emergency?: string | null;
  /** Null for what is no critical input, and for what was written before terminals were told. */
  @Field(() => AtTerminal, { nullable: true }) terminal?: AtTerminal | null;
  @Field(() => [FieldChange]) changes!: readonly FieldChange[];
  @Field(() => SignatureStamp, { nullable: true }) signature?: SignatureStamp | null;
  @Field(() => [CommentEvent]) comments!: readonly CommentEvent[];
  @Field(() => [AttachmentInfo]) files!: readonly AttachmentInfo[];
  @Field(() => [TimelineMove]) moves!: readonly TimelineMove[];
  @Field(() => [LinkInfo]) links!: readonly LinkInfo[];
}

@ObjectType(plainFields)
export class TimelinePerson {
  @Field(() => ID) id!: string;
  @Field(() => TitleLabel) name!: TitleLabel;
}

/** How many acts there are, and of how many kinds; counted over all, not over what was asked for. */
@ObjectType(plainFields)
export class TimelineSummary {
  @Field(() => Int) all!: number;
  @Field(() => Int) signatures!: number;
  @Field(() => Int) changes!: number;
  @Field(() => Int) comments!: number;
  @Field(() => Int) moves!: number;
  /** Who acted, for the filter. */
  @Field(() => [TimelinePerson]) people!: readonly TimelinePerson[];
}
