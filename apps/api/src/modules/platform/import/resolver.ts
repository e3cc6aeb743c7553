import type { ImportMapping, ImportTarget, Label, Reason, RecordName } from "@lotline/schema";
import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType, Query, Resolver, Root } from "type-graphql";
import { invalid, notFound } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { knownRecord } from "../../../derive/entity.ts";
import { InstantScalar, JsonScalar } from "../../../graphql/scalars.ts";
import { ReasonInfo, TitleLabel } from "../../../graphql/shared-types.ts";
import type { Tx } from "../../../kernel/tx.ts";
import type { WebRequest } from "../web-request.ts";
import { type Batch, type BatchRow, batches, openBatch, rowsOf, targetsOf, visibleBatch } from "./batch.ts";
import { groupsOf, type IssueGroup, type TakenFor, takenFor } from "./findings.ts";
import { type Correction, checkBatch, commitBatch, correctRows, decideMapping, discardBatch, undoBatch } from "./order.ts";

@ObjectType("ImportIssue")
class ImportIssueInfo {
  /** The header of the column; null where the whole row is meant. */
  @Field(() => String, { nullable: true }) column!: string | null;
  @Field(() => String) code!: string;
  @Field(() => TitleLabel) text!: TitleLabel;
  @Field(() => String, { nullable: true }) value?: string | null;
}

@ObjectType("ImportRow")
class ImportRowInfo {
  /** The line of the file. */
  @Field(() => Int) position!: number;
  @Field(() => [String]) cells!: readonly string[];
  /** By the place of the column: what was typed instead of a cell. */
  @Field(() => JsonScalar, { nullable: true }) corrected?: unknown;
  @Field(() => Int, { nullable: true }) head?: number | null;
  /** What the record is made with. */
  @Field(() => JsonScalar, { nullable: true }) input?: unknown;
  @Field(() => [ImportIssueInfo]) issues!: readonly ImportIssueInfo[];
  @Field(() => String, { nullable: true }) recordNumber?: string | null;
}

@ObjectType("ImportIssueGroup")
class ImportIssueGroupInfo {
  @Field(() => String, { nullable: true }) column!: string | null;
  @Field(() => String) code!: string;
  @Field(() => String, { nullable: true }) value!: string | null;
  @Field(() => TitleLabel) text!: TitleLabel;
  @Field(() => Int) count!: number;
  @Field(() => Int) line!: number;
}

@ObjectType("ImportTakenFor")
class TakenForInfo {
  @Field(() => String) path!: string;
  @Field(() => String) column!: string;
  @Field(() => String) text!: string;
  @Field(() => String) value!: string;
  @Field(() => Int) count!: number;
}

@ObjectType("Import")
class ImportInfo {
  @Field(() => ID) id!: string;
  @Field(() => String) record!: string;
  @Field(() => String, { nullable: true }) lineSet?: string | null;
  /** create or change. */
  @Field(() => String) mode!: string;
  @Field(() => String) fileName!: string;
  @Field(() => String) sha256!: string;
  /** How the file was read: kind, encoding, delimiter, sheet and sheets. */
  @Field(() => JsonScalar) reading!: unknown;
  @Field(() => [String]) headers!: readonly string[];
  @Field(() => JsonScalar) mapping!: unknown;
  /** uploaded, mapped, checking, checked, committing, committed, undoing or undone. */
  @Field(() => String) state!: string;
  /** Of a check: validate (all rows by their texts), then rehearse (records made and taken back). */
  @Field(() => String, { nullable: true }) phase?: string | null;
  @Field(() => Int) total!: number;
  @Field(() => Int) records!: number;
  @Field(() => Int) done!: number;
  @Field(() => Int) ok!: number;
  @Field(() => Int) wrong!: number;
  @Field(() => InstantScalar) createdAt!: Date;
  @Field(() => InstantScalar, { nullable: true }) endedAt?: Date | null;
}

@InputType()
class ImportCorrection {
  @Field(() => Int) position!: number;
  @Field(() => String) column!: string;
  @Field(() => String) text!: string;
}

