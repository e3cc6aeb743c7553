/** What one scan of a package says about a line of a receipt: the order's line, the supplier's lot, the amount, the dates, our lot. */
import { type Label, label, type StorageTerms, storageFits } from "@lotline/schema";
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { refused } from "../../../base/error.ts";
import type { SqlReader } from "../../../base/reader.ts";
import { readScan, type ScanElements } from "../../../base/scan.ts";
import { objectOf, plainFields } from "../../../graphql/classes.ts";
import { DateScalar, DecimalScalar } from "../../../graphql/scalars.ts";
import { TitleLabel } from "../../../graphql/shared-types.ts";
import { permitReason } from "../../../kernel/authorize.ts";
import type { Request } from "../../../read/request.ts";
import {
  approvedStates,
  conversionsOf,
  inItemUnit,
  lastGoodDay,
  lotNumberOf,
  siteDay,
  type UnitFact,
} from "../../master/index.ts";

@ObjectType(plainFields)
class ScannedLine {
  /** Null when the package is none of the order; `problems` says why. */
  @Field(() => Int, { nullable: true }) orderLine?: number | null;
  @Field(() => objectOf("Item"), { nullable: true }) item?: object | null;
  @Field(() => DecimalScalar, { nullable: true }) quantity?: string | null;
  @Field(() => objectOf("Unit"), { nullable: true }) unit?: object | null;
  @Field(() => DecimalScalar, { nullable: true }) stockQuantity?: string | null;
  @Field(() => String, { nullable: true }) supplierLot?: string | null;
  @Field(() => String, { nullable: true }) lotNumber?: string | null;
  @Field(() => DateScalar, { nullable: true }) madeOn?: string | null;
  @Field(() => DateScalar, { nullable: true }) expiresOn?: string | null;
  @Field(() => objectOf("Location"), { nullable: true }) location?: object | null;
  /** What the person must still look at, in words. */
  @Field(() => [TitleLabel]) problems!: readonly Label[];
}

interface OpenLine extends StorageTerms {
  readonly position: number;
  readonly itemId: string;
  readonly item: string;
  readonly lotPattern: string | null;
  readonly supplierPart: string | null;
  readonly gtin: string | null;
  readonly unit: UnitFact;
  readonly itemUnit: UnitFact;
  readonly shelfLifeMonths: number | null;
}

/** The lines of an approved order that are not received yet. */
const openLines = (reader: SqlReader, order: string): Promise<OpenLine[]> =>
  reader.sql<OpenLine>(
    `select l.position, i.id as "itemId", i.number as item, i.lot_pattern as "lotPattern", s.supplier_part as "supplierPart", s.gtin,
       json_build_object('id', p.id::text, 'symbol', p.symbol, 'decimals', p.decimals) as unit,
       json_build_object('id', u.id::text, 'symbol', u.symbol, 'decimals', u.decimals) as "itemUnit", v.shelf_life_months as "shelfLifeMonths",
       v.storage_class as "storageClass", v.storage_min::text as "storageMin", v.storage_max::text as "storageMax"
     from purchase_order o join purchase_order_line l on l.head_id = o.id join item i on i.id = l.item_id join unit u on u.id = i.unit_id
       join unit p on p.id = coalesce(l.unit_id, i.unit_id) left join item_revision v on v.id = l.item_revision_id
       left join lateral (select * from supplier_item s where s.supplier_id = o.supplier_id and s.item_id = i.id and s.state = any(?::text[])
         order by s.id desc limit 1) s on true
     where o.id = ? and o.state = 'approved' and coalesce(l.quantity_received, 0) < coalesce(l.stock_quantity, l.quantity)
     order by l.position`,
    [[...approvedStates], order],
  );

/** The lines that a package can be of: by our part number, the supplier's, or the GTIN; a package that names none may be of any. */
function matching(lines: readonly OpenLine[], { part, di, content }: ScanElements): readonly OpenLine[] {
  if (part === undefined && di === undefined && content === undefined) return lines;
  return lines.filter(
    (line) =>
      (part !== undefined && (part === line.item || part === line.supplierPart)) ||
      (line.gtin !== null && (line.gtin === di || line.gtin === content)),
  );
}

