/** Reads the symbols in a picture. The reader's program comes from its package on the disk; nothing is ever asked of the network. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { prepareZXingModule, type ReaderOptions, readBarcodes } from "zxing-wasm/reader";

/** One byte a pixel, row by row: 0 is black, 255 white. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

let reader: Promise<unknown> | undefined;

function ready(): Promise<unknown> {
  reader ??= readFile(fileURLToPath(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm"))).then((wasm) =>
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true }),
  );
  return reader;
}

/** What each symbol holds, as a scanner would send it: the symbology identifier (ISO/IEC 15424), then its data with raw separators. */
export async function symbolsIn({ width, height, grey }: GreyPicture, options: ReaderOptions): Promise<string[]> {
  await ready();
  const data = new Uint8ClampedArray(width * height * 4);
  for (const [pixel, value] of grey.entries()) data.fill(value, pixel * 4, pixel * 4 + 3);
  // The reader asks for what browsers call ImageData; it uses these three.
  const picture = { data, width, height } as unknown as Parameters<typeof readBarcodes>[0];
  const found = await readBarcodes(picture, options);
  return found
    .filter(({ isValid }) => isValid)
    .map(({ symbologyIdentifier, bytes }) => symbologyIdentifier + new TextDecoder().decode(bytes));
}
