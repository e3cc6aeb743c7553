import { randomUUID } from "node:crypto";
import type { Language } from "@lotline/schema";
import { AppError } from "../../base/error.ts";
import type { Kernel } from "../../kernel/command.ts";
import { Request } from "../../read/request.ts";
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
      session && !session.locked
        ? { personId: session.personId, sessionId: session.id, source: "ui", request: randomUUID(), language }
        : null,
      session?.locked ? "SESSION_LOCKED" : "UNAUTHENTICATED",
    );
    this.session = session;
    this.client = client;
    this.installation = installation;
    this.setToken = setToken;
  }

  /** The open session. @throws SESSION_LOCKED or UNAUTHENTICATED */
  requireSession(): SessionState {
    if (!this.session) throw new AppError("UNAUTHENTICATED");
    if (this.session.locked) throw new AppError("SESSION_LOCKED");
    return this.session;
  }
}
