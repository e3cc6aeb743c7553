/** One record as a copy tells it: fields and lines with their words, the whole trail, signatures with what they cover, files. */
import {
  type Attribute,
  attributePath,
  type Field,
  type Fields,
  type Label,
  type RecordName,
  valueText,
  valueWords,
} from "@lotline/schema";
import { type SignatureVerdict, verifySignature } from "@lotline/verifier";
import { attributesOf } from "../../../base/attributes.ts";
import type { Reader } from "../../../base/context.ts";
import { maskedIn, maskedOf } from "../../../base/masked.ts";
import { lineSets, lineTableOf, specOf, tableOf } from "../../../base/names.ts";
import { attachmentsOf, linksOfRecord } from "../../../graphql/history.ts";
import { type Image, imageOf } from "../../../graphql/images.ts";
import type { AttachmentInfo, LinkInfo } from "../../../graphql/shared-types.ts";
import { mostEntries, timelineOf } from "../../../graphql/timeline.ts";
import type { TimelineEntry } from "../../../graphql/timeline-types.ts";
import { contentOf, contentText, cutTo, type RecordContent } from "../../../kernel/content.ts";
import type { Request } from "../../../read/request.ts";
import { linesOf, namesById } from "../../../read/rows.ts";
import { unitJoins } from "../../../read/totals.ts";
import type { Member } from "./scope.ts";
import { copyWords as w } from "./words.ts";

/** A value with its name, in both languages. */
export interface Told {
  readonly name: string;
  readonly label: Label;
  /** As the database keeps it; null for none, or where it is masked. */
  readonly value: string | null;
  readonly words: Label;
  /** Kind of its field. */
  readonly kind: Field["kind"];
  readonly masked: boolean;
}

/** A signature as the server keeps it, with what the record says now, so that anybody can verify it. */
export interface CopiedSignature {
  readonly row: Image;
  /** The present content cut to what was signed; null where values are masked and the content is left out. */
  readonly current: string | null;
  readonly verdict: SignatureVerdict;
}

export interface CopiedRecord extends Member {
  readonly label: Label;
  readonly title: Label;
  readonly state: { readonly code: string; readonly label: Label } | null;
  readonly states: { readonly [code: string]: Label };
  readonly version: number;
  readonly retainUntil: string | null;
  readonly readAt: Date;
  readonly fields: readonly Told[];
  readonly lines: readonly { readonly name: string; readonly label: Label; readonly rows: readonly (readonly Told[])[] }[];
  readonly signatures: readonly CopiedSignature[];
  readonly entries: readonly TimelineEntry[];
  readonly links: readonly LinkInfo[];
  readonly files: readonly AttachmentInfo[];
}

type Values = { readonly [name: string]: unknown };

/** Reads a record with everything around it in the request's one transaction; null when it is not there (any more) for the person. */
export async function readRecord(request: Request, member: Member): Promise<CopiedRecord | null> {
  const { record, id } = member;
  const reader = await request.reader();
  const spec = specOf(record);
  const row = (await request.row(record, id)) as (Values & { readonly version: number; readonly state?: string }) | null;
  if (!row) return null;
  const title = (await namesById(reader, record, [id])).get(id)?.title ?? { en: member.number, zh: member.number };
  const lines = [];
  for (const [name, set] of lineSets(spec)) {
    const rows = (await linesOf(reader, record, name, [id])).get(id) as (Values & { id: string })[];
    const units = await unitsOf(reader, set.fields, lineTableOf(record, name), "head_id", id);
    const told = await Promise.all(rows.map((of) => toldOf(reader, set.fields, of, units.get(of.id))));
    lines.push({ name, label: set.label, rows: told });
  }
  const units = await unitsOf(reader, spec.fields, tableOf(record), "id", id);
  return {
    ...member,
    label: spec.label,
    title,
    state: row.state ? { code: row.state, label: spec.states?.[row.state] ?? { en: row.state, zh: row.state } } : null,
    states: spec.states ?? {},
    version: row.version,
    retainUntil: row.retainUntil === null ? null : String(row.retainUntil),
    readAt: reader.now,
    fields: [...(await toldOf(reader, spec.fields, row, units.get(id))), ...(await ownFields(reader, record, row))],
    lines,
    signatures: await copiedSignatures(reader, record, id, request.kernel.house.publicKeys),
    entries: await wholeTimeline(request, record, id),
    links: await linksOfRecord(request, record, id),
    files: await attachmentsOf(request, record, id),
  };
}

/** The firm's own fields that have a value. */
async function ownFields(reader: Reader, record: RecordName, row: Values): Promise<Told[]> {
  const values = row.attributes as Values | null | undefined;
  if (!values) return [];
  const own: readonly Attribute[] = await attributesOf(reader, record);
  const fields = Object.fromEntries(own.map(({ name, field }) => [attributePath(name), field]));
  const given = Object.fromEntries(own.map(({ name }) => [attributePath(name), values[name] ?? null]));
  return (await toldOf(reader, fields, given, undefined)).filter(({ value }) => value !== null);
}

