import { type Label, type RecordName, taskOf } from "@lotline/schema";
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { AppError, invalid } from "../../base/error.ts";
import { specOf } from "../../base/names.ts";
import { knownRecord } from "../../derive/entity.ts";
import { plainFields } from "../../graphql/classes.ts";
import { CommentPerson } from "../../graphql/comments.ts";
import { peopleOf } from "../../graphql/people.ts";
import { InstantScalar } from "../../graphql/scalars.ts";
import { TitleLabel } from "../../graphql/shared-types.ts";
import type { Tx } from "../../kernel/tx.ts";
import { titleOf } from "../../read/rows.ts";
import { isOwnWork } from "./review/own.ts";
import { pauseTask, resumeTask, type TodoRow, type TodoTab, todoPage, todoTabs } from "./todo.ts";
import type { WebRequest } from "./web-request.ts";

@ObjectType(plainFields)
class TodoItem {
  @Field(() => ID) id!: string;
  @Field(() => String) record!: string;
  @Field(() => ID) recordId!: string;
  @Field(() => String) number!: string;
  @Field(() => TitleLabel) title!: Label;
  /** The name of the task; empty for what was only told. */
  @Field(() => TitleLabel, { nullable: true }) task!: Label | null;
  @Field(() => String) state!: string;
  @Field(() => InstantScalar) at!: Date;
  @Field(() => InstantScalar, { nullable: true }) dueAt!: Date | null;
  @Field(() => InstantScalar, { nullable: true }) doneAt!: Date | null;
  @Field(() => CommentPerson, { nullable: true }) doneBy!: CommentPerson | null;
  /** Why its clock stands still. */
  @Field(() => String, { nullable: true }) pauseReason!: string | null;
}

@ObjectType("Todo", plainFields)
class TodoInfo {
  @Field(() => [TodoItem]) items!: readonly TodoItem[];
  @Field(() => String, { nullable: true }) next!: string | null;
  @Field(() => Int) total!: number;
}

const mostItems = 200;

async function itemsOf(request: WebRequest, tab: TodoTab, rows: readonly TodoRow[]): Promise<TodoItem[]> {
  const people = await peopleOf(request);
  const items = await Promise.all(
    rows.map(async ({ action, doneBy, ...row }) => {
      const record = await request.row(row.record, row.recordId);
      if (tab === "waiting" && record && (await isOwnWork(request, row.record, record, action))) return null;
      return {
        ...row,
        // What he may not read any more is told by its number alone.
        title: titleOf(specOf(row.record), record ?? {}),
        task: action ? (taskOf(specOf(row.record), action)?.label ?? null) : null,
        doneBy: doneBy === null ? null : (people.get(doneBy) ?? null),
      };
    }),
  );
  return items.flatMap((item) => item ?? []);
}

@Resolver()
export class TodoResolver {
  /** One tab of the to-do centre: waiting, done, started or copied. */
  @Query(() => TodoInfo)
  async todo(
    @Ctx() request: WebRequest,
    @Arg("tab", () => String) tab: string,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after?: string,
  ): Promise<TodoInfo> {
    const known = todoTabs.find((name): name is TodoTab => name === tab);
    if (!known)
      throw invalid({
        path: "tab",
        code: "tab",
        text: { en: `One of ${todoTabs.join(", ")}.`, zh: `应为 ${todoTabs.join("、")} 之一。` },
      });
    const wanted = Math.min(mostItems, Math.max(1, first));
    const { rows, total } = await todoPage(await request.reader(), known, wanted, after ?? null);
    return {
      items: await itemsOf(request, known, rows),
      next: rows.length === wanted ? (rows.at(-1)?.cursor ?? null) : null,
      total,
    };
  }

  /** Stops the clock of a task with a reason. */
  @Mutation(() => Boolean)
  pauseTask(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("record", () => String) record: string,
    @Arg("id", () => ID) id: string,
    @Arg("reason", () => String) reason: string,
  ): Promise<boolean> {
    return changeTask(request, { id: commandId, operation: "pauseTask", reason }, record, id, pauseTask);
  }

  /** Starts it again. */
  @Mutation(() => Boolean)
  resumeTask(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("record", () => String) record: string,
    @Arg("id", () => ID) id: string,
  ): Promise<boolean> {
    return changeTask(request, { id: commandId, operation: "resumeTask" }, record, id, resumeTask);
  }
}

async function changeTask(
  request: WebRequest,
  what: { readonly id: string; readonly operation: string; readonly reason?: string },
  record: string,
  id: string,
  change: (tx: Tx, record: RecordName, id: string) => Promise<void>,
): Promise<boolean> {
  if (!knownRecord(record)) throw new AppError("NOT_FOUND");
  const name = record as RecordName;
  await request.command({ ...what, input: { record, id } }, async (tx) => {
    await change(tx, name, id);
    return { record: name, id };
  });
  return true;
}
