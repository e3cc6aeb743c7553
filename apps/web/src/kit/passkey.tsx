/** Asking the browser for a passkey: the server's challenge, the device's answer, and what went wrong in words. */
import { gql, type TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { type ReactNode, useState } from "react";
import { type Failure, failureOf } from "./failure.ts";
import { useWords } from "./lang.tsx";
import { FailureText } from "./states.tsx";

type Purpose = "signIn" | "sign" | "own" | "unlock";

export const askPasskeyMutation: TypedDocumentNode<{ options: string }, { purpose: string; intent: string | undefined }> = gql`
  mutation askPasskey($purpose: String!, $intent: ID) { options: askPasskey(purpose: $purpose, intent: $intent) }
`;

export interface PasskeyAsking {
  /** Asks for one. @returns its answer; undefined when there is none, and `trouble` says why */
  readonly ask: (purpose: Purpose, intent?: string) => Promise<string | undefined>;
  /** Has a new one made by what the server offers. @returns what the device made, or undefined as above */
  readonly make: (options: string) => Promise<string | undefined>;
  readonly trouble: ReactNode;
}

// WebAuthn's own library; nobody who types a password loads it.
const library = () => import("@simplewebauthn/browser");

/** The device's part: what it says, or undefined when the person gave up or it has no such key. */
async function ofDevice(work: () => Promise<object>): Promise<string | undefined> {
  try {
    return JSON.stringify(await work());
  } catch (error) {
    if (error instanceof Error && /^(NotAllowed|Abort|InvalidState|Security|NotSupported|Constraint)Error$/.test(error.name))
      return undefined;
    throw error;
  }
}

export function usePasskey(): PasskeyAsking {
  const client = useApolloClient();
  const { t } = useWords();
  const [trouble, setTrouble] = useState<Failure | "gaveUp">();
  const told = async (work: () => Promise<string | undefined>) => {
    setTrouble(undefined);
    try {
      const answer = await work();
      if (answer === undefined) setTrouble("gaveUp");
      return answer;
    } catch (error) {
      setTrouble(failureOf(error));
      return undefined;
    }
  };
  const ask: PasskeyAsking["ask"] = (purpose, intent) =>
    told(async () => {
      const { data } = await client.mutate({
        mutation: askPasskeyMutation,
        variables: { purpose, intent },
        fetchPolicy: "no-cache",
      });
      const { startAuthentication } = await library();
      return ofDevice(() => startAuthentication({ optionsJSON: JSON.parse(data?.options ?? "{}") }));
    });
  const make: PasskeyAsking["make"] = (options) =>
    told(async () => {
      const { startRegistration } = await library();
      return ofDevice(() => startRegistration({ optionsJSON: JSON.parse(options) }));
    });
  const words = trouble === "gaveUp" ? <p>{t("passkey.gaveUp")}</p> : trouble && <FailureText failure={trouble} />;
  return { ask, make, trouble: words };
}
