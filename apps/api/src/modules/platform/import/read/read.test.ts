import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { archive, sheetXml, workbook } from "../../../../../test/workbook.ts";
import { limits } from "./limits.ts";
import { readTable } from "./read.ts";
import { readFile } from "./read-file.ts";
import { FileRefusal } from "./refusal.ts";
import type { ReadOptions } from "./table.ts";

const refusalOf = (bytes: Buffer, options?: ReadOptions): unknown => {
  try {
    readTable(bytes, options);
    return null;
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    return [error.code, error.detail];
  }
};
const csv = (text: string) => Buffer.from(text, "utf8");

// "编号,名称" and "S-1,苏州" as Excel of a Chinese Windows saves them.
const gb = Buffer.concat([
  Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0d, 0x0a]),
  Buffer.from([0x53, 0x2d, 0x31, 0x2c, 0xcb, 0xd5, 0xd6, 0xdd, 0x0d, 0x0a]),
]);

describe("[U12] a CSV file", () => {
  it("is read as UTF-8 with and without mark, and as GB18030 where it is no UTF-8", () => {
    const expected = { headers: ["编号", "名称"], rows: [{ line: 2, cells: ["S-1", "苏州"] }] };
    expect(readTable(csv("编号,名称\nS-1,苏州\n"))).toMatchObject({ ...expected, encoding: "UTF-8" });
    expect(readTable(csv("\uFEFF编号,名称\r\nS-1,苏州"))).toMatchObject({ ...expected, encoding: "UTF-8" });
    expect(readTable(gb)).toMatchObject({ ...expected, encoding: "GB18030", delimiter: "," });
  });
  it("is refused in an encoding that it is not in, and as UTF-16", () => {
    expect(refusalOf(gb, { encoding: "UTF-8" })).toEqual(["UNREADABLE_TEXT", { encoding: "UTF-8" }]);
    expect(refusalOf(Buffer.from("\uFEFFa,b\n1,2", "utf16le"))).toEqual(["UNREADABLE_TEXT", { encoding: "UTF-8 / GB18030" }]);
  });
  it("finds its delimiter outside quotes, keeps line breaks and quotes inside cells, and counts lines as people do", () => {
    const table = readTable(csv('"a;b";c,c;d\n"x ""y""\nz";1;2\n\n3;4;5\n'));
    expect(table.delimiter).toBe(";");
    expect(table.headers).toEqual(["a;b", "c,c", "d"]);
    expect(table.rows).toEqual([
      { line: 2, cells: ['x "y"\nz', "1", "2"] },
      { line: 5, cells: ["3", "4", "5"] },
    ]);
    expect(readTable(csv("a\tb\n1\t2")).delimiter).toBe("\t");
  });
  it("is refused with what is wrong and where", () => {
    expect(refusalOf(csv(""))).toEqual(["EMPTY_FILE", {}]);
    expect(refusalOf(csv("\n \n"))).toEqual(["NO_HEADER", {}]);
    expect(refusalOf(csv("a,b\n"))).toEqual(["NO_ROWS", {}]);
    expect(refusalOf(csv("a,b,a\n1,2,3"))).toEqual(["HEADER_TWICE", { header: "a" }]);
    expect(refusalOf(csv("a,,b\n1,2,3"))).toEqual(["HEADER_EMPTY", { column: "B", line: 1 }]);
    expect(refusalOf(csv("a,b\n1,2,3"))).toEqual(["ROW_TOO_WIDE", { line: 2, column: "C" }]);
    expect(refusalOf(csv('a,b\n1,"2'))).toEqual(["QUOTE_OPEN", { line: 2 }]);
    expect(refusalOf(csv('a,b\n1,"2"3'))).toEqual(["QUOTE_OPEN", { line: 2 }]);
    expect(refusalOf(csv(`a\n${"x".repeat(4001)}`))).toEqual(["CELL_TOO_LONG", { cell: "A2", max: 4000 }]);
    expect(refusalOf(csv(`a\n${"1\n".repeat(50_001)}`))).toEqual(["TOO_MANY_ROWS", { n: 50_001, max: 50_000 }]);
  });
});

