/**
 * Sends one command. Its id is made once and kept: when the answer is lost the same command is sent again, and the server
 * answers whether it took place. A lost answer is never shown as a failure.
 */
import { connection } from "./connection.ts";
import { type Failure, failureOf } from "./failure.ts";
import { dropOpen, keepOpen, type OpenCommand, restOpen } from "./open-commands.ts";

/** What became of a command. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export interface CommandOptions {
  /** Told when the answer was lost and the command is being replayed. */
  readonly onChecking?: () => void;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly maxTries?: number;
  /** Whether the server answers at all. */
  readonly net?: { readonly lost: boolean; readonly check: () => unknown };
}

/** What is kept of a command until its outcome is known, and for whom. */
export type Kept = Omit<OpenCommand, "id" | "at"> & { readonly personId: string };

/** A command that can be sent again under the same id after its outcome stayed unknown. */
export interface Command<T> {
  readonly id: string;
  send(options?: CommandOptions): Promise<Outcome<T>>;
}

// 0.5 s, 1 s, 2 s, 4 s, then every 5 s: about half a minute in all.
const waits = [500, 1000, 2000, 4000, 5000, 5000, 5000, 5000];
const sleepFor = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** A version 7 UUID: its head is the time, so that the server's index grows at one end. */
export function commandId(
  now = Date.now(),
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> = (bytes) => crypto.getRandomValues(bytes),
): string {
  const bytes = random(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * Makes a command around the function that puts it on the wire under the given id.
 * @param kept survives a reload until the outcome is known
 */
export function makeCommand<T>(transmit: (id: string) => Promise<T>, kept?: Kept, id = commandId()): Command<T> {
  const transmitKept = async (): Promise<T> => {
    if (kept) keepOpen(kept.personId, { ...kept, id, at: Date.now() });
    try {
      const answer = await transmit(id);
      if (kept) dropOpen(kept.personId, id);
      return answer;
    } catch (error) {
      if (kept && failureOf(error).kind !== "unreachable") dropOpen(kept.personId, id);
      throw error;
    }
  };
  let sent = false;
  return {
    id,
    async send({ onChecking, sleep = sleepFor, maxTries = waits.length + 1, net = connection } = {}) {
      // Never queued: a first try without connection is not made, and the person is told so.
      if (!sent && net.lost) return { ok: false, failure: { kind: "unsent" } };
      sent = true;
      for (let attempt = 1; ; attempt++) {
        try {
          return { ok: true, value: await transmitKept() };
        } catch (error) {
          const failure = failureOf(error);
          if (failure.kind !== "unreachable" || attempt >= maxTries) {
            restOpen(id);
            return { ok: false, failure };
          }
          onChecking?.();
          void net.check();
          await sleep(waits[attempt - 1] ?? 5000);
        }
      }
    },
  };
}
