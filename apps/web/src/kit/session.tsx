/** Who is at the screen. The provider stands in app/; everything else reads it here. */
import type { Label } from "@lotline/schema";
import { createContext, use } from "react";
import type { Failure } from "./failure.ts";

export interface Site {
  readonly id: string;
  readonly number: string;
  readonly title: Label;
  readonly zone: string;
}

/** Emergency access that is open in this session. */
export interface OpenEmergency {
  readonly number: string;
  readonly role: string;
  readonly until: string;
}

/** The registered terminal at which the person sits. */
export interface OwnTerminal {
  readonly number: string;
  readonly name: Label;
}

/** Creating or changing records of a type is blocked at this device; of one site only where it is named. */
export interface TerminalBar {
  readonly record: string;
  readonly verb: string;
  readonly site: string | null;
  readonly reason: Label;
}

export interface Session {
  readonly personId: string;
  readonly login: string;
  readonly name: Label;
  readonly title: Label;
  /** What the person's roles include; the server decides again at each act. */
  readonly permits: ReadonlySet<string>;
  readonly sites: readonly Site[];
  readonly locked: boolean;
  /** The password was given by somebody else; nothing is answered until its owner has replaced it. */
  readonly mustChange: boolean;
  /** A role asks for a second factor that is not set up; nothing is answered until it is. */
  readonly mustEnrol: boolean;
  readonly signing: { readonly open: boolean; readonly validUntil: string | null; readonly codeSet: boolean };
  readonly emergency: OpenEmergency | null;
  /** The number of the account by which the person is let in as an inspector. */
  readonly inspection: string | null;
  readonly terminal: OwnTerminal | null;
  readonly barredHere: readonly TerminalBar[];
}

export interface SessionState {
  readonly session: Session;
  readonly demo: boolean;
  /** What the company's provider of identities is called; null: there is none. */
  readonly provider: string | null;
  /** Asks the server again, e.g. after signing. */
  readonly refresh: () => void;
  readonly lock: () => void;
  readonly signOut: () => void;
  /** Replaces the person's own password. */
  readonly changePassword: (current: string, next: string) => Promise<Failure | undefined>;
}

export const SessionContext = createContext<SessionState | undefined>(undefined);

/** The session of the person at the screen; only inside the shell. */
export function useSession(): SessionState {
  const value = use(SessionContext);
  if (!value) throw new Error("useSession outside the shell");
  return value;
}

/** Whether the person's roles include a permit; for what is offered, never for what is allowed. */
export function useMay(): (permit: string | undefined) => boolean {
  const { permits } = useSession().session;
  return (permit) => permit !== undefined && permits.has(permit);
}
