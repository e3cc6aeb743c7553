/**
 * Comments on records: whoever may read a record and works on records may write. Nothing is ever changed: an edit, a withdrawal, an
 * answer are rows of their own. A comment touches neither the record's version nor what was signed.
 */
import { type Issue, normaliseText, type Reason, type RecordName } from "@lotline/schema";
import { invalid, notFound, refused } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import { knownRecord } from "../../derive/entity.ts";
import type { CommentKind } from "../../graphql/comments.ts";
import { permitReason } from "../../kernel/authorize.ts";
import type { Tx } from "../../kernel/tx.ts";

const limits = { text: 4000, mentions: 20, perRecord: 2000 } as const;

interface Stored {
  readonly id: string;
  readonly kind: CommentKind;
  readonly record_type: RecordName;
  readonly record_id: string;
  readonly thread_id: string | null;
  readonly actor_id: string;
}

export interface Said {
  readonly text: string;
  /** Ids of people. */
  readonly mentions: readonly string[];
}

type Done = { readonly record: RecordName; readonly id: string };

/** Opens a thread on a record. */
export async function postComment(tx: Tx, record: string, id: string, said: Said): Promise<Done> {
  const target = await writable(tx, record, id);
  await write(tx, target, { kind: "post", ...(await checked(tx, target, said)) });
  return target;
}

/** Answers in a thread that is open. */
export async function replyComment(tx: Tx, thread: string, said: Said): Promise<Done> {
  const { target, root } = await threadOf(tx, thread);
  if (await isResolved(tx, root.id)) throw refused(resolvedReason);
  await write(tx, target, { kind: "reply", thread: root.id, ...(await checked(tx, target, said)) });
  return target;
}

/** Says one's own comment in other words; what it said before stays visible. */
export async function editComment(tx: Tx, comment: string, said: Said): Promise<Done> {
  const { target, found, root } = await own(tx, comment);
  await write(tx, target, { kind: "edit", thread: root, about: found.id, ...(await checked(tx, target, said)) });
  return target;
}

/** Takes one's own comment back; its text stays in the history of the record. */
export async function withdrawComment(tx: Tx, comment: string): Promise<Done> {
  const { target, found, root } = await own(tx, comment);
  await write(tx, target, { kind: "withdraw", thread: root, about: found.id, text: "", mentions: [] });
  return target;
}

/** Marks a thread as dealt with, or opens it again. */
export async function settleThread(tx: Tx, thread: string, kind: "resolve" | "reopen"): Promise<Done> {
  const { target, root } = await threadOf(tx, thread);
  if ((await isResolved(tx, root.id)) === (kind === "resolve"))
    throw refused(
      kind === "resolve" ? resolvedReason : { code: "COMMENT_OPEN", text: { en: "The thread is open.", zh: "该讨论未关闭。" } },
    );
  await write(tx, target, { kind, thread: root.id, text: "", mentions: [] });
  return target;
}

const resolvedReason: Reason = {
  code: "COMMENT_RESOLVED",
  text: { en: "The thread is resolved; reopen it first.", zh: "该讨论已解决，请先重新打开。" },
};

interface Target extends Done {
  readonly number: string;
  readonly site: string | null;
}

/** The record, when the actor may read it and may write comments. @throws NOT_FOUND or REFUSED */
async function writable(tx: Tx, record: string, id: string): Promise<Target> {
  if (!knownRecord(record)) throw notFound(record, id);
  const spec = specOf(record);
  // Permits first: whoever may not read the type learns nothing of whether a record exists.
  tx.require([spec.read, "comment.add"].filter((permit) => !tx.actor.permits.has(permit)).map(permitReason));
  const name = record as RecordName;
  const found = (await tx.get(name, id)) as { number: string; site?: string };
  // One writer at a time for a record: what is answered or withdrawn may not change in between.
  await tx.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))", [`comment ${record} ${id}`]);
  return { record: name, id, number: found.number, site: found.site ?? null };
}

async function find(tx: Tx, comment: string): Promise<Stored> {
  const [found] = /^[1-9]\d{0,17}$/.test(comment)
    ? await tx.sql<Stored>("select id, kind, record_type, record_id, thread_id, actor_id from comment where id = ?", [comment])
    : [];
  if (!found) throw notFound("comment", comment);
  return found;
}

async function threadOf(tx: Tx, thread: string): Promise<{ target: Target; root: Stored }> {
  const root = await find(tx, thread);
  const target = await writable(tx, root.record_type, root.record_id);
  if (root.kind !== "post") throw notFound("comment", thread);
  return { target, root };
}

