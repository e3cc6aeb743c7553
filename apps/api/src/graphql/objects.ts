// biome-ignore-all lint/suspicious/noExplicitAny: classes are made from data here; type-graphql's decorators are applied as plain calls
import type { AnyRecord, Fields } from "@lotline/schema";
import { Field as GqlField, ID, Int, ObjectType, Resolver } from "type-graphql";
import { hasStates, lineSets, specOf } from "../base/names.ts";
import type { Request } from "../read/request.ts";
import { classNamed, objectOf, plainFields, resolved, type Slot, typeOf } from "./classes.ts";
import { asOfImage, attachmentsOf, linksOfRecord, timelineOf } from "./history.ts";
import { DateScalar, InstantScalar, JsonScalar } from "./scalars.ts";
import { AttachmentInfo, actionsField, LinkInfo, TimelineEntry, TitleLabel } from "./shared-types.ts";

function outputFields(target: any, resolver: any, fields: Fields): void {
  for (const [name, field] of Object.entries(fields)) {
    const type = typeOf(field, false);
    if (field.kind === "ref")
      resolved(target, name, type, true, (row, request) => request.row(field.target, row[name]), resolver);
    else GqlField(type, { nullable: field.optional === true })(target.prototype, name);
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
  resolvers.push(resolver);
}

/** What can be asked about any record: title, verdicts, timeline, as-of image, links, files. */
function askedOf(record: string, target: any, resolver: any): void {
  const spec = specOf(record);
  const field = (name: string, type: () => any, optional: boolean, ask: (row: any, request: Request, args: any) => unknown) =>
    resolved(target, name, type, optional, ask, resolver, name === "asOf" ? [["at", () => InstantScalar, false]] : []);
  field(
    "title",
    () => TitleLabel,
    false,
    (row) => titleOf(spec, row),
  );
  field("actions", actionsField, false, (row, request) => request.verdicts(record, row, row["#listed"] === true));
  field(
    "timeline",
    () => [TimelineEntry],
    false,
    (row, request) => timelineOf(request, record, row),
  );
  field(
    "asOf",
    () => JsonScalar,
    true,
    (row, request, { at }) => asOfImage(request, record, row.id, at),
  );
  field(
    "links",
    () => [LinkInfo],
    false,
    (row, request) => linksOfRecord(request, record, row.id),
  );
  field(
    "attachments",
    () => [AttachmentInfo],
    false,
    (row, request) => attachmentsOf(request, record, row.id),
  );
}

/** The record's name in both languages; without one its number. */
export function titleOf(spec: AnyRecord, row: { [key: string]: unknown }): { en: string; zh: string } {
  const [en, zh] = spec.title ?? [];
  const text = (key: string | undefined) => String((key && row[key]) ?? row.number ?? "");
  return { en: text(en), zh: text(zh ?? en) };
}
