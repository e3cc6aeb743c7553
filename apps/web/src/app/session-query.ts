/** The requests of signing in, locking and asking who is there. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label } from "@lotline/schema";
import type { OpenEmergency, OwnTerminal, TerminalBar } from "../kit/session.tsx";

export interface DemoPerson {
  readonly login: string;
  readonly name: Label;
  readonly title: Label;
  readonly hint: Label;
  readonly icon: string;
}

export interface Installation {
  readonly demo: boolean;
  /** Whether passkeys can be used at this address. */
  readonly passkeys: boolean;
  /** What the button of the company's provider says; null: there is none. */
  readonly provider: string | null;
  readonly version: string;
  readonly domainNow: string;
  readonly people: readonly DemoPerson[];
  /** Nobody is in the system yet. */
  readonly firstStart: boolean;
}

export interface Me {
  readonly personId: string;
  readonly login: string;
  readonly name: Label;
  readonly title: Label;
  readonly permits: readonly string[];
  readonly sites: readonly string[];
  readonly locked: boolean;
  readonly mustChange: boolean;
  readonly mustEnrol: boolean;
  readonly signing: { readonly open: boolean; readonly validUntil: string | null; readonly codeSet: boolean };
  readonly emergency: OpenEmergency | null;
  readonly inspection: string | null;
  readonly terminal: OwnTerminal | null;
  readonly barredHere: readonly TerminalBar[];
}

type None = Record<string, never>;

/** What anybody may know, and who is there. */
export const meQuery: TypedDocumentNode<{ installation: Installation; me: Me | null }, None> = gql`
  query me {
    installation { demo passkeys provider firstStart version domainNow people { login name { en zh } title { en zh } hint { en zh } icon } }
    me { personId login name { en zh } title { en zh } permits sites locked mustChange mustEnrol signing { open validUntil codeSet } emergency { number role until } inspection
      terminal { number name { en zh } } barredHere { record verb site reason { en zh } } }
  }
`;

export const sitesQuery: TypedDocumentNode<
  { sites: { edges: readonly { node: { id: string; number: string; title: Label; zone: string } }[] } },
  None
> = gql`
  query mySites { sites(first: 100) { edges { node { id number title { en zh } zone } } } }
`;

type Done = Record<string, boolean>;
/** What is asked after the password, of whoever has it. */
export interface Second {
  readonly code?: string | undefined;
  /** A passkey's answer. */
  readonly passkey?: string | undefined;
}
export const loginMutation: TypedDocumentNode<Done, { userName: string; password: string } & Second> = gql`
  mutation login($userName: String!, $password: String!, $code: String, $passkey: String) {
    login(userName: $userName, password: $password, code: $code, passkey: $passkey)
  }
`;
export const addFactorMutation: TypedDocumentNode<Done, { state: string } & Second> = gql`
  mutation addSecondFactor($state: String!, $code: String, $passkey: String) {
    addSecondFactor(state: $state, code: $code, passkey: $passkey)
  }
`;
/** Where one's session at the provider itself is ended. */
export const providerOutQuery: TypedDocumentNode<{ address: string | null }, None> = gql`
  query providerSignOut { address: providerSignOut }
`;
export const passkeyLoginMutation: TypedDocumentNode<Done, { answer: string }> =
  gql`mutation passkeyLogin($answer: String!) { passkeyLogin(answer: $answer) }`;
export const passkeyUnlockMutation: TypedDocumentNode<Done, { answer: string }> =
  gql`mutation passkeyUnlock($answer: String!) { passkeyUnlock(answer: $answer) }`;
export const demoLoginMutation: TypedDocumentNode<Done, { login: string }> =
  gql`mutation demoLogin($login: String!) { demoLogin(login: $login) }`;
export const logoutMutation: TypedDocumentNode<Done, None> = gql`mutation logout { logout }`;
export const lockMutation: TypedDocumentNode<Done, None> = gql`mutation lock { lock }`;
export const unlockMutation: TypedDocumentNode<Done, { password: string }> =
  gql`mutation unlock($password: String!) { unlock(password: $password) }`;
export const changePasswordMutation: TypedDocumentNode<Done, { current: string; next: string }> =
  gql`mutation changePassword($current: String!, $next: String!) { changePassword(current: $current, next: $next) }`;
