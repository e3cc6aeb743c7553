import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ApolloServer, HeaderMap, type HTTPGraphQLHead } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import { expressMiddleware } from "@as-integrations/express5";
import express, { type Express, type Request as HttpRequest, type Response as HttpResponse } from "express";
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { AppError } from "./base/error.ts";
import { unavailable } from "./base/unavailable.ts";
import { exportRoutes } from "./export/route.ts";
import { readKnownDocuments } from "./http/documents.ts";
import { graphqlGate } from "./http/gate.ts";
import { policyReports, securityHeaders, sendPage } from "./http/headers.ts";
import { onlyJson, onlyMethods, sameOrigin } from "./http/origin.ts";
import { limitRates, type Rates, usualRates } from "./http/rate.ts";
import type { Kernel } from "./kernel/command.ts";
import { copyRoutes, keepingRoutes } from "./modules/governance/index.ts";
import { pictureRoutes } from "./modules/inventory/index.ts";
import { labelRoutes } from "./modules/label/index.ts";
import { deviceFileRoutes } from "./modules/master/index.ts";
import { fileRoutes } from "./modules/platform/files.ts";
import { historyRoutes } from "./modules/platform/history-routes.ts";
import {
  type Installation,
  importRoutes,
  jobRoutes,
  recordRefusal,
  sessionOf,
  sessionRoutes,
  tokenHash,
  WebRequest,
} from "./modules/platform/index.ts";
import { printRoutes } from "./print/route.ts";
import { buildGraphqlSchema } from "./schema.ts";

export interface ServerOptions {
  readonly kernel: Kernel;
  readonly installation: Installation;
  readonly filesDir: string;
  readonly secure: boolean;
  readonly trustProxy: false | number | string[];
  readonly log: Logger;
  /** Answers only the documents of its own pages and tells nothing of its schema: so in production. */
  readonly trustedOnly?: boolean;
  /** Without them the usual ones. */
  readonly rates?: Rates;
  /** Milliseconds after which the reads of a request are stopped in the database. */
  readonly deadlineMs?: number;
}

const web = fileURLToPath(new URL("../../web/dist/", import.meta.url));

const cookieName = (secure: boolean): string => (secure ? "__Host-lotline" : "lotline");

const cookieSettings = ({ secure }: ServerOptions) => ({ httpOnly: true, sameSite: "strict", path: "/", secure }) as const;

const readCookie = (request: HttpRequest, name: string): string | null => {
  const found = (request.headers.cookie ?? "").split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : null;
};

/** The app's HTTP face: GraphQL, files, the single-page app, health. Nothing is decided here. */
export async function createApp(options: ServerOptions): Promise<{ app: Express; stop: () => Promise<void> }> {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", options.trustProxy);
  app.use(securityHeaders(options.secure));
  app.get("/healthz", (_request, response) => void response.json({ ok: true }));
  app.get("/readyz", (_request, response) => void ready(options, response));
  const claimed = (request: HttpRequest) => readCookie(request, cookieName(options.secure));
  app.use(limitRates(options.rates ?? usualRates, claimed));
  app.use("/csp-reports", policyReports(options.log));
  const { trustedOnly = false } = options;
  const schema = await buildGraphqlSchema();
  const apollo = new ApolloServer<WebRequest>({
    schema,
    introspection: !trustedOnly,
    hideSchemaDetailsFromClientErrors: trustedOnly,
    csrfPrevention: true,
    // The app stops in its own order; two stops at once would wait for each other.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: (formatted, error) => formatError(formatted, error, options.log),
    // A form names all that is wrong with it: no record has so many fields.
    executionOptions: { maxCoercionErrors: 200 },
    plugins: [
      // Answers are private and never cached on the way; the plugin would wrap every field's resolver.
      ApolloServerPluginCacheControlDisabled(),
      {
        requestDidStart: async () => ({
          willSendResponse: async ({ contextValue, errors, response }) => {
            contextValue.finish();
            const busy = await writeRefusals(contextValue, errors ?? []);
            // A refusal that cannot be kept is not given: nothing has happened, and the same request may be sent again.
            if (busy && response.body.kind === "single")
              response.body.singleResult = { errors: [formatError({ message: busy.message }, busy, options.log)] };
            sayWhenAgain(response.http, busy ? [busy] : (errors ?? []));
          },
        }),
      },
    ],
  });
  await apollo.start();
  app.use(
    "/graphql",
    sameOrigin,
    onlyMethods("POST"),
    onlyJson,
    neverStored,
    ...graphqlGate({
      schema,
      known: readKnownDocuments(`${web}known-documents.json`),
      trustedOnly,
      hasSession: (request) => claimed(request) !== null,
    }),
    expressMiddleware(apollo, { context: ({ req, res }) => graphqlContextOf(options, req, res) }),
  );
  serveRest(app, options, schema);
  serveWeb(app);
  return { app, stop: () => apollo.stop() };
}

