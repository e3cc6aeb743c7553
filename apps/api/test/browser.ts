/** A person at a browser, without HTTP: every question is a GraphQL request with the session's cookie, as the server makes it. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Issue, Reason } from "@lotline/schema";
import { type GraphQLError, graphql } from "graphql";
import { AppError } from "../src/base/error.ts";
import type { Kernel } from "../src/kernel/command.ts";
import type { Provider } from "../src/modules/platform/identity/provider.ts";
import { type Installation, openSession, secretBox, sessionOf, tokenHash, WebRequest } from "../src/modules/platform/index.ts";
import { buildGraphqlSchema } from "../src/schema.ts";
import { demoPassword } from "../src/seed/people.ts";

export type Answer = { readonly [field: string]: unknown };

/** What a request answered: data, or the code of the refusal with everything it said. */
export interface Reply {
  readonly data: Answer | null;
  readonly code: string | null;
  readonly reasons: readonly string[];
  readonly issues: readonly string[];
  readonly errors: readonly GraphQLError[];
}

export interface Target {
  readonly id: string;
  readonly version: number;
}

export interface Credential {
  readonly userName?: string;
  readonly password?: string;
  readonly code?: string;
  readonly oneTimeCode?: string;
  readonly passkey?: string;
}

export interface Acting {
  readonly input?: unknown;
  readonly reason?: string;
  readonly commandId?: string;
  readonly signature?: unknown;
  /** The GraphQL type of the input when there is one, by the schema's naming. */
  readonly typed?: boolean;
}

const testBox = secretBox(randomBytes(32));

