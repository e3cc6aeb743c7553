import type { Label, Rec } from "@lotline/schema";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Reader } from "../../../base/context.ts";
import type { ListColumn } from "../../../base/list-column.ts";
import { objectOf } from "../../../graphql/classes.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import type { Request } from "../../../read/request.ts";

/** The characteristics of retests as people call them: number and name by the frozen plan. */
async function characteristicsOf(reader: Reader, ids: readonly string[]): Promise<Map<string, Label>> {
  const rows = await reader.sql<{ id: string; position: number; en: string; zh: string }>(
    `select r.id, c.position, c.name_en as en, c.name_zh as zh from retest r join inspection i on i.id = r.inspection_id
       join inspection_plan_characteristic c on c.head_id = i.plan_id and c.position = r.characteristic
     where r.id = any(?::bigint[])`,
    [ids],
  );
  return new Map(rows.map(({ id, position, en, zh }) => [id, { en: `${position} ${en}`, zh: `${position} ${zh}` }]));
}

@Resolver(() => objectOf("Retest"))
export class RetestResolver {
  /** What is tested again: the number of the characteristic and its name. */
  @FieldResolver(() => TitleLabel)
  characteristicName(@Root() retest: Rec<"Retest">, @Ctx() request: Request): Promise<Label> {
    return request.load("characteristic of a retest", retest.id, async (reader, ids) => {
      const found = await characteristicsOf(reader, ids);
      return ids.map((id) => found.get(id) ?? { en: "–", zh: "–" });
    });
  }
}

/** The name in a list that is exported. */
export const retestColumns: readonly ListColumn[] = [{ record: "Retest", name: "characteristicName", load: characteristicsOf }];
