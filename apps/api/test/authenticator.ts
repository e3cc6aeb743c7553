/** An authenticator in software: makes passkeys and answers challenges as WebAuthn wants it, and as a forger would. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest();

/** As much of CBOR (RFC 8949) as an attestation of the kind "none" needs. */
function cbor(value: number | string | Buffer | ReadonlyMap<number | string, unknown>): Buffer {
  const head = (major: number, n: number) =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, content]) => [cbor(key), cbor(content as number)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

interface Asked {
  readonly challenge: string;
}

export interface Behaviour {
  /** Does not check who sits there. */
  readonly unverified?: boolean;
  readonly origin?: string;
  readonly rpId?: string;
  /** Another counter than its own next one. */
  readonly counter?: number;
}

export class Authenticator {
  readonly #key: KeyObject;
  readonly #publicKey: Buffer;
  readonly id = randomBytes(16).toString("base64url");
  readonly #origin: string;
  readonly #synced: boolean;
  counter = 0;

  /** @param origin of the page that asks, e.g. http://localhost:4000 */
  constructor(origin: string, { synced = false } = {}) {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    this.#key = privateKey;
    // COSE: an ES256 key on P-256 (RFC 9053).
    const cose = new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]);
    this.#publicKey = cbor(cose);
    this.#origin = origin;
    this.#synced = synced;
  }

  #data(rpId: string, made: boolean, { unverified = false, counter }: Behaviour): Buffer {
    if (!this.#synced) this.counter = counter ?? this.counter + 1;
    const flags = 1 | (unverified ? 0 : 4) | (this.#synced ? 24 : 0) | (made ? 64 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.#synced ? 0 : this.counter);
    const id = Buffer.from(this.id, "base64url");
    const key = made ? [Buffer.alloc(16), Buffer.from([0, id.length]), id, this.#publicKey] : [];
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, ...key]);
  }

  #client(type: string, challenge: string, { origin = this.#origin }: Behaviour): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString("base64url");
  }

  /** The answer to an offer to set one up. */
  make(options: string, behaviour: Behaviour = {}): string {
    const { challenge, rp } = JSON.parse(options) as Asked & { readonly rp: { readonly id: string } };
    const authData = this.#data(behaviour.rpId ?? rp.id, true, behaviour);
    const attestation = cbor(
      new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]),
    );
    const response = {
      clientDataJSON: this.#client("webauthn.create", challenge, behaviour),
      attestationObject: attestation.toString("base64url"),
      transports: ["internal"],
    };
    return this.#said(response);
  }

  /** The answer to a question. */
  answer(options: string, behaviour: Behaviour = {}): string {
    const { challenge, rpId } = JSON.parse(options) as Asked & { readonly rpId: string };
    const authData = this.#data(behaviour.rpId ?? rpId, false, behaviour);
    const clientDataJSON = this.#client("webauthn.get", challenge, behaviour);
    const signed = Buffer.concat([authData, sha256(Buffer.from(clientDataJSON, "base64url"))]);
    const response = {
      clientDataJSON,
      authenticatorData: authData.toString("base64url"),
      signature: sign("sha256", signed, this.#key).toString("base64url"),
    };
    return this.#said(response);
  }

  #said(response: object): string {
    return JSON.stringify({ id: this.id, rawId: this.id, type: "public-key", clientExtensionResults: {}, response });
  }
}
