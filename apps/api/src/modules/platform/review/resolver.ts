import { type Action, actionsOf, type RecordName } from "@lotline/schema";
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { AppError } from "../../../base/error.ts";
import { specOf } from "../../../base/names.ts";
import { calendarsOf, workDayMinutes, workingMinutes } from "../../../base/working-time.ts";
import { knownRecord } from "../../../derive/entity.ts";
import { peopleOf } from "../../../graphql/people.ts";
import { SignatureInput } from "../../../graphql/shared-types.ts";
import { titleOf } from "../../../read/rows.ts";
import type { WebRequest } from "../web-request.ts";
import { caseOf } from "./case.ts";
import { noteReviews } from "./decision.ts";
import { findingsOf } from "./findings.ts";
import { type Claim, claimsIn, leaveLook, lookAt, takeOver } from "./look.ts";
import { batchFaults, batchRule, requestManifest, signManifest } from "./manifest.ts";
import { type QueueRow, queuePage } from "./queue.ts";
import {
  ManifestInfo,
  ManifestResult,
  ReviewCase,
  type ReviewClaimInfo,
  ReviewedRecord,
  type ReviewItem,
  ReviewLookInfo,
  ReviewQueueInfo,
  ShownRecord,
} from "./types.ts";

const mostItems = 200;

/** The record type of an argument. @throws NOT_FOUND */
function recordOf(name: string): RecordName {
  if (!knownRecord(name)) throw new AppError("NOT_FOUND");
  return name as RecordName;
}

async function claimInfo(request: WebRequest, claim: Claim | undefined): Promise<ReviewClaimInfo | null> {
  if (!claim) return null;
  const by = (await peopleOf(request)).get(claim.person) ?? null;
  return { by, mine: claim.person === request.ctx.personId, until: claim.until };
}

/** Records that the person may not sign for a reason that only the record knows are not offered either. */
async function itemsOf(request: WebRequest, rows: readonly QueueRow[]): Promise<ReviewItem[]> {
  const reader = await request.reader();
  const calendars = await calendarsOf(reader);
  const rule = await batchRule(reader);
  const claims = await claimsIn(
    (text, params) => reader.sql(text, params),
    reader.now,
    rows.map(({ record }) => record),
    rows.map(({ recordId }) => recordId),
  );
  const items = await Promise.all(
    rows.map(async (item) => {
      const row = await request.row(item.record, item.recordId);
      const action: Action | undefined = actionsOf(specOf(item.record))[item.action];
      if (!row || !action) return null;
      const verdict = (await request.verdicts(item.record, row, false)).find((one) => one.name === item.action);
      if (verdict?.reasons.some(({ code }) => code === "SOD_SELF")) return null;
      const findings = await findingsOf(request, item.record, row);
      const place = calendars.get(item.siteId) ?? calendars.get(null);
      const { cursor: _, siteId: __, ...told } = item;
      return {
        ...told,
        title: titleOf(specOf(item.record), row),
        workingLeft: place ? workingMinutes(reader.now, item.dueAt, place.zone, place.calendar) : 0,
        workDay: place ? workDayMinutes(place.calendar) : 0,
        exception: findings[0]?.title ?? null,
        exceptions: findings.length,
        blockers: verdict?.reasons.length ?? 0,
        batch: findings.length === 0 && verdict?.allowed === true && batchFaults(item.record, action, rule).length === 0,
        claim: await claimInfo(
          request,
          claims.find((claim) => claim.record === item.record && claim.recordId === item.recordId),
        ),
      };
    }),
  );
  return items.flatMap((item) => item ?? []);
}

@Resolver()
export class ReviewResolver {
  /** What waits for a signature of the person, by risk to patients and time left; own work is counted and not offered. */
  @Query(() => ReviewQueueInfo)
  async reviewQueue(
    @Ctx() request: WebRequest,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after?: string,
    @Arg("record", () => String, { nullable: true }) record?: string,
  ): Promise<ReviewQueueInfo> {
    const reader = await request.reader();
    const wanted = Math.min(mostItems, Math.max(1, first));
    const page = await queuePage(reader, { first: wanted, after, record: record && recordOf(record) });
    return {
      items: await itemsOf(request, page.rows),
      next: page.rows.length === wanted ? (page.rows.at(-1)?.cursor ?? null) : null,
      total: page.total,
      own: page.own,
      overdue: page.overdue,
      byRecord: [...page.byRecord].map(([name, count]) => ({ record: name, count })),
    };
  }

