/** The requests of one's own sign-in: second factor and sessions; and of an administrator's view of everybody's. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import type { Label } from "@lotline/schema";

type None = Record<string, never>;

export interface Factor {
  readonly enrolled: boolean;
  readonly since: string | null;
  readonly recoveryLeft: number;
}
export interface Offer {
  readonly secret: string;
  readonly uri: string;
}

export const factorQuery: TypedDocumentNode<{ secondFactor: Factor }, None> = gql`
  query secondFactor { secondFactor { enrolled since recoveryLeft } }
`;
export const offerMutation: TypedDocumentNode<{ offer: Offer }, { password: string; code: string | undefined }> = gql`
  mutation offerSecondFactor($password: String!, $code: String) { offer: offerSecondFactor(password: $password, code: $code) { secret uri } }
`;
export const confirmMutation: TypedDocumentNode<{ codes: readonly string[] }, { code: string }> = gql`
  mutation confirmSecondFactor($code: String!) { codes: confirmSecondFactor(code: $code) }
`;
export const removeMutation: TypedDocumentNode<{ removeSecondFactor: boolean }, { password: string; code: string }> = gql`
  mutation removeSecondFactor($password: String!, $code: String!) { removeSecondFactor(password: $password, code: $code) }
`;

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly isSynced: boolean;
}

interface OwnerProof {
  readonly password?: string | undefined;
  readonly code?: string | undefined;
  readonly passkey?: string | undefined;
  readonly provider?: boolean | undefined;
}

export const passkeysQuery: TypedDocumentNode<{ passkeys: readonly Passkey[]; installation: { passkeys: boolean } }, None> = gql`
  query passkeys { passkeys { id name createdAt lastUsedAt isSynced } installation { passkeys } }
`;
export const offerPasskeyMutation: TypedDocumentNode<{ options: string }, OwnerProof> = gql`
  mutation offerPasskey($password: String, $code: String, $passkey: String, $provider: Boolean) {
    options: offerPasskey(password: $password, code: $code, passkey: $passkey, provider: $provider)
  }
`;
export const enrolPasskeyMutation: TypedDocumentNode<{ enrolPasskey: boolean }, { name: string; answer: string }> = gql`
  mutation enrolPasskey($name: String!, $answer: String!) { enrolPasskey(name: $name, answer: $answer) }
`;
export const removePasskeyMutation: TypedDocumentNode<{ removePasskey: boolean }, OwnerProof & { id: string; reason: string }> =
  gql`
  mutation removePasskey($id: ID!, $reason: String!, $password: String, $code: String, $passkey: String, $provider: Boolean) {
    removePasskey(id: $id, reason: $reason, password: $password, code: $code, passkey: $passkey, provider: $provider)
  }
`;

export interface OpenSession {
  readonly id: string;
  readonly login: string;
  readonly name: Label;
  readonly address: string;
  readonly agent: string;
  readonly since: string;
  readonly lastSeenAt: string;
  readonly locked: boolean;
  /** The operation that the person changed something by last; told to administrators. */
  readonly lastAct: string | null;
  readonly lastActAt: string | null;
  readonly current: boolean;
  /** The registered terminal at which it was last seen. */
  readonly terminal: string | null;
}

export const sessionsQuery: TypedDocumentNode<{ openSessions: readonly OpenSession[] }, { everybody: boolean }> = gql`
  query openSessions($everybody: Boolean!) {
    openSessions(everybody: $everybody) { id login name { en zh } address agent since lastSeenAt locked lastAct lastActAt current terminal }
  }
`;
export const endSessionsMutation: TypedDocumentNode<
  { endSessions: number },
  { ids: readonly string[]; reason: string | undefined }
> = gql`
  mutation endSessions($ids: [ID!]!, $reason: String) { endSessions(ids: $ids, reason: $reason) }
`;

export interface Delay {
  readonly scope: "device" | "network" | "account" | "address";
  readonly login: string;
  readonly place: string;
  readonly failures: number;
  readonly lastFailureAt: string;
  readonly waitSeconds: number;
}

export const delaysQuery: TypedDocumentNode<{ signInDelays: readonly Delay[] }, None> = gql`
  query signInDelays { signInDelays { scope login place failures lastFailureAt waitSeconds } }
`;
