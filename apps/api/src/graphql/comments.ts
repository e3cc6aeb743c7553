/** What people say about a record, read: rows that are never changed, folded to threads. */
import { Field, ID, ObjectType } from "type-graphql";
import type { Request } from "../read/request.ts";
import { plainFields } from "./classes.ts";
import { peopleOf } from "./people.ts";
import { InstantScalar } from "./scalars.ts";
import { TitleLabel } from "./shared-types.ts";

/** What a row of the table is: something said, or something done to what was said. */
export type CommentKind = "post" | "reply" | "edit" | "withdraw" | "resolve" | "reopen";

export interface CommentRow {
  readonly id: string;
  readonly kind: CommentKind;
  readonly thread: string | null;
  readonly about: string | null;
  readonly text: string;
  readonly mentions: readonly string[];
  readonly actor: string;
  readonly at: Date;
}

@ObjectType(plainFields)
export class CommentText {
  @Field(() => String) text!: string;
  @Field(() => InstantScalar) at!: Date;
}

/** A person as a comment names them. */
@ObjectType(plainFields)
export class CommentPerson {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) name!: TitleLabel;
  @Field(() => TitleLabel) title!: TitleLabel;
}

@ObjectType(plainFields)
export class CommentInfo {
  @Field(() => ID) id!: string;
  /** Null when it was withdrawn; what it said stays in the timeline. */
  @Field(() => String, { nullable: true }) text!: string | null;
  @Field(() => CommentPerson, { nullable: true }) by!: CommentPerson | null;
  @Field(() => Boolean) mine!: boolean;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => InstantScalar, { nullable: true }) withdrawnAt!: Date | null;
  @Field(() => [CommentPerson]) mentions!: readonly CommentPerson[];
  /** What it said before, the oldest first. */
  @Field(() => [CommentText]) history!: readonly CommentText[];
}

@ObjectType(plainFields)
export class CommentThread {
  @Field(() => ID) id!: string;
  @Field(() => Boolean) resolved!: boolean;
  @Field(() => CommentPerson, { nullable: true }) resolvedBy!: CommentPerson | null;
  @Field(() => InstantScalar, { nullable: true }) resolvedAt!: Date | null;
  /** What opened it, then the answers. */
  @Field(() => [CommentInfo]) comments!: readonly CommentInfo[];
}

/** One row in the timeline, as it was written. */
@ObjectType(plainFields)
export class CommentEvent {
  @Field(() => ID) id!: string;
  /** post, reply, edit, withdraw, resolve or reopen. */
  @Field(() => String) kind!: string;
  @Field(() => String) text!: string;
}

/** A thread as its rows make it, with ids for people. */
export interface FoldedComment {
  readonly id: string;
  readonly actor: string;
  readonly at: Date;
  text: string | null;
  mentions: readonly string[];
  withdrawnAt: Date | null;
  history: readonly { readonly text: string; readonly at: Date }[];
}

export interface FoldedThread {
  readonly id: string;
  resolved: { readonly actor: string; readonly at: Date } | null;
  readonly comments: FoldedComment[];
}

/** Folds the rows of a record, oldest first, to what stands now. Pure. */
export function foldComments(rows: readonly CommentRow[]): FoldedThread[] {
  const threads = new Map<string, FoldedThread>();
  const comments = new Map<string, FoldedComment & { said: Date }>();
  for (const row of rows) {
    if (row.kind === "post" || row.kind === "reply") {
      const { id, actor, at, text, mentions } = row;
      const comment = { id, actor, at, text, mentions, withdrawnAt: null, history: [], said: at };
      comments.set(id, comment);
      if (row.kind === "post") threads.set(id, { id, resolved: null, comments: [comment] });
      else threads.get(row.thread ?? "")?.comments.push(comment);
      continue;
    }
    const thread = threads.get(row.thread ?? "");
    const about = comments.get(row.about ?? "");
    if (row.kind === "resolve" && thread) thread.resolved = { actor: row.actor, at: row.at };
    if (row.kind === "reopen" && thread) thread.resolved = null;
    if (row.kind === "edit" && about) {
      about.history = [...about.history, { text: about.text ?? "", at: about.said }];
      Object.assign(about, { text: row.text, mentions: row.mentions, said: row.at });
    }
    if (row.kind === "withdraw" && about) Object.assign(about, { text: null, mentions: [], history: [], withdrawnAt: row.at });
  }
  return [...threads.values()];
}

/** The rows of a record's comments, oldest first. */
export async function commentRows(request: Request, record: string, id: string): Promise<CommentRow[]> {
  const reader = await request.reader();
  const rows = await reader.sql<Omit<CommentRow, "at"> & { at: string | Date }>(
    `select id, kind, thread_id as thread, about_id as about, text, mentions, actor_id as actor, at from comment
     where record_type = ? and record_id = ? order by id`,
    [record, id],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** The threads of a record, the oldest first. Whoever may read the record may read them. */
export async function commentsOf(request: Request, record: string, id: string): Promise<CommentThread[]> {
  const threads = foldComments(await commentRows(request, record, id));
  const reader = await request.reader();
  const people = await peopleOf(request);
  const person = (key: string): CommentPerson | null => people.get(key) ?? null;
  return threads.map(({ id: thread, resolved, comments }) => ({
    id: thread,
    resolved: resolved !== null,
    resolvedBy: resolved && person(resolved.actor),
    resolvedAt: resolved?.at ?? null,
    comments: comments.map((comment) => ({
      id: comment.id,
      text: comment.text,
      by: person(comment.actor),
      mine: comment.actor === reader.actor.id,
      at: comment.at,
      withdrawnAt: comment.withdrawnAt,
      mentions: comment.mentions.flatMap((key) => person(key) ?? []),
      history: comment.history,
    })),
  }));
}
