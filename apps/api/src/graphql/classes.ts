// biome-ignore-all lint/suspicious/noExplicitAny: classes are made from data here; type-graphql's decorators are applied as plain calls
import { type Field, type Fields, givenFields } from "@lotline/schema";
import type { GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from "graphql";
import {
  Arg,
  Ctx,
  FieldResolver,
  Field as GqlField,
  ID,
  Info,
  InputType,
  Int,
  type Mutation,
  ObjectType,
  type Query,
  Root,
  registerEnumType,
} from "type-graphql";
import type { Request } from "../read/request.ts";
import { DateScalar, DecimalScalar, InstantScalar, JsonScalar } from "./scalars.ts";

/** Fields without a resolver of their own are read from the row by GraphQL itself, without type-graphql's frame around them. */
export const plainFields = { simpleResolvers: true } as const;

/** A class with this name: what type-graphql hangs its knowledge on. */
export const classNamed = (name: string): any => ({ [name]: class {} })[name];

/** A field of a class: name, type, whether it may be null (or left out). */
export type Slot = [name: string, type: () => any, optional: boolean];

const objects = new Map<string, any>();
const enums = new Map<string, object>();

/** The GraphQL class of a record, for resolvers that add fields to it. */
export const objectOf = (record: string): any => {
  const known = objects.get(record);
  if (known) return known;
  const made = classNamed(record);
  ObjectType(record, plainFields)(made as any);
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

/** The GraphQL type of a field; a reference is an id going in and a record coming out. */
export function typeOf(field: Field, input: boolean): () => any {
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

const direct = new Map<string, (row: any, request: Request) => unknown>();

/**
 * Lets GraphQL call the resolvers of `resolved` that take no arguments without type-graphql's frame (a class instance, a parameter
 * list and middlewares for each cell of a list, of which there are thousands).
 */
export function callDirectly(schema: GraphQLSchema): void {
  for (const [key, resolve] of direct) {
    const [type = "", field = ""] = key.split(".");
    const found = (schema.getType(type) as GraphQLObjectType | undefined)?.getFields()[field];
    if (!found) throw new Error(`the schema has no ${key}`);
    found.resolve = (row, _args, request: Request) => resolve(row, request);
  }
}

/** Applies a field with its resolver to an object class. */
export function resolved(
  target: any,
  name: string,
  type: () => any,
  nullable: boolean,
  resolve: (row: any, request: Request, args: any) => unknown,
  resolver: any,
  args: Slot[] = [],
): void {
  GqlField(type, { nullable, name })(target.prototype, name);
  if (args.length === 0) direct.set(`${target.name}.${name}`, resolve as (row: any, request: Request) => unknown);
  resolver.prototype[name] = (row: any, request: Request, ...given: unknown[]) =>
    resolve(row, request, Object.fromEntries(args.map(([arg], i) => [arg, given[i]])));
  Root()(resolver.prototype, name, 0);
  Ctx()(resolver.prototype, name, 1);
  for (const [index, [arg, argType, optional]] of args.entries())
    Arg(arg, argType, { nullable: optional })(resolver.prototype, name, index + 2);
  FieldResolver(type, { nullable, name })(resolver.prototype, name, descriptorOf(resolver, name));
}

/** Adds a root operation to a resolver class: name, arguments after the request, result. */
export function operation(
  resolver: any,
  kind: typeof Query | typeof Mutation,
  name: string,
  type: () => any,
  nullable: boolean,
  args: Slot[],
  run: (request: Request, args: any, info: GraphQLResolveInfo) => unknown,
): void {
  resolver.prototype[name] = (request: Request, info: GraphQLResolveInfo, ...given: unknown[]) =>
    run(request, Object.fromEntries(args.map(([arg], i) => [arg, given[i] ?? undefined])), info);
  Ctx()(resolver.prototype, name, 0);
  Info()(resolver.prototype, name, 1);
  for (const [index, [arg, argType, optional]] of args.entries())
    Arg(arg, argType, { nullable: optional })(resolver.prototype, name, index + 2);
  kind(type, { nullable, name })(resolver.prototype, name, descriptorOf(resolver, name));
}

/** An input class of fields and extra slots; null when it would be empty. */
export function inputType(name: string, fields: [string, Field][], extra: Slot[] = [], partial = false): any | null {
  if (fields.length === 0 && extra.length === 0) return null;
  const made = classNamed(name);
  InputType(name)(made);
  // Nothing is required by GraphQL itself: what is missing is said by validation, per field and in both languages.
  for (const [key, field] of fields) GqlField(inputTypeOf(field), { nullable: true })(made.prototype, key);
  for (const [key, type, nullable] of extra) GqlField(type, { nullable: nullable || partial })(made.prototype, key);
  return made;
}

// Enumerations and integers come as text too, so that a wrong one is an issue of its field and not a refused document.
const inputTypeOf = (field: Field): (() => any) =>
  field.kind === "choice" ? () => String : field.kind === "integer" ? () => DecimalScalar : typeOf(field, true);

/** The row sets of an input, each with a class of its own. */
export function rowInputs(prefix: string, sets: [string, Fields][], withId: boolean): Slot[] {
  return sets.map(([set, fields]) => {
    const type = inputType(
      `${prefix}${set.charAt(0).toUpperCase()}${set.slice(1)}Input`,
      givenFields(fields),
      withId ? [["id", () => ID, true]] : [],
    );
    return [set, () => [type], true];
  });
}
