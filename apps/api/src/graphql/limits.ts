/** How much one GraphQL request may ask (ASVS 4.3.1): measured on the text and the document, before anything is validated or run. */
import type { Label } from "@lotline/schema";
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  type SelectionSetNode,
  Source,
  TokenKind,
} from "graphql";

/** Tokens of the text; levels of fields; aliases; fields of the root; rows of one page; things that may have to be fetched. */
export const documentLimits = { tokens: 2000, depth: 10, aliases: 30, rootFields: 20, first: 500, cost: 5000 } as const;

type Measure = keyof typeof documentLimits;

const words: { readonly [M in Measure]: { readonly code: string; readonly en: string; readonly zh: string } } = {
  tokens: { code: "TOO_MANY_TOKENS", en: "tokens", zh: "词元数" },
  depth: { code: "TOO_DEEP", en: "levels of fields", zh: "字段层数" },
  aliases: { code: "TOO_MANY_ALIASES", en: "aliases", zh: "别名数" },
  rootFields: { code: "TOO_MANY_ROOT_FIELDS", en: "root fields", zh: "根字段数" },
  first: { code: "PAGE_TOO_LARGE", en: "rows on a page", zh: "每页行数" },
  cost: { code: "TOO_COSTLY", en: "records to fetch at most", zh: "最大取数量" },
};

export interface OverLimit {
  readonly code: string;
  readonly text: Label;
}

const over = (measure: Measure): OverLimit => {
  const { code, en, zh } = words[measure];
  const limit = documentLimits[measure];
  return { code, text: { en: `The request asks too much: ${limit} ${en}.`, zh: `请求超出上限：${zh} ${limit}。` } };
};

/** True when the text has more tokens than allowed; reads no further than that. A text that is no GraphQL is left to the parser. */
export function tooManyTokens(text: string): OverLimit | null {
  const lexer = new Lexer(new Source(text));
  try {
    for (let n = 0; lexer.advance().kind !== TokenKind.EOF; n++) if (n >= documentLimits.tokens) return over("tokens");
  } catch {
    return null;
  }
  return null;
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, SelectionSetNode>;
  readonly variables: { readonly [name: string]: unknown };
  readonly found: { [M in Measure]: number };
  visits: number;
}

// Fragments that call each other twice at each level grow without end; nobody honest comes near this.
const mostVisits = 20_000;

/** A list whose length nobody says: lines, actions, entries of a timeline. */
const usualRows = 10;
const usualPage = 50;

/**
 * The first limit that the operation exceeds, or null. Introspection counts no levels: whether it is allowed is said elsewhere.
 * The shape of a known document is our own and was measured by a test; what its variables ask for is still looked at.
 */
export function overLimit(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  variables: { readonly [name: string]: unknown },
  { known = false } = {},
): OverLimit | null {
  const operations = document.definitions.filter((d): d is OperationDefinitionNode => d.kind === Kind.OPERATION_DEFINITION);
  const fragments = new Map(
    document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d.selectionSet] as const] : [])),
  );
  for (const operation of operations.filter((o) => !operationName || o.name?.value === operationName)) {
    const found = { tokens: 0, depth: 0, aliases: 0, rootFields: 0, first: 0, cost: 0 };
    const walk: Walk = { schema, fragments, variables, found, visits: 0 };
    select(walk, operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, {
      depth: 1,
      times: 1,
      rows: null,
    });
    const looked = known ? (["first"] as const) : (["depth", "aliases", "rootFields", "first", "cost"] as const);
    const exceeded = looked.find((measure) => found[measure] > documentLimits[measure]);
    if (exceeded) return over(exceeded);
    if (walk.visits > mostVisits) return over("cost");
  }
  return null;
}

interface Place {
  readonly depth: number;
  /** How often this selection is answered at most. */
  readonly times: number;
  /** Rows of the page it stands in, until its list is reached. */
  readonly rows: number | null;
}

function select(walk: Walk, set: SelectionSetNode, type: GraphQLNamedType | undefined, place: Place): void {
  for (const selection of set.selections) {
    if (place.depth > documentLimits.depth + 1 || ++walk.visits > mostVisits) return;
    if (selection.kind === Kind.FIELD) field(walk, selection, type, place);
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      select(walk, selection.selectionSet, typeOn(walk, selection.typeCondition?.name.value, type), place);
    else {
      const fragment = walk.fragments.get(selection.name.value);
      if (fragment) select(walk, fragment, type, place);
    }
  }
}

const typeOn = (walk: Walk, name: string | undefined, type: GraphQLNamedType | undefined) =>
  name ? walk.schema.getType(name) : type;

function field(walk: Walk, node: FieldNode, type: GraphQLNamedType | undefined, place: Place): void {
  const { found } = walk;
  if (node.alias) found.aliases += 1;
  if (place.depth === 1) found.rootFields += 1;
  if (node.name.value.startsWith("__")) return;
  found.depth = Math.max(found.depth, place.depth);
  const known = type && (isObjectType(type) || isInterfaceType(type)) ? type.getFields()[node.name.value] : undefined;
  const inside = known && getNamedType(known.type);
  const asked = pageOf(walk, node, known);
  if (asked !== null) found.first = Math.max(found.first, asked);
  const isList = known !== undefined && isListType(getNullableType(known.type));
  const times = place.times * (isList ? (asked ?? place.rows ?? usualRows) : 1);
  // What has a key of its own is fetched; labels, edges and verdicts come along with it.
  if (isObjectType(inside) && "id" in inside.getFields()) found.cost += times;
  if (place.depth === 1) found.cost += 1;
  if (node.selectionSet)
    select(walk, node.selectionSet, inside, { depth: place.depth + 1, times, rows: isList ? null : (asked ?? place.rows) });
}

/** The rows of the page a field asks for, or null when it has no pages. */
function pageOf(walk: Walk, node: FieldNode, known: GraphQLField<unknown, unknown> | undefined): number | null {
  if (!known?.args.some((argument) => argument.name === "first")) return null;
  const value = node.arguments?.find((argument) => argument.name.value === "first")?.value;
  const given =
    value?.kind === Kind.INT ? Number(value.value) : value?.kind === Kind.VARIABLE ? walk.variables[value.name.value] : null;
  // A number that is none is refused by validation; until then it counts as a usual page.
  return typeof given === "number" && Number.isFinite(given) ? Math.max(0, given) : usualPage;
}
