/** Exceptions of every type of record, told by its trail, its approvals and what is said about it (compliance.md §D). */
import { actionsOf, type Label } from "@lotline/schema";
import { specOf, tableOf } from "../../../base/names.ts";
import { byRecord, type ReviewRule } from "../../../base/review.ts";
import { valueChanged } from "./changed.ts";

const both = (en: string, zh: string): Label => ({ en, zh });

/** It was sent back before: what was wrong then is worth a look. */
const sentBack: ReviewRule = {
  code: "SENT_BACK",
  record: null,
  why: both("It was sent back or refused before.", "此前曾被退回或否决。"),
  citation: "REQ-APR-05",
  find: async (reader, rows, record) => {
    const operations = Object.entries(actionsOf(specOf(record))).flatMap(([name, { rejects, insteadOf }]) =>
      rejects || insteadOf ? [`${name}${record}`] : [],
    );
    if (operations.length === 0) return new Map();
    const found = await reader.sql<{ id: string; event: string; reason: string | null; en: string; zh: string }>(
      `select distinct on (e.row_id, e.command_id) e.row_id as id, e.id as event, e.reason, p.name_en as en, p.name_zh as zh
       from audit.trail e join person p on p.id = e.actor_id
       where e.table_name = ? and e.row_id = any(?::bigint[]) and e.operation = any(?::text[]) order by e.row_id, e.command_id, e.id`,
      [tableOf(record), rows.map(({ id }) => id), operations],
    );
    return byRecord(
      found.map(({ id, event, reason, en, zh }) => ({
        id,
        finding: {
          key: event,
          title: both(`Sent back by ${en}`, `${zh}曾退回`),
          ...(reason ? { detail: both(reason, reason) } : {}),
          weight: "medium",
        },
      })),
    );
  },
};

/** A question about it that nobody has answered to an end. */
const questionOpen: ReviewRule = {
  code: "QUESTION_OPEN",
  record: null,
  why: both("A question about it is not resolved.", "有讨论尚未解决。"),
  citation: "internal",
  find: async (reader, rows, record) => {
    const found = await reader.sql<{ id: string; thread: string; text: string; en: string; zh: string }>(
      `select c.record_id as id, c.id as thread, c.text, p.name_en as en, p.name_zh as zh from comment c join person p on p.id = c.actor_id
       where c.record_type = ? and c.record_id = any(?::bigint[]) and c.kind = 'post'
         and not exists (select from comment w where w.about_id = c.id and w.kind = 'withdraw')
         and coalesce((select r.kind from comment r where r.thread_id = c.id and r.kind in ('resolve', 'reopen') order by r.id desc limit 1), 'reopen') = 'reopen'
       order by c.id`,
      [record, rows.map(({ id }) => id)],
    );
    return byRecord(
      found.map(({ id, thread, text, en, zh }) => ({
        id,
        finding: {
          key: thread,
          title: both(`Open question of ${en}`, `${zh}的问题未解决`),
          detail: both(text, text),
          weight: "medium",
        },
      })),
    );
  },
};

/** It came by a file or an interface and no person has signed it since. */
const byInterface: ReviewRule = {
  code: "BY_INTERFACE",
  record: null,
  why: both("It was written by an import or an interface.", "由导入或接口写入。"),
  citation: "EU GMP Annex 11 §5",
  find: async (reader, rows, record) => {
    const found = await reader.sql<{ id: string; source: string }>(
      `select distinct e.row_id as id, e.source from audit.trail e
       where e.table_name = ? and e.row_id = any(?::bigint[]) and e.source in ('import', 'api')
         and e.at > coalesce((select max(s.signed_at) from signature s where s.record_type = ? and s.record_id = e.row_id), '-infinity')`,
      [tableOf(record), rows.map(({ id }) => id), record],
    );
    return byRecord(
      found.map(({ id, source }) => ({
        id,
        finding: {
          key: source,
          title: source === "import" ? both("Written by an import", "由导入写入") : both("Written by an interface", "由接口写入"),
          weight: "low",
        },
      })),
    );
  },
};

export const everyRecordRules: readonly ReviewRule[] = [valueChanged, sentBack, questionOpen, byInterface];
