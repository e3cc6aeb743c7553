import { readFileSync } from "node:fs";
import type { Field, Fields } from "@lotline/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DataRow, type DeviceData, dataFields, dataSets } from "./data.ts";
import { type FormatName, formats, readDeviceFile } from "./index.ts";

// What a form keeps: NFC, trimmed, no control characters; several lines where the field has several.
const line = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 24 })
  .map((text) =>
    text
      .normalize("NFC")
      .replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Cf}]/gu, "")
      .trim(),
  )
  .filter((text) => text !== "");
const awkward = fc.constantFrom(
  "=1+1",
  "'=x",
  "a;=b",
  '"a,b"',
  "<&>]]>",
  "&amp;lt;",
  "一维码，二维码",
  "@sum",
  "-5",
  "007",
  "true",
  "1e5",
);
const text = fc.oneof(line, awkward);
const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const number = fc.integer({ min: 1, max: 2_000_000_000 });
const decimal = fc
  .tuple(fc.integer({ min: -999, max: 99_999 }), fc.integer({ min: 1, max: 9 }))
  .map(([whole, part]) => `${whole}.${part}`);

function anyOf(field: Field): fc.Arbitrary<string | number | boolean> {
  switch (field.kind) {
    case "choice":
      return fc.constantFrom(...Object.keys(field.of.values));
    case "flag":
      return fc.constant(true);
    case "integer":
      return number;
    case "decimal":
      return decimal;
    case "date":
      return day;
    default:
      return field.kind === "text" && field.multiline
        ? fc.array(text, { minLength: 1, maxLength: 3 }).map((all) => all.join("\n"))
        : text;
  }
}

const recordOf = (fields: Fields): fc.Arbitrary<DataRow> =>
  fc
    .record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, anyOf(field)])), { requiredKeys: [] })
    .map((row) =>
      Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))),
    );

/** Parts of rows that a database does not know, and what it cannot tell apart. */
const unsaid: { readonly [F in FormatName]?: (set: string, row: DataRow) => DataRow | null } = {
  gudid: (set, row) => {
    const without = (...names: string[]) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
    if (set === "contacts") return without("fax");
    if (set === "storages" && row.low === undefined && row.high === undefined) return without("unit");
    if (set === "packages" || set === "otherDis") return row.di === undefined ? null : row;
    return row;
  },
  eudamed: (set, row) => (set === "otherDis" && Object.keys(row).every((name) => name === "kind") ? null : row),
};

// Secondary identifiers stand before previous ones in every file.
const ordered = (set: string, rows: readonly DataRow[]): readonly DataRow[] =>
  set === "otherDis" ? [...rows].sort((a, b) => (a.kind === b.kind ? 0 : a.kind === "secondary" ? -1 : 1)) : rows;

function deviceFor(format: FormatName): fc.Arbitrary<DeviceData> {
  const fields = new Set<string>(formats[format].fields);
  const heads = recordOf(Object.fromEntries(Object.entries(dataFields).filter(([name]) => fields.has(name))));
  const rows = Object.entries(dataSets)
    .filter(([set]) => fields.has(set))
    .map(([set, of]) =>
      fc.array(recordOf(of), { maxLength: 3 }).map((all): [string, readonly DataRow[]] => [
        set,
        ordered(
          set,
          all
            .map((row) => (set === "otherDis" ? { ...row, kind: row.kind ?? "secondary" } : row))
            .flatMap((row) => unsaid[format]?.(set, row) ?? (unsaid[format] ? [] : [row]))
            .filter((row) => Object.keys(row).length > 0),
        ),
      ]),
    );
  return fc.tuple(heads, ...rows).map(([head, ...sets]) => ({
    ...head,
    primaryDi: "09521234000013",
    issuingAgency: "GS1",
    ...Object.fromEntries((sets as [string, readonly DataRow[]][]).filter(([, all]) => all.length > 0)),
  }));
}

describe("files of the databases", () => {
  it.each(Object.keys(formats) as FormatName[])("[REQ-TRC-06] %s: what is written is read back the same", (format) => {
    fc.assert(
      fc.property(deviceFor(format), (data) => {
        const { device, issues } = readDeviceFile(format, formats[format].write(data, null));
        expect(issues).toEqual([]);
        expect(device?.data).toEqual(data);
      }),
      { numRuns: 300 },
    );
  });

  it("carry the key and version of the database, and give them back", () => {
    const data = { primaryDi: "09521234000013", issuingAgency: "GS1" };
    const mark = { recordKey: "K-1", version: "2", day: "2026-08-01", isFirst: false };
    for (const format of ["nmpa-xml", "gudid"] as const)
      expect(readDeviceFile(format, formats[format].write(data, mark)).device?.mark).toEqual(mark);
  });

  it("the published layout of NMPA is read, and written again as it was", () => {
    const sample = readFileSync(new URL("nmpa-sample.xml", import.meta.url), "utf8");
    const { device, issues } = readDeviceFile("nmpa-xml", sample);
    expect(issues).toEqual([]);
    expect(device?.data).toMatchObject({
      primaryDi: "06970000000109",
      unitsOfUse: 1,
      carrierMatrix: true,
      sterile: "yes",
      mrSafety: "conditional",
      packages: [
        { di: "16970000000106", level: "盒", quantity: 10, containedDi: "06970000000109" },
        { di: "26970000000103", level: "箱", quantity: 12, containedDi: "16970000000106" },
      ],
      storages: [{ condition: "储存温度", low: "2", high: "30", unit: "℃" }],
    });
    expect(device?.mark).toEqual({ recordKey: "sample-0001", version: "1", day: "2026-09-01", isFirst: true });
    const tags = (xml: string) =>
      new Map([...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, tag, value]) => [`${tag} ${value}`, true]));
    const again = tags(formats["nmpa-xml"].write(device?.data ?? {}, device?.mark ?? null));
    expect([...tags(sample).keys()].filter((one) => !again.has(one))).toEqual([]);
  });

  it("refuse what is no such file, or could grow, by name", () => {
    const codes = (format: FormatName, given: string) => readDeviceFile(format, given).issues.map(({ code }) => code);
    expect(codes("nmpa-xml", '<!DOCTYPE udid [<!ENTITY a "b">]><udid/>')).toEqual(["FILE_DOCTYPE"]);
    expect(codes("nmpa-xml", "<udid><devices>")).toEqual(["FILE_XML"]);
    expect(codes("nmpa-xml", "<udid/>")).toEqual(["FILE_EMPTY"]);
    expect(codes("gudid", "{")).toEqual(["FILE_JSON"]);
    expect(codes("gudid", '{"results":[]}')).toEqual(["FILE_EMPTY"]);
    expect(codes("eudamed", "a,b\n")).toEqual(["FILE_HEAD"]);
    expect(codes("eudamed", "x".repeat(80_001))).toEqual(["FILE_TOO_LARGE"]);
    expect(
      codes(
        "gudid",
        '{"results":[{"is_kit":"maybe","device_count_in_base_package":"x","identifiers":[{"type":"Primary","id":"1"}]}]}',
      ),
    ).toEqual(["FILE_VALUE", "FILE_VALUE"]);
  });
});
