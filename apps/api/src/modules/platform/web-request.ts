import { randomUUID } from "node:crypto";
import type { Language } from "@lotline/schema";
import type { VerifyResult } from "@lotline/verifier";
import { AppError, refused } from "../../base/error.ts";
import { readOnlyReason } from "../../base/special-access.ts";
import type { Kernel } from "../../kernel/command.ts";
import { type NoContext, Request, type Seen } from "../../read/request.ts";
import type { FirstStart } from "./first-start.ts";
import type { Operations } from "./health/operations.ts";
import type { Provider } from "./identity/provider.ts";
import { noteView } from "./inspection/views.ts";
import type { SecretBox } from "./secret-box.ts";
import type { Client, SessionState } from "./session.ts";
import { type Hold, holdWhileOpen } from "./session-watch.ts";

/** What this installation is: shown on every page. */
export interface Installation {
  readonly demo: boolean;
  readonly version: string;
  /** Opens the secrets of second factors; without it none can be enrolled. */
  readonly secrets?: SecretBox;
  /** The set-up page, as long as nobody is in the system. */
  readonly firstStart?: FirstStart | undefined;
  /** What the server knows of itself and does for its health; without it only the database tells. */
  readonly operations?: Operations;
  /** The address browsers use, where it is settled: passkeys and a provider of identities are bound to it. */
  readonly baseUrl?: string | undefined;
  /** A mail server is set. */
  readonly sendsMail?: boolean;
  /** Checks the whole evidence as the verifier does, as a role that reads everything; absent where there is none. */
  readonly verify?: () => Promise<VerifyResult>;
  /** The company's provider of identities, where one is set up. */
  readonly provider?: Provider | undefined;
}

/** The cookie by which a browser is known from which somebody has signed in before. */
export interface DeviceCookie {
  readonly token: string | null;
  readonly set: (token: string) => void;
}

/** The cookie by which a device says at which terminal it stands (ADR 53). */
export type TerminalCookie = DeviceCookie;

const noCookie: DeviceCookie = { token: null, set: () => undefined };

/** A GraphQL request of a browser: its session, and how to give or take the session's cookie. */
export class WebRequest extends Request {
  readonly session: SessionState | null;
  readonly client: Client;
  readonly installation: Installation;
  readonly setToken: (token: string | null) => void;
  readonly device: DeviceCookie;
  readonly terminal: TerminalCookie;

  constructor(
    kernel: Kernel,
    installation: Installation,
    session: SessionState | null,
    client: Client,
    language: Language,
    setToken: (token: string | null) => void,
    device: DeviceCookie = noCookie,
    terminal: TerminalCookie = noCookie,
  ) {
    super(
      kernel,
      session && !barOf(session)
        ? {
            ...{ personId: session.personId, sessionId: session.id, source: "ui", request: randomUUID(), language },
            terminal: client.terminal,
          }
        : null,
      barOf(session) ?? "UNAUTHENTICATED",
    );
    this.session = session;
    this.client = client;
    this.installation = installation;
    this.setToken = setToken;
    this.device = device;
    this.terminal = terminal;
  }

  override requireWriter(): void {
    const inspection = this.session?.inspection;
    if (inspection) throw refused(readOnlyReason(inspection));
  }

  override get isNoted(): boolean {
    return this.session?.inspection != null;
  }

  override async note(seen: Seen): Promise<void> {
    const { session } = this;
    if (session?.inspection) await noteView(this.kernel.orm, session.inspection.id, session.personId, seen);
  }

  /** The session of a person who may work. @throws UNAUTHENTICATED, SESSION_LOCKED, PASSWORD_MUST_CHANGE or SECOND_FACTOR_REQUIRED */
  requireSession(): SessionState {
    const bar = barOf(this.session);
    if (!this.session || bar) throw new AppError(bar ?? "UNAUTHENTICATED");
    return this.session;
  }

  /**
   * For answers that stay open, as uploads and streams of events: `onEnd` is called within a second once the session has ended or
   * locked, its person is disabled or holds other roles. Release it when the answer is complete.
   */
  async holdOpen(onEnd: () => void): Promise<Hold> {
    return holdWhileOpen(this.kernel.orm, this.requireSession(), onEnd);
  }

  /** The session of a person who may at least change the password and enrol a second factor. @throws UNAUTHENTICATED or SESSION_LOCKED */
  requireOwner(): SessionState {
    if (!this.session) throw new AppError("UNAUTHENTICATED");
    if (this.session.locked) throw new AppError("SESSION_LOCKED");
    return this.session;
  }
}

/** What bars a session from every read and every command; deny by default. */
function barOf(session: SessionState | null): NoContext | null {
  if (!session) return "UNAUTHENTICATED";
  if (session.locked) return "SESSION_LOCKED";
  if (session.mustChange) return "PASSWORD_MUST_CHANGE";
  return session.mustEnrol ? "SECOND_FACTOR_REQUIRED" : null;
}