/** The most cells that one request corrects; a pasted column of errors is more than a person looks at. */
const mostCorrections = 2000;

/** Files on their way to records: what stands in them, what is wrong, and what the person decides. */
@Resolver(() => ImportInfo)
export class ImportResolver {
  @Query(() => [ImportInfo])
  async imports(
    @Ctx() request: WebRequest,
    @Arg("record", () => String, { nullable: true }) record?: string,
    @Arg("first", () => Int, { defaultValue: 50 }) first = 50,
  ): Promise<Batch[]> {
    return batches(await request.reader(), record === undefined ? null : recordNamed(record), Math.min(200, Math.max(1, first)));
  }

  @Query(() => ImportInfo)
  async importBatch(@Ctx() request: WebRequest, @Arg("id", () => ID) id: string): Promise<Batch> {
    return visibleBatch(await request.reader(), id);
  }

  @FieldResolver(() => TitleLabel, { nullable: true })
  async by(@Ctx() request: WebRequest, @Root() batch: Batch): Promise<Label | null> {
    const person = await request.row("Person", batch.personId);
    // A person has a name in both languages.
    return person && { en: Reflect.get(person, "nameEn") as string, zh: Reflect.get(person, "nameZh") as string };
  }

  /** True for the person whose import it is: only they see its rows before they are records. */
  @FieldResolver(() => Boolean)
  async mine(@Ctx() request: WebRequest, @Root() batch: Batch): Promise<boolean> {
    return (await request.reader()).actor.id === batch.personId;
  }

  /** Whether its records can be withdrawn again as one. */
  @FieldResolver(() => Boolean)
  undoable(@Root() { record, mode }: Batch): boolean {
    return mode === "change" || specOf(record).create?.undo !== undefined;
  }

  @FieldResolver(() => [ReasonInfo])
  problem(@Root() batch: Batch): readonly Reason[] {
    return batch.problem ?? [];
  }

  /** The fields that columns may fill, as the record file declares them. */
  @FieldResolver(() => JsonScalar)
  async targets(@Ctx() request: WebRequest, @Root() { record, lineSet, mode }: Batch): Promise<ImportTarget[]> {
    return targetsOf(await request.reader(), record, lineSet, mode);
  }

  /** Rows behind a line: all, those with something wrong, or those that make or change something. @throws NOT_FOUND for whoever's import it is not */
  @FieldResolver(() => [ImportRowInfo])
  async rows(
    @Ctx() request: WebRequest,
    @Root() batch: Batch,
    @Arg("wrongOnly", () => Boolean, { defaultValue: false }) wrongOnly = false,
    @Arg("changedOnly", () => Boolean, { defaultValue: false }) changedOnly = false,
    @Arg("after", () => Int, { defaultValue: 0 }) after = 0,
    @Arg("first", () => Int, { defaultValue: 100 }) first = 100,
  ): Promise<(Omit<BatchRow, "issues"> & { issues: NonNullable<BatchRow["issues"]> })[]> {
    const reader = await request.reader();
    await openBatch(reader, batch.id);
    const only = wrongOnly ? "wrong" : changedOnly ? "changed" : undefined;
    const rows = await rowsOf(reader, batch.id, { only, after, first: Math.min(500, Math.max(1, first)) });
    return rows.map((row) => ({ ...row, issues: row.issues ?? [] }));
  }

  @FieldResolver(() => [ImportIssueGroupInfo])
  async groups(@Ctx() request: WebRequest, @Root() batch: Batch): Promise<IssueGroup[]> {
    const reader = await request.reader();
    await openBatch(reader, batch.id);
    return groupsOf(reader, batch.id);
  }

  /** Of choices and flags: each text of the file with what it becomes. */
  @FieldResolver(() => [TakenForInfo])
  async takenFor(@Ctx() request: WebRequest, @Root() batch: Batch): Promise<TakenFor[]> {
    const reader = await request.reader();
    await openBatch(reader, batch.id);
    return takenFor(reader, batch);
  }

