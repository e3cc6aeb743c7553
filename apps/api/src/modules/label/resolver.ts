/** Labels as they would be printed: of a job, of a template, and of one that stands in a form; and what a lot's labels say. */
import { createSchema, type Reason, type Rec, registry, validate } from "@lotline/schema";
import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { invalid } from "../../base/error.ts";
import { isKey } from "../../base/key.ts";
import { objectOf, plainFields } from "../../graphql/classes.ts";
import { DateScalar } from "../../graphql/scalars.ts";
import { ReasonInfo } from "../../graphql/shared-types.ts";
import { svgOf } from "../../print/drawing.ts";
import type { Request } from "../../read/request.ts";
import { companyDay } from "../master/index.ts";
import { readBack } from "./draw/read-back.ts";
import { groupSeparator } from "./draw/symbol.ts";
import type { Laid, Template } from "./draw/types.ts";
import { fitReasons, packReasons } from "./fits.ts";
import { type Ground, groundKey, groundsOf, type Particulars, partsOf } from "./ground.ts";
import { labelsOf } from "./job/fixed.ts";
import { labelOf, misfitReasons, type Ready, readyOf, readyReasons } from "./job/ready.ts";
import { completeReasons, partReasons } from "./template/check.ts";
import { exampleOf } from "./template/example.ts";

@ObjectType(plainFields)
class LabelSymbolInfo {
  @Field(() => String) kind!: string;
  /** With its separators written out. */
  @Field(() => String) text!: string;
  /** What a reader reads in the drawing; null where it reads nothing. */
  @Field(() => String, { nullable: true }) read!: string | null;
  @Field(() => Boolean) isSame!: boolean;
}

@ObjectType(plainFields)
class LabelPreview {
  /** Null while there is nothing to draw. */
  @Field(() => String, { nullable: true }) svg!: string | null;
  @Field(() => String, { nullable: true }) udi!: string | null;
  @Field(() => String, { nullable: true }) di!: string | null;
  @Field(() => DateScalar, { nullable: true }) expiresOn!: string | null;
  @Field(() => String, { nullable: true }) storage!: string | null;
  @Field(() => [LabelSymbolInfo]) symbols!: readonly LabelSymbolInfo[];
  /** What still keeps it from being approved or released. */
  @Field(() => [ReasonInfo]) reasons!: readonly Reason[];
}

@Resolver()
export class LabelResolver {
  /** A template as it stands in a form, drawn with an example of its item. `content`: the form's values as JSON. */
  @Query(() => LabelPreview)
  async labelPreview(
    @Arg("itemLabel", () => ID) itemLabel: string,
    @Arg("content", () => String) content: string,
    @Ctx() request: Request,
  ): Promise<LabelPreview> {
    await request.mayRead("LabelTemplate");
    const ground = isKey(itemLabel) ? await groundFor(request, itemLabel) : undefined;
    if (!ground) return nothing([]);
    return ofTemplate(ground, readContent(itemLabel, content));
  }
}

const mostContent = 100_000;

/** The values of a form, as creating the record would read them; what is not complete yet is told by its boxes. */
function readContent(itemLabel: string, content: string): Template {
  const issue = (en: string, zh: string) => invalid({ path: "content", code: "UNREADABLE", text: { en, zh } });
  if (content.length > mostContent) throw issue("The template is too large.", "模板过大。");
  let given: unknown;
  try {
    given = JSON.parse(content);
  } catch {
    throw issue("The template cannot be read.", "无法读取模板。");
  }
  const read = validate(createSchema(registry.LabelTemplate), {
    ...Object(given),
    itemLabel,
    revision: "X",
    changeReason: "preview",
  });
  if (!read.ok) throw invalid(...read.issues);
  // Checked by the schema of the record itself.
  const value = read.value as unknown as Template;
  return { ...value, parts: value.parts ?? [] };
}

async function groundFor(request: Request, itemLabel: string): Promise<Ground | undefined> {
  const reader = await request.reader();
  const asked = { itemLabel, on: await companyDay(reader) };
  return (await groundsOf(reader, [asked])).get(groundKey(asked));
}

const nothing = (reasons: readonly Reason[]): LabelPreview => ({
  ...{ svg: null, udi: null, di: null, expiresOn: null, storage: null },
  symbols: [],
  reasons,
});

