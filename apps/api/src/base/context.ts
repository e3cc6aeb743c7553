import type { Label, Language, Role } from "@lotline/schema";

export type Source = "ui" | "api" | "import" | "job" | "cli" | "seed" | "migration";

/** Who asks, from where. Everything else about the person is read with the rows, so that a withdrawn right bites at once. */
export interface Ctx {
  readonly personId: string;
  readonly sessionId: string | null;
  readonly source: Source;
  readonly request: string;
  readonly language: Language;
  /** The hash of the secret by which the browser says at which terminal it stands; checked with everything else (ADR 53). */
  readonly terminal?: string | undefined;
}

/** A terminal to which the asking device is bound. */
export interface Terminal {
  readonly id: string;
  readonly number: string;
  readonly name: Label;
  readonly location: string | null;
}

/** A rule `terminal-limit` in force: what happens to critical input of its key where no fitting terminal is sat at. */
export interface TerminalLimit {
  /** `default`, a type of record, or a type and a verb: "Inspection.record". */
  readonly key: string;
  readonly rule: string;
  readonly number: string;
  readonly outcome: "record" | "flag" | "block";
  /** Only records of these sites; all of them where there are none. */
  readonly sites: readonly string[];
  /** Only terminals that stand at one of these locations; any terminal where there are none. */
  readonly locations: readonly { readonly id: string; readonly number: string }[];
  /** Some terminals that would do, by their numbers. */
  readonly fitting: readonly { readonly number: string; readonly en: string; readonly zh: string }[];
}

/** Where somebody sits, and which limits there are. */
export interface Standing {
  readonly terminal: Terminal | null;
  readonly limits: readonly TerminalLimit[];
}

/** Somebody in whose place another one acts. */
export interface Principal {
  readonly id: string;
  readonly name: Label;
}

/** Emergency access that is open in the session of a transaction (REQ-ACC-09). */
export interface Emergency {
  readonly id: string;
  readonly number: string;
  readonly role: Role;
  readonly until: Date;
}

/** The account by which somebody reads as an inspector: of its scope only, and never writing (REQ-ACC-12). */
export interface Inspection {
  readonly id: string;
  readonly number: string;
}

/** The person a transaction acts for, as the database knows them in that transaction. */
export interface Actor {
  readonly id: string;
  readonly number: string;
  readonly login: string;
  readonly name: Label;
  readonly title: Label;
  readonly roles: readonly Role[];
  readonly permits: ReadonlySet<string>;
  /** In whose place he has those of the permits that none of his own roles holds (REQ-ACC-08). */
  readonly behalf: ReadonlyMap<string, Principal>;
  readonly sites: readonly string[];
  /** Under which everything that is done now is marked; its permits are among the others, and nothing is signed. */
  readonly emergency?: Emergency | undefined;
  readonly inspection?: Inspection | undefined;
  readonly standing?: Standing | undefined;
}

/** The system itself: jobs, migrations, the first steps of an empty database. It holds no permit. */
export const systemPersonId = "1";

/** What a condition or a list may use to find its facts: reads inside the caller's transaction, the actor, the clock. */
export interface Reader {
  readonly actor: Actor;
  /** Domain time at the start of the transaction. */
  readonly now: Date;
  /** The zone in which the firm's day is told. */
  readonly firmZone: string;
  sql<T extends object>(text: string, params?: readonly unknown[]): Promise<T[]>;
  /** The rule data of a name on a day (today when not said), by key. */
  rule(name: string, on?: string): Promise<ReadonlyMap<string, unknown>>;
}

/** The calendar date of an instant in a time zone, YYYY-MM-DD. */
export function dateIn(zone: string, at: Date): string {
  // Making a formatter costs more than formatting; a firm has a handful of zones.
  let format = dayFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
    dayFormats.set(zone, format);
  }
  return format.format(at);
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

const oneDay = 86_400_000;

/** The first moment of a calendar day in a time zone: midnight, or where a clock change leaves midnight out, what comes instead. */
export function dayStart(zone: string, day: string): Date {
  // No zone is further from UTC than 14 hours; the days of a zone follow each other, so the first moment is found by halving.
  let [before, at] = [Date.parse(day) - oneDay, Date.parse(day) + oneDay];
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if (dateIn(zone, new Date(middle)) < day) before = middle;
    else at = middle;
  }
  return new Date(at);
}
