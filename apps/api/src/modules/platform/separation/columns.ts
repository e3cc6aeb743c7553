/** What a list of grants tells besides their fields, on the screen and in its export: last use, and the rules each goes against. */
import type { Label, Rec } from "@lotline/schema";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { dateIn, type Reader } from "../../../base/context.ts";
import type { ListColumn } from "../../../base/list-column.ts";
import { objectOf } from "../../../graphql/classes.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";
import { conflictsOf, readSeparation } from "./conflicts.ts";
import { lastUsesOf } from "./last-use.ts";
import { byPerson } from "./report.ts";

type Row = Pick<Rec<"RoleGrant">, "id" | "person" | "role" | "state">;

const grantsOf = (reader: Reader, ids: readonly string[]): Promise<Row[]> =>
  reader.sql<Row>("select id, person_id as person, role, state from role_grant where id = any(?::bigint[])", [ids]);

/** The day of the last act by a permit of the role, within twelve months. */
async function lastUses(reader: Reader, ids: readonly string[]): Promise<Map<string, Label>> {
  const grants = await grantsOf(reader, ids);
  const uses = await lastUsesOf(reader, await readSeparation(reader), byPerson(grants));
  return new Map(
    grants.flatMap(({ id, person, role }) => {
      const used = uses.get(`${person} ${role}`);
      const day = used && dateIn(reader.firmZone, used);
      return day ? [[id, { en: day, zh: day }]] : [];
    }),
  );
}

/** The numbers of the separation rules that the role meets with what its person holds in force today besides it. */
async function rulesMet(reader: Reader, ids: readonly string[]): Promise<Map<string, Label>> {
  const grants = (await grantsOf(reader, ids)).filter(({ state }) => state !== "ended");
  const held = byPerson(
    await reader.sql<{ person: string; role: Row["role"] }>(
      `select person_id as person, role from role_grant where person_id = any(?::bigint[]) and state = 'active'
         and (valid_to is null or valid_to >= public.company_day())`,
      [grants.map(({ person }) => person)],
    ),
  );
  const separation = await readSeparation(reader);
  return new Map(
    grants.flatMap(({ id, person, role }) => {
      const found = conflictsOf(separation, held.get(person) ?? [], role);
      const said = (other: string, join: string) => [...new Set(found.map(({ rule }) => rule || other))].join(join);
      return found.length > 0 ? [[id, { en: said("record", ", "), zh: said("记录规定", "、") }]] : [];
    }),
  );
}

@Resolver(() => objectOf("RoleGrant"))
export class RoleGrantResolver {
  @FieldResolver(() => TitleLabel, { nullable: true })
  lastUsed(@Root() { id }: Rec<"RoleGrant">, @Ctx() request: Request): Promise<Label | null> {
    return request.load("last use of a grant", id, async (reader, ids) => {
      const found = await lastUses(reader, ids);
      return ids.map((key) => found.get(key) ?? null);
    });
  }

  @FieldResolver(() => TitleLabel, { nullable: true })
  rules(@Root() { id }: Rec<"RoleGrant">, @Ctx() request: Request): Promise<Label | null> {
    return request.load("rules against a grant", id, async (reader, ids) => {
      const found = await rulesMet(reader, ids);
      return ids.map((key) => found.get(key) ?? null);
    });
  }
}

export const grantColumns: readonly ListColumn[] = [
  { record: "RoleGrant", name: "lastUsed", load: lastUses },
  { record: "RoleGrant", name: "rules", load: rulesMet },
];
