/** The records a person looked at last, in this browser: number and name, newest first. */
import type { Subject } from "../kit/keys.tsx";
import { isRecordName } from "../kit/path.ts";

const most = 8;
const keyOf = (personId: string): string => `lotline.recent.${personId}`;

const isSubject = (value: unknown): value is Subject =>
  typeof value === "object" &&
  value !== null &&
  "record" in value &&
  typeof value.record === "string" &&
  isRecordName(value.record) &&
  "number" in value &&
  typeof value.number === "string" &&
  "title" in value &&
  typeof value.title === "string";

/** What was looked at, newest first. */
export function recentOf(personId: string): readonly Subject[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(personId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isSubject).slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Puts a record at the head. */
export function keepRecent(personId: string, subject: Subject): void {
  const others = recentOf(personId).filter(({ record, number }) => record !== subject.record || number !== subject.number);
  try {
    localStorage.setItem(keyOf(personId), JSON.stringify([subject, ...others].slice(0, most)));
  } catch {
    // Without room the list stays as it was; it is a convenience.
  }
}
