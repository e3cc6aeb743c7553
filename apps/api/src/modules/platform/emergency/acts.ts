/** Everything that was done under emergency access, and what of a record was. */
import type { Label } from "@lotline/schema";
import { operationLabel } from "@lotline/schema/operation";
import type { Reader } from "../../../base/context.ts";
import { tableOf } from "../../../base/names.ts";
import { byRecord, type ReviewRule } from "../../../base/review.ts";

/** One command under emergency access. */
export interface UrgentAct {
  readonly id: string;
  readonly at: string;
  readonly operation: string;
  readonly reason: string | null;
  readonly record: string | null;
  readonly recordId: string | null;
}

/** Everything done under one access, oldest first. An hour by hand: all of it is shown. */
export const actsUnder = (reader: Reader, access: string): Promise<UrgentAct[]> =>
  reader.sql<UrgentAct>(
    `select id, at, operation, reason, record_type as record, record_id as "recordId" from emergency_act where access_id = ? order by id`,
    [access],
  );

const both = (en: string, zh: string): Label => ({ en, zh });

interface Found {
  readonly id: string;
  readonly act: string;
  readonly operation: string;
  readonly number: string;
  readonly state: string;
  readonly en: string;
  readonly zh: string;
}

/** What was done to a record under emergency access, by the commands that changed it; shown until somebody has signed it since. */
export const underEmergency: ReviewRule = {
  code: "UNDER_EMERGENCY",
  record: null,
  why: both("Acts under emergency access.", "应急访问期间的操作。"),
  citation: "Lotline baseline §D; REQ-ACC-09",
  find: async (reader, rows, record) => {
    const found = await reader.sql<Found>(
      `select distinct w.id, a.id as act, a.operation, e.number, e.state, p.name_en as en, p.name_zh as zh
       from emergency_act a join emergency_access e on e.id = a.access_id join person p on p.id = e.person_id
       join lateral (
         select t.row_id as id from audit.trail t where t.command_id = a.command_id and t.at = a.at and t.actor_id = a.actor_id
           and t.table_name = ? and t.row_id = any(?::bigint[])
         union select a.record_id where a.record_type = ? and a.record_id = any(?::bigint[])
       ) w on true
       where a.at > coalesce((select max(s.signed_at) from signature s where s.record_type = ? and s.record_id = w.id), '-infinity')
       order by a.id`,
      [tableOf(record), rows.map(({ id }) => id), record, rows.map(({ id }) => id), record],
    );
    return byRecord(
      found.map(({ id, act, operation, number, state, en, zh }) => {
        const done = operationLabel(operation, record) ?? both(operation, operation);
        return {
          id,
          finding: {
            key: act,
            title: both(`${done.en} under emergency access ${number}`, `应急访问 ${number} 期间：${done.zh}`),
            detail: both(en, zh),
            weight: "high",
            facts: [
              {
                label: both("Review of the access", "应急访问审查"),
                value: state === "reviewed" ? both("signed", "已签署") : both("not signed yet", "尚未签署"),
                ok: state === "reviewed",
                record: "EmergencyAccess",
                number,
              },
            ],
          },
        };
      }),
    );
  },
};
