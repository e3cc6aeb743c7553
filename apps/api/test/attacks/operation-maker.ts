/** Random operations that are valid by the schema and hostile in their arguments. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { Dice } from "./seed.ts";

export interface MadeOperation {
  readonly name: string;
  readonly query: string;
  readonly variables: { readonly [name: string]: unknown };
}

const megabyte = "x".repeat(1_000_000);

const texts: readonly string[] = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "x\udfff",
  "\u202Egnp.exe",
  "\u2066\u2069",
  "مرحبا",
  "Ａ２０１",
  "e\u0301",
  "a".repeat(40_000),
  "'; drop table lot; --",
  "' or 1=1 /*",
  "\\'; select pg_sleep(9)",
  "%' and '%'='",
  "%_%",
  "(a+)+$",
  "[[:alpha:]",
  "*?{}|^",
  "$1",
  "?",
  "{}",
  '{"$gt": ""}',
  "__proto__",
  "constructor",
  "-createdAt",
  "number",
  "=1+1",
  "<script>alert(1)</script>",
  "../../etc/passwd",
  "\r\nSet-Cookie: a=b",
  "2026-02-29",
  "2026-03-29T02:30:00+01:00",
  "9999-12-31",
  "0000-00-00",
  "-271821-04-20T00:00:00Z",
  "1e308",
  "-0",
  "NaN",
  "Infinity",
  "0.0000000000000000001",
  "9".repeat(400),
  "9223372036854775807",
  "9223372036854775808",
  "-1",
];

const integers = [0, 1, -1, 2, 50, 500, 501, 100_000, 2_147_483_647, -2_147_483_648];

/** Makes them for one schema; `keys` are ids and numbers of records that are there, of all sites. */
export class OperationMaker {
  readonly #dice: Dice;
  readonly #keys: readonly string[];
  readonly #fields: readonly { readonly verb: "query" | "mutation"; readonly field: GraphQLField<unknown, unknown> }[];

  constructor(schema: GraphQLSchema, dice: Dice, keys: readonly string[], leftOut: readonly string[]) {
    this.#dice = dice;
    this.#keys = keys;
    const of = (verb: "query" | "mutation", type = verb === "query" ? schema.getQueryType() : schema.getMutationType()) =>
      Object.values(type?.getFields() ?? {}).map((field) => ({ verb, field }));
    this.#fields = [...of("query"), ...of("mutation")].filter(({ field }) => !leftOut.includes(field.name));
  }

  /** The next one. */
  make(): MadeOperation {
    const { verb, field } = this.#dice.pick(this.#fields);
    const variables: { [name: string]: unknown } = {};
    const types: string[] = [];
    const given = this.#given(field.args, variables, types);
    // Arguments deeper down add variables.
    const asked = this.#selection(field.type, 0, variables, types);
    const head = types.length > 0 ? ` (${types.join(", ")})` : "";
    return { name: field.name, query: `${verb}${head} { ${field.name}${given}${asked} }`, variables };
  }

  #given(args: readonly GraphQLArgument[], variables: { [name: string]: unknown }, types: string[]): string {
    const used = args.filter((a) => isNonNullType(a.type) || this.#dice.next() < 0.6);
    for (const { type } of used) {
      variables[`v${types.length}`] = this.#value(type, 0);
      types.push(`$v${types.length}: ${String(type)}`);
    }
    const first = types.length - used.length;
    return used.length > 0 ? `(${used.map(({ name }, i) => `${name}: $v${first + i}`).join(", ")})` : "";
  }

  #value(type: GraphQLInputType, depth: number): unknown {
    const dice = this.#dice;
    if (isNonNullType(type)) return this.#value(type.ofType, depth);
    if (dice.next() < 0.04 && depth > 0) return null;
    if (isListType(type)) {
      const length = dice.next() < 0.05 ? 60 : dice.below(3);
      return Array.from({ length }, () => this.#value(type.ofType, depth + 1)).filter((v) => v !== null);
    }
    if (isEnumType(type)) return dice.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const made: { [name: string]: unknown } = {};
      for (const [name, field] of Object.entries(type.getFields())) {
        const isNeeded = isNonNullType(field.type);
        // Filters nest in themselves: deep now and then, never without end.
        const chance = depth > 8 ? 0 : isInputObjectType(field.type) || isListType(field.type) ? 0.5 / (1 + depth / 4) : 0.4;
        if (!isNeeded && dice.next() > chance) continue;
        const value = this.#value(field.type, depth + 1);
        if (value !== null || !isNeeded) made[name] = value;
      }
      return made;
    }
    return this.#leaf(type.name);
  }

  #leaf(type: string): unknown {
    const dice = this.#dice;
    switch (type) {
      case "Int":
        return dice.pick(integers);
      case "Float":
        return dice.pick([0, -0, 1e308, 5e-324, -1.5]);
      case "Boolean":
        return dice.next() < 0.5;
      case "ID":
        return dice.next() < 0.6 ? dice.pick(this.#keys) : dice.next() < 0.4 ? crypto.randomUUID() : dice.pick(texts);
      case "JSON":
        return dice.pick<unknown>([null, 1, "x", [], {}, { __proto__: 1, a: [[[]]] }, { "\\ud800": "\0" }, dice.pick(texts)]);
      default:
        // A megabyte now and then: it takes its time on the wire.
        return dice.next() < 0.002 ? megabyte : dice.next() < 0.3 ? dice.pick(this.#keys) : dice.pick(texts);
    }
  }

  #selection(type: GraphQLOutputType, depth: number, variables: { [name: string]: unknown }, types: string[]): string {
    const bare = "ofType" in type ? type.ofType : type;
    if (bare !== type) return this.#selection(bare as GraphQLOutputType, depth, variables, types);
    if (isLeafType(type) || !isObjectType(type)) return "";
    const parts: string[] = ["__typename"];
    for (const field of Object.values(type.getFields())) {
      const isDeep = !isLeafType(leafOf(field.type));
      if (isDeep && (depth >= 3 || this.#dice.next() > 0.25)) continue;
      if (!isDeep && this.#dice.next() > 0.6) continue;
      parts.push(
        `${field.name}${this.#given(field.args, variables, types)}${isDeep ? this.#selection(field.type, depth + 1, variables, types) : ""}`,
      );
    }
    return ` { ${parts.join(" ")} }`;
  }
}

const leafOf = (type: GraphQLOutputType): GraphQLOutputType =>
  "ofType" in type ? leafOf(type.ofType as GraphQLOutputType) : type;
