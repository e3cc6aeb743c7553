import { actionsOf, type RecordName } from "@lotline/schema";
import { AppError } from "../base/error.ts";
import { specOf } from "../base/names.ts";
import type { Command, Outcome } from "../kernel/command.ts";
import { act, create, edit } from "../kernel/lifecycle.ts";
import type { SignatureProof } from "../kernel/sign.ts";
import type { Tx } from "../kernel/tx.ts";
import type { Request } from "../read/request.ts";

export interface Credential {
  readonly intent: string;
  readonly userName?: string | null;
  readonly password?: string | null;
  readonly code?: string | null;
  /** Of the authenticator app, or a recovery code; at the first signing of whoever has enrolled one. */
  readonly oneTimeCode?: string | null;
  /** A passkey's answer, WebAuthn's JSON as text; in place of password and code. */
  readonly passkey?: string | null;
  /** The person was just proved for this intent at the company's provider. */
  readonly provider?: boolean | null;
}

interface Args {
  readonly commandId: string;
  readonly id: string;
  readonly version: number;
  readonly input?: unknown;
  readonly reason?: string;
  readonly signature?: Credential;
}

/** Proves who signs, outside the transaction; given by the platform area. */
export type Prove = (
  request: Request,
  credential: Credential,
  action: { record: RecordName; name: string },
) => Promise<SignatureProof>;

/** The verbs behind the generated mutations. */
export class Operations {
  readonly #prove: Prove;

  constructor(prove: Prove) {
    this.#prove = prove;
  }

  create(request: Request, record: RecordName, { commandId, input }: Args): Promise<Outcome | null> {
    return request.command({ id: commandId, operation: `create${record}`, input }, async (tx) => ({
      record,
      id: (await create(tx, record, input)).id,
    }));
  }

  edit(request: Request, record: RecordName, args: Args): Promise<Outcome | null> {
    const { id, version, input } = args;
    // Whether what it changes is signed is decided where it is changed.
    return this.#signed(request, record, "edit", args, async (tx, proof) => edit(tx, record, { id, version, input, proof }));
  }

  async act(request: Request, record: RecordName, name: string, args: Args): Promise<Outcome | null> {
    const isSigned = actionsOf(specOf(record))[name]?.sign !== undefined;
    if (isSigned && !args.signature)
      throw new AppError("SIGNATURE_REFUSED", {
        reasons: [{ code: "SIGNATURE_REQUIRED", text: { en: "This needs your signature.", zh: "此操作需要您签名。" } }],
      });
    const { id, version, input } = args;
    return this.#signed(request, record, name, args, (tx, proof) =>
      act(tx, record, { id, version, action: name, input: input ?? {}, proof }),
    );
  }

  /** One command, with the proof of who signs it where a signature is given. */
  async #signed(
    request: Request,
    record: RecordName,
    name: string,
    { commandId, id, version, input, reason, signature }: Args,
    work: (tx: Tx, proof: SignatureProof | undefined) => Promise<{ readonly id: string }>,
  ): Promise<Outcome | null> {
    const call = (intent: string | undefined) => ({
      id: commandId,
      operation: `${name}${record}`,
      input: { id, version, input: input ?? {}, intent },
      ...(reason ? { reason } : {}),
    });
    // Without a secret: asks what became of a command whose answer was lost, even after a reload. It signs nothing.
    const asked = signature && !signature.password && !signature.code;
    const known = asked ? await outcomeOf(request, call(signature.intent)) : undefined;
    if (known !== undefined) return known;
    const proof = signature && (await this.#prove(request, signature, { record, name }));
    return request.command(call(proof?.intentId), async (tx) => ({ record, id: (await work(tx, proof)).id }));
  }
}

class NotArrived extends Error {}

/** The outcome of a command that took place, by the same path that a replay takes; undefined for one that never arrived. */
async function outcomeOf(request: Request, what: Command): Promise<Outcome | null | undefined> {
  try {
    return await request.command(what, async () => {
      throw new NotArrived();
    });
  } catch (error) {
    if (error instanceof NotArrived) return undefined;
    throw error;
  }
}
