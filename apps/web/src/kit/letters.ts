/**
 * The letter of each verb: one place, so that the same verb has the same letter on every record. A test goes over all records
 * and pages and finds letters that would mean two things at once.
 */
import { type AnyRecord, actionsOf } from "@lotline/schema";

/** By the name of the action. Verbs of one record have letters of their own; those that never meet may share one. */
export const verbLetters: Readonly<Record<string, string>> = {
  approve: "a",
  block: "b",
  cancel: "x",
  close: "c",
  complete: "f",
  conclude: "c",
  confirm: "y",
  consume: "i",
  deliver: "d",
  disable: "b",
  disposition: "d",
  enable: "u",
  end: "x",
  lift: "l",
  move: "v",
  pick: "p",
  placeHold: "h",
  post: "p",
  proveIdentity: "i",
  record: "w",
  reevaluate: "q",
  reject: "x",
  release: "r",
  releaseToMarket: "m",
  report: "p",
  review: "v",
  sample: "s",
  scrap: "x",
  sendBack: "b",
  ship: "s",
  submit: "s",
  suspend: "s",
  unblock: "u",
  void: "x",
  withdraw: "w",
};

/** The letter of changing a record's fields, on each record. */
export const editLetter = "e";

/** The letters of a record's own verbs; an action without one is reached by its button and by the palette. */
export function lettersOf(record: AnyRecord): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(actionsOf(record)).flatMap(([name, { permit }]) => {
      const letter = verbLetters[name];
      return permit && letter ? [[name, letter] as const] : [];
    }),
  );
}
