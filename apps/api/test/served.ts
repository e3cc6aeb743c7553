/** The app's HTTP server on a free port of this machine, for tests that look at the wire. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { unlimitedRates } from "../src/http/rate.ts";
import type { Kernel } from "../src/kernel/command.ts";
import { openSession, secretBox } from "../src/modules/platform/index.ts";
import { createApp, type ServerOptions } from "../src/server.ts";

export interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** The codes of the errors it answered. */
  readonly codes: readonly string[];
  /** The codes of the reasons it gave. */
  readonly reasons: readonly string[];
  /** What is wrong with the input, as "path:code". */
  readonly issues: readonly string[];
  readonly data: { readonly [field: string]: unknown } | null;
  readonly ms: number;
}

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | Buffer;
  readonly headers?: { readonly [name: string]: string };
}

export interface Served extends AsyncDisposable {
  readonly url: string;
  /** Where it keeps files. */
  readonly filesDir: string;
  send(asked: Asked): Promise<Heard>;
  /** A GraphQL request; `cookie` is what `cookieOf` gave. */
  ask(query: string, variables?: object, cookie?: string): Promise<Heard>;
  /** The cookie of a new session of this person, opened without a password. */
  cookieOf(personId: string): Promise<string>;
}

export const agent = "served test";

export async function serve(kernel: Kernel, options: Partial<ServerOptions> = {}): Promise<Served> {
  const filesDir = mkdtempSync(join(tmpdir(), "lotline-served-"));
  const { app, stop } = await createApp({
    kernel,
    installation: { demo: true, version: "test", secrets: secretBox(randomBytes(32)) },
    filesDir,
    secure: false,
    trustProxy: false,
    rates: unlimitedRates,
    log: pino({ level: "silent" }),
    ...options,
  });
  const server = createServer(app).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  // A server that listens has an address and a port.
  const { port } = server.address() as AddressInfo;
  const send = (asked: Asked) => sendTo(port, asked);
  return {
    url: `http://127.0.0.1:${port}`,
    filesDir,
    send,
    ask: (query, variables, cookie) =>
      send({
        body: JSON.stringify({ query, variables }),
        headers: { "content-type": "application/json", ...(cookie ? { cookie } : {}) },
      }),
    cookieOf: async (personId) => `lotline=${await openSession(kernel.orm, personId, { address: "127.0.0.1", agent }, "test")}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await stop();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}

// By node:http: fetch allows no header that a browser sets by itself.
function sendTo(port: number, { method = "POST", path = "/graphql", body, headers = {} }: Asked): Promise<Heard> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const asking = request({ host: "127.0.0.1", port, method, path, headers: { "user-agent": agent, ...headers } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () => {
        const whole = Buffer.concat(parts);
        const text = whole.toString("utf8");
        const [status, ms] = [answer.statusCode ?? 0, performance.now() - began];
        resolve({ status, headers: answer.headers, body: whole, text, ms, ...read(text) });
      });
    });
    asking.on("error", (error) => {
      // A body that is refused by its length is not read to its end; who still sends may meet a closed connection.
      if ((body?.length ?? 0) < 1_000_000) return reject(error);
      resolve({ status: 413, headers: {}, body: Buffer.alloc(0), text: "", ms: performance.now() - began, ...read("") });
    });
    asking.end(body);
  });
}

interface Answered {
  readonly errors?: readonly {
    readonly extensions?: {
      readonly code?: string;
      readonly reasons?: readonly { readonly code: string }[];
      readonly issues?: readonly { readonly path: string; readonly code: string }[];
    };
  }[];
  readonly data?: Heard["data"];
}

function read(text: string): Pick<Heard, "codes" | "reasons" | "issues" | "data"> {
  let answered: Answered = {};
  try {
    answered = JSON.parse(text) as Answered;
  } catch {
    // A page, or nothing at all: said by the status.
  }
  const errors = answered.errors ?? [];
  return {
    codes: errors.map((error) => error.extensions?.code ?? "NONE"),
    reasons: errors.flatMap((error) => error.extensions?.reasons ?? []).map((reason) => reason.code),
    issues: errors.flatMap((error) => error.extensions?.issues ?? []).map(({ path, code }) => `${path}:${code}`),
    data: answered.data ?? null,
  };
}
