import type { Fields, GivenOf, Id, ValuesOf } from "./field.ts";
import type { Label } from "./label.ts";
import type { Duty, Meaning } from "./role.ts";

export interface ActionInput {
  readonly fields?: Fields;
  /** Rows given with the action, each with these fields. */
  readonly rows?: { readonly [name: string]: Fields };
  /** The most rows of a set; 200 when not said. */
  readonly most?: number;
}

/** One named action; the only way the state of a record changes. */
export interface Action<S extends string = string, F extends string = string> {
  readonly label: Label;
  readonly from: readonly S[];
  /** Without `to` the state stays. */
  readonly to?: S;
  /** Who may: a key of the permit table. An action without a permit is the system's own and is not exposed. */
  readonly permit?: string;
  readonly sign?: { readonly meaning: Meaning };
  /** The part the actor plays on the record by acting; separation rules look at it. */
  readonly duty?: Duty;
  /** Persons who played one of these parts on the record may not act. */
  readonly notBy?: readonly Duty[];
  /** Signed although the author may act: says that this is meant. */
  readonly authorMay?: boolean;
  readonly input?: ActionInput;
  /** References locked before the action is judged, in the fixed order. */
  readonly locks?: readonly (F | `${string}.${string}`)[];
  /** Conditions of this gate are asked. */
  readonly gate?: string;
  /** States in which its gate is already asked, so that what will stand in the way shows early; the action needs `from`. */
  readonly asksIn?: readonly S[];
  /** A reason of at least ten characters is asked. */
  readonly reason?: boolean;
  /** Signed step by step, as the rule `approval-route` of this key says; the last signature does it (ADR 29). */
  readonly approval?: string;
  /** Ends the open round of that approval as a rejection; for whoever could sign its next step. */
  readonly rejects?: string;
  /** Says no to this signed action: what a reviewer does instead of it (R in the review queue). */
  readonly insteadOf?: string;
  /** Takes back what these actions decided; reviewers are shown how often that was necessary. */
  readonly overturns?: readonly string[];
  /** Shown first and filled in the action bar. */
  readonly primary?: boolean;
  /** Rarely done: it stands under "More", also when it may be done. */
  readonly secondary?: boolean;
}

export interface Due<A extends string> {
  /** The open task in this state: an action, or a change of the record. */
  readonly action: A | "edit";
  /** Another one for records that have this flag. */
  readonly instead?: { readonly of: string; readonly action: A };
  /** Counted by the clock, or in the working days of its site (rule `working-days`). */
  readonly within: { readonly hours?: number; readonly days?: number; readonly workingDays?: number };
}

export interface List<C extends string> {
  readonly columns: readonly C[];
  /** A column, with "-" in front for descending. */
  readonly sort: string;
  readonly search: readonly C[];
  /** Columns that may be sorted by besides number and createdAt; each gets an index. */
  readonly sorts?: readonly C[];
  /** Gates answered in the list already. */
  readonly gates?: readonly string[];
  /** Columns that are no fields: the record's area reads them from elsewhere. Shown, arranged and exported, never asked about. */
  readonly extra?: Fields;
  /** Questions of yes or no that other tables answer, such as "on hold"; the record's area says in SQL how. */
  readonly flags?: { readonly [name: string]: Label };
}

/** The actions of a record by name. */
export type Actions<S extends string = string, F extends string = string> = { readonly [name: string]: Action<S, F> };
export type LineSets = { readonly [name: string]: Lines };

export interface RecordSpec<
  N extends string = string,
  F extends Fields = Fields,
  S extends string = string,
  M extends Actions<S, keyof F & string> = Actions<S, keyof F & string>,
  L extends LineSets = LineSets,
  B extends boolean = boolean,
> {
  readonly name: N;
  readonly area: string;
  readonly label: Label;
  readonly plural: Label;
  /** A pattern such as NCR-{yy}-{seq:3}; "entered" when people give the number; "effect" when an effect gives it. */
  readonly number: string | "entered" | "effect";
  /** Label of an entered number: item number, lot number … */
  readonly numberLabel?: Label;
  /** Field(s) shown as the record's name; two of them are its English and Chinese names. */
  readonly title?: readonly NoInfer<keyof F & string>[];
  readonly fields: F;
  readonly lines?: L;
  /** Takes a customer's own fields; `kinds` leads to the choice that narrows which ones, e.g. the class of its item. */
  readonly attributes?: true | { readonly kinds: NoInfer<keyof F & string> | `${NoInfer<keyof F & string>}.${string}` };
  readonly states?: { readonly [K in S]: Label };
  readonly initial?: NoInfer<S>;
  readonly actions?: M;
  /** Rows carry a site, and row-level security shows them to people of that site only. */
  readonly site?: B;
  /** This record is a dated revision of the record its field names; one is in force at a time. */
  readonly revisionOf?: NoInfer<keyof F & string>;
  readonly read: string;
  /**
   * `onRecord`: made on the page of another record, so that lists offer no form for it. `undo`: the action by which records of an
   * import are withdrawn when it is undone; without it their import cannot be.
   */
  readonly create?: {
    readonly permit: string;
    readonly duty?: Duty;
    readonly onRecord?: true;
    readonly undo?: NoInfer<keyof M & string>;
  };
  /**
   * Who may change fields, in which states; a change of a field of `sign` is signed, one record at a time. Fields of `approved`
   * are never edited: a change of them is proposed as a `MasterChange` and made by its approval (ADR 35).
   */
  readonly edit?: {
    readonly permit: string;
    readonly in?: readonly NoInfer<S>[];
    readonly sign?: { readonly meaning: Meaning; readonly of: readonly NoInfer<keyof F & string>[] };
    readonly approved?: readonly NoInfer<keyof F & string>[];
  };
  readonly list: List<NoInfer<keyof F & string> | "number" | "state" | "createdAt" | "site">;
  readonly due?: { readonly [K in NoInfer<S>]?: Due<NoInfer<keyof M & string>> };
  /** Choices, its own or of what it refers to ("lot.item.deviceClass"), by which its risk to patients is told; low without. */
  readonly risk?: readonly string[];
  readonly retention: string;
}

