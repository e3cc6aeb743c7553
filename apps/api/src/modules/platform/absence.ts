/** Who is away, and what waits for nobody else meanwhile. */
import { because, type Rec } from "@lotline/schema";
import { invalid, refused } from "../../base/error.ts";
import { behaviour } from "../../kernel/behaviour.ts";
import type { Tx } from "../../kernel/tx.ts";

const ordered = (from: string, to: string): void => {
  if (to < from)
    throw invalid({
      path: "validTo",
      code: "date",
      text: { en: "The last day is not before the first.", zh: "截止日期不得早于起始日期。" },
    });
};

const notYours = because(
  "NOT_YOURS",
  "Only the person, or an administrator, says when somebody is away.",
  "仅本人或管理员可登记离岗。",
);

const isOwn = (tx: Tx, person: string): boolean => person === tx.actor.id || tx.actor.permits.has("person.change");

/** Absences are one's own to plan; an administrator does it for who cannot. */
export const absenceBehaviour = behaviour({
  record: "Absence",
  beforeCreate: async (tx, given) => {
    ordered(given.validFrom, given.validTo);
    if (!isOwn(tx, given.person)) throw refused(notYours);
  },
  beforeEdit: async (tx, absence: Rec<"Absence">, changes) => {
    ordered(changes.validFrom ?? absence.validFrom, changes.validTo ?? absence.validTo);
    if (!isOwn(tx, absence.person)) throw refused(notYours);
  },
  actions: {
    cancel: {
      guard: (absence, reader) =>
        absence.person === reader.actor.id || reader.actor.permits.has("person.change") ? [] : [notYours],
    },
  },
});
