/**
 * Which duties can be played on which type of record, and by which permit: read from the record files, and from what effects carry
 * from one record to the next (an inspection is carried to its lot). What a role could do on one record chain follows from it.
 */
import { type Permit, type RecordName, registry } from "./index.ts";
import { type AnyRecord, actionsOf, type Duty } from "./kit/index.ts";

export interface DutyAct {
  readonly record: RecordName;
  readonly duty: Duty;
  readonly permit: string;
  /** Approved step by step: the permits of this approval route stand for the one of the action. */
  readonly route?: string;
  /** States of the record in which the duty can still be played by an action of its own. */
  readonly from: readonly string[];
  /** Duties that the record file itself separates from this one, whatever the rules say. */
  readonly notBy?: readonly Duty[];
}

interface Carried {
  readonly of: RecordName;
  readonly duty: Duty;
  readonly to: RecordName;
  readonly as: Duty;
}

const carry = (of: RecordName, duty: Duty, to: RecordName, as: Duty = duty): Carried => ({ of, duty, to, as });

/** What effects write on other records of the chain; the demo company's duties are held against it by a test. */
const carried: readonly Carried[] = [
  carry("Supplier", "author", "PurchaseOrder", "supplierAuthor"),
  carry("PurchaseOrder", "author", "Receipt", "orderer"),
  carry("PurchaseOrder", "orderer", "Receipt"),
  carry("Receipt", "receiver", "PurchaseOrder"),
  carry("Receipt", "receiver", "Inspection"),
  carry("Receipt", "receiver", "Lot"),
  carry("Inspection", "inspector", "Lot"),
  carry("Inspection", "inspector", "SamplingState"),
  carry("Inspection", "inspector", "Retest"),
  carry("Inspection", "inspector", "Retest", "author"),
  carry("Inspection", "verifier", "Lot"),
  carry("WorkOrder", "performer", "Lot"),
];

function ownActs(record: RecordName): DutyAct[] {
  const spec: AnyRecord = registry[record];
  const { create } = spec;
  return [
    ...(create ? [{ record, duty: "author" as const, permit: create.permit, from: [] }] : []),
    ...(create?.duty ? [{ record, duty: create.duty, permit: create.permit, from: [] }] : []),
    ...Object.values(actionsOf(spec)).flatMap(({ duty, permit, approval, from, notBy }) =>
      duty && permit ? [{ record, duty, permit, from, notBy: notBy ?? [], ...(approval ? { route: approval } : {}) }] : [],
    ),
  ];
}

const own = (Object.keys(registry) as RecordName[]).flatMap(ownActs);

/** Every way to play a duty on a type of record. */
export const dutyActs: readonly DutyAct[] = [
  ...own,
  // The hold is made by an action of its lot.
  { record: "Hold", duty: "holdPlacer", permit: "hold.place" satisfies Permit, from: [] },
  ...carried.flatMap(({ of, duty, to, as }) =>
    own
      .filter((act) => act.record === of && act.duty === duty)
      .map((act): DutyAct => ({ ...act, record: to, duty: as, from: [], notBy: [] })),
  ),
];
