import "reflect-metadata";
import {
  type Attribute,
  attributeFaults,
  attributeKind,
  because,
  type Issue,
  type Reason,
  readAttribute,
  registry,
} from "@lotline/schema";
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import { attributeLock, attributesOf } from "../../base/attributes.ts";
import type { Reader } from "../../base/context.ts";
import { AppError } from "../../base/error.ts";
import { tableOf } from "../../base/names.ts";
import { knownRecord } from "../../derive/entity.ts";
import { condition } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";
import type { WebRequest } from "./web-request.ts";

interface AttributeRule {
  readonly key: string;
  readonly content: unknown;
  readonly validFrom: string;
}

/** What is wrong with an attribute's rule as it is written, the change of its kind included. */
export async function attributeRuleFaults(reader: Reader, rule: AttributeRule): Promise<Issue[]> {
  const faults = attributeFaults(registry, rule.key, rule.content);
  if (faults.length > 0) return faults;
  return (await kindReasons(reader, rule)).map(({ code, text }) => ({ path: "content.kind", code, text }));
}

const [recordOf, nameOf] = [(key: string) => key.split(".")[0] ?? "", (key: string) => key.split(".")[1] ?? ""];

/** Nobody stores a value by the definitions of this record while they change. */
export async function lockAttributes(tx: Tx, key: string): Promise<void> {
  await tx.sql("select pg_advisory_xact_lock(hashtext(?))", [attributeLock(recordOf(key))]);
}

/** What a stored number or word means: the kind of its attribute, and the unit. */
function meaningOf(key: string, content: unknown): { readonly en: string; readonly zh: string } {
  const { field } = readAttribute(nameOf(key), content);
  const kind = attributeKind.values[field.kind as keyof typeof attributeKind.values];
  const unit = "unit" in field && field.unit ? `, ${field.unit.en}` : "";
  return { en: kind.en + unit, zh: kind.zh + unit };
}

/**
 * Why an attribute may not get another kind or unit: its saved values would mean something else. Judged against the version in force
 * and those to come; a kind that changes at a later date could meet values stored until then.
 */
export async function kindReasons(reader: Reader, rule: AttributeRule): Promise<Reason[]> {
  const others = await reader.sql<{ content: unknown; number: string }>(
    `select distinct on (valid_from) content, number from rule where rule_name = 'attribute' and state = 'approved' and key = ? and valid_from >= coalesce(
       (select max(valid_from) from rule where rule_name = 'attribute' and state = 'approved' and key = ? and valid_from <= public.company_day()),
       '-infinity') order by valid_from desc, id desc`,
    [rule.key, rule.key],
  );
  const meant = meaningOf(rule.key, rule.content).en;
  const other = others.find(({ content }) => meaningOf(rule.key, content).en !== meant);
  if (!other) return [];
  const [filled] = await reader.sql<{ later: boolean; used: boolean }>(
    `select ?::date > public.company_day() as later, exists (select from ${tableOf(recordOf(rule.key))} where attributes ->> ?::text is not null) as used`,
    [rule.validFrom, nameOf(rule.key)],
  );
  const was = meaningOf(rule.key, other.content);
  if (!filled?.used && !filled?.later) return [];
  return [
    because(
      "ATTRIBUTE_KIND",
      filled.used
        ? `Values of this attribute are stored as “${was.en}”; its kind and unit cannot change. Give the new one another name.`
        : `This attribute is “${was.en}”; another kind or unit can only come into force at once.`,
      filled.used
        ? `该字段已有“${was.zh}”类型的值，不能更改类型或单位。请为新字段另取名称。`
        : `该字段为“${was.zh}”类型；更改类型或单位只能立即生效。`,
      "Rule",
      other.number,
    ),
  ];
}

/** An attribute whose values are of one kind is not approved as another. */
export const attributeKindStays = condition({
  gate: "rule.approve",
  code: "ATTRIBUTE_KIND",
  about: { en: "No stored value of an attribute is of another kind or unit", zh: "自定义字段的已有值与其类型和单位一致" },
  record: "Rule",
  facts: async (reader, rules) => {
    const facts = new Map<string, readonly Reason[]>();
    // Few drafts of attributes are ever looked at together; each asks the table of its own record.
    for (const rule of rules) if (rule.ruleName === "attribute") facts.set(rule.id, await kindReasons(reader, rule));
    return facts;
  },
  check: (_rule, fact) => fact ?? [],
});

@ObjectType()
class AttributeOption {
  @Field(() => String) value!: string;
  @Field(() => String) en!: string;
  @Field(() => String) zh!: string;
}

/** A definition in force, in the words of its rule's content. */
@ObjectType()
class AttributeDefinition {
  @Field(() => String) name!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => String) labelZh!: string;
  @Field(() => String) kind!: string;
  @Field(() => String, { nullable: true }) unit!: string | null;
  @Field(() => Boolean) required!: boolean;
  @Field(() => String, { nullable: true }) min!: string | null;
  @Field(() => String, { nullable: true }) max!: string | null;
  @Field(() => Int, { nullable: true }) maxLength!: number | null;
  @Field(() => [AttributeOption]) options!: readonly AttributeOption[];
  @Field(() => [String], { nullable: true }) itemKinds!: readonly string[] | null;
  @Field(() => Int) order!: number;
  @Field(() => Boolean) withdrawn!: boolean;
}

function definitionOf({ name, field, order, kinds, withdrawn }: Attribute): AttributeDefinition {
  const number = field.kind === "integer" || field.kind === "decimal" ? field : null;
  return {
    name,
    labelEn: field.label.en,
    labelZh: field.label.zh,
    kind: field.kind,
    unit: number?.unit?.en ?? null,
    required: field.kind !== "flag" && field.optional !== true,
    min: number?.min?.toString() ?? null,
    max: number?.max?.toString() ?? null,
    maxLength: field.kind === "text" ? field.max : null,
    options: field.kind === "choice" ? Object.entries(field.of.values).map(([value, words]) => ({ value, ...words })) : [],
    itemKinds: kinds,
    order,
    withdrawn,
  };
}

@Resolver()
export class AttributeResolver {
  /** The own fields of a record as the rules in force define them; withdrawn ones too, for the values they left. */
  @Query(() => [AttributeDefinition])
  async attributes(@Ctx() request: WebRequest, @Arg("record", () => String) record: string): Promise<AttributeDefinition[]> {
    if (!knownRecord(record)) throw new AppError("NOT_FOUND");
    return (await attributesOf(await request.mayRead(record), record)).map(definitionOf);
  }
}