// The browser gives up after 30 seconds.
const usualDeadlineMs = 20_000;

/** What is no question: files in and out, the progress of jobs, exports. */
function serveRest(app: Express, options: ServerOptions, schema: GraphQLSchema): void {
  const context = (request: HttpRequest, response: HttpResponse) => contextOf(options, request, response);
  app.use("/files", sameOrigin, onlyMethods("GET", "PUT"), neverStored, fileRoutes(options.filesDir, context));
  app.use(
    "/history",
    sameOrigin,
    onlyMethods("GET"),
    neverStored,
    historyRoutes((req, res) => contextOf(options, req, res)),
  );
  app.use("/jobs", sameOrigin, onlyMethods("GET"), jobRoutes(context));
  app.use("/imports", sameOrigin, onlyMethods("GET", "PUT"), neverStored, importRoutes(context));
  app.use("/copies", sameOrigin, onlyMethods("GET"), neverStored, copyRoutes(context));
  app.use("/retention-list.csv", sameOrigin, onlyMethods("GET"), neverStored, keepingRoutes(context));
  app.use("/device-files", sameOrigin, onlyMethods("GET"), neverStored, deviceFileRoutes(context));
  app.use("/session", sameOrigin, onlyMethods("GET"), sessionRoutes(context));
  app.use("/symbols", sameOrigin, onlyMethods("POST"), neverStored, pictureRoutes(context));
  app.use("/print", sameOrigin, onlyMethods("GET"), neverStored, printRoutes(options.filesDir, context));
  app.use("/labels", sameOrigin, onlyMethods("GET"), neverStored, labelRoutes(context));
  app.use("/exports", sameOrigin, onlyMethods("POST"), onlyJson, neverStored, exportRoutes(schema, context));
}

/** A context that cannot be made because the database is away is no defect; Apollo would answer 500. */
async function graphqlContextOf(options: ServerOptions, request: HttpRequest, response: HttpResponse): Promise<WebRequest> {
  try {
    return await contextOf(options, request, response, options.deadlineMs ?? usualDeadlineMs);
  } catch (error) {
    const busy = unavailable(error);
    if (!busy) throw error;
    const headers = new HeaderMap([["retry-after", "1"]]);
    throw new GraphQLError(busy.message, {
      originalError: busy,
      extensions: { code: busy.code, http: { status: 503, headers } },
    });
  }
}

/** What may be asked again later says so to programs too: 429 to whoever has to wait, 503 from a server or database that is busy. */
function sayWhenAgain(http: HTTPGraphQLHead, errors: readonly GraphQLError[]): void {
  for (const { originalError } of errors) {
    const known = originalError instanceof AppError ? originalError : unavailable(originalError);
    if (!known) continue;
    const { retryAfter } = known.details;
    const busy = known.code === "BUSY" || known.code === "OUTCOME_UNKNOWN";
    if (!busy && typeof retryAfter !== "number") continue;
    http.status = busy ? 503 : 429;
    http.headers.set("retry-after", busy ? "1" : String(retryAfter));
  }
}

/** @param deadlineMs for questions; files, exports and streams take the time they take */
async function contextOf(
  options: ServerOptions,
  request: HttpRequest,
  response: HttpResponse,
  deadlineMs?: number,
): Promise<WebRequest> {
  const name = cookieName(options.secure);
  const token = readCookie(request, name);
  const deviceName = `${name}-device`;
  const terminalName = `${name}-terminal`;
  const terminalToken = readCookie(request, terminalName);
  const client = {
    ...{ address: request.ip ?? "", agent: request.headers["user-agent"] ?? "", host: request.headers.host },
    terminal: terminalToken ? tokenHash(terminalToken) : undefined,
  };
  const session = token ? await sessionOf(options.kernel.orm, token, client) : null;
  const setToken = (value: string | null) => {
    const settings = cookieSettings(options);
    if (value) response.cookie(name, value, settings);
    else response.clearCookie(name, settings);
  };
  const language = (request.headers["accept-language"] ?? "").startsWith("zh") ? "zh" : "en";
  // A year; `strict` and for scripts out of reach like the session's own.
  const kept = (of: string, known: string | null) => ({
    token: known,
    set: (value: string) => void response.cookie(of, value, { ...cookieSettings(options), maxAge: 365 * 24 * 60 * 60 * 1000 }),
  });
  const device = kept(deviceName, readCookie(request, deviceName));
  const terminal = kept(terminalName, terminalToken);
  const made = new WebRequest(options.kernel, options.installation, session, client, language, setToken, device, terminal);
  stopWhenLeft(made, options, response, deadlineMs);
  return made;
}

