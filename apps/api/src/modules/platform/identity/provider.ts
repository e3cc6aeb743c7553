/**
 * The company's provider of identities (OpenID Connect; ADR 47): discovery, the way there and what comes back. The protocol is the
 * library's: code flow with PKCE, state, nonce, issuer, audience, expiry and signature of the ID token.
 */
import * as oidc from "openid-client";

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What its button says. */
  readonly name: string;
}

/** What binds an answer to its question. */
export interface RoundSecrets {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE. */
  readonly verifier: string;
}

/** What the provider says about who sits there. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** Seconds since 1970 at which it last proved the person; undefined when it does not say. */
  readonly authTime: number | undefined;
  /** How it was proved. */
  readonly amr: readonly string[];
  readonly acr: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

export type ProviderFault = "DOWN" | "DENIED" | "NONCE" | "WRONG";

/** Why no identity came back. */
export class ProviderError extends Error {
  readonly fault: ProviderFault;

  constructor(fault: ProviderFault, cause: unknown) {
    super(`the provider of identities: ${fault}`, { cause });
    this.fault = fault;
  }
}

const seconds = 10;

export class Provider {
  readonly #settings: ProviderSettings;
  readonly #baseUrl: string;
  #found: Promise<oidc.Configuration> | undefined;

  /** @param baseUrl the address browsers use; the provider sends them back to it */
  constructor(settings: ProviderSettings, baseUrl: string) {
    this.#settings = settings;
    this.#baseUrl = baseUrl;
  }

  get name(): string {
    return this.#settings.name;
  }

  /** The issuer as it was given; the identities of another one are other people. */
  get issuer(): string {
    return this.#settings.issuer;
  }

  /** The address registered at the provider, to which browsers come back. */
  get returnUrl(): string {
    return `${this.#baseUrl}/sign-in/return`;
  }

  /** Asked once; a provider that was away is asked again. @throws ProviderError DOWN */
  async #configuration(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const server = new URL(issuer);
    // Plain HTTP on this machine only; the settings are refused else.
    const execute = server.protocol === "http:" ? [oidc.allowInsecureRequests] : [];
    this.#found ??= oidc.discovery(server, clientId, clientSecret, undefined, { execute, timeout: seconds });
    try {
      return await this.#found;
    } catch (error) {
      this.#found = undefined;
      throw new ProviderError("DOWN", error);
    }
  }

  /**
   * Where the browser goes. @param fresh the person must prove himself there anew, whatever session he has
   * @throws ProviderError DOWN
   */
  async address({ state, nonce, verifier }: RoundSecrets, fresh: boolean): Promise<string> {
    const configuration = await this.#configuration();
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.returnUrl,
      scope: "openid profile email",
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...(fresh ? { prompt: "login", max_age: "0" } : {}),
    });
    return url.href;
  }

  /** Who came back. @param search the query of the address to which the browser was sent @throws ProviderError */
  async identity(search: string, { state, nonce, verifier }: RoundSecrets): Promise<Identity> {
    const configuration = await this.#configuration();
    const current = new URL(this.returnUrl);
    current.search = search;
    try {
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await oidc.authorizationCodeGrant(configuration, current, checks);
      return identityOf(tokens.claims());
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      throw new ProviderError(faultOf(error), error);
    }
  }

  /** Where one's session at the provider itself is ended; null when it has no such place. @throws ProviderError DOWN */
  async signOutAddress(): Promise<string | null> {
    const configuration = await this.#configuration();
    if (!configuration.serverMetadata().end_session_endpoint) return null;
    return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${this.#baseUrl}/` }).href;
  }
}

function identityOf(claims: oidc.IDToken | undefined): Identity {
  if (!claims) throw new ProviderError("WRONG", "no ID token");
  const { iss, sub, auth_time: authTime, amr, acr } = claims;
  return {
    issuer: iss,
    subject: sub,
    authTime: typeof authTime === "number" ? authTime : undefined,
    amr: Array.isArray(amr) ? amr.filter((one): one is string => typeof one === "string") : [],
    acr: typeof acr === "string" ? acr : undefined,
    claims,
  };
}

/** What an error of the library means for the person. */
function faultOf(error: unknown): ProviderFault {
  const { code, cause } = Object(error) as { readonly code?: unknown; readonly cause?: unknown };
  if (error instanceof oidc.AuthorizationResponseError)
    return ["access_denied", "login_required", "interaction_required"].includes(error.error) ? "DENIED" : "WRONG";
  if (code === "OAUTH_JWT_CLAIM_COMPARISON_FAILED" && Object(Object(cause).cause).claim === "nonce") return "NONCE";
  // Not reached, not in time, or broken there; nothing was said.
  if (error instanceof TypeError || code === "OAUTH_TIMEOUT" || code === "OAUTH_ABORT") return "DOWN";
  if (cause instanceof Response && cause.status >= 500) return "DOWN";
  return "WRONG";
}