type Units = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The unit of each quantity, by the row it stands in. */
async function unitsOf(reader: Reader, fields: Fields, table: string, key: string, id: string): Promise<Units> {
  const found = new Map<string, Map<string, string>>();
  if (!reader.actor.permits.has(specOf("Unit").read)) return found;
  for (const [name, field] of Object.entries(fields)) {
    const joins = field.kind === "quantity" ? unitJoins(field, fields) : "";
    if (joins === "") continue;
    const rows = await reader.sql<{ id: string; symbol: string | null }>(
      `select t.id, (select u.symbol from (select 1) one ${joins}) as symbol from ${table} t where t.${key} = ?`,
      [id],
    );
    for (const row of rows) found.set(row.id, (found.get(row.id) ?? new Map()).set(name, row.symbol ?? ""));
  }
  return found;
}

async function toldOf(
  reader: Reader,
  fields: Fields,
  row: Values,
  units: ReadonlyMap<string, string> | undefined,
): Promise<Told[]> {
  const masked = maskedIn(fields, reader.actor.permits);
  return Promise.all(
    Object.entries(fields).map(async ([name, field]) => {
      const value = valueText(field, row[name]);
      const words = await wordsOf(reader, field, value);
      const unit = value === null ? undefined : units?.get(name);
      return {
        name,
        label: field.label,
        value,
        words: unit ? { en: `${words.en} ${unit}`, zh: `${words.zh} ${unit}` } : words,
        kind: field.kind,
        masked: masked.includes(name),
      };
    }),
  );
}

/** A value in words; of a reference the number and name of what it leads to. */
export async function wordsOf(reader: Reader, field: Field | undefined, value: string | null): Promise<Label> {
  if (!field || value === null || field.kind !== "ref")
    return field ? valueWords(field, value) : { en: value ?? "–", zh: value ?? "–" };
  const found = /^\d{1,18}$/.test(value) ? (await namesById(reader, field.target, [value])).get(value) : undefined;
  const named = (lang: "en" | "zh") =>
    found === undefined ? value : found.title[lang] === found.number ? found.number : `${found.number} ${found.title[lang]}`;
  return { en: named("en"), zh: named("zh") };
}

/** Every act, the oldest first. */
async function wholeTimeline(request: Request, record: string, id: string): Promise<TimelineEntry[]> {
  const all: TimelineEntry[] = [];
  for (let after: string | null = null; ; ) {
    const page: TimelineEntry[] = await timelineOf(request, record, id, { first: mostEntries, after });
    all.push(...page);
    if (page.length < mostEntries) return all.reverse();
    after = page.at(-1)?.cursor ?? null;
  }
}

async function copiedSignatures(
  reader: Reader,
  record: string,
  id: string,
  publicKeys: readonly string[],
): Promise<CopiedSignature[]> {
  const rows = await reader.sql<{ image: string; content: string }>(
    "select (to_jsonb(s) - 'leaf' - 'xid')::text as image, s.content from signature s where record_type = ? and record_id = ? order by id",
    [record, id],
  );
  if (rows.length === 0) return [];
  // The signed content has every field; where some are masked it goes out as its hash alone.
  const isMasked = maskedOf(specOf(record), reader.actor.permits).length > 0;
  const present = await contentOf(reader, record, id);
  return rows.map(({ image: text, content }) => {
    const image = imageOf(text);
    const signed = JSON.parse(content) as { readonly record: RecordContent };
    const current = contentText(cutTo(signed.record, present));
    const verdict = verifySignature(image, current, publicKeys);
    const { content: _, ...without } = image;
    return { row: isMasked ? without : image, current: isMasked ? null : current, verdict };
  });
}

/** What the house keeps of every record, besides the fields of its file. */
const keptByHouse: { readonly [column: string]: Label } = {
  state: w.status,
  number: w.recordNumber,
  retain_until: w.keepUntil,
};

/** The field behind a change of the trail: "quantity", "lines.quantity". */
export function changedField(record: string, path: string): { readonly label: Label; readonly field: Field | undefined } {
  const spec = specOf(record);
  const [head = "", tail] = path.split(".");
  const set = tail === undefined ? undefined : lineSets(spec).find(([name]) => name === head)?.[1];
  const field = (set ? set.fields[tail ?? ""] : (spec.fields as Fields)[path]) as Field | undefined;
  const kept = keptByHouse[path];
  if (kept) return { label: kept, field: undefined };
  const own = field?.label ?? { en: path, zh: path };
  return {
    label: set ? { en: `${set.label.en} · ${own.en}`, zh: `${set.label.zh} · ${own.zh}` } : own,
    field,
  };
}
