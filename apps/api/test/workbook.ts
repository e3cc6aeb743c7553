/** Workbooks made part by part, also such as no program would write. For tests of reading. */
import { crc32, deflateRawSync } from "node:zlib";

export interface Part {
  readonly name: string;
  readonly packed: Buffer;
  /** What the directory claims. */
  readonly size: number;
  readonly crc: number;
  readonly flags?: number;
}

const part = (name: string, text: string): Part => {
  const bytes = Buffer.from(text, "utf8");
  return { name, packed: deflateRawSync(bytes), size: bytes.length, crc: crc32(bytes) };
};

/** A zip archive of these parts. */
export function archive(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, packed, size, crc, flags = 0 } of parts) {
    const file = Buffer.from(name, "utf8");
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(file.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc, 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(file.length, 28);
    entry.writeUInt32LE(at, 42);
    bodies.push(local, file, packed);
    directory.push(entry, file);
    at += 30 + file.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

export const sheetXml = (rows: string, behind = ""): string =>
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData>${behind}</worksheet>`;

/** A workbook with one visible sheet of this text and one that is hidden, perhaps a second visible one; style 1 and 2 are dates. */
export const workbook = (sheet: string, second = ""): Buffer =>
  archive([
    part(
      "xl/workbook.xml",
      '<workbook xmlns:r="r"><sheets><sheet name="hidden" sheetId="1" state="hidden" r:id="rId1"/><sheet name="供应商" sheetId="2" r:id="rId2"/>SECOND</sheets></workbook>'.replace(
        "SECOND",
        second && '<sheet name="证照" sheetId="3" r:id="rId3"/>',
      ),
    ),
    part(
      "xl/_rels/workbook.xml.rels",
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId3" Target="worksheets/sheet3.xml"/></Relationships>',
    ),
    part(
      "xl/sharedStrings.xml",
      "<sst><si><t>first</t></si><si><r><t>sha</t></r><r><t>red</t></r><rPh><t>x</t></rPh></si></sst>",
    ),
    part(
      "xl/styles.xml",
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    ),
    part("xl/worksheets/sheet1.xml", sheetXml("")),
    part("xl/worksheets/sheet2.xml", sheet),
    part("xl/worksheets/sheet3.xml", second),
  ]);