async function own(tx: Tx, comment: string): Promise<{ target: Target; found: Stored; root: string }> {
  const found = await find(tx, comment);
  const target = await writable(tx, found.record_type, found.record_id);
  if (found.kind !== "post" && found.kind !== "reply") throw notFound("comment", comment);
  const [gone] = await tx.sql(
    "select 1 from comment where about_id = ? and kind = 'withdraw' and record_type = ? and record_id = ?",
    [found.id, found.record_type, found.record_id],
  );
  tx.require([
    ...(found.actor_id === tx.actor.id
      ? []
      : [
          {
            code: "COMMENT_OF_OTHER",
            text: { en: "Only its author may change or withdraw a comment.", zh: "只有作者本人可以修改或撤回评论。" },
          },
        ]),
    ...(gone ? [{ code: "COMMENT_WITHDRAWN", text: { en: "The comment was withdrawn.", zh: "该评论已撤回。" } }] : []),
  ]);
  return { target, found, root: found.thread_id ?? found.id };
}

async function isResolved(tx: Tx, thread: string): Promise<boolean> {
  const [last] = await tx.sql<{ kind: CommentKind }>(
    "select kind from comment where thread_id = ? and kind in ('resolve', 'reopen') order by id desc limit 1",
    [thread],
  );
  return last?.kind === "resolve";
}

/** The text as it is kept, and the people named in it, each of whom may read the record. */
async function checked(tx: Tx, target: Target, { text, mentions }: Said): Promise<Said> {
  const kept = normaliseText(text).trim();
  const issues: Issue[] = [];
  if (kept === "") issues.push({ path: "text", code: "required", text: { en: "Please write something.", zh: "请输入内容。" } });
  if (kept.length > limits.text)
    issues.push({
      path: "text",
      code: "max",
      text: { en: `At most ${limits.text} characters.`, zh: `最多 ${limits.text} 个字符。` },
    });
  const people = [...new Set(mentions)];
  if (people.length > limits.mentions || people.some((id) => !/^[1-9]\d{0,17}$/.test(id)))
    issues.push({
      path: "mentions",
      code: "max",
      text: { en: `At most ${limits.mentions} people.`, zh: `最多提及 ${limits.mentions} 人。` },
    });
  if (issues.length > 0) throw invalid(...issues);
  tx.require(await cannotRead(tx, target, people));
  return { text: kept, mentions: people };
}

/** Who of these people may not read the record, each by name. */
async function cannotRead(tx: Tx, { record, number, site }: Target, people: readonly string[]): Promise<Reason[]> {
  if (people.length === 0) return [];
  const rows = await tx.sql<{ id: string; name_en: string; name_zh: string; may: boolean }>(
    `select p.id, p.name_en, p.name_zh, p.id in (select public.readers_of(?, ?::bigint)) as may from person p where p.id = any(?::bigint[]) order by p.id`,
    [specOf(record).read, site, people],
  );
  const unknown = people.filter((id) => !rows.some((row) => row.id === id));
  const label = specOf(record).label;
  return [
    ...rows
      .filter(({ may }) => !may)
      .map(({ name_en, name_zh }) => ({
        code: "MENTION_CANNOT_READ",
        text: {
          en: `${name_en} may not read ${label.en} ${number} and cannot be mentioned here.`,
          zh: `${name_zh} 无权查看${label.zh} ${number}，不能在此提及。`,
        },
      })),
    ...unknown.map((id) => ({ code: "MENTION_UNKNOWN", text: { en: `There is no person ${id}.`, zh: `没有人员 ${id}。` } })),
  ];
}

interface Row extends Said {
  readonly kind: CommentKind;
  readonly thread?: string;
  readonly about?: string;
}

async function write(tx: Tx, { record, id, site }: Target, row: Row): Promise<void> {
  const [count] = await tx.sql<{ n: number }>("select count(*)::int as n from comment where record_type = ? and record_id = ?", [
    record,
    id,
  ]);
  if ((count?.n ?? 0) >= limits.perRecord)
    throw refused({
      code: "COMMENT_LIMIT",
      text: { en: `A record holds at most ${limits.perRecord} comments.`, zh: `每条记录最多 ${limits.perRecord} 条评论。` },
    });
  const [made] = await tx.insert(
    "comment",
    ["record_type", "record_id", "site_id", "kind", "thread_id", "about_id", "text", "mentions"],
    [[record, id, site, row.kind, row.thread ?? null, row.about ?? null, row.text, JSON.stringify(row.mentions)]],
  );
  if (!made) throw new Error("a comment was not written");
  if (row.mentions.length > 0) tx.emit("comment.mentioned", { comment: made.id });
  if (row.kind === "reply") tx.emit("comment.replied", { comment: made.id });
}
