import { readInstant } from "@lotline/schema";
import { GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { invalid } from "../base/error.ts";

const plain = (node: ValueNode): unknown =>
  node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : null;

// Inputs pass as text: validation speaks of fields in both languages, a scalar only of positions in a document.
const asText = (name: string, description: string, serialize: (value: unknown) => unknown) =>
  new GraphQLScalarType({
    name,
    description,
    serialize,
    parseValue: (value) => (typeof value === "string" || typeof value === "number" ? String(value) : value),
    parseLiteral: plain,
  });

/** A decimal as text, without needless zeros: "13.250000" of the database and "13.25" of the form are one value. */
export const DecimalScalar = asText("Decimal", "A decimal number as text, exact.", (value) => {
  const text = String(value);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
});

/** A calendar date, YYYY-MM-DD. */
export const DateScalar = asText("Date", "A calendar date, YYYY-MM-DD.", (value) =>
  value instanceof Date ? value.toISOString().slice(0, 10) : String(value).slice(0, 10),
);

/** An instant, ISO 8601 in UTC with milliseconds. */
export const InstantScalar = asText("Instant", "An instant in UTC, ISO 8601 with milliseconds.", (value) =>
  (value instanceof Date ? value : new Date(String(value))).toISOString(),
);

/** The instant that an argument of this scalar names. @throws BAD_USER_INPUT for anything else */
export function instantOf(path: string, text: string): Date {
  const at = readInstant(text);
  if (!at) throw invalid({ path, code: "instant", text: { en: "A date and time is expected.", zh: "应为日期时间。" } });
  return at;
}

const literal = (node: ValueNode): unknown => {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((f) => [f.name.value, literal(f.value)]));
    case Kind.LIST:
      return node.values.map(literal);
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
      return node.value;
    default:
      return null;
  }
};

export const JsonScalar = new GraphQLScalarType({
  name: "JSON",
  description: "Any JSON value.",
  serialize: (v) => v,
  parseValue: (v) => v,
  parseLiteral: literal,
});
