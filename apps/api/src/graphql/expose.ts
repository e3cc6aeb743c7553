// biome-ignore-all lint/suspicious/noExplicitAny: classes are made from data here; type-graphql's decorators are applied as plain calls
import { type Action, actionsOf, type Fields, givenFields, type RecordName } from "@lotline/schema";
import { GraphQLInt, type GraphQLResolveInfo } from "graphql";
import { Field as GqlField, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { notFound } from "../base/error.ts";
import { camel, lineSets, recordNames, specOf } from "../base/names.ts";
import type { Row } from "../kernel/behaviour.ts";
import { countRows, type ListArgs, listPage } from "../read/list.ts";
import type { Request } from "../read/request.ts";
import { rowByNumber } from "../read/rows.ts";
import { classNamed, inputType, objectOf, operation, plainFields, resolved, rowInputs, type Slot } from "./classes.ts";
import { filterType, type SharedFilters, sharedFilters } from "./filters.ts";
import { followedBelow } from "./followed.ts";
import { objectType } from "./objects.ts";
import type { Operations } from "./operations.ts";
import { JsonScalar } from "./scalars.ts";
import { SignatureInput } from "./shared-types.ts";
import { type TotalTypes, totalQueries, totalTypes } from "./totals.ts";

function connectionTypes(record: string): any {
  const edge = classNamed(`${record}Edge`);
  ObjectType(`${record}Edge`, plainFields)(edge);
  GqlField(() => String)(edge.prototype, "cursor");
  GqlField(() => objectOf(record))(edge.prototype, "node");
  const connection = classNamed(`${record}Connection`);
  ObjectType(`${record}Connection`, plainFields)(connection);
  GqlField(() => [edge])(connection.prototype, "edges");
  GqlField(() => GraphQLInt)(connection.prototype, "totalCount");
  GqlField(() => Boolean)(connection.prototype, "totalCapped");
  GqlField(() => Boolean)(connection.prototype, "hasNextPage");
  GqlField(() => String, { nullable: true })(connection.prototype, "endCursor");
  return connection;
}

/** lot → lots, batch → batches, company → companies. */
export const pluralOf = (record: string): string =>
  camel(record).replace(/(s|x|ch|(?<![aeiou])y)?$/, (end) => (end === "y" ? "ies" : end ? `${end}es` : "s"));

async function connection(request: Request, record: RecordName, args: ListArgs, info: GraphQLResolveInfo): Promise<object> {
  const reader = await request.mayRead(record);
  const page = await listPage(reader, record, args);
  await request.follow(record, page.rows, followedBelow(info, ["edges", "node"]));
  // Called by GraphQL for whoever asks for it.
  const edges = page.rows.map((row) => ({ cursor: () => page.cursorOf(row), node: Object.assign(row, { "#listed": true }) }));
  const last = page.rows.at(-1);
  return {
    edges,
    hasNextPage: page.hasNextPage,
    endCursor: last ? page.cursorOf(last) : null,
    count: () => countRows(reader, record, args),
  };
}

function queries(record: RecordName, resolver: any, resolvers: any[], shared: SharedFilters, totals: TotalTypes): void {
  const one = async (request: Request, { id, number }: { id?: string; number?: string }): Promise<Row | null> => {
    const reader = await request.mayRead(record);
    if (number !== undefined) return (await rowByNumber(reader, record, number)) as Row | null;
    return id !== undefined && /^[1-9]\d{0,17}$/.test(id) ? request.row(record, id) : null;
  };
  operation(
    resolver,
    Query,
    camel(record),
    () => objectOf(record),
    true,
    [
      ["id", () => ID, true],
      ["number", () => String, true],
    ],
    one,
  );
  const type = connectionTypes(record);
  const filter = filterType(record, shared);
  operation(
    resolver,
    Query,
    pluralOf(record),
    () => type,
    false,
    [
      ["filter", () => filter, true],
      ["search", () => String, true],
      ["sort", () => [String], true],
      ["first", () => Int, true],
      ["after", () => String, true],
      ["skip", () => GraphQLInt, true],
    ],
    (request, args, info) => connection(request, record, args, info),
  );
  totalQueries(record, pluralOf(record), resolver, filter, totals);
  const counts = classNamed(`${record}CountResolver`);
  Resolver(() => type)(counts);
  const counted = (page: any) => (page.counted ??= page.count());
  resolved(
    type,
    "totalCount",
    () => GraphQLInt,
    false,
    async (page) => (await counted(page)).count,
    counts,
  );
  resolved(
    type,
    "totalCapped",
    () => Boolean,
    false,
    async (page) => (await counted(page)).capped,
    counts,
  );
  resolvers.push(counts);
}

const commandArgs: Slot[] = [["commandId", () => ID, false]];
const versionArgs: Slot[] = [
  ["id", () => ID, false],
  ["version", () => Int, false],
];
const reasonArg: Slot[] = [["reason", () => String, true]];
const signatureArg: Slot[] = [["signature", () => SignatureInput, true]];

function mutations(record: RecordName, resolver: any, operations: Operations): void {
  const spec = specOf(record);
  const sets = lineSets(spec)
    .filter(([, lines]) => !lines.system)
    .map(([set, lines]) => [set, lines.fields] as [string, Fields]);
  const answer = async (request: Request, done: { id: string } | null): Promise<Row> => {
    const row = done && (await request.row(record, done.id));
    if (!row) throw notFound(record, done?.id ?? "");
    return row;
  };
  const own: Slot[] = spec.attributes ? [["attributes", () => JsonScalar, true]] : [];
  if (spec.create) {
    const extra: Slot[] = [
      ...own,
      ...(spec.number === "entered" ? [["number", () => String, true] as Slot] : []),
      ...(spec.site ? [["site", () => ID, true] as Slot] : []),
    ];
    const type = inputType(`Create${record}Input`, givenFields(spec.fields), [
      ...extra,
      ...rowInputs(`Create${record}`, sets, false),
    ]);
    operation(
      resolver,
      Mutation,
      `create${record}`,
      () => objectOf(record),
      false,
      [...commandArgs, ["input", () => type, false]],
      async (request, args) => answer(request, await operations.create(request, record, args)),
    );
  }
  if (spec.edit) {
    const type = inputType(
      `Edit${record}Input`,
      givenFields(spec.fields).filter(([, f]) => !f.fixed),
      [...own, ...rowInputs(`Edit${record}`, sets, true)],
      true,
    );
    operation(
      resolver,
      Mutation,
      `edit${record}`,
      () => objectOf(record),
      false,
      [...commandArgs, ...versionArgs, ["input", () => type, false], ...reasonArg, ...(spec.edit.sign ? signatureArg : [])],
      async (request, args) => answer(request, await operations.edit(request, record, args)),
    );
  }
  for (const [name, action] of Object.entries(actionsOf(spec)))
    if (action.permit) actionMutation(record, name, action, resolver, operations, answer);
}

/** The name of an action's mutation: releaseLot, placeHold of a lot → placeHoldLot. */
export const mutationOf = (record: string, action: string): string => `${action}${record}`;

function actionMutation(
  record: RecordName,
  name: string,
  action: Action,
  resolver: any,
  operations: Operations,
  answer: (request: Request, done: { id: string } | null) => Promise<Row>,
): void {
  const prefix = `${name.charAt(0).toUpperCase()}${name.slice(1)}${record}`;
  const type = inputType(
    `${prefix}Input`,
    Object.entries(action.input?.fields ?? {}),
    rowInputs(prefix, Object.entries(action.input?.rows ?? {}), false),
  );
  const args: Slot[] = [
    ...commandArgs,
    ...versionArgs,
    ...(type ? [["input", () => type, true] as Slot] : []),
    ...reasonArg,
    ...(action.sign ? signatureArg : []),
  ];
  operation(
    resolver,
    Mutation,
    mutationOf(record, name),
    () => objectOf(record),
    false,
    args,
    async (request, given) => answer(request, await operations.act(request, record, name, given)),
  );
}

/** Resolver classes of every record: one, list, create, edit and one mutation per action. */
export function exposeRecords(operations: Operations): (new () => object)[] {
  const totals = totalTypes();
  const resolvers: any[] = [totals.resolver];
  const shared = sharedFilters();
  for (const record of recordNames) objectType(record, resolvers);
  for (const record of recordNames) {
    const resolver = classNamed(`${record}Resolver`);
    Resolver()(resolver);
    queries(record, resolver, resolvers, shared, totals);
    mutations(record, resolver, operations);
    resolvers.push(resolver);
  }
  return resolvers;
}
