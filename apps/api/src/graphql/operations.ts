import { actionsOf, type RecordName } from "@lotline/schema";
import { AppError } from "../base/error.ts";
import { specOf } from "../base/names.ts";
import type { Command, Outcome } from "../kernel/command.ts";
import { act, create, edit } from "../kernel/lifecycle.ts";
import type { SignatureProof } from "../kernel/sign.ts";
import type { Request } from "../read/request.ts";

export interface Credential {
  readonly intent: string;
  readonly userName?: string | null;
  readonly password?: string | null;
  readonly code?: string | null;
  /** Of the authenticator app, or a recovery code; at the first signing of whoever has enrolled one. */
  readonly oneTimeCode?: string | null;
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

  edit(request: Request, record: RecordName, { commandId, id, version, input, reason }: Args): Promise<Outcome | null> {
    const what = { id: commandId, operation: `edit${record}`, input: { id, version, input }, ...(reason ? { reason } : {}) };
    return request.command(what, async (tx) => ({ record, id: (await edit(tx, record, id, version, input)).id }));
  }

  async act(
    request: Request,
    record: RecordName,
    name: string,
    { commandId, id, version, input, reason, signature }: Args,
  ): Promise<Outcome | null> {
    const signed = actionsOf(specOf(record))[name]?.sign !== undefined;
    if (signed && !signature)
      throw new AppError("SIGNATURE_REFUSED", {
        reasons: [{ code: "SIGNATURE_REQUIRED", text: { en: "This needs your signature.", zh: "此操作需要您签名。" } }],
      });
    const call = (intent: string | undefined) => ({
      id: commandId,
      operation: `${name}${record}`,
      input: { id, version, input: input ?? {}, intent },
      ...(reason ? { reason } : {}),
    });
    // Without a secret: asks what became of a command whose answer was lost, even after a reload. It signs nothing.
    const asked = signed && signature && !signature.password && !signature.code;
    const known = asked ? await outcomeOf(request, call(signature.intent)) : undefined;
    if (known !== undefined) return known;
    const proof = signed && signature ? await this.#prove(request, signature, { record, name }) : undefined;
    return request.command(call(proof?.intentId), async (tx) => ({
      record,
      id: (await act(tx, record, { id, version, action: name, input: input ?? {}, proof })).id,
    }));
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
