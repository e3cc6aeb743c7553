import type { RecordName } from "@lotline/schema";
import { coerceInputValue, type GraphQLResolveInfo, type GraphQLSchema, isInputType } from "graphql";
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { invalid, notFound } from "../../../base/error.ts";
import { knownRecord } from "../../../derive/entity.ts";
import { InstantScalar, JsonScalar } from "../../../graphql/scalars.ts";
import { ReasonInfo } from "../../../graphql/shared-types.ts";
import type { Tx } from "../../../kernel/tx.ts";
import type { Filter } from "../../../read/filter.ts";
import type { WebRequest } from "../web-request.ts";
import { groupsOf, type Job, type JobRow, jobOfCommand, ownJob, ownJobs, type RowGroup, type RowOutcome, rowsOf } from "./job.ts";
import { cancelJob, type Order, retryJob, runJob, startJob } from "./order.ts";
import { type BulkVerdict, bulkVerdicts } from "./verdicts.ts";

@ObjectType("JobRow")
class JobRowInfo {
  @Field(() => ID) recordId!: string;
  @Field(() => Int) position!: number;
  @Field(() => String) number!: string;
  /** ok, skipped (refused by a rule), failed (may be tried again), or null while it waits. */
  @Field(() => String, { nullable: true }) outcome?: string | null;
  @Field(() => [ReasonInfo]) reasons!: readonly ReasonInfo[];
}

@ObjectType()
class JobRowGroup {
  @Field(() => String) outcome!: string;
  @Field(() => ReasonInfo) reason!: ReasonInfo;
  @Field(() => Int) count!: number;
  @Field(() => [String]) numbers!: readonly string[];
}

@ObjectType("Job")
class JobInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) kind!: string;
  @Field(() => String) record!: string;
  @Field(() => String, { nullable: true }) action?: string | null;
  @Field(() => JsonScalar) input!: unknown;
  @Field(() => String, { nullable: true }) reason?: string | null;
  /** queued, running, checked, done, failed or cancelled. */
  @Field(() => String) state!: string;
  /** check (keeps nothing) or run. */
  @Field(() => String) phase!: string;
  @Field(() => Int) total!: number;
  @Field(() => Int) ok!: number;
  @Field(() => Int) skipped!: number;
  @Field(() => Int) failed!: number;
  @Field(() => ReasonInfo, { nullable: true }) problem?: ReasonInfo | null;
  @Field(() => ID, { nullable: true }) retryOf?: string | null;
  @Field(() => InstantScalar) createdAt!: Date;
  @Field(() => InstantScalar, { nullable: true }) startedAt?: Date | null;
  @Field(() => InstantScalar, { nullable: true }) endedAt?: Date | null;
}

@ObjectType()
class BulkReason {
  @Field(() => ReasonInfo) reason!: ReasonInfo;
  @Field(() => Int) count!: number;
}

@ObjectType("BulkVerdict")
class BulkVerdictInfo {
  @Field(() => String) name!: string;
  @Field(() => Boolean) signed!: boolean;
  @Field(() => Int) allowed!: number;
  @Field(() => Int) refused!: number;
  @Field(() => [BulkReason]) reasons!: readonly BulkReason[];
}

@InputType()
class BulkRowInput {
  @Field(() => ID) id!: string;
  /** The version that was shown. */
  @Field(() => Int) shown!: number;
  @Field(() => JsonScalar) input!: unknown;
}

@InputType()
class BulkInput {
  @Field(() => String) record!: string;
  /** An action of the record; without it the fields of `input` are changed. */
  @Field(() => String, { nullable: true }) action?: string;
  @Field(() => JsonScalar, { nullable: true }) input?: unknown;
  @Field(() => String, { nullable: true }) reason?: string;
  /** Exactly one of: these records; rows with values of their own; or all that match, but those excepted. */
  @Field(() => [ID], { nullable: true }) ids?: string[];
  @Field(() => [BulkRowInput], { nullable: true }) rows?: BulkRowInput[];
  @Field(() => JsonScalar, { nullable: true }) filter?: unknown;
  @Field(() => String, { nullable: true }) search?: string;
  @Field(() => [ID], { nullable: true }) except?: string[];
}

const outcomes: readonly string[] = ["ok", "skipped", "failed"];

/** Long jobs of the person: bulk actions, changes of fields in bulk, pasted ranges. */
@Resolver(() => JobInfo)
export class JobResolver {
  @Query(() => [JobInfo])
  async jobs(@Ctx() request: WebRequest, @Arg("first", () => Int, { defaultValue: 20 }) first: number): Promise<Job[]> {
    return ownJobs(await request.reader(), Math.min(100, Math.max(1, first)));
  }

  @Query(() => JobInfo)
  async job(@Ctx() request: WebRequest, @Arg("id", () => ID) id: string): Promise<Job> {
    return ownJob(await request.reader(), id);
  }

