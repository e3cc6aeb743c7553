/** A real provider of identities on this machine (oidc-provider), with a page of its own at which anybody says who he is. */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Context } from "oidc-provider";

export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly settings: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string; readonly name: string };
  /** Takes it away from the network, and brings it back to the same address. */
  away(isAway: boolean): Promise<void>;
}

export const clientId = "lotline";

const page = (uid: string): string => `<!doctype html><title>Sign-in</title><h1>Company sign-in</h1>
<form method="post" action="/interaction/${uid}"><label>Name <input name="login" autofocus></label>
<input type="hidden" name="at"><input type="hidden" name="amr"><button>Continue</button></form>
<form method="post" action="/interaction/${uid}"><input type="hidden" name="deny" value="1"><button>Cancel</button></form>`;

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const part of request) text += String(part);
  return new URLSearchParams(text);
}

/** Whoever says a name is that person; `at` (seconds since 1970) and `amr` are what the ID token will say. */
async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method !== "POST") return void response.setHeader("content-type", "text/html").end(page(uid));
  const given = await bodyOf(request);
  if (given.get("deny")) return provider.interactionFinished(request, response, { error: "access_denied" });
  const [login, at, amr] = [given.get("login") ?? "", given.get("at"), given.get("amr")];
  await provider.interactionFinished(request, response, {
    login: { accountId: login, ...(at ? { ts: Number(at) } : {}), ...(amr ? { amr: amr.split(" ") } : {}) },
  });
}

/** @param returnUrl to which it sends browsers back, as a client is registered in a company */
export async function openProvider(baseUrl: string): Promise<IdentityProvider> {
  const secret = randomBytes(24).toString("base64url");
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  let server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: secret,
        redirect_uris: [`${baseUrl}/sign-in/return`],
        post_logout_redirect_uris: [`${baseUrl}/`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    cookies: { keys: [randomBytes(16).toString("hex")] },
    claims: { openid: ["sub", "amr"], profile: ["preferred_username"], email: ["email", "email_verified"] },
    conformIdTokenClaims: false,
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        preferred_username: accountId.replace(/^sub-/, ""),
        email: `${accountId.replace(/^sub-/, "")}@chenglan.example`,
        email_verified: false,
      }),
    }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    // The firm has agreed once for everybody: nobody is asked for a consent.
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  answer = (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return callback(request, response);
    interact(provider, request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
  };
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    issuer,
    settings: { issuer, clientId, clientSecret: secret, name: "Chenglan ID" },
    away: async (isAway) => {
      if (isAway) return close();
      server = createServer((request, response) => answer(request, response)).listen(port, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
    },
    [Symbol.asyncDispose]: close,
  };
}

/** What a person says at the provider's page. */
export interface Said {
  readonly login?: string;
  /** Seconds since 1970 at which he was proved; now when not said. */
  readonly at?: number;
  readonly amr?: string;
  readonly deny?: boolean;
}

/** A browser at the provider: goes to an address, says who it is, and comes back. Keeps the provider's session. */
export class AtProvider {
  readonly #cookies = new Map<string, string>();

  async #send(url: string, form?: URLSearchParams): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie, ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}) },
      ...(form ? { method: "POST", body: form.toString() } : {}),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ""] = set.split(";");
      const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }

  /** @returns the query with which it is sent back */
  async comeBack(address: string, said: Said): Promise<string> {
    let url = address;
    let form: URLSearchParams | undefined;
    for (let step = 0; step < 12; step++) {
      const answer = await this.#send(url, form);
      form = undefined;
      const to = answer.headers.get("location");
      if (to) {
        url = new URL(to, url).href;
        if (new URL(url).pathname === "/sign-in/return") return new URL(url).search;
        continue;
      }
      if (!new URL(url).pathname.startsWith("/interaction/")) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
      form = new URLSearchParams(
        Object.entries(said.deny ? { deny: "1" } : said).map(([key, value]) => [key, String(value)] as [string, string]),
      );
    }
    throw new Error(`lost on the way at ${url}`);
  }
}