describe("[U12] a workbook", () => {
  const cells = (body: string) => workbook(sheetXml(`<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>${body}`));
  const only = (body: string) => readTable(cells(`<row r="2">${body}</row>`)).rows[0]?.cells[0];
  it("gives texts, shared texts, flags and numbers as they are written, digit for digit", () => {
    expect(only('<c r="A2" t="inlineStr"><is><t>苏州 &amp; &#x4E2D;</t></is></c>')).toBe("苏州 & 中");
    expect(only('<c r="A2" t="s"><v>1</v></c>')).toBe("shared");
    expect(only('<c r="A2" t="b"><v>1</v></c>')).toBe("true");
    expect(only('<c r="A2"><v>0.10</v></c>')).toBe("0.1");
    expect(only('<c r="A2"><v>0.30000000000000004</v></c>')).toBe("0.3");
    expect(only('<c r="A2"><v>123456789012345</v></c>')).toBe("123456789012345");
    expect(only('<c r="A2"><v>1.5E-3</v></c>')).toBe("0.0015");
    expect(only('<c r="A2"><v>-2.5E+2</v></c>')).toBe("-250");
    expect(only('<c r="A2"><v>9999999999999999</v></c>')).toBe("10000000000000000");
  });
  it("gives a date only where the cell is formatted as one", () => {
    expect(only('<c r="A2" s="1"><v>45992</v></c>')).toBe("2025-12-01");
    expect(only('<c r="A2" s="2"><v>45992</v></c>')).toBe("2025-12-01");
    expect(only('<c r="A2"><v>45992</v></c>')).toBe("45992");
    expect(only('<c r="A2" s="1"><v>1</v></c>')).toBe("1900-01-01");
    expect(refusalOf(cells('<row r="2"><c r="A2" s="1"><v>60</v></c></row>'))).toEqual([
      "BAD_DATE_CELL",
      { cell: "A2", value: "60" },
    ]);
    expect(refusalOf(cells('<row r="2"><c r="A2" s="1"><v>45992.5</v></c></row>'))).toEqual([
      "BAD_DATE_CELL",
      { cell: "A2", value: "45992.5" },
    ]);
  });
  it("with a formula, an error or merged cells is refused by the cell", () => {
    expect(refusalOf(cells('<row r="7"><c r="A7"><f>1+1</f><v>2</v></c></row>'))).toEqual(["FORMULA_CELL", { cell: "A7" }]);
    expect(refusalOf(cells('<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'))).toEqual([
      "ERROR_CELL",
      { cell: "A2", value: "#N/A" },
    ]);
    const merged = workbook(
      sheetXml(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>',
        '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>',
      ),
    );
    expect(refusalOf(merged)).toEqual(["MERGED_CELL", { cell: "A2:B3" }]);
  });
  it("that is a bomb, is encrypted, of the old kind, broken, or brings a document type is refused", () => {
    const bomb = workbook(sheetXml(" ".repeat(limits.ratioFrom + 1)));
    expect(refusalOf(bomb)).toEqual(["ZIP_BOMB", { max: 128, ratio: 150 }]);
    // It claims to be small: the sizes in its directory are not believed.
    const huge = Buffer.alloc(limits.unpackedBytes + 1, 32);
    const liar = archive([{ name: "xl/_rels/workbook.xml.rels", packed: deflateRawSync(huge), size: 10, crc: 0 }]);
    expect(refusalOf(liar)).toEqual(["ZIP_BOMB", { max: 128, ratio: 150 }]);
    expect(refusalOf(archive([{ name: "xl/workbook.xml", packed: Buffer.from("x"), size: 1, crc: 0, flags: 1 }]))).toEqual([
      "ENCRYPTED_WORKBOOK",
      {},
    ]);
    expect(refusalOf(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]))).toEqual(["OLD_WORKBOOK", {}]);
    expect(refusalOf(Buffer.from("PK\u0003\u0004 and nothing more"))).toEqual(["NOT_A_WORKBOOK", {}]);
    const doctype = `<!DOCTYPE x [<!ENTITY a "b">]>${sheetXml("")}`;
    expect(refusalOf(workbook(doctype))).toEqual(["NOT_A_WORKBOOK", {}]);
    const many = archive(
      Array.from({ length: limits.entries + 1 }, (_, i) => ({ name: `p${i}`, packed: Buffer.alloc(0), size: 0, crc: 0 })),
    );
    expect(refusalOf(many)).toEqual(["ZIP_BOMB", { max: 128, ratio: 150 }]);
  });
  it("shows its visible sheets and reads the one asked for", () => {
    const bytes = cells('<row r="2"><c r="A2"><v>1</v></c></row>');
    expect(readTable(bytes)).toMatchObject({ sheets: ["供应商"], sheet: "供应商", encoding: null });
    expect(refusalOf(bytes, { sheet: "hidden" })).toEqual(["NO_SUCH_SHEET", { sheet: "hidden" }]);
  });
  it("is read in a thread of its own, which answers the refusal", async () => {
    const { parts, total } = await readFile(gb, {});
    expect([total, parts.map((part) => JSON.parse(Buffer.from(part).toString("utf8")))]).toEqual([
      1,
      [[{ line: 2, cells: ["S-1", "苏州"] }]],
    ]);
    await expect(readFile(csv("a,a\n1,2"), {})).rejects.toMatchObject({ code: "HEADER_TWICE", detail: { header: "a" } });
  });
});