  /** Rows in their order, of one outcome or of all, behind a position. */
  @FieldResolver(() => [JobRowInfo])
  async rows(
    @Ctx() request: WebRequest,
    @Root() job: Job,
    @Arg("outcome", () => String, { nullable: true }) outcome?: string,
    @Arg("after", () => Int, { defaultValue: 0 }) after = 0,
    @Arg("first", () => Int, { defaultValue: 100 }) first = 100,
  ): Promise<(JobRow & { reasons: NonNullable<JobRow["reasons"]> })[]> {
    const rows = await rowsOf(await request.reader(), job.id, {
      outcome: outcome && outcomes.includes(outcome) ? (outcome as RowOutcome) : null,
      after,
      first: Math.min(500, Math.max(1, first)),
    });
    return rows.map((row) => ({ ...row, reasons: row.reasons ?? [] }));
  }

  /** The reasons of refusals and failures, the most frequent first. */
  @FieldResolver(() => [JobRowGroup])
  async groups(@Ctx() request: WebRequest, @Root() job: Job): Promise<RowGroup[]> {
    return groupsOf(await request.reader(), job.id);
  }

  /** What may be done with these records; at most the first 500 are judged. */
  @Query(() => [BulkVerdictInfo])
  async bulkVerdicts(
    @Ctx() request: WebRequest,
    @Arg("record", () => String) record: string,
    @Arg("ids", () => [ID]) ids: string[],
  ): Promise<BulkVerdict[]> {
    return bulkVerdicts(request.kernel.house, await request.reader(), recordNamed(record), ids);
  }

  /** Takes down the rows and checks them: everything is done and rolled back, nothing is changed. */
  @Mutation(() => JobInfo)
  async startBulk(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("input", () => BulkInput) input: BulkInput,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Job> {
    const order = orderOf(input, info.schema);
    await ordered(request, commandId, "startBulk", order, (tx) => startJob(tx, order));
    return jobOfCommand(await request.reader(), commandId);
  }

  /** Does what the check found possible. */
  @Mutation(() => JobInfo)
  async runJob(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("id", () => ID) id: string,
  ): Promise<Job> {
    await ordered(request, commandId, "runJob", { id }, (tx) => runJob(tx, id));
    return ownJob(await request.reader(), id);
  }

  /** Stops a job before its next row. */
  @Mutation(() => JobInfo)
  async cancelJob(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("id", () => ID) id: string,
  ): Promise<Job> {
    await ordered(request, commandId, "cancelJob", { id }, (tx) => cancelJob(tx, id));
    return ownJob(await request.reader(), id);
  }

  /** Orders the failed rows of a job again, on their present version, as a job of its own. */
  @Mutation(() => JobInfo)
  async retryJob(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("id", () => ID) id: string,
  ): Promise<Job> {
    await ordered(request, commandId, "retryJob", { id }, (tx) => retryJob(tx, id));
    return jobOfCommand(await request.reader(), commandId);
  }
}

const ordered = (
  request: WebRequest,
  id: string,
  operation: string,
  input: unknown,
  order: (tx: Tx) => Promise<void>,
): Promise<unknown> =>
  request.command({ id, operation, input }, async (tx) => {
    await order(tx);
    return null;
  });

function recordNamed(record: string): RecordName {
  if (!knownRecord(record)) throw notFound("record type", record);
  return record as RecordName;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The order, its JSON parts read as the inputs that the record's own mutations and list take. */
function orderOf(given: BulkInput, schema: GraphQLSchema): Order {
  const record = recordNamed(given.record);
  const action = given.action ?? undefined;
  const type = action === undefined ? `Edit${record}Input` : `${capital(action)}${record}Input`;
  const read = (value: unknown, path: string) => inputOf(schema, type, value ?? {}, path);
  const kinds = [given.ids, given.rows, given.filter ?? given.search].filter((kind) => (kind ?? undefined) !== undefined);
  if (kinds.length !== 1)
    throw invalid({
      path: "input",
      code: "selection",
      text: { en: "Give ids, rows, or a filter; one of them.", zh: "请给出记录、行或筛选条件之一。" },
    });
  const on: Order["on"] = given.rows
    ? { rows: given.rows.map((row, index) => ({ id: row.id, version: row.shown, input: read(row.input, `rows.${index}`) })) }
    : given.ids
      ? { ids: given.ids }
      : {
          // The list's own filter type.
          filter: inputOf(schema, `${record}Filter`, given.filter ?? {}, "filter") as Filter,
          search: given.search ?? undefined,
          except: given.except ?? [],
        };
  return { record, action, input: read(given.input, "input"), reason: given.reason ?? undefined, on };
}

/** JSON read as an input type of the schema; what the type does not know is refused as the record's own mutation refuses it. */
function inputOf(schema: GraphQLSchema, type: string, value: unknown, path: string): { readonly [field: string]: unknown } {
  const known = schema.getType(type);
  const bad = (text: string) => invalid({ path, code: "input", text: { en: text, zh: `无法识别的输入：${text}` } });
  if (!known || !isInputType(known)) {
    // An action that asks for nothing has no input type.
    if (typeof value === "object" && value !== null && Object.keys(value).length === 0) return {};
    throw bad("nothing can be given here");
  }
  const errors: string[] = [];
  const read: unknown = coerceInputValue(value, known, (_path, _value, error) => errors.push(error.message));
  if (errors.length > 0) throw bad(errors.slice(0, 3).join(" "));
  // An input object type makes an object.
  return { ...(read as { readonly [field: string]: unknown }) };
}
