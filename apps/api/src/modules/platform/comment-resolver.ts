import { Arg, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { invalid, notFound } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import { knownRecord } from "../../derive/entity.ts";
import { CommentPerson, CommentThread, commentsOf } from "../../graphql/comments.ts";
import { peopleOf } from "../../graphql/people.ts";
import type { Tx } from "../../kernel/tx.ts";
import { editComment, postComment, replyComment, settleThread, withdrawComment } from "./comment.ts";
import type { WebRequest } from "./web-request.ts";

const mostPeople = 12;

/** How a person is looked for: by name in both languages, without spaces, by the initials of the Latin name, by number and user name. */
export function fitsPerson(person: { number: string; login: string; name: { en: string; zh: string } }, typed: string): boolean {
  const bare = (text: string) => text.toLowerCase().replaceAll(/[\s'-]/g, "");
  const wanted = bare(typed);
  const initials = person.name.en
    .split(/[\s'-]+/)
    .map((word) => word.charAt(0))
    .join("");
  return (
    [person.name.zh, person.name.en, person.login, person.number].some((text) => bare(text).includes(wanted)) ||
    bare(initials).startsWith(wanted)
  );
}

@Resolver()
export class CommentResolver {
  /** People who may be mentioned on a record: those who may read it. */
  @Query(() => [CommentPerson])
  async mentionable(
    @Ctx() request: WebRequest,
    @Arg("record", () => String) record: string,
    @Arg("id", () => ID) id: string,
    @Arg("search", () => String, { defaultValue: "" }) search: string,
  ): Promise<CommentPerson[]> {
    if (!knownRecord(record)) throw notFound(record, id);
    const reader = await request.mayRead(record);
    const row = await request.row(record, id);
    if (!row) throw notFound(record, id);
    const people = await peopleOf(request);
    const readers = await reader.sql<{ id: string; login: string }>(
      "select p.id, p.login from person p where p.id in (select public.readers_of(?, ?::bigint)) order by p.name_en, p.id",
      [specOf(record).read, (row as { site?: string }).site ?? null],
    );
    return readers
      .flatMap(({ id: key, login }) => {
        const person = people.get(key);
        return person && key !== reader.actor.id && fitsPerson({ ...person, login }, search.slice(0, 60)) ? [person] : [];
      })
      .slice(0, mostPeople);
  }

  /** Opens a thread on a record; answers all its threads. */
  @Mutation(() => [CommentThread])
  postComment(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("record", () => String) record: string,
    @Arg("id", () => ID) id: string,
    @Arg("text", () => String) text: string,
    @Arg("mentions", () => [ID], { defaultValue: [] }) mentions: string[],
  ): Promise<CommentThread[]> {
    return said(request, commandId, "postComment", { record, id, text, mentions }, (tx) =>
      postComment(tx, record, id, { text, mentions }),
    );
  }

  @Mutation(() => [CommentThread])
  replyComment(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("thread", () => ID) thread: string,
    @Arg("text", () => String) text: string,
    @Arg("mentions", () => [ID], { defaultValue: [] }) mentions: string[],
  ): Promise<CommentThread[]> {
    return said(request, commandId, "replyComment", { thread, text, mentions }, (tx) =>
      replyComment(tx, thread, { text, mentions }),
    );
  }

  @Mutation(() => [CommentThread])
  editComment(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("comment", () => ID) comment: string,
    @Arg("text", () => String) text: string,
    @Arg("mentions", () => [ID], { defaultValue: [] }) mentions: string[],
  ): Promise<CommentThread[]> {
    return said(request, commandId, "editComment", { comment, text, mentions }, (tx) =>
      editComment(tx, comment, { text, mentions }),
    );
  }

  @Mutation(() => [CommentThread])
  withdrawComment(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("comment", () => ID) comment: string,
  ): Promise<CommentThread[]> {
    return said(request, commandId, "withdrawComment", { comment }, (tx) => withdrawComment(tx, comment));
  }

  @Mutation(() => [CommentThread])
  resolveComment(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("thread", () => ID) thread: string,
  ): Promise<CommentThread[]> {
    return said(request, commandId, "resolveComment", { thread }, (tx) => settleThread(tx, thread, "resolve"));
  }

  @Mutation(() => [CommentThread])
  reopenComment(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("thread", () => ID) thread: string,
  ): Promise<CommentThread[]> {
    return said(request, commandId, "reopenComment", { thread }, (tx) => settleThread(tx, thread, "reopen"));
  }
}

/** Runs one command about comments and answers the threads of its record as they stand then. */
async function said(
  request: WebRequest,
  id: string,
  operation: string,
  input: unknown,
  change: (tx: Tx) => ReturnType<typeof postComment>,
): Promise<CommentThread[]> {
  const outcome = await request.command({ id, operation, input }, change);
  if (!outcome) throw invalid({ path: "commandId", code: "outcome", text: { en: "Nothing was done.", zh: "未执行任何操作。" } });
  return commentsOf(request, outcome.record, outcome.id);
}
