/** What of a record was entered or signed away from the terminals that its limit names, as an exception of its review (REQ-ACC-07). */
import type { Label } from "@lotline/schema";
import { operationLabel } from "@lotline/schema/operation";
import { tableOf } from "../../../base/names.ts";
import { byRecord, type ReviewRule } from "../../../base/review.ts";

const both = (en: string, zh: string): Label => ({ en, zh });

interface Found {
  readonly id: string;
  readonly act: string;
  readonly operation: string;
  readonly terminal: string | null;
  readonly rule: string | null;
  readonly en: string;
  readonly zh: string;
}

/** Shown until somebody has signed the record since. */
export const offTerminal: ReviewRule = {
  code: "OFF_TERMINAL",
  record: null,
  why: both(
    "Critical input or a signature away from the terminals that a limit names.",
    "关键数据录入或签名未在限定终端上进行。",
  ),
  citation: "21 CFR 11.10(h); REQ-ACC-07",
  find: async (reader, rows, record) => {
    const ids = rows.map(({ id }) => id);
    const found = await reader.sql<Found>(
      `select w.id, a.id as act, a.operation, a.terminal_number as terminal, a.rule_number as rule, p.name_en as en, p.name_zh as zh
       from (
         select distinct t.row_id as id, a.id as act from audit.trail t
           join terminal_act a on a.command_id = t.command_id and a.at = t.at and a.actor_id = t.actor_id and a.is_flagged
           where t.table_name = ? and t.row_id = any(?::bigint[])
         union select a.record_id, a.id from terminal_act a where a.record_type = ? and a.record_id = any(?::bigint[]) and a.is_flagged
       ) w join terminal_act a on a.id = w.act join person p on p.id = a.actor_id
       where a.at > coalesce((select max(s.signed_at) from signature s where s.record_type = ? and s.record_id = w.id
         and s.command_id <> a.command_id), '-infinity')
       order by a.id`,
      [tableOf(record), ids, record, ids, record],
    );
    return byRecord(found.map((one) => ({ id: one.id, finding: findingOf(one, record) })));
  },
};

function findingOf({ act, operation, terminal, rule, en, zh }: Found, record: string) {
  const done = operationLabel(operation, record) ?? both(operation, operation);
  return {
    key: act,
    title: terminal
      ? both(`${done.en} at terminal ${terminal}`, `${done.zh}：在终端 ${terminal}`)
      : both(`${done.en} on an unregistered device`, `${done.zh}：未登记设备`),
    detail: both(en, zh),
    weight: "medium" as const,
    facts: rule
      ? [{ label: both("Limit", "限制规则"), value: both(rule, rule), ok: false, record: "Rule" as const, number: rule }]
      : [],
  };
}
