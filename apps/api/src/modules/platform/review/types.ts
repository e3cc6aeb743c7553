import type { Label } from "@lotline/schema";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { plainFields } from "../../../graphql/classes.ts";
import { CommentPerson } from "../../../graphql/comments.ts";
import { InstantScalar, JsonScalar } from "../../../graphql/scalars.ts";
import { ReasonInfo, TitleLabel } from "../../../graphql/shared-types.ts";

@ObjectType(plainFields)
export class ReviewClaimInfo {
  @Field(() => CommentPerson, { nullable: true }) by!: CommentPerson | null;
  @Field(() => Boolean) mine!: boolean;
  @Field(() => InstantScalar) until!: Date;
}

/** One record that waits for a signature of the person. */
@ObjectType(plainFields)
export class ReviewItem {
  @Field(() => ID) id!: string;
  @Field(() => String) record!: string;
  @Field(() => ID) recordId!: string;
  @Field(() => String) number!: string;
  @Field(() => Int) version!: number;
  @Field(() => TitleLabel) title!: Label;
  @Field(() => String) action!: string;
  @Field(() => String) state!: string;
  /** high, medium or low: what it matters to patients. */
  @Field(() => String) risk!: string;
  @Field(() => InstantScalar) dueAt!: Date;
  @Field(() => InstantScalar) createdAt!: Date;
  /** Its clock stands still. */
  @Field(() => Boolean) paused!: boolean;
  /** Working minutes left by the calendar of its site; negative when overdue. */
  @Field(() => Int) workingLeft!: number;
  /** Minutes of a working day there. */
  @Field(() => Int) workDay!: number;
  /** The weightiest exception, in words, and how many there are. */
  @Field(() => TitleLabel, { nullable: true }) exception!: Label | null;
  @Field(() => Int) exceptions!: number;
  /** What stands against signing it now. */
  @Field(() => Int) blockers!: number;
  /** It may be signed together with others like it. */
  @Field(() => Boolean) batch!: boolean;
  @Field(() => ReviewClaimInfo, { nullable: true }) claim!: ReviewClaimInfo | null;
}

@ObjectType(plainFields)
export class ReviewCount {
  @Field(() => String) record!: string;
  @Field(() => Int) count!: number;
}

@ObjectType("ReviewQueue", plainFields)
export class ReviewQueueInfo {
  @Field(() => [ReviewItem]) items!: readonly ReviewItem[];
  /** Where the next page begins, null at the end. */
  @Field(() => String, { nullable: true }) next!: string | null;
  @Field(() => Int) total!: number;
  /** Not offered, because the person had a part in them. */
  @Field(() => Int) own!: number;
  @Field(() => Int) overdue!: number;
  @Field(() => [ReviewCount]) byRecord!: readonly ReviewCount[];
}

@ObjectType(plainFields)
export class ReviewScale {
  @Field(() => String) value!: string;
  @Field(() => String, { nullable: true }) lower!: string | null;
  @Field(() => String, { nullable: true }) upper!: string | null;
}

@ObjectType(plainFields)
export class ReviewFact {
  @Field(() => TitleLabel) label!: Label;
  @Field(() => TitleLabel) value!: Label;
  @Field(() => Boolean, { nullable: true }) ok?: boolean;
  @Field(() => ReviewScale, { nullable: true }) scale?: ReviewScale;
  @Field(() => String, { nullable: true }) record?: string;
  @Field(() => String, { nullable: true }) number?: string;
}

@ObjectType(plainFields)
export class ReviewFinding {
  @Field(() => ID) key!: string;
  @Field(() => String) code!: string;
  @Field(() => TitleLabel) title!: Label;
  @Field(() => TitleLabel, { nullable: true }) detail!: Label | null;
  @Field(() => String) weight!: string;
  @Field(() => TitleLabel) why!: Label;
  @Field(() => String) citation!: string;
  @Field(() => [ReviewFact]) facts!: readonly ReviewFact[];
}

