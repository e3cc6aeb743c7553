import type {
  ActionInputOf,
  ActionName,
  LineName,
  MessageName,
  New,
  NewLine,
  PayloadOf,
  Reason,
  Rec,
  RecordName,
} from "@lotline/schema";
import type { Reader } from "../base/context.ts";
import type { HistorySource } from "../base/history.ts";
import type { ListColumn } from "../base/list-column.ts";
import type { ReviewRule } from "../base/review.ts";
import type { Kernel } from "./command.ts";
import type { Tx } from "./tx.ts";

/** What every record has, for code that takes any of them; conditions and guards get their own record's type. */
export interface Row {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** A record of a known type as a row of any. */
export const asRow = (record: object): Row => record as Row;

/**
 * Answers for one gate why something may not happen. `facts` reads for all rows at once; `check` is pure. A condition answers,
 * it never writes; one that cannot be answered (an error) refuses.
 */
export interface Condition {
  readonly gate: string;
  readonly code: string;
  /** What the condition is about, for the generated page of all conditions. */
  readonly about: { readonly en: string; readonly zh: string };
  readonly facts: (reader: Reader, rows: readonly Row[]) => Promise<ReadonlyMap<string, unknown>>;
  readonly check: (row: Row, fact: unknown, reader: Reader) => readonly Reason[];
}

/** Declares a condition with typed rows and facts. */
export const condition = <N extends RecordName, F>(spec: {
  gate: string;
  code: string;
  about: { en: string; zh: string };
  record: N;
  facts: (reader: Reader, rows: readonly Rec<N>[]) => Promise<ReadonlyMap<string, F>>;
  check: (row: Rec<N>, fact: F | undefined, reader: Reader) => readonly Reason[];
}): Condition => ({
  gate: spec.gate,
  code: spec.code,
  about: spec.about,
  // The gate belongs to one record type; its rows are of that type.
  facts: (reader, rows) => spec.facts(reader, rows as unknown as readonly Rec<N>[]),
  check: (row, fact, reader) => spec.check(row as unknown as Rec<N>, fact as F | undefined, reader),
});

export interface ActionBehaviour<N extends RecordName, A extends ActionName<N>> {
  /** Also shown on the button: reasons that the record itself gives. Pure. */
  readonly guard?: (row: Rec<N>, reader: Reader) => readonly Reason[];
  /** What acting does, in the transaction, after all checks and before the state changes. */
  readonly effect?: (tx: Tx, record: Rec<N>, input: ActionInputOf<N, A>) => Promise<void>;
  /** What a signature covers besides the record's own fields. */
  readonly evidence?: (tx: Tx, record: Rec<N>, input: ActionInputOf<N, A>) => Promise<unknown>;
}

export interface Behaviour<N extends RecordName = RecordName> {
  readonly record: N;
  /** Completes or refuses what is created, before it is saved. */
  readonly beforeCreate?: (tx: Tx, given: New<N> & { [K in LineName<N>]?: NewLine<N, K>[] }) => Promise<void>;
  readonly afterCreate?: (tx: Tx, record: Rec<N>) => Promise<void>;
  readonly beforeEdit?: (tx: Tx, record: Rec<N>, changes: Partial<New<N>>) => Promise<void>;
  /** Keeps what follows from the record and its rows as they are saved now, such as a sum. */
  readonly afterEdit?: (tx: Tx, record: Rec<N>) => Promise<void>;
  readonly actions?: { readonly [A in ActionName<N>]?: ActionBehaviour<N, A> };
}

/** Declares what is special about a record type; everything else is derived. */
export const behaviour = <N extends RecordName>(spec: Behaviour<N>): Behaviour => spec as unknown as Behaviour;

interface Listening<M extends MessageName> {
  /** Unique in the house and kept for ever: it is the name of the queue and part of the command's id. */
  readonly name: string;
  readonly message: M;
}

/**
 * What an area does after something happened elsewhere, in a command of its own and as the system. It happens once for each
 * message, however often it is delivered, and is tried again until it works or is put aside for a person.
 */
interface Handler<M extends MessageName> extends Listening<M> {
  /** `by` is the person whose act the message tells of. */
  readonly handle: (tx: Tx, payload: PayloadOf<M>, by: string) => Promise<void>;
}

/** One turn of long work, in commands of its own. It may be delivered twice, takes seconds, and sends itself the next message. */
interface Worker<M extends MessageName> extends Listening<M> {
  readonly work: (kernel: Kernel, payload: PayloadOf<M>, report: (error: unknown) => void) => Promise<void>;
  /** How often and after how many seconds (doubled each time) it is tried again, where the usual does not fit. */
  readonly retry?: { readonly limit: number; readonly delaySeconds: number };
}

export type Consumer<M extends MessageName = MessageName> = Handler<M> | Worker<M>;

/** Declares a consumer with its message's payload. */
export const consumer = <M extends MessageName>(spec: Consumer<M>): Consumer => spec as unknown as Consumer;

/** One area's contribution to the house. */
export interface Area {
  readonly name: string;
  readonly behaviours: readonly Behaviour[];
  readonly conditions: readonly Condition[];
  readonly consumers?: readonly Consumer[];
  readonly history?: readonly HistorySource[];
  readonly columns?: readonly ListColumn[];
  /** What reviewers are shown as exceptions. */
  readonly reviews?: readonly ReviewRule[];
  /** type-graphql resolver classes for what is not a record. */
  readonly resolvers?: readonly (new () => object)[];
}
