import { randomUUID } from "node:crypto";
import type { Language } from "@lotline/schema";
import { AppError } from "../../base/error.ts";
import type { Kernel } from "../../kernel/command.ts";
import { type NoContext, Request } from "../../read/request.ts";
import type { Client, SessionState } from "./session.ts";

/** What this installation is: shown on every page. */
export interface Installation {
  readonly demo: boolean;
  readonly version: string;
}

/** A GraphQL request of a browser: its session, and how to give or take the session's cookie. */
export class WebRequest extends Request {
  readonly session: SessionState | null;
  readonly client: Client;
  readonly installation: Installation;
  readonly setToken: (token: string | null) => void;

  constructor(
    kernel: Kernel,
    installation: Installation,
    session: SessionState | null,
    client: Client,
    language: Language,
    setToken: (token: string | null) => void,
  ) {
    super(
      kernel,
      session && !barOf(session)
        ? { personId: session.personId, sessionId: session.id, source: "ui", request: randomUUID(), language }
        : null,
      barOf(session) ?? "UNAUTHENTICATED",
    );
    this.session = session;
    this.client = client;
    this.installation = installation;
    this.setToken = setToken;
  }

  /** The session of a person who may work. @throws UNAUTHENTICATED, SESSION_LOCKED or PASSWORD_MUST_CHANGE */
  requireSession(): SessionState {
    const bar = barOf(this.session);
    if (!this.session || bar) throw new AppError(bar ?? "UNAUTHENTICATED");
    return this.session;
  }

  /** The session of a person who may at least change the password. @throws UNAUTHENTICATED or SESSION_LOCKED */
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
  return session.mustChange ? "PASSWORD_MUST_CHANGE" : null;
}
