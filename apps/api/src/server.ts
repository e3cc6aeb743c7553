import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ApolloServer, HeaderMap } from "@apollo/server";
import { expressMiddleware } from "@as-integrations/express5";
import express, { type Express, type Request as HttpRequest, type Response as HttpResponse } from "express";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { AppError } from "./base/error.ts";
import { unavailable } from "./base/unavailable.ts";
import type { Kernel } from "./kernel/command.ts";
import { fileRoutes } from "./modules/platform/files.ts";
import { type Installation, recordRefusal, sessionOf, WebRequest } from "./modules/platform/index.ts";
import { buildGraphqlSchema } from "./schema.ts";

export interface ServerOptions {
  readonly kernel: Kernel;
  readonly installation: Installation;
  readonly filesDir: string;
  readonly secure: boolean;
  readonly trustProxy: false | number | string[];
  readonly log: Logger;
}

const web = fileURLToPath(new URL("../../web/dist/", import.meta.url));

const cookieName = (secure: boolean): string => (secure ? "__Host-lotline" : "lotline");

const readCookie = (request: HttpRequest, name: string): string | null => {
  const found = (request.headers.cookie ?? "").split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : null;
};

/** The app's HTTP face: GraphQL, files, the single-page app, health. Nothing is decided here. */
export async function createApp(options: ServerOptions): Promise<{ app: Express; stop: () => Promise<void> }> {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", options.trustProxy);
  app.use((_request, response, next) => {
    response.set({
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY",
      "Referrer-Policy": "no-referrer",
      "Content-Security-Policy":
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    });
    next();
  });
  app.get("/healthz", (_request, response) => void response.json({ ok: true }));
  app.get("/readyz", (_request, response) => void ready(options.kernel, response));
  const apollo = new ApolloServer<WebRequest>({
    schema: await buildGraphqlSchema(),
    introspection: options.installation.demo,
    csrfPrevention: true,
    // The app stops in its own order; two stops at once would wait for each other.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: (formatted, error) => formatError(formatted, error, options.log),
    plugins: [
      {
        requestDidStart: async () => ({
          willSendResponse: async ({ contextValue, errors, response }) => {
            await contextValue.endReads();
            await writeRefusals(contextValue, errors ?? []);
            if ((errors ?? []).some(isBusy)) {
              response.http.status = 503;
              response.http.headers.set("retry-after", "1");
            }
          },
        }),
      },
    ],
  });
  await apollo.start();
  app.use(
    "/graphql",
    sameOrigin,
    express.json({ limit: "1mb" }),
    badBody,
    expressMiddleware(apollo, { context: ({ req, res }) => graphqlContextOf(options, req, res) }),
  );
  app.use(
    "/files",
    sameOrigin,
    fileRoutes(options.filesDir, (req, res) => contextOf(options, req, res)),
  );
  serveWeb(app);
  return { app, stop: () => apollo.stop() };
}

/** Too much at once, or a database that is away: the same request may be sent again a little later. */
function isBusy({ originalError }: GraphQLError): boolean {
  const code = (originalError instanceof AppError ? originalError : unavailable(originalError))?.code;
  return code === "BUSY" || code === "OUTCOME_UNKNOWN";
}

/** A context that cannot be made because the database is away is no defect; Apollo would answer 500. */
async function graphqlContextOf(options: ServerOptions, request: HttpRequest, response: HttpResponse): Promise<WebRequest> {
  try {
    return await contextOf(options, request, response);
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

async function contextOf(options: ServerOptions, request: HttpRequest, response: HttpResponse): Promise<WebRequest> {
  const name = cookieName(options.secure);
  const token = readCookie(request, name);
  const client = { address: request.ip ?? "", agent: request.headers["user-agent"] ?? "" };
  const session = token ? await sessionOf(options.kernel.orm, token, client) : null;
  const setToken = (value: string | null) => {
    const settings = { httpOnly: true, sameSite: "strict", path: "/", secure: options.secure } as const;
    if (value) response.cookie(name, value, settings);
    else response.clearCookie(name, settings);
  };
  const language = (request.headers["accept-language"] ?? "").startsWith("zh") ? "zh" : "en";
  return new WebRequest(options.kernel, options.installation, session, client, language, setToken);
}

// A page of another origin may not post here, whatever cookie the browser would send along.
function sameOrigin(request: HttpRequest, response: HttpResponse, next: () => void): void {
  const { origin, host } = request.headers;
  // "null" is the origin of sandboxed and local pages; it is nobody's.
  if (origin && (!URL.canParse(origin) || new URL(origin).host !== host)) {
    response
      .status(403)
      .json({ errors: [{ message: "Requests from other origins are refused.", extensions: { code: "ORIGIN" } }] });
    return;
  }
  next();
}

// express hands a body that is too large or no JSON to an error handler of four arguments.
function badBody(error: { status?: number }, _request: HttpRequest, response: HttpResponse, _next: () => void): void {
  response
    .status(error.status ?? 400)
    .json({ errors: [{ message: "The request body cannot be read.", extensions: { code: "BAD_REQUEST" } }] });
}

async function ready(kernel: Kernel, response: HttpResponse): Promise<void> {
  const ok = await kernel.orm.isConnected();
  response.status(ok ? 200 : 503).json({ ok });
}

async function writeRefusals(request: WebRequest, errors: readonly GraphQLError[]): Promise<void> {
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
  const code = formatted.extensions?.code;
  if (code && code !== "INTERNAL_SERVER_ERROR") return { ...formatted, extensions: { code } };
  const reference = randomUUID();
  log.error({ reference, err: original ?? error, path: formatted.path }, "internal error");
  return { message: "Internal error", extensions: { code: "INTERNAL", reference } };
}

// Every path of the app is the same page; what does not exist is said by the app's router.
function serveWeb(app: Express): void {
  if (!existsSync(web)) return;
  app.use("/assets", express.static(`${web}assets`, { immutable: true, maxAge: "1y", fallthrough: false }));
  app.use(express.static(web, { index: false, maxAge: 0 }));
  app.get(/.*/, (_request, response) => response.set("Cache-Control", "no-cache").sendFile(`${web}index.html`));
}