const words = {
  notGs1: label("This is no GS1 element string; please type the line.", "不是 GS1 编码，请手工填写。"),
  unreadable: label("The code cannot be read without doubt; nothing of it was used.", "编码无法可靠识别，未采用任何内容。"),
  noneOpen: label("The order has no open line.", "该订单没有未收行。"),
  notOrdered: label("This package is of nothing that the order still waits for.", "该包装不属于订单的未收物料。"),
  several: label("Several lines may be meant; please choose the line.", "可能对应多行，请选择订单行。"),
  noQuantity: label("The code names no amount; please type it.", "编码未含数量，请填写。"),
  noLot: label("The code names no lot of the supplier; please type it.", "编码未含供方批号，请填写。"),
} as const;

@Resolver()
export class ScannedLineResolver {
  /** Proposes a receipt line from what was scanned; nothing is written. */
  @Query(() => ScannedLine)
  async scannedLine(
    @Arg("order", () => ID) order: string,
    @Arg("text", () => String) text: string,
    @Ctx() request: Request,
  ): Promise<ScannedLine> {
    const reader = await request.reader();
    if (!reader.actor.permits.has("receipt.perform")) throw refused(permitReason("receipt.perform"));
    const row = (await request.row("PurchaseOrder", order)) as { readonly id: string; readonly site: string } | null;
    const scan = readScan(text);
    if (scan.kind !== "elements") return { problems: [scan.kind === "code" ? words.notGs1 : words.unreadable] };
    const open = row ? await openLines(reader, row.id) : [];
    const found = matching(open, scan.elements);
    const [line] = found;
    if (!row || !line || found.length > 1)
      return {
        ...given(scan.elements),
        problems: [open.length === 0 ? words.noneOpen : line ? words.several : words.notOrdered],
      };
    return proposed(request, reader, { line, elements: scan.elements, site: row.site });
  }
}

const given = ({ lot, madeOn, expiresOn }: ScanElements): Partial<ScannedLine> => ({
  supplierLot: lot ?? null,
  madeOn: madeOn ?? null,
  expiresOn: expiresOn ?? null,
});

interface Proposed {
  readonly line: OpenLine;
  readonly elements: ScanElements;
  readonly site: string;
}

async function proposed(request: Request, reader: SqlReader, { line, elements, site }: Proposed): Promise<ScannedLine> {
  const { itemId, item, unit, itemUnit } = line;
  const { quantity, of } = amountOf(line, elements);
  const conversions = await conversionsOf(reader, [itemId]);
  const measured = quantity === null ? null : { item: { id: itemId, number: item }, quantity, unit: of, itemUnit };
  const lotNumber = await lotNumberOf(line.lotPattern, await siteDay(reader, site), async (number) => {
    const [row] = await reader.sql<{ taken: boolean }>("select public.number_taken('lot', ?) as taken", [number]);
    return row?.taken ?? false;
  });
  const computed = elements.madeOn && line.shelfLifeMonths !== null ? lastGoodDay(elements.madeOn, line.shelfLifeMonths) : null;
  return {
    orderLine: line.position,
    item: await request.row("Item", itemId),
    quantity,
    unit: await request.row("Unit", (quantity === null ? unit : of).id),
    stockQuantity: measured && inItemUnit(conversions, measured),
    supplierLot: elements.lot ?? null,
    lotNumber,
    madeOn: elements.madeOn ?? null,
    expiresOn: elements.expiresOn ?? computed,
    location: await placeFor(request, reader, site, line),
    problems: [...(quantity === null ? [words.noQuantity] : []), ...(elements.lot ? [] : [words.noLot])],
  };
}

/** A count is in the unit of the order; without one a net weight counts where the item is kept in kilograms. */
function amountOf(
  { unit, itemUnit }: OpenLine,
  { count, netKilograms }: ScanElements,
): { quantity: string | null; of: UnitFact } {
  if (count !== undefined) return { quantity: count, of: unit };
  return netKilograms !== undefined && itemUnit.symbol === "kg"
    ? { quantity: netKilograms, of: itemUnit }
    : { quantity: null, of: unit };
}

/** The first quarantine place of the site that keeps what the item needs. */
async function placeFor(request: Request, reader: SqlReader, site: string, need: StorageTerms): Promise<object | null> {
  const places = await reader.sql<StorageTerms & { id: string }>(
    `select id, storage_class as "storageClass", storage_min::text as "storageMin", storage_max::text as "storageMax"
     from location where site_id = ? and type = 'quarantine' order by number`,
    [site],
  );
  const place = places.find((one) => storageFits(one, need));
  return place ? request.row("Location", place.id) : null;
}
