/** What a copy will hold and leave out before it is made, and who has taken it. */
import { createHash, createPublicKey } from "node:crypto";
import type { Label, RecordName } from "@lotline/schema";
import { keyIdOf } from "@lotline/verifier";
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { notFound } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { plainFields } from "../../../graphql/classes.ts";
import { peopleOf } from "../../../graphql/people.ts";
import { InstantScalar } from "../../../graphql/scalars.ts";
import { ReasonInfo, TitleLabel } from "../../../graphql/shared-types.ts";
import { linesOf, rowsById } from "../../../read/rows.ts";
import type { WebRequest } from "../../platform/index.ts";
import { reachReasons } from "./order.ts";
import { type Named, reachOf, scopeIssues } from "./scope.ts";

@ObjectType(plainFields)
class CopyType {
  @Field(() => String) record!: RecordName;
  @Field(() => TitleLabel) label!: Label;
  @Field(() => Int) count!: number;
}

@ObjectType(plainFields)
class CopyPreview {
  @Field(() => Int) total!: number;
  @Field(() => [CopyType]) types!: readonly CopyType[];
  /** Types that could belong to it and that the person's roles do not show. */
  @Field(() => [TitleLabel]) hidden!: readonly Label[];
  /** Why it cannot be made as it is. */
  @Field(() => [ReasonInfo]) reasons!: readonly ReasonInfo[];
  /** Of the key that signs copies here: SHA-256 in hex, to be compared with what the verifier shows. */
  @Field(() => String) fingerprint!: string;
}

/** SHA-256 of the public key (SPKI, DER), in hex; its first 16 digits are the key's id. */
function fingerprintOf({ key, publicKeys }: WebRequest["kernel"]["house"]): string {
  const pem = publicKeys.find((known) => keyIdOf(known) === key.id);
  if (!pem) throw new Error(`the public half of the key ${key.id} is not known`);
  return createHash("sha256")
    .update(createPublicKey(pem).export({ type: "spki", format: "der" }))
    .digest("hex");
}

@ObjectType(plainFields)
class CopyDownload {
  @Field(() => InstantScalar) at!: Date;
  @Field(() => TitleLabel, { nullable: true }) by!: Label | null;
}

@Resolver()
export class CopyResolver {
  /** By the same function as the making, with the rights of who asks. */
  @Query(() => CopyPreview)
  async copyPreview(@Ctx() request: WebRequest, @Arg("id", () => ID) id: string): Promise<CopyPreview> {
    const reader = await request.mayRead("InspectionCopy");
    const copy = (await rowsById(reader, "InspectionCopy", /^\d{1,18}$/.test(id) ? [id] : [])).get(id);
    if (!copy) throw notFound("InspectionCopy", id);
    // The lines of this record are of this form.
    const named = ((await linesOf(reader, "InspectionCopy", "named", [id])).get(id) ?? []) as unknown as Named[];
    const fingerprint = fingerprintOf(request.kernel.house);
    const missing = scopeIssues(copy, named.length).map(({ code, text }) => ({ code, text }));
    if (missing.length > 0) return { total: 0, types: [], hidden: [], reasons: missing, fingerprint };
    const reach = await reachOf(reader, copy, named);
    const counts = new Map<RecordName, number>();
    for (const { record } of reach.members) counts.set(record, (counts.get(record) ?? 0) + 1);
    return {
      total: reach.tooMany ?? reach.members.length,
      types: [...counts].map(([record, count]) => ({ record, label: specOf(record).plural, count })),
      hidden: reach.hidden.map((name) => specOf(name).plural),
      reasons: reachReasons(named, reach).map(({ code, text }) => ({ code, text })),
      fingerprint,
    };
  }

  /** Every download, the newest first. */
  @Query(() => [CopyDownload])
  async copyDownloads(@Ctx() request: WebRequest, @Arg("id", () => ID) id: string): Promise<CopyDownload[]> {
    const reader = await request.mayRead("InspectionCopy");
    const people = await peopleOf(request);
    const rows = await reader.sql<{ at: string; person: string | null }>(
      "select at, person_id as person from security_event where kind = 'exported' and detail ->> 'copy' = ? order by id desc limit 100",
      [id],
    );
    return rows.map(({ at, person }) => ({ at: new Date(at), by: person === null ? null : (people.get(person)?.name ?? null) }));
  }
}