  /** Decides which column fills which field, what is the same in all rows, and what texts stand for. */
  @Mutation(() => ImportInfo)
  async mapImport(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("id", () => ID) id: string,
    @Arg("mapping", () => JsonScalar) given: unknown,
  ): Promise<Batch> {
    const mapping = readMapping(given);
    return ordered(request, commandId, "mapImport", id, { mapping }, (tx) => decideMapping(tx, id, mapping));
  }

  /** Puts texts in the place of cells; the file's own texts stay beside them. */
  @Mutation(() => ImportInfo)
  async correctImport(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("id", () => ID) id: string,
    @Arg("corrections", () => [ImportCorrection]) given: ImportCorrection[],
  ): Promise<Batch> {
    const corrections: Correction[] = given.map(({ position, column, text }) => ({ position, column, text }));
    if (corrections.length > mostCorrections || corrections.some(({ text }) => text.length > 4000))
      throw invalid({
        path: "corrections",
        code: "tooMany",
        text: {
          en: `At most ${mostCorrections} cells of 4,000 characters at once.`,
          zh: `一次最多修改 ${mostCorrections} 个单元格，每个不超过 4000 字。`,
        },
      });
    return ordered(request, commandId, "correctImport", id, { corrections }, (tx) => correctRows(tx, id, corrections));
  }

  /** Checks every row: all is done, nothing is kept. */
  @Mutation(() => ImportInfo)
  async checkImport(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("id", () => ID) id: string,
  ): Promise<Batch> {
    return ordered(request, commandId, "checkImport", id, {}, (tx) => checkBatch(tx, id));
  }

  /** Makes or changes all records, or none; changes ask for a reason. */
  @Mutation(() => ImportInfo)
  async commitImport(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("id", () => ID) id: string,
    @Arg("reason", () => String, { nullable: true }) reason?: string,
  ): Promise<Batch> {
    return ordered(request, commandId, "commitImport", id, reason ? { reason } : {}, (tx) => commitBatch(tx, id, reason));
  }

  /** Withdraws all records of the import, or none. */
  @Mutation(() => ImportInfo)
  async undoImport(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("id", () => ID) id: string,
    @Arg("reason", () => String) reason: string,
  ): Promise<Batch> {
    return ordered(request, commandId, "undoImport", id, { reason }, (tx) => undoBatch(tx, id, reason));
  }

  /** Gives a file up before anything came of it. */
  @Mutation(() => ImportInfo)
  async discardImport(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("id", () => ID) id: string,
  ): Promise<Batch> {
    return ordered(request, commandId, "discardImport", id, {}, (tx) => discardBatch(tx, id));
  }
}

async function ordered(
  request: WebRequest,
  commandId: string,
  operation: string,
  id: string,
  input: object,
  order: (tx: Tx) => Promise<void>,
): Promise<Batch> {
  await request.command({ id: commandId, operation, input: { id, ...input } }, async (tx) => {
    await order(tx);
    return null;
  });
  return visibleBatch(await request.reader(), id);
}

export function recordNamed(record: string): RecordName {
  if (!knownRecord(record)) throw notFound("record type", record);
  return record as RecordName;
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is { readonly [name: string]: string } =>
  isObject(value) &&
  Object.keys(value).length <= 5000 &&
  Object.values(value).every((text) => typeof text === "string" && text.length <= 4000);

/** @throws BAD_USER_INPUT for what is no mapping */
function readMapping(given: unknown): ImportMapping {
  const { columns, fixed = {}, values = {}, key = null } = isObject(given) ? given : {};
  if (
    isTexts(columns) &&
    isTexts(fixed) &&
    isObject(values) &&
    Object.values(values).every(isTexts) &&
    (key === null || typeof key === "string")
  )
    // Each of its members has just been looked at.
    return { columns, fixed, values: values as ImportMapping["values"], key };
  throw invalid({
    path: "mapping",
    code: "shape",
    text: { en: "This is no mapping of columns.", zh: "列对应关系的格式不正确。" },
  });
}
