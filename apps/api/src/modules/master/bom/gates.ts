import { because, type Reason, type Rec } from "@lotline/schema";
import { dateIn, type Reader } from "../../../base/context.ts";
import { condition } from "../../../kernel/behaviour.ts";
import { blockedReasons } from "../item/reasons.ts";

interface Component {
  readonly bom: string;
  readonly item: string;
  readonly state: Rec<"Item">["state"];
  readonly quantity: string;
  readonly symbol: string;
}

const readComponents = (reader: Reader, boms: readonly string[]): Promise<Component[]> =>
  reader.sql<Component>(
    `select c.head_id as bom, i.number as item, i.state, c.quantity_per as quantity, u.symbol
     from bom_component c join item i on i.id = c.component_id join unit u on u.id = i.unit_id
     where c.head_id = any(?::bigint[]) order by c.position`,
    [boms],
  );

const componentReasons = (bom: Rec<"Bom">, components: readonly Component[]): Reason[] => {
  if (components.length === 0)
    return [because("BOM_EMPTY", "The bill of materials has no components yet.", "物料清单尚无组成。", "Bom", bom.number)];
  const items = components.map((c) => c.item);
  return [
    ...[...new Set(items.filter((item, i) => items.indexOf(item) !== i))].map((item) =>
      because("COMPONENT_TWICE", `${item} is listed twice.`, `${item} 重复出现。`, "Item", item),
    ),
    ...components.flatMap((c) => blockedReasons(c.item, c.state)),
  ];
};

/** By bill of materials the path of item numbers that leads from its item back to it. */
export async function readCycles(reader: Reader, boms: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.sql<{ bom: string; path: string[] }>(
    // Bills that have ended already cannot take part in a ring any more.
    `with recursive made_of as (
       select b.id as bom, b.item_id as top, c.component_id as item, array[b.item_id, c.component_id] as path
       from bom b join bom_component c on c.head_id = b.id where b.id = any(?::bigint[])
       union all
       select m.bom, m.top, c.component_id, m.path || c.component_id
       from made_of m
       join bom b on b.item_id = m.item and b.state = 'approved' and (b.effective_to is null or b.effective_to > ?::date)
       join bom_component c on c.head_id = b.id
       where m.item <> m.top and cardinality(m.path) < 50 and not c.component_id = any (m.path[2:])
     )
     select distinct on (m.bom) m.bom, (select array_agg(i.number order by p.ord) from unnest(m.path) with ordinality p (id, ord) join item i on i.id = p.id) as path
     from made_of m where m.item = m.top order by m.bom, cardinality(m.path)`,
    [boms, dateIn(reader.firmZone, reader.now)],
  );
  return new Map(rows.map((row) => [row.bom, row.path.join(" ← ")]));
}

/** Why a bill of materials may not come into force: its item would be made of itself. */
export const cycleReasons = (bom: Rec<"Bom">, path: string | undefined): Reason[] =>
  path === undefined
    ? []
    : [because("BOM_CYCLE", `The item would be made of itself: ${path}.`, `物料将由其自身组成：${path}。`, "Bom", bom.number)];

/** A bill of materials has components, each once and in use. */
export const bomComplete = condition({
  gate: "bom.approve",
  code: "BOM_INCOMPLETE",
  about: { en: "The bill of materials has components, each once and in use", zh: "物料清单含组成，且不重复、均在用" },
  record: "Bom",
  facts: async (reader, boms) =>
    Map.groupBy(
      await readComponents(
        reader,
        boms.map((b) => b.id),
      ),
      (c) => c.bom,
    ),
  check: (bom, components) => componentReasons(bom, components ?? []),
});

/** No item is made of itself, at whatever depth. */
export const bomAcyclic = condition({
  gate: "bom.approve",
  code: "BOM_CYCLE",
  about: { en: "No item is made of itself", zh: "物料不得由其自身组成" },
  record: "Bom",
  facts: (reader, boms) =>
    readCycles(
      reader,
      boms.map((b) => b.id),
    ),
  check: (bom, path) => cycleReasons(bom, path),
});
