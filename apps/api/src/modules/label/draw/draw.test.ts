import { build, type UdiParts } from "@lotline/udi";
import fc from "fast-check";
import { getDocument, OPS } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, it } from "vitest";
import { svgOf } from "../../../print/drawing.ts";
import { labelPdf } from "../../../print/labels.ts";
import { layOut } from "./layout.ts";
import { mismatchReasons, readBack } from "./read-back.ts";
import { carriers, modulesOf, type SymbolKind, symbolsEncoded, symbolText } from "./symbol.ts";
import type { Fill, Part, Template } from "./types.ts";
import { code128, zplOf } from "./zpl.ts";

const nothing: Part = {
  kind: "text",
  x: "0",
  y: "0",
  width: "60",
  height: "5",
  textEn: null,
  textZh: null,
  sizePt: null,
  isBold: null,
  align: null,
  symbol: null,
  moduleMm: null,
  graphic: null,
};

const template = (...parts: Partial<Part>[]): Template => ({
  widthMm: "150",
  heightMm: "60",
  language: "both",
  carriesLot: true,
  carriesSerial: false,
  carriesMadeOn: true,
  carriesExpiresOn: true,
  linkHost: null,
  parts: parts.map((part) => ({ ...nothing, ...part })),
});

const fill: Fill = {
  item: "FG-IS100",
  nameEn: "Infusion set",
  nameZh: "一次性使用精密过滤输液器",
  specification: "",
  registration: "国械注准DEMO3140001",
  storage: "10–30 °C",
  temperatureMin: "10",
  temperatureMax: "30",
  lot: "IS2607A",
  serial: "",
  madeOn: "2026-07-31",
  expiresOn: "2029-07-30",
  di: "09521234000013",
  udi: "(01)09521234000013",
  contents: "1",
  firmEn: "",
  firmZh: "",
  addressEn: "",
  addressZh: "",
};

const is100 = (lot = "IS2607A"): UdiParts => ({
  agency: "GS1",
  di: "09521234000013",
  pi: { manufacturedOn: "2026-07-31", expiresOn: "2029-07-30", lot },
});

const examples: { readonly [K in SymbolKind]: UdiParts } = {
  gs1DataMatrix: is100(),
  gs1Code128: is100(),
  gs1Qr: is100(),
  digitalLink: is100(),
  hibcDataMatrix: { agency: "HIBCC", di: "A99912341", pi: { expiresOn: "2029-07-30", lot: "L26A" } },
  hibcCode128: { agency: "HIBCC", di: "A99912341", pi: { expiresOn: "2029-07-30", lot: "L26A" } },
  maQr: { agency: "ZIIOT-MA", di: "MA.156.M0.100761.21234561", pi: { lot: "20260731" } },
};

const symbolPart = (symbol: SymbolKind): Partial<Part> => ({
  kind: "symbol",
  symbol,
  width: "149",
  height: "40",
  moduleMm: "0.4",
});

