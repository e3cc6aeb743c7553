// biome-ignore-all lint/suspicious/noExplicitAny: classes are made from data here; type-graphql's decorators are applied as plain calls
import { type Action, type AnyRecord, actionsOf, type Field, type Fields, givenFields, type RecordName } from "@lotline/schema";
import { GraphQLInt } from "graphql";
import {
  Arg,
  Ctx,
  FieldResolver,
  Field as GqlField,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import type { Row } from "./behaviour.ts";
import { notFound } from "./error.ts";
import { asOfImage, attachmentsOf, linksOfRecord, timelineOf } from "./history.ts";
import { countRows, type ListArgs, listPage } from "./list.ts";
import { camel, hasStates, lineSets, recordNames, specOf } from "./names.ts";
import type { Operations } from "./operations.ts";
import type { Request } from "./request.ts";
import { rowByNumber } from "./rows.ts";
import { DateScalar, DecimalScalar, InstantScalar, JsonScalar } from "./scalars.ts";
import {
  type ActionVerdict,
  AttachmentInfo,
  actionsField,
  LinkInfo,
  SignatureInput,
  TimelineEntry,
  TitleLabel,
} from "./shared-types.ts";

const objects = new Map<string, any>();
const enums = new Map<string, object>();

/** The GraphQL class of a record, for resolvers that add fields to it. */
export const objectOf = (record: string): any => {
  const known = objects.get(record);
  if (known) return known;
  const made = { [record]: class {} }[record];
  ObjectType(record)(made as any);
  objects.set(record, made);
  return made;
};

function enumOf(field: Extract<Field, { kind: "choice" }>): object {
  const known = enums.get(field.of.name);
  if (known) return known;
  const made = Object.fromEntries(Object.keys(field.of.values).map((v) => [v, v]));
  // Eagerly: registering inside a field thunk is too late for buildSchema.
  registerEnumType(made, { name: field.of.name });
  enums.set(field.of.name, made);
  return made;
}

function typeOf(field: Field, input: boolean): () => any {
  switch (field.kind) {
    case "text":
      return () => String;
    case "integer":
      return () => Int;
    case "decimal":
    case "quantity":
      return () => DecimalScalar;
    case "date":
      return () => DateScalar;
    case "instant":
      return () => InstantScalar;
    case "flag":
      return () => Boolean;
    case "choice": {
      const type = enumOf(field);
      return () => type;
    }
    case "json":
      return () => JsonScalar;
    case "ref":
      return input ? () => ID : () => objectOf(field.target);
  }
}

const descriptorOf = (resolver: any, name: string): PropertyDescriptor =>
  Object.getOwnPropertyDescriptor(resolver.prototype, name) ?? {};

/** Applies a field with its resolver to an object class. */
function resolved(
  target: any,
  name: string,
  type: () => any,
  nullable: boolean,
  resolve: (row: any, request: Request, args: any) => unknown,
  resolver: any,
  args: [string, () => any, boolean][] = [],
): void {
  GqlField(type, { nullable, name })(target.prototype, name);
  resolver.prototype[name] = (row: any, request: Request, ...given: unknown[]) =>
    resolve(row, request, Object.fromEntries(args.map(([arg], i) => [arg, given[i]])));
  Root()(resolver.prototype, name, 0);
  Ctx()(resolver.prototype, name, 1);
  for (const [index, [arg, argType, optional]] of args.entries())
    Arg(arg, argType, { nullable: optional })(resolver.prototype, name, index + 2);
  FieldResolver(type, { nullable, name })(resolver.prototype, name, descriptorOf(resolver, name));
}

function outputFields(target: any, resolver: any, fields: Fields): void {
  for (const [name, field] of Object.entries(fields)) {
    const type = typeOf(field, false);
    if (field.kind === "ref")
      resolved(target, name, type, true, (row, request) => request.row(field.target, row[name]), resolver);
    else GqlField(type, { nullable: field.optional === true })(target.prototype, name);
  }
}

function lineType(record: string, set: string, fields: Fields, resolvers: any[]): any {
  const name = `${record}${set.charAt(0).toUpperCase()}${set.slice(1)}Row`;
  const made = { [name]: class {} }[name] as any;
  ObjectType(name)(made);
  GqlField(() => ID)(made.prototype, "id");
  GqlField(() => Int)(made.prototype, "position");
  const resolver = { [`${name}Resolver`]: class {} }[`${name}Resolver`] as any;
  Resolver(() => made)(resolver);
  outputFields(made, resolver, fields);
  resolvers.push(resolver);
  return made;
}

function objectType(record: string, resolvers: any[]): void {
  const spec = specOf(record);
  const target = objectOf(record);
  const resolver = { [`${record}FieldResolver`]: class {} }[`${record}FieldResolver`] as any;
  Resolver(() => target)(resolver);
  for (const [name, type, nullable] of [
    ["id", () => ID, false],
    ["number", () => String, false],
    ...(hasStates(spec) ? [["state", () => String, false]] : []),
    ["version", () => Int, false],
    ["createdAt", () => InstantScalar, false],
    ["retainUntil", () => DateScalar, true],
  ] as [string, () => any, boolean][])
    GqlField(type, { nullable })(target.prototype, name);
  resolved(
    target,
    "createdBy",
    () => objectOf("Person"),
    true,
    (row, request) => request.row("Person", row.createdBy),
    resolver,
  );
  if (spec.site)
    resolved(
      target,
      "site",
      () => objectOf("Site"),
      true,
      (row, request) => request.row("Site", row.site),
      resolver,
    );
  outputFields(target, resolver, spec.fields);
  for (const [set, lines] of lineSets(spec)) {
    const type = lineType(record, set, lines.fields, resolvers);
    resolved(
      target,
      set,
      () => [type],
      false,
      (row, request) => request.lines(record, set, row.id),
      resolver,
    );
  }
  resolved(
    target,
    "title",
    () => TitleLabel,
    false,
    (row) => titleOf(spec, row),
    resolver,
  );
  resolved(
    target,
    "actions",
    actionsField,
    false,
    (row, request): Promise<ActionVerdict[]> => request.verdicts(record, row, row["#listed"] === true) as Promise<any>,
    resolver,
  );
  resolved(
    target,
    "timeline",
    () => [TimelineEntry],
    false,
    (row, request) => timelineOf(request, record, row),
    resolver,
  );
  resolved(
    target,
    "asOf",
    () => JsonScalar,
    true,
    (row, request, { at }) => asOfImage(request, record, row.id, at),
    resolver,
    [["at", () => InstantScalar, false]],
  );
  resolved(
    target,
    "links",
    () => [LinkInfo],
    false,
    (row, request) => linksOfRecord(request, record, row.id),
    resolver,
  );
  resolved(
    target,
    "attachments",
    () => [AttachmentInfo],
    false,
    (row, request) => attachmentsOf(request, record, row.id),
    resolver,
  );
  resolvers.push(resolver);
}

/** The record's name in both languages; without one its number. */
export function titleOf(spec: AnyRecord, row: { [key: string]: unknown }): { en: string; zh: string } {
  const [en, zh] = spec.title ?? [];
  const text = (key: string | undefined) => String((key && row[key]) ?? row.number ?? "");
  return { en: text(en), zh: text(zh ?? en) };
}

function inputType(
  name: string,
  fields: [string, Field][],
  extra: [string, () => any, boolean][] = [],
  partial = false,
): any | null {
  if (fields.length === 0 && extra.length === 0) return null;
  const made = { [name]: class {} }[name] as any;
  InputType(name)(made);
  // Nothing is required by GraphQL itself: what is missing is said by validation, per field and in both languages.
  for (const [key, field] of fields) GqlField(inputTypeOf(field), { nullable: true })(made.prototype, key);
  for (const [key, type, nullable] of extra) GqlField(type, { nullable: nullable || partial })(made.prototype, key);
  return made;
}

// Enumerations and integers come as text too, so that a wrong one is an issue of its field and not a refused document.
const inputTypeOf = (field: Field): (() => any) =>
  field.kind === "choice" ? () => String : field.kind === "integer" ? () => DecimalScalar : typeOf(field, true);

function rowInputs(prefix: string, sets: [string, Fields][], withId: boolean): [string, () => any, boolean][] {
  return sets.map(([set, fields]) => {
    const type = inputType(
      `${prefix}${set.charAt(0).toUpperCase()}${set.slice(1)}Input`,
      givenFields(fields),
      withId ? [["id", () => ID, true]] : [],
    );
    return [set, () => [type], true];
  });
}

function filterType(record: string, shared: SharedFilters): any {
  const spec = specOf(record);
  const name = `${record}Filter`;
  const made = { [name]: class {} }[name] as any;
  InputType(name)(made);
  const add = (key: string, type: () => any) => GqlField(type, { nullable: true })(made.prototype, key);
  add("number", () => shared.text);
  add("createdAt", () => shared.span);
  if (hasStates(spec)) add("state", () => [String]);
  if (spec.site) add("site", () => shared.id);
  for (const [key, field] of Object.entries(spec.fields as Fields)) {
    if (field.kind === "json") continue;
    if (field.kind === "flag") add(key, () => Boolean);
    else if (field.kind === "choice") add(key, () => [String]);
    else if (field.kind === "ref") add(key, () => shared.id);
    else if (field.kind === "text") add(key, () => shared.text);
    else if (field.kind === "date" || field.kind === "instant") add(key, () => shared.span);
    else add(key, () => shared.number);
  }
  add("and", () => [made]);
  add("or", () => [made]);
  return made;
}

interface SharedFilters {
  readonly text: any;
  readonly id: any;
  readonly span: any;
  readonly number: any;
}

const sharedFilters = (): SharedFilters => ({
  text: inputType(
    "TextFilter",
    [],
    [
      ["eq", () => String, true],
      ["contains", () => String, true],
      ["startsWith", () => String, true],
      ["in", () => [String], true],
      ["isNull", () => Boolean, true],
    ],
  ),
  id: inputType(
    "IdFilter",
    [],
    [
      ["in", () => [ID], true],
      ["isNull", () => Boolean, true],
    ],
  ),
  span: inputType(
    "SpanFilter",
    [],
    [
      ["from", () => String, true],
      ["to", () => String, true],
      ["isNull", () => Boolean, true],
    ],
  ),
  number: inputType(
    "NumberFilter",
    [],
    [
      ["min", () => DecimalScalar, true],
      ["max", () => DecimalScalar, true],
      ["isNull", () => Boolean, true],
    ],
  ),
});

/** Adds a root operation to a resolver class: name, arguments after the request, result. */
function operation(
  resolver: any,
  kind: typeof Query | typeof Mutation,
  name: string,
  type: () => any,
  nullable: boolean,
  args: [string, () => any, boolean][],
  run: (request: Request, args: any) => unknown,
): void {
  resolver.prototype[name] = (request: Request, ...given: unknown[]) =>
    run(request, Object.fromEntries(args.map(([arg], i) => [arg, given[i] ?? undefined])));
  Ctx()(resolver.prototype, name, 0);
  for (const [index, [arg, argType, optional]] of args.entries())
    Arg(arg, argType, { nullable: optional })(resolver.prototype, name, index + 1);
  kind(type, { nullable, name })(resolver.prototype, name, descriptorOf(resolver, name));
}

function connectionTypes(record: string): any {
  const edge = { [`${record}Edge`]: class {} }[`${record}Edge`] as any;
  ObjectType(`${record}Edge`)(edge);
  GqlField(() => String)(edge.prototype, "cursor");
  GqlField(() => objectOf(record))(edge.prototype, "node");
  const connection = { [`${record}Connection`]: class {} }[`${record}Connection`] as any;
  ObjectType(`${record}Connection`)(connection);
  GqlField(() => [edge])(connection.prototype, "edges");
  GqlField(() => GraphQLInt)(connection.prototype, "totalCount");
  GqlField(() => Boolean)(connection.prototype, "totalCapped");
  GqlField(() => Boolean)(connection.prototype, "hasNextPage");
  GqlField(() => String, { nullable: true })(connection.prototype, "endCursor");
  return connection;
}

/** lot → lots, batch → batches, company → companies. */
export const pluralOf = (record: string): string =>
  camel(record).replace(/(s|x|ch|y)?$/, (end) => (end === "y" ? "ies" : end ? `${end}es` : "s"));

async function connection(request: Request, record: RecordName, args: ListArgs): Promise<object> {
  const reader = await request.mayRead(record);
  const page = await listPage(reader, record, args);
  const edges = page.rows.map((row, i) => ({ cursor: page.cursors[i], node: Object.assign(row, { "#listed": true }) }));
  return {
    edges,
    hasNextPage: page.hasNextPage,
    endCursor: page.cursors.at(-1) ?? null,
    count: () => countRows(reader, record, args),
  };
}

function queries(record: RecordName, resolver: any, resolvers: any[], shared: SharedFilters): void {
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
    ],
    (request, args) => connection(request, record, args),
  );
  const counts = { [`${record}CountResolver`]: class {} }[`${record}CountResolver`] as any;
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

