/** A record of a copy as a page of its own: no scripts, nothing from a network, prints well, says on every page that it is a copy. */
import type { Label } from "@lotline/schema";
import { operationLabel } from "@lotline/schema/operation";
import type { Reader } from "../../../base/context.ts";
import type { TimelineEntry } from "../../../graphql/timeline-types.ts";
import { type CopiedRecord, changedField, type Told, wordsOf } from "./read.ts";
import { type Say, copyWords as w } from "./words.ts";

/** What stands on every page of a copy. */
export interface Stamp {
  readonly number: string;
  readonly madeBy: Label;
  readonly recipient: string;
  readonly purpose: string;
  readonly madeAt: string;
  readonly say: Say;
  /** An instant with its zone. */
  readonly when: (at: Date) => string;
}

/** Text for a page; nothing of a record is markup. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const style = `
  :root { color-scheme: light; }
  body { font: 14px/1.5 "Noto Sans SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif; color: #16212b; background: #fff; margin: 24px auto; max-width: 1080px; padding: 0 24px; }
  body::before { content: attr(data-mark); position: fixed; inset: 40% 0 auto 0; text-align: center; transform: rotate(-30deg); font-size: 120px; font-weight: 700; color: #c23b22; opacity: .08; pointer-events: none; }
  h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 28px 0 8px; border-bottom: 1px solid #c3ccd4; }
  .stamp { border: 1px solid #c23b22; color: #8a2614; padding: 8px 12px; margin: 0 0 20px; font-size: 12px; }
  table { border-collapse: collapse; width: 100%; font-size: 13px; } th, td { border: 1px solid #dbe1e6; padding: 4px 8px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
  th { background: #f2f5f7; font-weight: 600; } thead { display: table-header-group; } tr { break-inside: avoid; }
  dl { display: grid; grid-template-columns: 220px 1fr; gap: 2px 16px; margin: 0; } dt { color: #5a6874; } dd { margin: 0; overflow-wrap: anywhere; }
  code { font-family: ui-monospace, Consolas, monospace; font-size: 12px; overflow-wrap: anywhere; } .quiet { color: #5a6874; }
  @media print { body { margin: 0; max-width: none; font-size: 11px; } a { color: inherit; text-decoration: none; } }`;

/** A whole page. */
export function page(stamp: Stamp, title: string, body: string): string {
  const { say } = stamp;
  const line = [
    `${say(w.number)} ${stamp.number}`,
    `${say(w.madeFor)}: ${stamp.recipient}`,
    `${say(w.purpose)}: ${stamp.purpose}`,
    `${say(w.madeBy)}: ${say(stamp.madeBy)}`,
    `${say(w.madeAt)}: ${stamp.madeAt}`,
    say(w.watermark),
  ];
  return `<!doctype html>
<html lang="${say({ en: "en", zh: "zh-CN" }).split(" ")[0]}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escaped(title)}</title><style>${style}</style></head>
<body data-mark="${escaped(`${w.copy.zh} ${w.copy.en}`)}">
<p class="stamp"><strong>${escaped(`${w.copy.zh} ${w.copy.en}`)}</strong> · ${line.map(escaped).join(" · ")}</p>
<h1>${escaped(title)}</h1>
${body}
</body></html>
`;
}

/** A table; cells are markup already. */
export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join("")}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`)
    .join("\n")}</tbody></table>`;

/** Instants are said with their zone; everything else in its words. */
const value = ({ say, when }: Stamp, { masked, words, kind, value: text }: Told): string =>
  escaped(masked ? say(w.masked) : kind === "instant" && text !== null ? when(new Date(text)) : say(words));

/** The page of one record. */
export async function recordPage(
  reader: Reader,
  stamp: Stamp,
  record: CopiedRecord,
  files: ReadonlyMap<string, string | null>,
): Promise<string> {
  const { say } = stamp;
  const part = (title: Label, body: string) => `<h2>${escaped(say(title))}</h2>\n${body}`;
  const nothing = `<p class="quiet">${escaped(say(w.none))}</p>`;
  const facts: [Label, string][] = [
    ...(record.state ? [[w.status, say(record.state.label)] as [Label, string]] : []),
    [w.version, String(record.version)],
    ...(record.retainUntil ? [[w.keepUntil, record.retainUntil] as [Label, string]] : []),
    [w.readAt, stamp.when(record.readAt)],
  ];
  const body = [
    `<p>${escaped(say(record.title))}</p>`,
    `<dl>${facts.map(([name, text]) => `<dt>${escaped(say(name))}</dt><dd>${escaped(text)}</dd>`).join("")}</dl>`,
    part(
      w.fields,
      `<dl>${record.fields.map((told) => `<dt>${escaped(say(told.label))}</dt><dd>${value(stamp, told)}</dd>`).join("\n")}</dl>`,
    ),
    ...record.lines.map(({ label, rows }) =>
      part(
        label,
        rows.length === 0
          ? nothing
          : table(
              rows[0]?.map((told) => say(told.label)) ?? [],
              rows.map((row) => row.map((told) => value(stamp, told))),
            ),
      ),
    ),
    part(w.signatures, record.signatures.length === 0 ? nothing : signatures(stamp, record)),
    part(w.files, record.files.length === 0 ? nothing : attachments(stamp, record, files)),
    part(
      w.links,
      record.links.length === 0
        ? nothing
        : table(
            [say(w.type), say(w.record)],
            record.links.map((link) => [escaped(link.record), escaped(link.number)]),
          ),
    ),
    part(w.trail, await trail(reader, stamp, record)),
  ];
  return page(stamp, `${say(record.label)} ${record.number}`, body.join("\n"));
}

