/** By which document a person's identity was proved, who saw it and when, and of whom it was not (REQ-SIG-06). */
import type { Label } from "@lotline/schema";
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import { notFound, refused } from "../../../base/error.ts";
import { isKey } from "../../../base/key.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { plainFields } from "../../../graphql/classes.ts";
import { InstantScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import type { Request } from "../../../read/request.ts";

@ObjectType(plainFields)
class IdentityProof {
  @Field(() => String) document!: string;
  @Field(() => String, { nullable: true }) note!: string | null;
  @Field(() => TitleLabel) by!: Label;
  @Field(() => InstantScalar) at!: Date;
}

@ObjectType(plainFields)
class UnprovedPerson {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) name!: Label;
  @Field(() => TitleLabel) jobTitle!: Label;
}

async function mayRead(request: Request): Promise<SqlReader> {
  const reader = await request.reader();
  if (!reader.actor.permits.has("personIdentity.read")) throw refused(permitReason("personIdentity.read"));
  return reader;
}

@Resolver()
export class IdentityResolver {
  /** The proof recorded last; null when there is none. */
  @Query(() => IdentityProof, { nullable: true })
  async identityProof(@Ctx() request: Request, @Arg("person", () => ID) person: string): Promise<IdentityProof | null> {
    const reader = await mayRead(request);
    if (!isKey(person)) throw notFound("Person", person);
    const [proof] = await reader.sql<Omit<IdentityProof, "at"> & { at: string }>(
      `select p.identity_document as document, p.identity_note as note, e.at, json_build_object('en', w.name_en, 'zh', w.name_zh) as by
       from person p join audit.trail e on e.table_name = 'person' and e.row_id = p.id and e.operation = 'proveIdentityPerson'
         join person w on w.id = e.actor_id
       where p.id = ? and p.identity_document is not null order by e.id desc limit 1`,
      [person],
    );
    return proof ? { ...proof, at: new Date(proof.at) } : null;
  }

  /** Active people who cannot sign yet, because nobody has recorded their proof; the system itself is nobody. */
  @Query(() => [UnprovedPerson])
  async peopleWithoutProof(@Ctx() request: Request): Promise<readonly UnprovedPerson[]> {
    const reader = await mayRead(request);
    return reader.sql<UnprovedPerson>(
      `select id, number, json_build_object('en', name_en, 'zh', name_zh) as name, json_build_object('en', title_en, 'zh', title_zh) as "jobTitle"
       from person where state = 'active' and identity_document is null and id <> 1 order by number`,
    );
  }
}
