/**
 * Commands on their way: kept in this tab until their outcome is known, so that a reload in between forgets none. Asked about
 * again under the same id a command takes place once at most. Secrets are never kept: a signed command is asked about, not signed.
 */
import { type Label, type RecordName, registry } from "@lotline/schema";
import { useSyncExternalStore } from "react";
import { isRecordName } from "./path.ts";

/** A command as it can be sent again. */
export interface OpenCommand {
  readonly id: string;
  readonly record: RecordName;
  /** An action of the record, "create" or "edit". */
  readonly verb: string;
  /** What the person pressed, in words. */
  readonly label: Label;
  /** The number of the record; none for one that is being made. */
  readonly number: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly at: number;
}

const key = (personId: string): string => `lotline.open.${personId}`;
const most = 20;
let kept: readonly OpenCommand[] = [];
let owner: string | undefined;
/** Sent by this page and not given up yet: whoever sent them tells of them. */
const flying = new Set<string>();
let resting: readonly OpenCommand[] = [];
const heard = new Set<() => void>();

const isOpen = (value: unknown): value is OpenCommand =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "string" &&
  "record" in value &&
  typeof value.record === "string" &&
  isRecordName(value.record) &&
  "verb" in value &&
  typeof value.verb === "string" &&
  "label" in value &&
  "variables" in value &&
  typeof value.variables === "object";

function read(personId: string): readonly OpenCommand[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key(personId)) ?? "[]");
    return Array.isArray(found) ? found.filter(isOpen) : [];
  } catch {
    return [];
  }
}

function write(personId: string, next: readonly OpenCommand[]): void {
  kept = next;
  owner = personId;
  try {
    sessionStorage.setItem(key(personId), JSON.stringify(next.slice(-most)));
  } catch {
    // Without room a reload forgets it; the page itself still knows it.
  }
  tellAll();
}

function tellAll(): void {
  resting = kept.filter(({ id }) => !flying.has(id));
  for (const hear of heard) hear();
}

const of = (personId: string): readonly OpenCommand[] => {
  if (owner !== personId) {
    kept = read(personId);
    resting = kept.filter(({ id }) => !flying.has(id));
    owner = personId;
  }
  return kept;
};

/** What of a signature may be kept: which intent it was, never the secret. */
function withoutSecrets(variables: OpenCommand["variables"]): OpenCommand["variables"] {
  const { signature, ...rest } = variables;
  if (typeof signature !== "object" || signature === null) return rest;
  return { ...rest, signature: { intent: Reflect.get(signature, "intent") } };
}

/** Keeps a command before it is sent. */
export function keepOpen(personId: string, command: OpenCommand): void {
  flying.add(command.id);
  const others = of(personId).filter(({ id }) => id !== command.id);
  write(personId, [...others, { ...command, variables: withoutSecrets(command.variables) }]);
}

/** Nobody sends it any more, and its outcome is still unknown. */
export function restOpen(id: string): void {
  if (flying.delete(id)) tellAll();
}

/** Its outcome is known. */
export function dropOpen(personId: string, id: string): void {
  flying.delete(id);
  if (of(personId).some((command) => command.id === id))
    write(
      personId,
      of(personId).filter((command) => command.id !== id),
    );
}

/** The commands of a person whose outcome nobody waits for any more, after a reload above all. */
export function useOpenCommands(personId: string): readonly OpenCommand[] {
  return useSyncExternalStore(
    (hear) => {
      heard.add(hear);
      return () => heard.delete(hear);
    },
    () => {
      of(personId);
      return resting;
    },
  );
}

/** How a command is called in a sentence: "Release for use IS2607A". */
export const openName = ({ label, record, number }: OpenCommand): Label => ({
  en: `${label.en} ${number ?? registry[record].label.en}`,
  zh: `${label.zh} ${number ?? registry[record].label.zh}`,
});