describe("symbols of a label", () => {
  it.each(Object.keys(carriers) as SymbolKind[])(
    "[REQ-TRC-06] %s: what is drawn is read back with the same elements",
    async (kind) => {
      const laid = layOut(template(symbolPart(kind)), fill, build(examples[kind]));
      expect(laid.misfits).toEqual([]);
      const [read] = await readBack(laid);
      expect(read).toMatchObject({ isSame: true, read: read?.meant });
    },
  );

  it("[REQ-TRC-06] a lot number with an opening bracket, a per cent sign or any other character that GS1 allows is read back", async () => {
    const charset = [..."!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"];
    const lots = fc.string({ unit: fc.constantFrom(...charset), minLength: 1, maxLength: 20 });
    for (const kind of ["gs1DataMatrix", "gs1Code128", "gs1Qr", "digitalLink"] as const)
      await fc.assert(
        fc.asyncProperty(lots, async (lot) => {
          const laid = layOut(template(symbolPart(kind)), fill, build(is100(lot)));
          expect(mismatchReasons("", await readBack(laid))).toEqual([]);
        }),
        { numRuns: 25, seed: 20_260_731, examples: [["("], ["A(B"], ["(10)X"], ["100%"], ["_1"], ["^FNC1".slice(1)]] },
      );
  });

  it("[REQ-TRC-08] a symbol that says something else than was meant is told with both texts", async () => {
    const laid = layOut(template(symbolPart("gs1DataMatrix")), fill, build(is100()));
    const other = svgOf(layOut(template(symbolPart("gs1DataMatrix")), fill, build(is100("IS2607B"))));
    const [reason] = mismatchReasons("LJ-26-0001", await readBack(laid, other));
    expect(reason).toEqual({
      code: "READ_BACK_MISMATCH",
      text: {
        en: "LJ-26-0001: symbol 1 was meant to say ]d20109521234000013112607311729073010IS2607A and was read as ]d20109521234000013112607311729073010IS2607B.",
        zh: "LJ-26-0001：第 1 个条码应为 ]d20109521234000013112607311729073010IS2607A，回读为 ]d20109521234000013112607311729073010IS2607B。",
      },
    });
  });

  it("[REQ-TRC-08] a symbol that is damaged is not read at all, and that is told", async () => {
    const laid = layOut(template(symbolPart("gs1DataMatrix")), fill, build(is100()));
    const damaged = svgOf(laid).replace(/(d="M[^"]{400})[^"]*/, "$1");
    expect(mismatchReasons("L", await readBack(laid, damaged))).toHaveLength(1);
  });

  it("the same symbol is encoded once, however often it is drawn", () => {
    const udi = build(is100("ONCE"));
    const text = symbolText("gs1DataMatrix", udi, null);
    modulesOf("gs1DataMatrix", text);
    const before = symbolsEncoded();
    for (let label = 0; label < 1_000; label += 1) layOut(template(symbolPart("gs1DataMatrix")), fill, udi);
    expect(symbolsEncoded()).toBe(before);
  });
});

describe("the layout of a label", () => {
  it("puts in what placeholders name, Chinese first, and breaks lines where they may be broken", () => {
    const laid = layOut(
      template(
        { textEn: "Lot {lot}", textZh: "批号 {lot}", height: "8" },
        { kind: "hri", y: "10", width: "28", height: "20", sizePt: "6" },
      ),
      fill,
      build(is100()),
    );
    expect(laid.texts.map(({ text }) => text)).toEqual([
      "批号 IS2607A",
      "Lot IS2607A",
      "(01)09521234000013",
      "(11)260731(17)290730",
      "(10)IS2607A",
    ]);
    expect(laid.misfits).toEqual([]);
  });

  it("keeps units and closing signs with what stands before them", () => {
    const laid = layOut(
      template({ textZh: "储存温度 5–35 ℃，干燥避光", width: "20", height: "12", sizePt: "7" }),
      fill,
      build(is100()),
    );
    for (const { text } of laid.texts) expect(text).not.toMatch(/^[℃，]/);
    expect(
      laid.texts
        .map(({ text }) => text)
        .join("")
        .replaceAll(" ", ""),
    ).toBe("储存温度5–35℃，干燥避光");
  });

  it("tells of each part that does not fit", () => {
    const laid = layOut(
      template({ textZh: "{nameZh}", width: "10", height: "3" }, { ...symbolPart("gs1Code128"), width: "30", height: "10" }),
      fill,
      build(is100()),
    );
    expect(laid.misfits.map(({ part, code }) => [part, code])).toEqual([
      [1, "TEXT_TOO_LONG"],
      [2, "SYMBOL_TOO_LARGE"],
    ]);
  });
});

describe("labels for a label printer", () => {
  it("[REQ-TRC-06] says symbols by the printer's own commands, with FNC1, and text as UTF-8", () => {
    const laid = layOut(
      template(
        { kind: "symbol", symbol: "gs1DataMatrix", x: "2", y: "3", width: "20", height: "20", moduleMm: "0.5" },
        { kind: "symbol", symbol: "gs1Code128", x: "2", y: "30", width: "110", height: "12", moduleMm: "0.25" },
        { textZh: "批号 ^{lot}~\\", x: "40", y: "3", sizePt: "10" },
        { kind: "rule", x: "0", y: "50", width: "100", height: "0.25" },
      ),
      fill,
      build({ ...is100(), pi: { ...is100().pi, lot: "A_(1", serial: "S1" } }),
    );
    expect(zplOf(laid, { dotsPerMm: 12, copies: 900 })).toBe(
      [
        "^XA^CI28",
        "^PW1800^LL720^LH0,0",
        "^FO0,600^GB1200,3,3^FS",
        "^FO30,42^BXN,6,200,0,0,,_,1^FH\\^FD_10109521234000013112607311729073010A__(1_121S1^FS",
        "^FO54,360^BY3^BCN,144,N,N,N,N^FH\\^FD>;>80109521234000013112607311729073010>6A_(1>821S1^FS",
        "^FT480,75^A@N,42,42,E:NOTOSANS.TTF^FH\\^FD批号 \\5EIS2607A\\7E\\5C^FS",
        "^PQ900",
        "^XZ",
        "",
      ].join("\n"),
    );
  });

  it("a Digital Link is a QR code of its own, a GS1 QR code goes as a bitmap", () => {
    const link = layOut(template(symbolPart("digitalLink")), fill, build(is100()));
    expect(zplOf(link, { dotsPerMm: 8, copies: 1 })).toContain(
      "^BQN,2,3^FH\\^FDMA,https://id.gs1.org/01/09521234000013/10/IS2607A?11=260731&17=290730^FS",
    );
    const qr = layOut(template(symbolPart("gs1Qr")), fill, build(is100()));
    expect(zplOf(qr, { dotsPerMm: 8, copies: 1 })).toMatch(/\^GFA,750,750,10,[0-9A-F]{1500}\^FS/);
  });

  it("Code 128 changes its set where that is shorter, and has a code for its own sign", () => {
    expect(code128("0109521234000013", true)).toBe(">;>80109521234000013");
    expect(code128("10A>B", true)).toBe(">:>810A>0B");
    expect(code128("+A99912345678", false)).toBe(">:+A>59991234567>68");
  });
});

describe("labels as PDF", () => {
  it("are pages of their own size with the symbol as a path, and as many copies as there are labels alike", async () => {
    const laid = layOut(template({ textZh: "批号 {lot}" }, { ...symbolPart("gs1DataMatrix"), y: "10" }), fill, build(is100()));
    const bytes = await labelPdf({ title: "LJ", at: new Date("2026-07-31T00:00:00Z"), pages: [laid, laid], copies: 900 });
    const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
    const pdf = await task.promise;
    expect(pdf.numPages).toBe(2);
    const page = await pdf.getPage(1);
    expect(page.view.map(Math.round)).toEqual([0, 0, 425, 170]);
    const { items } = await page.getTextContent();
    expect(items.map((item) => ("str" in item ? item.str : "")).join("")).toBe("批号 IS2607A");
    expect(Object.fromEntries((await pdf.getViewerPreferences()) ?? new Map())).toMatchObject({
      NumCopies: 900,
      PrintScaling: "None",
    });
    // No picture is in it: symbols are drawn.
    const { fnArray } = await page.getOperatorList();
    expect(fnArray).not.toContain(OPS.paintImageXObject);
    expect(fnArray).toContain(OPS.constructPath);
    await task.destroy();
  });
});
