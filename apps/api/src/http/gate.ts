/**
 * What stands in front of the GraphQL server: bodies, batches, known documents and limits. Over-limit is a 4xx in a few
 * milliseconds, worded in both languages; nothing of it reaches validation or the database (reliability.md §6.7).
 */
import type { ErrorRequestHandler, Request, RequestHandler } from "express";
import { type DocumentNode, type GraphQLSchema, getOperationAST, OperationTypeNode, parse } from "graphql";
import { documentLimits, overLimit, tooManyTokens } from "../graphql/limits.ts";
import { jsonBody, tooLarge } from "./body.ts";
import type { KnownDocuments } from "./documents.ts";
import { type Refusal, refuse } from "./refuse.ts";

export interface GateOptions {
  readonly schema: GraphQLSchema;
  readonly known: KnownDocuments;
  /** Only known documents are answered; outside production any that keeps the limits is. */
  readonly trustedOnly: boolean;
  /** Whether a request claims a session: only then it may bring rows in. */
  readonly hasSession: (request: Request) => boolean;
}

/** Bytes of a body: a question is short; a command of somebody signed in may bring the rows of a sheet. */
export const bodyLimits = { question: 100_000, rows: 1_000_000 } as const;

const refusals = {
  batch: {
    status: 400,
    code: "NO_BATCHES",
    text: { en: "One request holds one operation.", zh: "每个请求只能包含一个操作。" },
  },
  unknown: {
    status: 403,
    code: "DOCUMENT_UNKNOWN",
    text: {
      en: "This installation answers the questions of its own pages only. Reload the page if the program was updated.",
      zh: "本系统仅受理自身页面发出的请求。若程序刚更新，请刷新页面。",
    },
  },
} satisfies { readonly [name: string]: Refusal };

/** Reads the body and lets it through, or refuses. */
export function graphqlGate(options: GateOptions): (RequestHandler | ErrorRequestHandler)[] {
  const body = jsonBody((request) => (options.hasSession(request) ? bodyLimits.rows : bodyLimits.question));
  const measure: RequestHandler = (request, response, next) => {
    const refusal = refusalOf(options, request);
    if (refusal) return refuse(request, response, refusal);
    next();
  };
  return [...body, measure];
}

function refusalOf(options: GateOptions, request: Request): Refusal | null {
  const body: unknown = request.body;
  if (Array.isArray(body)) return refusals.batch;
  const { query: text, operationName, variables } = Object(body) as { [member: string]: unknown };
  // What is no GraphQL request at all is told by the server behind, as the specification wants it.
  if (typeof text !== "string") return null;
  const isKnown = options.known.has(text);
  if (options.trustedOnly && !isKnown) return refusals.unknown;
  const { tokens, document } = readOnce(text);
  if (tokens) return { status: 400, ...tokens };
  if (!document) return null;
  const name = typeof operationName === "string" ? operationName : null;
  const operation = getOperationAST(document, name);
  const length = Number(request.headers["content-length"] ?? 0);
  if (length > bodyLimits.question && operation?.operation !== OperationTypeNode.MUTATION) return tooLarge;
  const exceeded = overLimit(options.schema, document, name, Object(variables), { known: isKnown });
  return exceeded && { status: 400, ...exceeded };
}

interface ReadText {
  readonly tokens: ReturnType<typeof tooManyTokens>;
  readonly document: DocumentNode | null;
}

/** The texts of the last questions with what they say; the pages ask the same few again and again. */
const lately = new Map<string, ReadText>();
const keptTexts = 500;

function readOnce(text: string): ReadText {
  const known = lately.get(text);
  if (known) return known;
  const tokens = tooManyTokens(text);
  const read = { tokens, document: tokens ? null : parsed(text) };
  const [oldest] = lately.keys();
  if (lately.size >= keptTexts && oldest !== undefined) lately.delete(oldest);
  if (!tokens && text.length <= bodyLimits.question) lately.set(text, read);
  return read;
}

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text, { noLocation: true, maxTokens: documentLimits.tokens });
  } catch {
    return null;
  }
}
