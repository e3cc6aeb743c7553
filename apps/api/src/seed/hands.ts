import { createHash } from "node:crypto";
import { type ActionInputOf, type ActionName, actionsOf, editSign, type RecordName } from "@lotline/schema";
import type { Ctx, Source } from "../base/context.ts";
import { refused } from "../base/error.ts";
import { specOf } from "../base/names.ts";
import { judge } from "../kernel/authorize.ts";
import { asRow, type Row } from "../kernel/behaviour.ts";
import { command, type Kernel } from "../kernel/command.ts";
import { act, create, edit, evidence, prepare, prepareEdit } from "../kernel/lifecycle.ts";
import { type Intent, requestIntent, type SignatureProof } from "../kernel/sign.ts";
import type { Tx } from "../kernel/tx.ts";
import { acceptStatement, openSession, readStatement, secure, sessionOf } from "../modules/platform/index.ts";
import { rowByNumber } from "../read/rows.ts";

/** A record as the hands see it after an act. */
export interface Handled {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly version: number;
}

/**
 * People at work without a browser: every act goes through the same commands, checks and signatures as theirs. Used by the
 * demo's script and by tests. Ids of commands follow from a name and a counter, so that a script makes the same database twice.
 */
export class Hands {
  readonly kernel: Kernel;
  readonly source: Source;
  readonly #name: string;
  #count = 0;
  readonly #people = new Map<string, Hand>();

  constructor(kernel: Kernel, options: { source?: Source; name?: string } = {}) {
    this.kernel = kernel;
    this.source = options.source ?? "ui";
    this.#name = options.name ?? "hands";
  }

  /** The person with this login, in a session of their own. */
  async as(login: string): Promise<Hand> {
    const known = this.#people.get(login);
    if (known) return known;
    const [person] = await secure(this.kernel.orm, null, "hands", (sql) =>
      sql<{ id: string }>("select id from person where login = ?", [login]),
    );
    if (!person) throw new Error(`nobody has the login ${login}`);
    const client = { address: "127.0.0.1", agent: "hands" };
    const token = await openSession(this.kernel.orm, person.id, client, "hands");
    const session = await sessionOf(this.kernel.orm, token, client);
    if (!session) throw new Error(`no session for ${login}`);
    const hand = new Hand(this, { personId: person.id, sessionId: session.id, source: this.source, request: "", language: "zh" });
    this.#people.set(login, hand);
    return hand;
  }

  /** The next command id, a UUID made from the script's name and the count. */
  nextId(): string {
    const hex = createHash("sha256")
      .update(`${this.#name} ${++this.#count}`)
      .digest("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}

export class Hand {
  readonly #hands: Hands;
  readonly ctx: Ctx;

  constructor(hands: Hands, ctx: Ctx) {
    this.#hands = hands;
    this.ctx = ctx;
  }

  async create(record: RecordName, input: object): Promise<Handled> {
    return this.#command(`create${record}`, input, "", async (tx) => (await create(tx, record, input)) as Handled, record);
  }

  /** Changes fields of the record's present version, signing where they are signed. */
  async edit(record: RecordName, target: { id: string }, changes: object, reason = ""): Promise<Handled> {
    const given = async (tx: Tx) => ({ id: target.id, version: (await tx.get(record, target.id)).version, input: changes });
    const proof = editSign(specOf(record), Object.keys(changes))
      ? await this.#sign(record, target, "edit", reason, async (tx) => {
          const { record: row, changes: checked, sign } = await prepareEdit(tx, record, await given(tx));
          if (!sign) throw new Error(`${record} ${target.id} does not change`);
          return { row: asRow(row), intent: await requestIntent(tx, record, asRow(row), "edit", sign.meaning, checked, null) };
        })
      : undefined;
    return this.#command(
      `edit${record}`,
      { id: target.id, changes },
      reason,
      async (tx) => (await edit(tx, record, { ...(await given(tx)), proof })) as Handled,
      record,
    );
  }

  /** Opens the ceremony in a command of its own, as the dialog does. @returns the proof that the signed command takes */
  async #sign(
    record: RecordName,
    target: { id: string },
    action: string,
    reason: string,
    ask: (tx: Tx) => Promise<{ row: Row; intent: Intent }>,
  ): Promise<SignatureProof> {
    await this.#acceptWhenDue();
    let intentId = "";
    const open = async (tx: Tx): Promise<Handled> => {
      const { row, intent } = await ask(tx);
      intentId = intent.id;
      return row;
    };
    await this.#command("signatureIntent", { id: target.id, action }, reason, open, record);
    return { intentId, components: "userName+password", sessionId: this.ctx.sessionId ?? "" };
  }

  /** Performs an action on the record's present version, signing when the action is signed. */
  async act<N extends RecordName, A extends ActionName<N>>(
    record: N,
    target: { id: string },
    action: A,
    input?: ActionInputOf<N, A>,
    reason = "",
  ): Promise<Handled> {
    const given: unknown = input ?? {};
    const meaning = actionsOf(specOf(record))[action]?.sign?.meaning;
    const proof = meaning
      ? await this.#sign(record, target, action, reason, async (tx) => {
          const ready = await prepare(tx, record, { id: target.id, action, input: given });
          const row = asRow(ready.record);
          const [verdict] = (await judge(tx.house, tx, record, [row], { only: action })).get(row.id) ?? [];
          if (!verdict?.allowed) throw refused(...(verdict?.reasons ?? []));
          const covered = await evidence(tx, record, action, ready.record, ready.input);
          return { row, intent: await requestIntent(tx, record, row, action, meaning, ready.input, covered) };
        })
      : undefined;
    return this.#command(
      `${action}${record}`,
      { id: target.id, input: given },
      reason,
      async (tx) => {
        const { version } = await tx.get(record, target.id);
        return (await act(tx, record, { id: target.id, version, action, input: given, proof })) as Handled;
      },
      record,
    );
  }

  /** Before the first signature, and a year after it, the accountability statement is accepted as at the screen. */
  async #acceptWhenDue(): Promise<void> {
    const { personId, language } = this.ctx;
    const statement = await readStatement(this.#hands.kernel.orm, personId);
    if (!statement.inForce) await acceptStatement(this.#hands.kernel.orm, personId, statement.sha256, language);
  }

  /** A record by its number. */
  async find(record: RecordName, number: string): Promise<Handled> {
    let found: Handled | null = null;
    await this.read(async (tx) => {
      found = (await rowByNumber(tx, record, number)) as Handled | null;
    });
    if (!found) throw new Error(`no ${record} ${number}`);
    return found;
  }

  /** Reads in a transaction of this person's that is rolled back. */
  async read(work: (tx: Tx) => Promise<void>): Promise<void> {
    await command(
      this.#hands.kernel,
      this.ctx,
      { id: this.#hands.nextId(), operation: "read", input: null, dryRun: true },
      async (tx) => {
        await work(tx);
        return null;
      },
    );
  }

  async #command(
    operation: string,
    input: unknown,
    reason: string,
    work: (tx: Tx) => Promise<Handled>,
    record: RecordName,
  ): Promise<Handled> {
    let done: Handled | undefined;
    await command(
      this.#hands.kernel,
      this.ctx,
      { id: this.#hands.nextId(), operation, input, ...(reason ? { reason } : {}) },
      async (tx) => {
        const result = await work(tx);
        await tx.flush();
        done = { id: result.id, number: result.number, state: result.state, version: result.version };
        return { record, id: result.id };
      },
    );
    if (!done) throw new Error(`${operation} answered nothing`);
    return done;
  }
}