const here = { address: "127.0.0.1", agent: "test", host: "localhost:4000" };

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export class Browser {
  readonly #kernel: Kernel;
  readonly login: string;
  token: string | null;
  /** The cookie by which it is known again. */
  device: string | null = null;
  /** The cookie by which it says at which terminal it stands. */
  terminal: string | null = null;
  /** Where it asks from; a test may carry it to another network. */
  client: { readonly address: string; readonly agent: string; readonly host?: string } = here;
  /** The set-up page of the installation, where there is one. */
  firstStart: Installation["firstStart"];
  /** The address that the installation was given. */
  baseUrl: string | undefined = undefined;
  /** The provider of identities that it was given. */
  provider: Provider | undefined = undefined;

  private constructor(kernel: Kernel, login: string, token: string | null) {
    this.#kernel = kernel;
    this.login = login;
    this.token = token;
  }

  /** Nobody is signed in. */
  static anonymous(kernel: Kernel): Browser {
    return new Browser(kernel, "", null);
  }

  /** A browser in which this person has signed in a moment ago; the password is not asked, which takes time and has its own tests. */
  static async of(kernel: Kernel, person: { id: string; login: string }): Promise<Browser> {
    const token = await openSession(kernel.orm, person.id, here, "test");
    return new Browser(kernel, person.login, token);
  }

  async ask(source: string, variableValues: { readonly [name: string]: unknown } = {}): Promise<Reply> {
    const client = { ...this.client, terminal: this.terminal ? tokenHash(this.terminal) : undefined };
    const session = this.token ? await sessionOf(this.#kernel.orm, this.token, client) : null;
    const { firstStart, baseUrl, provider } = this;
    const installation = { demo: true, version: "test", secrets: testBox, firstStart, baseUrl, provider };
    const setToken = (token: string | null) => {
      this.token = token;
    };
    const device = {
      token: this.device,
      set: (token: string) => {
        this.device = token;
      },
    };
    const terminal = {
      token: this.terminal,
      set: (token: string) => {
        this.terminal = token;
      },
    };
    const contextValue = new WebRequest(this.#kernel, installation, session, client, "en", setToken, device, terminal);
    const { data, errors = [] } = await graphql({ schema: await buildGraphqlSchema(), source, variableValues, contextValue });
    await contextValue.finish();
    const known = errors.flatMap((e) => (e.originalError instanceof AppError ? [e.originalError] : []));
    return {
      // Objects of GraphQL have no prototype; a test compares plain ones.
      data: data ? (JSON.parse(JSON.stringify(data)) as Answer) : null,
      code: errors.length === 0 ? null : (known[0]?.code ?? "DEFECT"),
      reasons: known.flatMap((e) => e.details.reasons ?? []).map((r: Reason) => r.code),
      issues: known.flatMap((e) => e.details.issues ?? []).map((i: Issue) => `${i.path}:${i.code}`),
      errors,
    };
  }

  create(record: string, input: unknown, commandId: string = randomUUID()): Promise<Reply> {
    return this.ask(
      `mutation ($commandId: ID!, $input: Create${record}Input!) { done: create${record}(commandId: $commandId, input: $input) { id number version } }`,
      { commandId, input },
    );
  }

  edit(record: string, { id, version }: Target, input: unknown, reason?: string): Promise<Reply> {
    return this.ask(
      `mutation ($commandId: ID!, $id: ID!, $version: Int!, $input: Edit${record}Input!, $reason: String)
       { done: edit${record}(commandId: $commandId, id: $id, version: $version, input: $input, reason: $reason) { id number version } }`,
      { commandId: randomUUID(), id, version, input, reason },
    );
  }

  /** Opens the signing dialog of a change and signs it with user name and password; another change can be sent than was shown. */
  async signEdit(record: string, target: Target, input: object, reason: string, sent: object = input): Promise<Reply> {
    const opened = await this.intent(record, target, "edit", { input, reason });
    if (opened.code) return opened;
    return this.ask(
      `mutation ($c: ID!, $id: ID!, $v: Int!, $input: Edit${record}Input!, $reason: String, $signature: SignatureInput)
       { done: edit${record}(commandId: $c, id: $id, version: $v, input: $input, reason: $reason, signature: $signature) { id number version } }`,
      {
        c: randomUUID(),
        id: target.id,
        v: target.version,
        input: sent,
        reason,
        signature: { intent: intentOf(opened).id, userName: this.login, password: demoPassword },
      },
    );
  }

  /** Performs an action; a signature is passed as given. */
  act(record: string, { id, version }: Target, action: string, given: Acting = {}): Promise<Reply> {
    const typed = given.typed ?? given.input !== undefined;
    return this.ask(
      `mutation ($commandId: ID!, $id: ID!, $version: Int!, $reason: String${typed ? `, $input: ${capital(action)}${record}Input` : ""}${given.signature ? ", $signature: SignatureInput" : ""})
       { done: ${action}${record}(commandId: $commandId, id: $id, version: $version, reason: $reason${typed ? ", input: $input" : ""}${given.signature ? ", signature: $signature" : ""}) { id number version state } }`,
      {
        commandId: given.commandId ?? randomUUID(),
        id,
        version,
        reason: given.reason,
        ...(typed ? { input: given.input } : {}),
        ...(given.signature ? { signature: given.signature } : {}),
      },
    );
  }

  /** Opens the signing dialog. */
  intent(
    record: string,
    { id, version }: Target,
    action: string,
    given: { input?: unknown; reason?: string } = {},
  ): Promise<Reply> {
    return this.ask(
      `mutation ($record: String!, $id: ID!, $version: Int!, $action: String!, $input: JSON, $reason: String)
       { intent: signatureIntent(record: $record, id: $id, version: $version, action: $action, input: $input, reason: $reason)
         { id meaning statement { en zh } needs contentHash triesLeft } }`,
      { record, id, version, action, input: given.input, reason: given.reason },
    );
  }

  /** Opens the signing dialog and signs; with user name and password when nothing else is said. */
  async sign(record: string, target: Target, action: string, given: Acting & Credential = {}): Promise<Reply> {
    const opened = await this.intent(record, target, action, given);
    if (opened.code) return opened;
    const { userName, password, code, oneTimeCode } = given;
    const proof = password || code ? { userName, password, code, oneTimeCode } : { userName: this.login, password: demoPassword };
    return this.act(record, target, action, { ...given, signature: { intent: intentOf(opened).id, ...proof } });
  }
}

/** The intent that a signing dialog was opened with. */
export const intentOf = (reply: Reply): { id: string; meaning: string; needs: string; statement: { en: string; zh: string } } => {
  if (!reply.data) throw new Error(`no intent: ${reply.code} ${reply.reasons} ${reply.issues}`);
  // The fields asked for above.
  return reply.data.intent as ReturnType<typeof intentOf>;
};

/** The record a mutation answered with. */
export const doneOf = (reply: Reply): Target & { number: string; state?: string } => {
  if (!reply.data)
    throw new Error(
      `refused: ${reply.code} ${reply.reasons} ${reply.issues} ${reply.errors.map((e) => e.originalError?.stack ?? e.message)}`,
    );
  // The fields asked for above.
  return reply.data.done as ReturnType<typeof doneOf>;
};

/** One field of an answer, of the shape that was asked for. */
export function shown<T>(data: Answer | null, field: string): T {
  if (!data) throw new Error(`nothing was answered for ${field}`);
  // The fields asked for in the document.
  return data[field] as T;
}