/** What is read for nobody is stopped in the database when the browser has gone; a question also when it takes too long. */
function stopWhenLeft(made: WebRequest, options: ServerOptions, response: HttpResponse, deadlineMs?: number): void {
  const stop = () => void made.cutReads().catch((err) => options.log.warn({ err }, "a read could not be stopped"));
  const timer = deadlineMs === undefined ? undefined : setTimeout(stop, deadlineMs);
  response.once("close", () => {
    clearTimeout(timer);
    if (!response.writableFinished) stop();
  });
}

// What is answered to a person stays with the person: no cache keeps it (ASVS 14.3.2).
function neverStored(_request: HttpRequest, response: HttpResponse, next: () => void): void {
  response.set("Cache-Control", "no-store");
  next();
}

/** A load balancer learns whether, not why: that is on the health page, and in the log. */
async function ready({ kernel, installation, log }: ServerOptions, response: HttpResponse): Promise<void> {
  const why = await (installation.operations?.readiness() ?? writable(kernel)).catch((err: unknown) => {
    log.warn({ err }, "not ready");
    return ["the database does not answer"];
  });
  if (why.length > 0) log.warn({ why }, "not ready");
  response.status(why.length === 0 ? 200 : 503).json({ ok: why.length === 0 });
}

// Asked of the database itself: the ORM calls itself unconnected until somebody has asked something, and a standby only reads.
async function writable(kernel: Kernel): Promise<string[]> {
  const connection = kernel.orm.em.fork().getConnection();
  const [row] = await connection.execute<{ standby: boolean }[]>("select pg_is_in_recovery() as standby");
  return row?.standby === false ? [] : ["the database only reads"];
}

/** Writes down what was refused. @returns BUSY as an error of GraphQL when that cannot be written now, else null */
async function writeRefusals(request: WebRequest, errors: readonly GraphQLError[]): Promise<GraphQLError | null> {
  try {
    await recordRefusals(request, errors);
    return null;
  } catch (error) {
    const busy = unavailable(error);
    if (!busy) throw error;
    return new GraphQLError(busy.message, { originalError: busy });
  }
}

async function recordRefusals(request: WebRequest, errors: readonly GraphQLError[]): Promise<void> {
  if (!request.signedIn) return;
  for (const error of errors) {
    const original = error.originalError;
    if (!(original instanceof AppError) || (original.code !== "REFUSED" && original.code !== "SIGNATURE_REFUSED")) continue;
    await recordRefusal(
      request.kernel.orm,
      request.ctx.personId,
      String(error.path?.[0] ?? ""),
      original.details.reasons?.map((r) => r.code) ?? [],
    );
  }
}

/** Expected refusals go out with their reasons; a defect only with a reference that leads to the log. */
function formatError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const thrown = error instanceof GraphQLError ? error.originalError : undefined;
  const original = unavailable(thrown) ?? thrown;
  if (original instanceof AppError) {
    const { code, details, message } = original;
    return { message, ...(formatted.path ? { path: formatted.path } : {}), extensions: { code, ...details } };
  }
  const code = tooManyWrong(error) ? "BAD_USER_INPUT" : formatted.extensions?.code;
  if (code && code !== "INTERNAL_SERVER_ERROR") return { ...formatted, extensions: { code } };
  const reference = randomUUID();
  log.error({ reference, err: original ?? error, path: formatted.path }, "internal error");
  return { message: "Internal error", extensions: { code: "INTERNAL", reference } };
}

// Of more wrong values than are told one by one GraphQL says so in an error that it gives no code.
const tooManyWrong = (error: unknown): boolean =>
  error instanceof GraphQLError && !error.originalError && error.message.startsWith("Too many errors processing variables");

// Every path of the app is the same page; what does not exist is said by the app's router.
function serveWeb(app: Express): void {
  if (!existsSync(web)) return;
  app.use("/assets", express.static(`${web}assets`, { immutable: true, maxAge: "1y", fallthrough: false }));
  app.use(express.static(web, { index: false, maxAge: 0 }));
  const page = readFileSync(`${web}index.html`, "utf8");
  app.get(/.*/, (_request, response) => sendPage(response, page));
}
