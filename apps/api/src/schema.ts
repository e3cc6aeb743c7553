import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import { buildSchema, type NonEmptyArray } from "type-graphql";
import { callDirectly } from "./graphql/classes.ts";
import { exposeRecords } from "./graphql/expose.ts";
import { Operations } from "./graphql/operations.ts";
import { guarded } from "./graphql/policies.ts";
import { areaList } from "./modules/index.ts";
import { prove, WebRequest } from "./modules/platform/index.ts";

let built: Promise<GraphQLSchema> | undefined;

/** The GraphQL schema of the house, built once per process: type-graphql keeps its metadata globally. */
export function buildGraphqlSchema(): Promise<GraphQLSchema> {
  built ??= build();
  return built;
}

async function build(): Promise<GraphQLSchema> {
  const operations = new Operations((request, credential, action) => {
    // Only browsers sign; every other request has no session to sign in.
    if (!(request instanceof WebRequest)) throw new Error("a signature needs a session");
    return prove(request, request.requireSession(), credential, action);
  });
  const resolvers = [...exposeRecords(operations), ...areaList.flatMap((area) => area.resolvers ?? [])];
  const schema = await buildSchema({
    // The list is never empty; type-graphql wants that in the type.
    resolvers: resolvers as unknown as NonEmptyArray<new () => object>,
    validate: false,
    nullableByDefault: false,
  });
  callDirectly(schema);
  return guarded(schema);
}