  /** One record under review. */
  @Query(() => ReviewCase)
  reviewCase(
    @Ctx() request: WebRequest,
    @Arg("record", () => String) record: string,
    @Arg("id", () => ID) id: string,
  ): Promise<ReviewCase> {
    return caseOf(request, recordOf(record), id);
  }

  /** Says that the person has a record open, and asks who else has; with `claim` it is his for some minutes unless somebody has it. */
  @Mutation(() => ReviewLookInfo)
  async lookAtRecord(
    @Ctx() request: WebRequest,
    @Arg("record", () => String) record: string,
    @Arg("id", () => ID) id: string,
    @Arg("claim", () => Boolean, { defaultValue: true }) claim: boolean,
  ): Promise<ReviewLookInfo> {
    const name = recordOf(record);
    const row = await request.row(name, id);
    if (!row) throw new AppError("NOT_FOUND");
    const look = await lookAt(request, { record: name, id: row.id, version: row.version }, claim);
    const people = await peopleOf(request);
    return {
      beforeAt: look.before?.at ?? null,
      beforeVersion: look.before?.version ?? null,
      claim: await claimInfo(request, look.claim ?? undefined),
      present: look.present.flatMap((person) => people.get(person) ?? []),
    };
  }

  /** Takes a record over from whoever has claimed it. */
  @Mutation(() => Boolean)
  async takeOverRecord(
    @Ctx() request: WebRequest,
    @Arg("record", () => String) record: string,
    @Arg("id", () => ID) id: string,
  ): Promise<boolean> {
    const name = recordOf(record);
    if (!(await request.row(name, id))) throw new AppError("NOT_FOUND");
    await takeOver(request, { record: name, id });
    return true;
  }

  /** The person has left a record: it is nobody's again. */
  @Mutation(() => Boolean)
  async leaveRecord(
    @Ctx() request: WebRequest,
    @Arg("record", () => String) record: string,
    @Arg("id", () => ID) id: string,
  ): Promise<boolean> {
    if (!/^[1-9]\d{0,17}$/.test(id)) throw new AppError("NOT_FOUND");
    await leaveLook(request, { record: recordOf(record), id });
    return true;
  }

  /** Writes down how records were reviewed: how long it took, what was looked at, what came of it. */
  @Mutation(() => Boolean)
  async noteReview(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("record", () => String) record: string,
    @Arg("action", () => String) action: string,
    @Arg("outcome", () => String) outcome: string,
    @Arg("rows", () => [ReviewedRecord]) rows: ReviewedRecord[],
    @Arg("manifest", () => ID, { nullable: true }) manifest?: string,
  ): Promise<boolean> {
    const name = recordOf(record);
    const notes = { record: name, action, outcome, manifest: manifest ?? null, rows };
    await request.command({ id: commandId, operation: "noteReview", input: notes }, async (tx) => {
      await noteReviews(tx, notes);
      return null;
    });
    return true;
  }

  /** Announces records of one type to be signed together: what goes onto the list, and what does not with every reason. */
  @Mutation(() => ManifestInfo)
  signatureManifest(
    @Ctx() request: WebRequest,
    @Arg("record", () => String) record: string,
    @Arg("action", () => String) action: string,
    @Arg("records", () => [ShownRecord]) records: ShownRecord[],
  ): Promise<ManifestInfo> {
    return requestManifest(request, recordOf(record), action, records) as Promise<ManifestInfo>;
  }

  /** Signs each record of a list; tells of each whether it went through. */
  @Mutation(() => [ManifestResult])
  signManifest(
    @Ctx() request: WebRequest,
    @Arg("commandId", () => ID) commandId: string,
    @Arg("manifest", () => ID) manifest: string,
    @Arg("signature", () => SignatureInput) signature: SignatureInput,
  ): Promise<ManifestResult[]> {
    return signManifest(request, commandId, manifest, signature) as Promise<ManifestResult[]>;
  }
}
