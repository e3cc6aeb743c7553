import type { Label } from "@lotline/schema";
import type { Request } from "../read/request.ts";

/** A person as history names them. */
export interface Named {
  readonly id: string;
  readonly number: string;
  readonly name: Label;
  readonly title: Label;
}

/** Everybody by id, read once for a request: names are everybody's to read, and a firm has some hundreds. */
export const peopleOf = (request: Request): Promise<ReadonlyMap<string, Named>> =>
  request.load<ReadonlyMap<string, Named>>("people", "all", async (reader) => {
    const rows = await reader.sql<{ [column: string]: string }>(
      "select id, number, name_en, name_zh, title_en, title_zh from person",
    );
    return [
      new Map(
        rows.map((r) => [
          r.id ?? "",
          {
            id: r.id ?? "",
            number: r.number ?? "",
            name: { en: r.name_en ?? "", zh: r.name_zh ?? "" },
            title: { en: r.title_en ?? "", zh: r.title_zh ?? "" },
          },
        ]),
      ),
    ];
  });
