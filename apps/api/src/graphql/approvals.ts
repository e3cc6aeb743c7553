/** The approvals of a record: what was signed and rejected in each round, and the steps still to come (REQ-APR-05). */
import { type ApprovalStage, actionsOf, type Label, type RecordName } from "@lotline/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { dateIn } from "../base/context.ts";
import { specOf } from "../base/names.ts";
import type { SqlReader } from "../base/reader.ts";
import { openStages, routeOf, stagesFor } from "../kernel/approval.ts";
import type { Row } from "../kernel/behaviour.ts";
import type { Request } from "../read/request.ts";
import { plainFields } from "./classes.ts";
import { InstantScalar, JsonScalar } from "./scalars.ts";
import { TitleLabel } from "./shared-types.ts";

/** One signature of a stage, given, asked now or to come. */
@ObjectType(plainFields)
export class ApprovalStep {
  @Field(() => Int) stage!: number;
  @Field(() => TitleLabel) title!: Label;
  @Field(() => String) permit!: string;
  /** Roles whose holders may sign it. */
  @Field(() => [String]) roles!: readonly string[];
  /** approved, rejected, open or toCome. */
  @Field(() => String) state!: string;
  @Field(() => TitleLabel, { nullable: true }) by?: Label;
  /** In whose place it was decided. */
  @Field(() => TitleLabel, { nullable: true }) behalf?: Label | null;
  @Field(() => InstantScalar, { nullable: true }) at?: Date;
  @Field(() => String, { nullable: true }) reason?: string | null;
  @Field(() => InstantScalar, { nullable: true }) dueAt?: Date | null;
}

@ObjectType(plainFields)
export class ApprovalRound {
  @Field(() => String) action!: string;
  /** The version of the record that was, or is, decided on. */
  @Field(() => Int) version!: number;
  /** open, approved, rejected, or changed: the content changed meanwhile and all is asked again. */
  @Field(() => String) outcome!: string;
  /** What is proposed with the action, as its first signer gave it. */
  @Field(() => JsonScalar, { nullable: true }) proposed?: unknown;
  @Field(() => [ApprovalStep]) steps!: readonly ApprovalStep[];
}

interface Decided {
  readonly record_version: number;
  readonly action: string;
  readonly stage: number;
  readonly permit: string;
  readonly decision: "approved" | "rejected";
  readonly is_last: boolean;
  readonly input: object;
  readonly reason: string | null;
  readonly at: string;
  readonly ruled_on: string;
  readonly name_en: string;
  readonly name_zh: string;
  readonly behalf_en: string | null;
  readonly behalf_zh: string | null;
}

/** All rounds of a record, oldest first; the last one shows what is asked now and what comes then. */
export async function approvalsOf(request: Request, record: RecordName, row: Row): Promise<ApprovalRound[]> {
  const reader = await request.reader();
  const decided = await reader.sql<Decided>(
    `select a.record_version, a.action, a.stage, a.permit, a.decision, a.is_last, a.input, a.reason, a.at, a.ruled_on::text, p.name_en, p.name_zh, b.name_en as behalf_en, b.name_zh as behalf_zh
     from approval a join person p on p.id = a.actor_id left join person b on b.id = a.on_behalf_of_id where a.record_type = ? and a.record_id = ? order by a.id`,
    [record, row.id],
  );
  const rounds = await Promise.all(
    [...Map.groupBy(decided, (d) => `${d.action} ${d.record_version}`).values()].map((of) => pastRound(reader, record, row, of)),
  );
  const open: ApprovalRound[] = [];
  for (const [name, action] of Object.entries(actionsOf(specOf(record)))) {
    if (!action.approval || !action.from.includes(row.state)) continue;
    const known = rounds.findIndex((round) => round.action === name && round.version === row.version);
    const begun = known < 0 ? undefined : rounds.splice(known, 1)[0];
    open.push(await openRound(reader, record, row, name, begun));
  }
  return [...rounds, ...open];
}

async function rolesOf(reader: SqlReader, permit: string): Promise<string[]> {
  const roles = (await reader.rule("role-permit")).get(permit);
  return Array.isArray(roles) ? roles.map(String) : [];
}

async function signedStep(reader: SqlReader, d: Decided, stage: ApprovalStage | undefined): Promise<ApprovalStep> {
  return {
    stage: d.stage,
    title: stage?.title ?? { en: d.permit, zh: d.permit },
    permit: d.permit,
    roles: await rolesOf(reader, d.permit),
    state: d.decision,
    by: { en: d.name_en, zh: d.name_zh },
    behalf: d.behalf_en === null ? null : { en: d.behalf_en, zh: d.behalf_zh ?? d.behalf_en },
    at: new Date(d.at),
    reason: d.reason,
  };
}

async function pastRound(reader: SqlReader, record: RecordName, row: Row, of: readonly Decided[]): Promise<ApprovalRound> {
  const [first] = of as readonly [Decided, ...Decided[]];
  const route = await routeOf(reader, actionsOf(specOf(record))[first.action]?.approval ?? "", row, first.ruled_on);
  const outcome = of.some((d) => d.decision === "rejected") ? "rejected" : of.some((d) => d.is_last) ? "approved" : "changed";
  const steps = await Promise.all(of.map((d) => signedStep(reader, d, route?.stages[d.stage])));
  const proposed = Object.keys(first.input).length > 0 ? first.input : null;
  return { action: first.action, version: first.record_version, outcome, proposed, steps };
}

/** What is signed on the present version, what is asked now, and what the route asks then. */
async function openRound(
  reader: SqlReader,
  record: RecordName,
  row: Row,
  name: string,
  begun: ApprovalRound | undefined,
): Promise<ApprovalRound> {
  const open = (await openStages(reader, record, name, [row])).get(row.id);
  const key = actionsOf(specOf(record))[name]?.approval ?? "";
  const route = await routeOf(reader, key, row, open?.ruledOn ?? dateIn(reader.firmZone, reader.now));
  const due = new Map(
    (
      await reader.sql<{ permit: string; due_at: string }>(
        "select permit, due_at from work_item where record_type = ? and record_id = ? and action = ?",
        [record, row.id, name],
      )
    ).map(({ permit, due_at }) => [permit, new Date(due_at)]),
  );
  const toCome = stagesFor(route, row, open?.proposed ?? null).flatMap(([stage, { title, permits }]) => {
    if (stage < (open?.stage ?? 0)) return [];
    const asked = stage === open?.stage;
    return (asked ? (open?.permits ?? []) : permits).map((permit) => ({
      stage,
      title,
      permit,
      state: asked ? "open" : "toCome",
      ...(asked ? { dueAt: due.get(permit) ?? null } : {}),
    }));
  });
  const steps = await Promise.all(toCome.map(async (step) => ({ ...step, roles: await rolesOf(reader, step.permit) })));
  return {
    action: name,
    version: row.version,
    outcome: "open",
    proposed: begun?.proposed ?? null,
    steps: [...(begun?.steps ?? []), ...steps],
  };
}
