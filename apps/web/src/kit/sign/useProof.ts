/** The proof of who signs, gathered when the dialog is sent: what was typed, what the passkey answers, or that the provider has proved the person. */
import { type ReactNode, useState } from "react";
import { usePasskey } from "../passkey.tsx";
import { useProvider } from "../provider.tsx";
import { useSession } from "../session.tsx";
import { meansUsed, type Needs, type Proof, proofSent } from "./Credential.tsx";

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
  readonly prove: () => Promise<Readonly<Record<string, string | boolean | undefined>> | undefined>;
  readonly trouble: ReactNode;
}

export function useProof(asked: AskedProof): Proving {
  const { session } = useSession();
  const passkey = usePasskey();
  const [proof, setProof] = useState<Proof>({
    userName: "",
    secret: "",
    byCode: undefined,
    means: undefined,
    oneTimeCode: "",
  });
  const provider = useProvider();
  const used = meansUsed(asked, session.signing.codeSet, proof);
  const prove = async () => {
    const sent = (proved?: Parameters<typeof proofSent>[3]) => ({
      intent: asked.id,
      ...proofSent(asked, session, proof, proved),
    });
    if (used === "typed") return sent();
    if (used === "provider") return (await provider.go("sign", asked.id)) ? sent({ provider: true }) : undefined;
    const answer = await passkey.ask("sign", asked.id);
    return answer === undefined ? undefined : sent({ passkey: answer });
  };
  const incomplete = used === "typed" && (!proof.secret || (asked.secondFactor && !proof.oneTimeCode));
  return { proof, setProof, incomplete, prove, trouble: passkey.trouble ?? provider.trouble };
}