const commandArgs: [string, () => any, boolean][] = [["commandId", () => ID, false]];
const versionArgs: [string, () => any, boolean][] = [
  ["id", () => ID, false],
  ["version", () => Int, false],
];
const reasonArg: [string, () => any, boolean][] = [["reason", () => String, true]];

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
  if (spec.create) {
    const extra: [string, () => any, boolean][] = [
      ...(spec.number === "entered" ? [["number", () => String, true] as [string, () => any, boolean]] : []),
      ...(spec.site ? [["site", () => ID, true] as [string, () => any, boolean]] : []),
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
      rowInputs(`Edit${record}`, sets, true),
      true,
    );
    operation(
      resolver,
      Mutation,
      `edit${record}`,
      () => objectOf(record),
      false,
      [...commandArgs, ...versionArgs, ["input", () => type, false], ...reasonArg],
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
  const args: [string, () => any, boolean][] = [
    ...commandArgs,
    ...versionArgs,
    ...(type ? [["input", () => type, true] as [string, () => any, boolean]] : []),
    ...reasonArg,
    ...(action.sign ? [["signature", () => SignatureInput, true] as [string, () => any, boolean]] : []),
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
  const resolvers: any[] = [];
  const shared = sharedFilters();
  for (const record of recordNames) objectType(record, resolvers);
  for (const record of recordNames) {
    const resolver = { [`${record}Resolver`]: class {} }[`${record}Resolver`] as any;
    Resolver()(resolver);
    queries(record, resolver, resolvers, shared);
    mutations(record, resolver, operations);
    resolvers.push(resolver);
  }
  return resolvers;
}
