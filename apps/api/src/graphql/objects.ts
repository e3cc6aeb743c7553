// biome-ignore-all lint/suspicious/noExplicitAny: classes are made from data here; type-graphql's decorators are applied as plain calls
import { actionsOf, type Fields, type RecordName } from "@lotline/schema";
import { Field as GqlField, ID, Int, ObjectType, Resolver } from "type-graphql";
import { hasMasked, maskedOf } from "../base/masked.ts";
import { hasStates, lineSets, specOf } from "../base/names.ts";
import type { Request } from "../read/request.ts";
import { titleOf } from "../read/rows.ts";
import { ApprovalRound, approvalsOf } from "./approvals.ts";
import { classNamed, objectOf, plainFields, resolved, type Slot, typeOf } from "./classes.ts";
import { CommentThread, commentsOf } from "./comments.ts";
import { attachmentsOf, linksOfRecord } from "./history.ts";
import { DateScalar, InstantScalar, JsonScalar } from "./scalars.ts";
import { AttachmentInfo, actionsField, LinkInfo, TitleLabel } from "./shared-types.ts";
import { changedFields, timelineOf, timelineSummary } from "./timeline.ts";
import { TimelineEntry, TimelineSummary } from "./timeline-types.ts";
import { Comparison, RecordVersion } from "./version-types.ts";
import { asOfImage, comparisonOf, versionsOf } from "./versions.ts";

function outputFields(target: any, resolver: any, fields: Fields): void {
  for (const [name, field] of Object.entries(fields)) {
    const type = typeOf(field, false);
    if (field.kind === "ref")
      resolved(target, name, type, true, (row, request) => request.row(field.target, row[name]), resolver);
    else GqlField(type, { nullable: field.optional === true || field.masked !== undefined })(target.prototype, name);
  }
}

function lineType(record: string, set: string, fields: Fields, resolvers: any[]): any {
  const name = `${record}${set.charAt(0).toUpperCase()}${set.slice(1)}Row`;
  const made = classNamed(name);
  ObjectType(name, plainFields)(made);
  GqlField(() => ID)(made.prototype, "id");
  GqlField(() => Int)(made.prototype, "position");
  const resolver = classNamed(`${name}Resolver`);
  Resolver(() => made)(resolver);
  outputFields(made, resolver, fields);
  resolvers.push(resolver);
  return made;
}

/** The object type of a record: what every record has, its own fields and lines, and what is asked about it. */
export function objectType(record: string, resolvers: any[]): void {
  const spec = specOf(record);
  const target = objectOf(record);
  const resolver = classNamed(`${record}FieldResolver`);
  Resolver(() => target)(resolver);
  const own: Slot[] = [
    ["id", () => ID, false],
    ["number", () => String, false],
    ...(hasStates(spec) ? ([["state", () => String, false]] as Slot[]) : []),
    ["version", () => Int, false],
    ["createdAt", () => InstantScalar, false],
    ["retainUntil", () => DateScalar, true],
    ...(spec.attributes ? ([["attributes", () => JsonScalar, false]] as Slot[]) : []),
  ];
  for (const [name, type, nullable] of own) GqlField(type, { nullable })(target.prototype, name);
  const person = () => objectOf("Person");
  resolved(target, "createdBy", person, true, (row, request) => request.row("Person", row.createdBy), resolver);
  const site = () => objectOf("Site");
  if (spec.site) resolved(target, "site", site, true, (row, request) => request.row("Site", row.site), resolver);
  outputFields(target, resolver, spec.fields);
  // What of the record and its child rows the person may not see; their values are null.
  if (hasMasked(spec))
    resolved(
      target,
      "masked",
      () => [String],
      false,
      async (_row, request) => maskedOf(spec, (await request.reader()).actor.permits),
      resolver,
    );
  for (const [set, lines] of lineSets(spec)) {
    const type = lineType(record, set, lines.fields, resolvers);
    resolved(
      target,
      set,
      () => [type],
      false,
      (row, request) => request.lines(record, set, row.id),
      resolver,
    );
  }
  askedOf(record, target, resolver);
  const rounds = (row: any, request: Request) => approvalsOf(request, record as RecordName, row);
  if (Object.values(actionsOf(spec)).some((action) => action.approval))
    resolved(target, "approvals", () => [ApprovalRound], false, rounds, resolver);
  resolvers.push(resolver);
}

const text = () => String;
const whole = () => Int;

// What of a timeline is wanted; all of it is optional.
const timelineArgs: Slot[] = [
  ["first", whole, true],
  ["after", text, true],
  ["kind", text, true],
  ["who", () => ID, true],
  ["from", () => InstantScalar, true],
  ["to", () => InstantScalar, true],
  ["reason", text, true],
  ["source", text, true],
  ["field", text, true],
];

/** What can be asked about any record: title, verdicts, history, comparison, comments, links, files. */
function askedOf(record: string, target: any, resolver: any): void {
  const spec = specOf(record);
  type Ask = (row: any, request: Request, args: any) => unknown;
  const field = (name: string, type: () => any, ask: Ask, args: Slot[] = [], optional = false) =>
    resolved(target, name, type, optional, ask, resolver, args);
  const title: Ask = (row) => titleOf(spec, row);
  const asOf: Ask = (row, request, { at, version }) => asOfImage(request, record, row.id, version ? `v${version}` : (at ?? ""));
  const versions: Ask = (row, request, { first, before }) => versionsOf(request, record, row.id, first ?? 50, before ?? null);
  field("title", () => TitleLabel, title);
  field("actions", actionsField, (row, request) => request.verdicts(record, row, row["#listed"] === true));
  field(
    "timeline",
    () => [TimelineEntry],
    (row, request, args) => timelineOf(request, record, row.id, args),
    timelineArgs,
  );
  field(
    "timelineSummary",
    () => TimelineSummary,
    (row, request) => timelineSummary(request, record, row.id),
  );
  field(
    "changedFields",
    () => [String],
    (row, request) => changedFields(request, record, row.id),
  );
  field(
    "asOf",
    () => JsonScalar,
    asOf,
    [
      ["at", () => InstantScalar, true],
      ["version", whole, true],
    ],
    true,
  );
  field("versions", () => [RecordVersion], versions, [
    ["first", whole, true],
    ["before", whole, true],
  ]);
  field(
    "compare",
    () => Comparison,
    (row, request, args) => comparisonOf(request, record, row.id, args),
    [
      ["from", text, false],
      ["to", text, false],
      ["with", text, true],
    ],
  );
  field(
    "comments",
    () => [CommentThread],
    (row, request) => commentsOf(request, record, row.id),
  );
  field(
    "links",
    () => [LinkInfo],
    (row, request) => linksOfRecord(request, record, row.id),
  );
  field(
    "attachments",
    () => [AttachmentInfo],
    (row, request) => attachmentsOf(request, record, row.id),
  );
}
