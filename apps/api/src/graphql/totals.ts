/** Groups and totals of a list in GraphQL: two queries for each record type, over all rows that the reader may see. */
// biome-ignore-all lint/suspicious/noExplicitAny: type-graphql's decorators are applied as plain calls
import {
  type AnyRecord,
  type ChoiceField,
  columnField,
  type Label,
  label,
  periodLabel,
  type RecordName,
  readGrouping,
} from "@lotline/schema";
import { Field as GqlField, Int, ObjectType, Query, Resolver } from "type-graphql";
import { specOf } from "../base/names.ts";
import { type GroupArgs, groupPage } from "../read/groups.ts";
import type { Request } from "../read/request.ts";
import { titleOf } from "../read/rows.ts";
import { type ColumnTotal, type Selection, totalsOf } from "../read/totals.ts";
import { classNamed, operation, plainFields, resolved } from "./classes.ts";
import { DecimalScalar } from "./scalars.ts";
import { TitleLabel } from "./shared-types.ts";

/** An object type made from its slots. */
function shape(name: string, slots: [name: string, type: () => any, nullable: boolean][]): any {
  const made = classNamed(name);
  ObjectType(name, plainFields)(made);
  for (const [slot, type, nullable] of slots) GqlField(type, { nullable })(made.prototype, slot);
  return made;
}

/** The types that groups and totals of all records share. */
export interface TotalTypes {
  readonly groups: any;
  readonly totals: any;
  readonly resolver: any;
}

export function totalTypes(): TotalTypes {
  const resolver = classNamed("RecordTotalsResolver");
  const unit = shape("TotalUnit", [
    ["key", () => String, true],
    ["label", () => TitleLabel, false],
    ["decimals", () => Int, true],
  ]);
  const sum = shape("ColumnTotal", [
    ["column", () => String, false],
    ["unit", () => unit, true],
    ["n", () => Int, false],
    ["sum", () => DecimalScalar, true],
    ["min", () => DecimalScalar, true],
    ["max", () => DecimalScalar, true],
    ["average", () => DecimalScalar, true],
  ]);
  const group = shape("RecordGroup", [
    ["key", () => String, true],
    ["label", () => TitleLabel, false],
    ["number", () => String, true],
    ["count", () => Int, false],
  ]);
  Resolver(() => group)(resolver);
  resolved(
    group,
    "sums",
    () => [sum],
    false,
    (row: { sums: () => Promise<unknown> }) => row.sums(),
    resolver,
  );
  return {
    resolver,
    groups: shape("RecordGroups", [
      ["groups", () => [group], false],
      ["hasNextPage", () => Boolean, false],
      ["endCursor", () => String, true],
      ["total", () => Int, false],
    ]),
    totals: shape("RecordTotals", [
      ["count", () => Int, false],
      ["sums", () => [sum], false],
    ]),
  };
}

/** Adds lotsGroups and lotsTotals to the resolver of a record. */
export function totalQueries(record: RecordName, plural: string, resolver: any, filter: any, types: TotalTypes): void {
  const selection: Parameters<typeof operation>[5] = [
    ["filter", () => filter, true],
    ["search", () => String, true],
  ];
  operation(
    resolver,
    Query,
    `${plural}Groups`,
    () => types.groups,
    false,
    [...selection, ["by", () => String, false], ["first", () => Int, true], ["after", () => String, true]],
    (request, args: GroupArgs) => groupsOf(request, record, args),
  );
  operation(
    resolver,
    Query,
    `${plural}Totals`,
    () => types.totals,
    false,
    selection,
    async (request, args: Selection) => {
      const { count, sums } = await totalsOf(await request.mayRead(record), record, args);
      return { count, sums: await withUnits(request, specOf(record), sums) };
    },
  );
}

async function groupsOf(request: Request, record: RecordName, args: GroupArgs): Promise<object> {
  const spec = specOf(record);
  const { groups, measures, ...page } = await groupPage(await request.mayRead(record), record, args);
  let measured: ReturnType<typeof measures> | undefined;
  const sumsOf = async (key: string | null) => {
    measured ??= measures();
    return withUnits(request, spec, (await measured).find((one) => one.key === key)?.sums ?? []);
  };
  return {
    ...page,
    groups: await Promise.all(
      groups.map(async ({ key, count }) => ({
        key,
        count,
        ...(await wordsOf(request, spec, args.by, key)),
        sums: () => sumsOf(key),
      })),
    ),
  };
}

const nothing = label("None", "（空）");
const unseen = label("Not visible to you", "无权查看");
const yesNo: { readonly [key: string]: Label } = { true: label("Yes", "是"), false: label("No", "否") };

/** How a group is called: by its word, by the record it belongs to, by its period. */
async function wordsOf(
  request: Request,
  spec: AnyRecord,
  by: string,
  key: string | null,
): Promise<{ label: Label; number: string | null }> {
  const { column, period } = readGrouping(by) ?? { column: by };
  const field = columnField(spec, column);
  const plain = (words: Label) => ({ label: words, number: null });
  if (key === null) return plain(nothing);
  if (period) return plain(periodLabel(period, key));
  switch (field?.kind) {
    case "choice":
      return plain(choiceLabel(field, key));
    case "ref": {
      const row = await request.row(field.target, key);
      return row ? { label: titleOf(specOf(field.target), row as never), number: row.number } : plain(unseen);
    }
    default:
      return plain(yesNo[key] ?? label(key, key));
  }
}

// A value that is no longer declared is still one.
const choiceLabel = (field: ChoiceField, value: string): Label =>
  (field.of.values as { [value: string]: Label })[value] ?? label(value, value);

/** The totals with their units by name: that of the item for amounts, that of the record file for numbers. */
async function withUnits(request: Request, spec: AnyRecord, sums: readonly ColumnTotal[]): Promise<object[]> {
  return Promise.all(
    sums.map(async (total) => {
      const field = columnField(spec, total.column);
      const fixed = field?.kind === "integer" || field?.kind === "decimal" ? field.unit : undefined;
      const per = field?.kind === "decimal" && field.unitOf ? columnField(spec, field.unitOf) : undefined;
      if (per?.kind === "choice" && total.unit !== null)
        return { ...total, unit: { key: total.unit, label: choiceLabel(per, total.unit), decimals: null } };
      const unit = await request.row("Unit", total.unit);
      return { ...total, unit: unit ? unitOf(unit as never) : fixed ? { key: null, label: fixed, decimals: null } : null };
    }),
  );
}

const unitOf = ({ id, symbol, decimals }: { id: string; symbol: string; decimals: number }) => ({
  key: id,
  label: label(symbol, symbol),
  decimals,
});