/** Child rows (at most 200), edited together with their head. */
export interface Lines {
  readonly label: Label;
  readonly fields: Fields;
  /** Written by effects only. */
  readonly system?: boolean;
  /** Given when the record is made, never edited afterwards. */
  readonly fixed?: boolean;
}

/**
 * Declares a record type. Checked by the compiler for names, and by `checkRegistry` for what types cannot say.
 */
export const defineRecord = <
  const N extends string,
  const F extends Fields,
  const S extends string = never,
  const M extends Actions<S, keyof F & string> = Record<never, Action<S, keyof F & string>>,
  const L extends LineSets = Record<never, Lines>,
  const B extends boolean = false,
>(
  spec: RecordSpec<N, F, S, M, L, B>,
): RecordSpec<N, F, S, M, L, B> => spec;

/** Fields every record has, whatever it declares. */
interface Head<N extends string, S extends string> {
  id: Id<N>;
  number: string;
  state: [S] extends [never] ? "" : S;
  version: number;
  createdAt: Date;
  createdBy: Id<"Person">;
  retainUntil: string | null;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds records of every shape; each is checked where it is declared
export type AnyRecord = RecordSpec<any, any, any, any, any, any>;
export type Registry = { readonly [name: string]: AnyRecord };

type Parts<T> =
  T extends RecordSpec<string, infer F, infer S, infer M, infer L, infer B>
    ? { fields: F; state: S; actions: M; lines: L; site: B }
    : never;
type SiteOf<B> = B extends true ? { site: Id<"Site"> } : unknown;

/** A record as the server sees it. */
export type RecOf<R extends Registry, N extends keyof R & string> = Head<N, Parts<R[N]>["state"]> &
  ValuesOf<Parts<R[N]>["fields"]> &
  SiteOf<Parts<R[N]>["site"]>;

/** What is given when such a record is made by an effect. */
export type NewOf<R extends Registry, N extends keyof R & string> = GivenOf<Parts<R[N]>["fields"]> &
  SiteOf<Parts<R[N]>["site"]> & { number?: string };

/** Names of the child-row sets of a record. */
export type LineNameOf<R extends Registry, N extends keyof R & string> = keyof Parts<R[N]>["lines"] & string;

type LineFields<R extends Registry, N extends keyof R & string, K extends string> = K extends keyof Parts<R[N]>["lines"]
  ? Parts<R[N]>["lines"][K]["fields"]
  : never;

/** One child row as the server sees it. */
export type LineOf<R extends Registry, N extends keyof R & string, K extends string> = {
  id: Id;
  head: Id<N>;
  position: number;
} & ValuesOf<LineFields<R, N, K>>;

export type NewLineOf<R extends Registry, N extends keyof R & string, K extends string> = GivenOf<LineFields<R, N, K>>;

export type ActionNameOf<R extends Registry, N extends keyof R & string> = keyof Parts<R[N]>["actions"] & string;

type FieldsOfInput<I> = I extends { fields: infer F } ? GivenOf<F> : unknown;
type RowsOfInput<I> = I extends { rows: infer G } ? { [K in keyof G]: GivenOf<G[K]>[] } : unknown;

/** What an action is given, besides the record, its version, a reason and a signature. */
export type InputOf<R extends Registry, N extends keyof R & string, A extends string> = A extends keyof Parts<R[N]>["actions"]
  ? Parts<R[N]>["actions"][A] extends { input: infer I }
    ? FieldsOfInput<I> & RowsOfInput<I>
    : Record<never, never>
  : never;

/** What the task of a record is called and by whose permit it is done; an edit is one like any action. */
export function taskOf(record: AnyRecord, action: string): { readonly label: Label; readonly permit: string } | undefined {
  if (action === "edit") return record.edit && { label: editLabel, permit: record.edit.permit };
  const { label, permit }: Partial<Action> = record.actions?.[action] ?? {};
  return label && permit !== undefined ? { label, permit } : undefined;
}

/** The permit by which a record is made with a form of its own; none for what is made on the page of another record. */
export const formPermit = ({ create }: AnyRecord): string | undefined => (create?.onRecord ? undefined : create?.permit);

const editLabel: Label = { en: "Change", zh: "更改" };

/** What a record waits for in its present state, if for anything. */
export function dueOf(record: AnyRecord, row: object): Due<string> | undefined {
  const state: unknown = Reflect.get(row, "state");
  const due: Due<string> | undefined = typeof state === "string" ? record.due?.[state] : undefined;
  const { instead } = due ?? {};
  return due && instead && Reflect.get(row, instead.of) === true ? { ...due, action: instead.action } : due;
}