/** One condition of the act, with what stands against it; nothing when it is met. */
@ObjectType(plainFields)
export class ReviewCheck {
  @Field(() => String) code!: string;
  @Field(() => TitleLabel) about!: Label;
  @Field(() => String) area!: string;
  @Field(() => [ReasonInfo]) reasons!: readonly ReasonInfo[];
}

@ObjectType(plainFields)
export class ReviewParticipant {
  @Field(() => CommentPerson) person!: CommentPerson;
  @Field(() => TitleLabel) duty!: Label;
  @Field(() => InstantScalar) at!: Date;
}

/** What a reviewer is shown besides the record itself. */
@ObjectType(plainFields)
export class ReviewCase {
  @Field(() => String) record!: string;
  @Field(() => ID) recordId!: string;
  @Field(() => Int) version!: number;
  /** The act that is due, and the one by which it is sent back, if there is one. */
  @Field(() => String) action!: string;
  @Field(() => String, { nullable: true }) back!: string | null;
  @Field(() => String) risk!: string;
  @Field(() => Boolean) allowed!: boolean;
  @Field(() => [ReasonInfo]) reasons!: readonly ReasonInfo[];
  @Field(() => [ReviewFinding]) findings!: readonly ReviewFinding[];
  @Field(() => [ReviewCheck]) checks!: readonly ReviewCheck[];
  /** Who has played which part on it. */
  @Field(() => [ReviewParticipant]) participants!: readonly ReviewParticipant[];
  /** Why it is not signed together with others; empty when it may be. */
  @Field(() => [ReasonInfo]) alone!: readonly ReasonInfo[];
}

@ObjectType("ReviewLook", plainFields)
export class ReviewLookInfo {
  @Field(() => InstantScalar, { nullable: true }) beforeAt!: Date | null;
  @Field(() => Int, { nullable: true }) beforeVersion!: number | null;
  @Field(() => ReviewClaimInfo, { nullable: true }) claim!: ReviewClaimInfo | null;
  @Field(() => [CommentPerson]) present!: readonly CommentPerson[];
}

/** A record as it was shown, to be signed with others. */
@InputType()
export class ShownRecord {
  @Field(() => ID) id!: string;
  @Field(() => Int) shownVersion!: number;
}

/** How a record was reviewed. */
@InputType()
export class ReviewedRecord {
  @Field(() => ID) id!: string;
  @Field(() => Int) shownVersion!: number;
  @Field(() => Int) seconds!: number;
  /** Seconds by section: exceptions, evidence, record, changes. */
  @Field(() => JsonScalar) sections!: { readonly [section: string]: number };
  @Field(() => Int) findings!: number;
}

@ObjectType(plainFields)
export class ManifestRowInfo {
  @Field(() => ID) recordId!: string;
  @Field(() => String) number!: string;
  @Field(() => Int) version!: number;
  @Field(() => String) contentHash!: string;
  /** In whose place it is signed. */
  @Field(() => TitleLabel, { nullable: true }) onBehalfOf!: Label | null;
}

@ObjectType(plainFields)
export class ManifestExcluded {
  @Field(() => ID) recordId!: string;
  @Field(() => String) number!: string;
  @Field(() => [ReasonInfo]) reasons!: readonly ReasonInfo[];
}

@ObjectType("SignatureManifest", plainFields)
export class ManifestInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) meaning!: string;
  @Field(() => TitleLabel) statement!: Label;
  @Field(() => String) hash!: string;
  @Field(() => InstantScalar) expiresAt!: Date;
  @Field(() => String) needs!: string;
  @Field(() => Boolean) secondFactor!: boolean;
  @Field(() => [String]) means!: readonly string[];
  @Field(() => Int) triesLeft!: number;
  @Field(() => [ManifestRowInfo]) rows!: readonly ManifestRowInfo[];
  @Field(() => [ManifestExcluded]) excluded!: readonly ManifestExcluded[];
}

@ObjectType(plainFields)
export class ManifestResult {
  @Field(() => ID) recordId!: string;
  @Field(() => String) number!: string;
  @Field(() => Boolean) ok!: boolean;
  @Field(() => [ReasonInfo]) reasons!: readonly ReasonInfo[];
}
