/** What kinds of files are taken, told by their content and never by name or by what the browser says (ASVS 5.2). */

interface FileType {
  readonly type: string;
  /** Looks at the first 512 bytes. */
  readonly test: (head: Buffer) => boolean;
  /** Shown by the browser itself, inside an empty sandbox; everything else is only handed out. */
  readonly preview?: true;
}

const starts = (head: Buffer, bytes: readonly number[]): boolean => head.subarray(0, bytes.length).equals(Buffer.from(bytes));

// An Office document is an archive whose first entry is one of these; any other archive is not taken, so nothing is ever unpacked.
const officeEntries = [
  "[Content_Types].xml",
  "_rels/.rels",
  "docProps/",
  "word/",
  "xl/",
  "ppt/",
  "mimetypeapplication/vnd.oasis",
];

function isOffice(head: Buffer): boolean {
  if (!starts(head, [0x50, 0x4b, 0x03, 0x04]) || head.length < 30) return false;
  const name = head.subarray(30, 30 + head.readUInt16LE(26) + 40).toString("latin1");
  return officeEntries.some((entry) => name.startsWith(entry));
}

// A picture of more points than this is not decoded for anybody (pixel flood, ASVS 5.2.6).
const mostPoints = 60_000_000;

const types: readonly FileType[] = [
  { type: "application/pdf", test: (h) => h.subarray(0, 5).toString("latin1") === "%PDF-" },
  {
    type: "image/png",
    test: (h) =>
      starts(h, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) &&
      h.length >= 24 &&
      h.readUInt32BE(16) * h.readUInt32BE(20) <= mostPoints,
    preview: true,
  },
  { type: "image/jpeg", test: (h) => starts(h, [0xff, 0xd8, 0xff]), preview: true },
  { type: "application/vnd.openxmlformats-officedocument", test: isOffice },
  // Whatever it says, HTML and SVG included, is text: it is handed out as text and never shown.
  { type: "text/plain", test: (h) => !h.includes(0) },
];

/** The type of a file by its first bytes; undefined for one that is not taken. */
export const typeOfFile = (head: Buffer): string | undefined => types.find(({ test }) => head.length > 0 && test(head))?.type;

/** Whether a browser may show a file of this type in place. */
export const isPreviewed = (type: string): boolean => types.some((known) => known.type === type && known.preview === true);

/** The Content-Disposition of a name in any script (RFC 6266): a plain one for old readers, the true one beside it. */
export function disposition(kind: "attachment" | "inline", name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const exact = encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`;
}

/** A name as it is kept: one line, no path, at most 200 characters; never empty. Characters that turn the direction of text are dropped. */
export const fileName = (given: string): string =>
  given
    .replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replaceAll(/[\\/\u0000-\u001f\u007f]/g, "_")
    .trim()
    .slice(0, 200) || "file";