async function ofTemplate(ground: Ground, template: Template): Promise<LabelPreview> {
  const about = exampleOf(ground);
  const drawn = labelOf(ground, template, about);
  const reasons = [
    ...partReasons(template),
    ...completeReasons(template),
    ...packReasons(ground),
    ...fitReasons(ground, template),
  ];
  if (!drawn) return nothing(reasons);
  if ("reasons" in drawn) return nothing([...reasons, ...drawn.reasons]);
  return shown(drawn.laid, ground, about, [...reasons, ...misfitReasons(drawn.laid)]);
}

async function shown(
  laid: Laid,
  { revision }: Pick<Ground, "revision">,
  { expiresOn }: Pick<Particulars, "expiresOn">,
  reasons: readonly Reason[],
): Promise<LabelPreview> {
  const svg = svgOf(laid);
  const read = await readBack(laid, svg);
  return {
    ...{ svg, udi: laid.udi.canonical, di: laid.udi.di, expiresOn, storage: revision?.storage ?? null },
    symbols: read.map(({ symbol, read: said, isSame }) => ({
      kind: symbol.kind,
      text: symbol.text.replaceAll(groupSeparator, "{GS}"),
      read: said,
      isSame,
    })),
    reasons,
  };
}

@Resolver(() => objectOf("LabelTemplate"))
export class LabelTemplateResolver {
  @FieldResolver(() => LabelPreview)
  async preview(@Root() template: Rec<"LabelTemplate">, @Ctx() request: Request): Promise<LabelPreview> {
    const ground = await groundFor(request, template.itemLabel);
    if (!ground) return nothing([]);
    const parts = (await partsOf(await request.reader(), [template.id])).get(template.id) ?? [];
    return ofTemplate(ground, { ...template, parts });
  }
}

@Resolver(() => objectOf("LabelJob"))
export class LabelJobResolver {
  /** A label of the job: as it would be printed now, or as it was released. `label` counts from 1. */
  @FieldResolver(() => LabelPreview)
  async preview(
    @Root() job: Rec<"LabelJob">,
    @Arg("label", () => Int, { defaultValue: 1 }) label: number,
    @Ctx() request: Request,
  ): Promise<LabelPreview> {
    const at = Math.min(Math.max(1, label), job.quantity);
    if (job.content !== null)
      return shown(labelsOf(job)(at), { revision: null }, job, []).then((found) => ({ ...found, storage: job.storage }));
    const ready = (await readyOf(await request.reader(), [job])).get(job.id);
    return ready ? ofReady(ready, at) : nothing([]);
  }
}

async function ofReady(ready: Ready, label: number): Promise<LabelPreview> {
  const { ground, job, expiresOn, serials } = ready;
  const reasons = readyReasons(ready);
  const serial = serials[label - 1] ?? serials[0] ?? null;
  const about = { lotNumber: job.lotNumber, madeOn: job.madeOn, expiresOn, serial };
  const drawn = ground.template && labelOf(ground, ground.template.content, about);
  if (!drawn || "reasons" in drawn) return nothing(reasons);
  return shown(drawn.laid, ground, about, reasons);
}

@ObjectType(plainFields)
class LotUdi {
  @Field(() => ID) id!: string;
  @Field(() => String) udi!: string;
  /** The job whose labels say it, and for which level of packaging. */
  @Field(() => String) job!: string;
  @Field(() => String) level!: string;
}

@Resolver(() => objectOf("Lot"))
export class LotLabels {
  /** The UDI of a lot as its released labels say it (REQ-TRC-08; 21 CFR 820.35(c)). */
  @FieldResolver(() => [LotUdi])
  udis(@Root() { id }: Rec<"Lot">, @Ctx() request: Request): Promise<readonly LotUdi[]> {
    return request.load<readonly LotUdi[]>("lot udis", id, async (reader, ids) => {
      const rows = await reader.sql<LotUdi & { lot: string }>(
        `select t.id::text as lot, j.id::text as id, j.udi, j.number as job, l.level from lot t join label_job j on j.lot_number = t.number
           and j.item_id = t.item_id and j.released_at is not null and j.state <> 'voided' join item_label l on l.id = j.item_label_id
         where t.id = any(?::bigint[]) and j.udi is not null order by j.id`,
        [ids],
      );
      const byLot = Map.groupBy(rows, ({ lot }) => lot);
      return ids.map((one) => byLot.get(one) ?? []);
    });
  }
}
