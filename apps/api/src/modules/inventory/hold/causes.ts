import type { RecordName } from "@lotline/schema";
import type { Reader } from "../../../base/context.ts";

/** A hold and the id of the record that caused it. */
export interface CausedHold {
  readonly hold: string;
  readonly number: string;
  readonly state: "active" | "lifted";
  readonly cause: string;
}

/** The records of one type behind holds. A hold that was carried to a part of its lot has the cause of the hold it follows. */
export const causesOfHolds = (reader: Reader, record: RecordName, holds: readonly string[]): Promise<CausedHold[]> =>
  reader.sql<CausedHold>(
    `with recursive chain (hold, at) as (
       select id, id from unnest(?::bigint[]) id
       union
       select c.hold, l.to_id from chain c join record_link l on l.from_type = 'Hold' and l.from_id = c.at and l.to_type = 'Hold' and l.kind = 'carriedFrom'
     )
     select h.id as hold, h.number, h.state, l.to_id as cause
     from chain c join record_link l on l.from_type = 'Hold' and l.from_id = c.at and l.to_type = ? and l.kind = 'causedBy'
       join hold h on h.id = c.hold order by h.id`,
    [holds, record],
  );

/** The holds that records of one type caused, those carried to parts of their lots included. */
export const holdsCausedBy = (reader: Reader, record: RecordName, causes: readonly string[]): Promise<CausedHold[]> =>
  reader.sql<CausedHold>(
    `with recursive chain (cause, hold) as (
       select l.to_id, l.from_id from record_link l
       where l.to_type = ? and l.to_id = any(?::bigint[]) and l.from_type = 'Hold' and l.kind = 'causedBy'
       union
       select c.cause, l.from_id from chain c join record_link l on l.to_type = 'Hold' and l.to_id = c.hold and l.from_type = 'Hold' and l.kind = 'carriedFrom'
     )
     select h.id as hold, h.number, h.state, c.cause from chain c join hold h on h.id = c.hold order by h.id`,
    [record, causes],
  );
