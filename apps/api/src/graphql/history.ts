/** What stands around a record: its signatures with their verdicts, its links, its files. */
import { verifySignature } from "@lotline/verifier";
import type { Reader } from "../base/context.ts";
import { contentOf, contentText, cutTo, type RecordContent } from "../kernel/content.ts";
import type { Request } from "../read/request.ts";
import { imageOf } from "./images.ts";
import type { AttachmentInfo, LinkInfo, SignatureStamp } from "./shared-types.ts";

/** The signatures of a record with their verdict against what the record says now. */
export async function signaturesOf(
  reader: Reader,
  record: string,
  id: string,
  publicKeys: readonly string[],
): Promise<(SignatureStamp & { personId: string })[]> {
  const rows = await reader.sql<{ [column: string]: string }>(
    "select (to_jsonb(s) - 'leaf' - 'xid')::text as image, s.id, s.person_id, s.content from signature s where record_type = ? and record_id = ? order by id",
    [record, id],
  );
  if (rows.length === 0) return [];
  const present = await contentOf(reader, record, id);
  return rows.map((row) => {
    const image = imageOf(row.image ?? null);
    const signed = JSON.parse(row.content ?? "{}") as { record: RecordContent };
    const verdict = verifySignature(image, contentText(cutTo(signed.record, present)), publicKeys);
    return {
      id: String(row.id),
      personId: String(row.person_id),
      meaning: image.meaning ?? "",
      statement: image.statement ?? "",
      printedName: image.printed_name ?? "",
      jobTitle: image.job_title ?? "",
      onBehalfOf: image.on_behalf_of ?? null,
      version: Number(image.record_version),
      contentHash: image.content_hash ?? "",
      signedAt: new Date(image.signed_at ?? ""),
      zone: image.zone ?? "",
      reason: image.reason ?? null,
      components: image.auth_components ?? "",
      verdict,
    };
  });
}

/** What a record is joined to, both ways. */
export async function linksOfRecord(request: Request, record: string, id: string): Promise<LinkInfo[]> {
  const reader = await request.reader();
  const found = await reader.sql<{ id: string; kind: string; record: string; target: string; outgoing: boolean }>(
    `select id, kind, to_type as record, to_id as target, true as outgoing from record_link where from_type = ? and from_id = ?
     union all select id, kind, from_type, from_id, false from record_link where to_type = ? and to_id = ?`,
    [record, id, record, id],
  );
  const rows = await Promise.all(found.map(async (link) => ({ ...link, row: await request.row(link.record, link.target) })));
  return rows.flatMap(({ row, ...link }) => (row ? [{ ...link, number: row.number }] : []));
}

export async function attachmentsOf(request: Request, record: string, id: string): Promise<AttachmentInfo[]> {
  const reader = await request.reader();
  const rows = await reader.sql<{
    id: string;
    replaces_id: string | null;
    name: string;
    kind: string | null;
    media_type: string;
    size: number;
    sha256: string;
    at: string;
    name_en: string;
    name_zh: string;
  }>(
    `select a.id, a.replaces_id, a.name, a.kind, a.media_type, a.size, a.sha256, a.at, p.name_en, p.name_zh from attachment a left join person p on p.id = a.actor_id
     where a.record_type = ? and a.record_id = ? order by a.id`,
    [record, id],
  );
  return rows.map((r) => ({
    id: r.id,
    name: r.name,
    kind: r.kind,
    mediaType: r.media_type,
    size: r.size,
    sha256: r.sha256,
    replaces: r.replaces_id,
    at: new Date(r.at),
    by: { en: r.name_en, zh: r.name_zh },
  }));
}
