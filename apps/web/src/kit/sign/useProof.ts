/** The proof of who signs, gathered when the dialog is sent: what was typed, or what the passkey answers. */
import { type ReactNode, useState } from "react";
import { usePasskey } from "../passkey.tsx";
import { useSession } from "../session.tsx";
import { type Needs, type Proof, proofSent, usesPasskey } from "./Credential.tsx";

/** What the server asks of the signer. */
export interface AskedProof {
  /** The intent or the list that is signed. */
  readonly id: string;
  readonly needs: Needs;
  readonly secondFactor: boolean;
  readonly means: readonly string[];
}

export interface Proving {
  readonly proof: Proof;
  readonly setProof: (proof: Proof) => void;
  /** Something is still to be typed. */
  readonly incomplete: boolean;
  /** @returns what the signature sends; undefined when there is none, and `trouble` says why */
  readonly prove: () => Promise<Readonly<Record<string, string | undefined>> | undefined>;
  readonly trouble: ReactNode;
}

export function useProof(asked: AskedProof): Proving {
  const { session } = useSession();
  const passkey = usePasskey();
  const [proof, setProof] = useState<Proof>({
    userName: "",
    secret: "",
    byCode: undefined,
    byPasskey: undefined,
    oneTimeCode: "",
  });
  const byPasskey = usesPasskey(asked, session.signing.codeSet, proof);
  const prove = async () => {
    const answer = byPasskey ? await passkey.ask("sign", asked.id) : undefined;
    if (byPasskey && answer === undefined) return undefined;
    return { intent: asked.id, ...proofSent(asked, session, proof, answer) };
  };
  const incomplete = !byPasskey && (!proof.secret || (asked.secondFactor && !proof.oneTimeCode));
  return { proof, setProof, incomplete, prove, trouble: passkey.trouble };
}