function signatures(stamp: Stamp, { signatures: given }: CopiedRecord): string {
  const { say } = stamp;
  return table(
    [w.signedBy, w.meaning, w.time, w.reason, w.version, w.hash, w.verdict].map(say),
    given.map(({ row, verdict }) => [
      [row.printed_name ?? "", row.job_title ?? "", row.on_behalf_of ? `${say(w.onBehalf)} ${row.on_behalf_of}` : ""]
        .filter(Boolean)
        .map(escaped)
        .join("<br>"),
      `${escaped(row.meaning ?? "")}<br>${escaped(row.statement ?? "")}`,
      escaped(`${stamp.when(new Date(row.signed_at ?? ""))} ${row.zone ?? ""}`),
      escaped(row.reason ?? ""),
      escaped(row.record_version ?? ""),
      `<code>${escaped(row.content_hash ?? "")}</code>`,
      escaped(verdict),
    ]),
  );
}

function attachments(stamp: Stamp, record: CopiedRecord, files: ReadonlyMap<string, string | null>): string {
  const { say, when } = stamp;
  return table(
    [w.file, w.time, w.who, { en: "SHA-256", zh: "SHA-256" }].map(say),
    record.files.map((file) => {
      const path = files.get(file.id);
      return [
        path
          ? `<a href="../../${path.split("/").map(encodeURIComponent).join("/")}">${escaped(file.name)}</a>`
          : `${escaped(file.name)} (${escaped(say(w.fileGone))})`,
        escaped(when(file.at)),
        escaped(file.by ? say(file.by) : ""),
        `<code>${file.sha256}</code>`,
      ];
    }),
  );
}

/** The acts of a record as rows of texts: when, who, operation, what, why, from where. The file of the whole trail has the same. */
export async function trailRows(reader: Reader, stamp: Stamp, record: CopiedRecord): Promise<string[][]> {
  const { say, when } = stamp;
  return Promise.all(
    record.entries.map(async (entry) => [
      when(entry.at),
      entry.actor ? say(entry.actor) : say(w.system),
      say(
        operationLabel(entry.operation ?? null, record.record) ?? {
          en: entry.operation ?? entry.kind,
          zh: entry.operation ?? entry.kind,
        },
      ),
      (await changesOf(reader, stamp, record, entry)).join("\n"),
      entry.reason ?? "",
      entry.source ?? "",
    ]),
  );
}

async function changesOf(reader: Reader, { say, when }: Stamp, record: CopiedRecord, entry: TimelineEntry): Promise<string[]> {
  const changes = await Promise.all(
    entry.changes.map(async ({ field: path, old, new: now, masked }) => {
      const { label, field } = changedField(record.record, path);
      const said = async (text: string | null | undefined) =>
        path === "state" && text
          ? say(stateLabel(record, text))
          : field?.kind === "instant" && text
            ? when(new Date(text))
            : say(await wordsOf(reader, field, text ?? null));
      return masked ? `${say(label)}: ${say(w.masked)}` : `${say(label)}: ${await said(old)} → ${await said(now)}`;
    }),
  );
  return [
    ...changes,
    ...entry.moves.map(({ label, number, lot, from, to, quantity, unit }) =>
      [`${say(label)} ${number}`, lot, from && to ? `${from} → ${to}` : (from ?? to), quantity, unit].filter(Boolean).join(" "),
    ),
    ...(entry.signature ? [`✍ ${entry.signature.printedName}: ${entry.signature.meaning}`] : []),
    ...entry.comments.map(({ text }) => text),
    ...entry.files.map(({ name, sha256 }) => `${name} ${sha256}`),
    ...entry.links.map((link) => `${link.record} ${link.number}`),
  ];
}

const stateLabel = ({ states }: CopiedRecord, code: string): Label => states[code] ?? { en: code, zh: code };

async function trail(reader: Reader, stamp: Stamp, record: CopiedRecord): Promise<string> {
  const rows = await trailRows(reader, stamp, record);
  return table(
    [w.time, w.who, w.act, w.what, w.reason, w.source].map(stamp.say),
    rows.map((cells) => cells.map((cell) => escaped(cell).replaceAll("\n", "<br>"))),
  );
}
