/**
 * What emergency access and inspector accounts may give: told from the record files and the permit table, never from a list of
 * their own (REQ-ACC-09, REQ-ACC-12). Emergency access gives what reads, and what works on records without signing, deciding,
 * administering or granting; an inspector account what reads. A permit of which neither can be told is not given.
 */
import { administrators, type RecordName, type Role, registry } from "./index.ts";
import { type AnyRecord, actionsOf, type Field, isDecision, type Lines } from "./kit/index.ts";

/** The permit table: roles by permit, "*" for everybody. */
export type Holders = ReadonlyMap<string, readonly Role[] | "*">;

interface Use {
  readonly permit: string;
  readonly kind: "read" | "shown" | "work" | "barred";
}

const specs: readonly AnyRecord[] = (Object.keys(registry) as RecordName[]).map((name) => registry[name]);

const fieldsOf = ({ fields, lines }: AnyRecord): Field[] =>
  [fields, ...Object.values<Lines>(lines ?? {}).map((set) => set.fields)].flatMap((of) => Object.values<Field>(of));

function usesIn(spec: AnyRecord): Use[] {
  // People, roles, rules, reviews: whoever changes or looks through them administers or grants; what everybody reads is held anyway.
  const work = spec.area === "platform" ? "barred" : "work";
  const { create, edit } = spec;
  return [
    { permit: spec.read, kind: "read" },
    ...fieldsOf(spec).flatMap(({ masked }): Use[] => (masked ? [{ permit: masked, kind: "shown" }] : [])),
    ...(create ? [{ permit: create.permit, kind: work } as const] : []),
    ...(edit ? [{ permit: edit.permit, kind: edit.sign ? "barred" : work } as const] : []),
    ...Object.values(actionsOf(spec)).flatMap((action): Use[] =>
      action.permit ? [{ permit: action.permit, kind: isDecision(action) ? "barred" : work }] : [],
    ),
  ];
}

const everyUse = specs.flatMap((spec) => usesIn(spec).map((use) => ({ ...use, area: spec.area })));
const uses = new Map<string, Set<Use["kind"]>>();
for (const { permit, kind } of everyUse) uses.set(permit, (uses.get(permit) ?? new Set()).add(kind));
// Looking through people, roles and rules is the administrators' and reviewers' work, no emergency's.
const ofPlatform = new Set(everyUse.flatMap(({ permit, area }) => (area === "platform" ? [permit] : [])));

/**
 * The permits of a role that emergency access gives.
 * @param approving permits that a step of an approval route asks for, by rule data
 */
export function emergencyRights(role: Role, holders: Holders, approving: ReadonlySet<string>): string[] {
  return [...holders]
    .filter(([permit, held]) => (held === "*" || held.includes(role)) && isGiven(permit, held, approving))
    .map(([permit]) => permit)
    .sort();
}

function isGiven(permit: string, held: readonly Role[] | "*", approving: ReadonlySet<string>): boolean {
  const kinds = uses.get(permit);
  if (!kinds || kinds.has("barred") || ofPlatform.has(permit) || approving.has(permit)) return false;
  return !kinds.has("work") || held === "*" || !administrators.some((role) => held.includes(role));
}

/** What an inspector may see besides records: the trail of those that are in scope. */
const besides = ["audit.read"];

/**
 * What an inspector account reads: of the permits of a role those that only read records of these types. One that shows what is
 * masked, or that does more than read, is none of them (REQ-ACC-12).
 */
export function readingRights(role: Role, holders: Holders, types: ReadonlySet<string>): string[] {
  const reads = new Set(specs.flatMap(({ name, read }) => (types.has(name) ? [read] : [])));
  const isRead = (permit: string) => [...(uses.get(permit) ?? [])].every((kind) => kind === "read") && reads.has(permit);
  return [...holders]
    .filter(([permit, held]) => (held === "*" || held.includes(role)) && (isRead(permit) || besides.includes(permit)))
    .map(([permit]) => permit)
    .sort();
}
